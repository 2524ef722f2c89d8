// Forms that take a while: show that the server works, and send nothing twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    form.querySelector("progress").hidden = false;
    // After the form was read: a button that is off is not sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
}
