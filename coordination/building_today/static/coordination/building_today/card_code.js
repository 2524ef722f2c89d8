// The page that takes the code of a card. Its QR code brings it in the fragment, which browsers send to no server: it is
// put into the form and sent at once, and does not stay in the history.
const cardForm = /** @type {HTMLFormElement | null} */ (document.getElementById("card-code-form"));
const broughtCode = decodeURIComponent(location.hash.slice(1));

if (cardForm && broughtCode) {
  history.replaceState(null, "", location.pathname);
  /** @type {HTMLInputElement} */ (cardForm.elements.namedItem("code")).value = broughtCode;
  cardForm.requestSubmit();
}
