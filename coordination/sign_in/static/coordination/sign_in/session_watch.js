/**
 * On pages of a session that locks when no one touches it: tell the server that someone is there, and leave for the page
 * that asks who it is once it is locked, so that what is shown is covered, too.
 */
import { csrfToken } from "../csrf.js";

const ADDRESS = "/accounts/in-use/";
const TOLD_EVERY_MS = 5 * 60_000;
const ASKED_EVERY_MS = 60_000;
let toldAt = Date.now();
/** @type {number | undefined} */
let askedNext;

/**
 * @param {"GET" | "POST"} method
 */
async function ask(method) {
  const answer = await fetch(ADDRESS, { method, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }).catch(
    () => null,
  );
  if (answer?.status === 403 && !location.pathname.startsWith("/accounts/") && location.pathname !== "/panic") {
    location.assign(`/accounts/reauthenticate/?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  // A look just before it locks, and one just after: what is shown is covered within a second.
  const locksInMs = answer?.status === 204 ? Number(answer.headers.get("X-Locks-In") ?? Infinity) * 1000 : Infinity;
  clearTimeout(askedNext);
  askedNext = setTimeout(look, Math.min(ASKED_EVERY_MS, locksInMs > 3000 ? locksInMs - 2000 : locksInMs + 200));
}

/** Ask whether it is locked. A person who watches an alarm in their room uses it, though they touch nothing. */
function look() {
  void ask(document.querySelector(".alarm-panic") ? "POST" : "GET");
}

for (const event of ["pointerdown", "keydown"]) {
  addEventListener(
    event,
    () => {
      if (Date.now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = Date.now();
      void ask("POST");
    },
    { passive: true },
  );
}
look();
