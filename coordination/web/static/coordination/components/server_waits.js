// A server that has too much to do, or is without its database, said while a script waits to ask again (api.js): one line,
// with its clock, and gone as soon as everything is answered.

import { element } from "../element.js";
import { word } from "../words.js";

const SHOWN_AFTER_MS = 400;

/** @type {Map<number, { due: number, isAway: boolean }>} */
const waiting = new Map(); // which question → when it is asked again, and why only then
/** @type {HTMLElement | null} */
let line = null;
let since = 0;

addEventListener("server-waits", ({ detail: { question, due, isAway } }) => {
  if (waiting.size === 0) since = Date.now();
  waiting.set(question, { due, isAway });
});
addEventListener("server-answered", ({ detail: { question } }) => waiting.delete(question));

function show() {
  if (waiting.size === 0) {
    line?.remove();
    line = null;
    return;
  }
  if (Date.now() - since < SHOWN_AFTER_MS) return;
  line ??= element("div", { class: "toast toast-warning server-waits", role: "status" });
  // What stands below an open dialog is read by no one.
  const place = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.querySelector("toast-stack");
  if (line.parentElement !== place) place?.append(line);
  const asked = [...waiting.values()];
  const s = Math.max(0, Math.ceil((Math.min(...asked.map(({ due }) => due)) - Date.now()) / 1000));
  const time = new Date(since).toLocaleTimeString(document.documentElement.lang);
  const isAway = asked.some((one) => one.isAway);
  line.textContent = isAway ? word("server_away", { time, s }) : word("server_waits", { time, s });
}

setInterval(show, 250);
