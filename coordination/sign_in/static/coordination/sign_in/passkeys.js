/**
 * Forms that a passkey fills in. `data-passkey` says what is asked of the device: "create" one, or "get" an answer of one.
 * What the server asks stands in #passkey-options, or, where no one is known yet, at `data-options`.
 * Their buttons come disabled: without this script, a press would send a form that no one filled in.
 */

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) form.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void fillIn(form);
  });
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}

/**
 * Ask the device, and send what it says.
 * @param {HTMLFormElement} form
 */
async function fillIn(form) {
  const field = form.elements.namedItem("credential");
  const problem = form.querySelector(".problem[hidden], .problem[data-passkey-problem]");
  try {
    const { publicKey } = await optionsFor(form);
    const credential =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: creation(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    if (!(credential instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) throw new TypeError();
    field.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    // Cancelled, no passkey here, or the network: the device has said more than we may know.
    if (problem instanceof HTMLElement) {
      problem.hidden = false;
      problem.dataset.passkeyProblem = "";
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<{publicKey: any}>}
 */
async function optionsFor(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}");
  const answer = await fetch(form.dataset.options, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

/**
 * Ask for a passkey that signs in by itself: it stays on the device, which asks who is holding it.
 * @param {any} publicKey
 */
function creation(publicKey) {
  const asked = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return asked;
}
