// The page of an invitation: the code comes in the fragment, which browsers send to no server and write into no log.
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("code-form"));
const code = decodeURIComponent(location.hash.slice(1));

if (form && code) {
  // What stays in the history of a shared computer must not open an account.
  history.replaceState(null, "", location.pathname);
  /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).value = code;
  form.submit();
}
