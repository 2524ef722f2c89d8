/**
 * On pages of a session that locks when nobody touches it: tell the server that somebody is there, and leave for the page
 * that asks who it is once it is locked, so that what is shown is covered, too.
 */
import { csrfToken } from "../csrf.js";

const ADDRESS = "/accounts/in-use/";
const TOLD_EVERY_MS = 5 * 60_000;
const ASKED_EVERY_MS = 60_000;
let toldAt = Date.now();

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
setInterval(() => void ask("GET"), ASKED_EVERY_MS);
