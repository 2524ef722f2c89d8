// A part of a page that is live: the page asks for itself again until nothing more can happen.

import { showLocalTimes } from "./local_times.js";

/**
 * Keep a part current while `data-over` of it is not "true". `#stale` is shown while the server is not reached.
 * @param {string} id of the part
 * @param {{everyMs: number, longestMs: number}} pace after `longestMs` the reader reloads the page
 */
export function keepLive(id, { everyMs, longestMs }) {
  const began = performance.now();
  const part = document.getElementById(id);
  const stale = document.getElementById("stale");
  // Replaced only when something has changed: a screen reader says what is new, and only that once.
  let shown = part.innerHTML;

  /** @param {HTMLElement} fresh */
  function show(fresh) {
    part.dataset.over = fresh.dataset.over;
    if (fresh.innerHTML === shown) return;
    shown = fresh.innerHTML;
    part.replaceChildren(...document.importNode(fresh, true).childNodes);
    showLocalTimes(part);
  }

  async function look() {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
        const fresh = answer.ok && !answer.redirected ? await answer.text() : "";
        const found = new DOMParser().parseFromString(fresh, "text/html").getElementById(id);
        if (found === null) return void location.reload();
        show(found);
        stale.hidden = true;
      } catch {
        stale.hidden = false;
      }
    }
    if (part.dataset.over !== "true" && performance.now() - began < longestMs) setTimeout(look, everyMs);
  }

  showLocalTimes();
  if (part.dataset.over !== "true") setTimeout(look, everyMs);
}
