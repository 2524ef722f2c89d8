// The page that takes a code of mutual aid. A QR code brings it in the fragment, which browsers send to no server.
const aidForm = /** @type {HTMLFormElement | null} */ (document.getElementById("code-form"));
const brought = decodeURIComponent(location.hash.slice(1));

if (aidForm && brought) {
  // Not sent by itself: a person with an account may want to sign in first. And it must not stay in the history.
  history.replaceState(null, "", location.pathname);
  /** @type {HTMLInputElement} */ (aidForm.elements.namedItem("code")).value = brought;
}
