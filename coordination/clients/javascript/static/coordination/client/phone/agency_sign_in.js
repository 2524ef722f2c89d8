// Sign in with one's agency: in the phone's browser, and back into the app with a code (docs/onboarding.md).

const PATH = "/agency-sign-in/app/";
const RETURN = "/agency-sign-in/app/return/";
const VERIFIER_BYTES = 32;

/**
 * What an app keeps for one sign-in, and where it sends the browser.
 * @typedef {{ address: string, verifier: string, state: string }} Begun
 */

/** @param {Uint8Array} bytes */
const textOf = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const randomText = () => textOf(crypto.getRandomValues(new Uint8Array(VERIFIER_BYTES)));

/**
 * Begin. Open `address` in the system's browser, never in a web view; keep the rest for this one sign-in.
 * @param {string} origin such as https://musterpoint.example
 * @param {{ verifier?: string, state?: string }} [own] for tests
 * @returns {Promise<Begun>}
 */
export async function beginAgencySignIn(origin, { verifier = randomText(), state = randomText() } = {}) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    code_challenge: textOf(new Uint8Array(digest)),
    code_challenge_method: "S256",
    state,
  });
  return { address: `${origin}${PATH}?${asked}`, verifier, state };
}

/**
 * The code in the address with which the app was opened again; null: that address is not the answer to what this app
 * began, and is passed over. Give the code to `session.signInWithAgency` within a minute.
 * @param {string} opened
 * @param {Begun} begun
 */
export function codeOfReturn(opened, { address, state }) {
  const at = URL.canParse(opened) ? new URL(opened) : null;
  if (at === null || at.origin !== new URL(address).origin || at.pathname !== RETURN) return null;
  return at.searchParams.get("state") === state ? at.searchParams.get("code") || null : null;
}
