// A test alert, live: the page asks for itself again until nothing more can happen.

import { showLocalTimes } from "../local_times.js";

const EVERY_MS = 500;
// Receipts of a telephone in a drawer may never come: after that the reader reloads the page.
const LONGEST_MS = 10 * 60_000;
const began = performance.now();
const byId = (/** @type {string} */ id) => document.getElementById(id);

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok || answer.redirected) return void location.reload();
      show(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tried"));
      byId("stale").hidden = true;
    } catch {
      byId("stale").hidden = false;
    }
  }
  if (byId("tried").dataset.over !== "true" && performance.now() - began < LONGEST_MS) setTimeout(look, EVERY_MS);
}

// Replaced only when something has changed: a screen reader says what is new, and only that once.
let shown = byId("tried").innerHTML;
/** @param {HTMLElement} fresh */
function show(fresh) {
  byId("tried").dataset.over = fresh.dataset.over;
  if (fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  byId("tried").replaceChildren(...document.importNode(fresh, true).childNodes);
  showLocalTimes(byId("tried"));
}

showLocalTimes();
if (byId("tried").dataset.over !== "true") setTimeout(look, EVERY_MS);
