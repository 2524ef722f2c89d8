// Ask the person something in a dialog of the page, and promise the answer; null when they changed their mind.

/**
 * @param {any} dialog
 * @param {{ prepare?: (form: any, dialog: any) => void }} options
 * @returns {Promise<any>} what the form says, by name
 */
export function ask(dialog, { prepare } = {}) {
  const form = dialog.querySelector("form");
  form.reset();
  prepare?.(form, dialog);
  return new Promise((resolve) => {
    /** @param {Record<string, any> | null} answer */
    const done = (answer) => {
      form.onsubmit = null;
      dialog.onclose = null;
      if (dialog.open) dialog.close();
      resolve(answer);
    };
    form.onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const answer = Object.fromEntries(new FormData(form));
      const by = /** @type {HTMLButtonElement | null} */ (event.submitter);
      if (by?.name) answer[by.name] = by.value;
      done(answer);
    };
    // Escape, and the button that cancels, close the dialog without submitting.
    dialog.onclose = () => done(null);
    dialog.showModal();
    (dialog.querySelector("[data-first]") ?? form.elements[0])?.focus();
  });
}

// Ask, and keep asking until it is done: what was typed stays while the server refuses or is not reached.
/**
 * @param {any} dialog
 * @param {{ prepare?: (form: any) => void, send: (form: FormData) => any, problemOf: (error: any) => string }} options
 */
export function askUntilDone(dialog, { prepare, send, problemOf }) {
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-problem]");
  const button = dialog.querySelector(".dialog-buttons button:last-child");
  form.reset();
  problem.hidden = true;
  prepare?.(form);
  return new Promise((resolve) => {
    /** @type {any} */
    let result = null;
    form.onsubmit = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        result = await send(new FormData(form));
        dialog.close();
      } catch (error) {
        problem.textContent = problemOf(error);
        problem.hidden = false;
      }
      button.disabled = false;
    };
    dialog.onclose = () => {
      form.onsubmit = null;
      dialog.onclose = null;
      resolve(result);
    };
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  });
}

/** @param {ParentNode} root */
export function wireCancelButtons(root = document) {
  for (const button of root.querySelectorAll("dialog [data-cancel]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}
