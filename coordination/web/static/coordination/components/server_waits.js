// A server that has too much to do, said while a script waits to ask again (api.js): one line, with its clock, and gone as
// soon as everything is answered.

import { element } from "../element.js";
import { shellWord } from "./shell_words.js";

const SHOWN_AFTER_MS = 400;

/** @type {Map<number, number>} */
const waiting = new Map(); // which question → when it is asked again
/** @type {HTMLElement | null} */
let line = null;
let since = 0;

addEventListener("server-waits", ({ detail: { question, due } }) => {
  if (waiting.size === 0) since = Date.now();
  waiting.set(question, due);
});
addEventListener("server-answered", ({ detail: { question } }) => waiting.delete(question));

function show() {
  if (waiting.size === 0) {
    line?.remove();
    line = null;
    return;
  }
  if (Date.now() - since < SHOWN_AFTER_MS) return;
  if (line === null) {
    line = element("div", { class: "toast toast-warning server-waits", role: "status" });
    document.querySelector("toast-stack")?.append(line);
  }
  const s = Math.max(0, Math.ceil((Math.min(...waiting.values()) - Date.now()) / 1000));
  const time = new Date(since).toLocaleTimeString(document.documentElement.lang);
  line.textContent = shellWord("server_waits", { time, s });
}

setInterval(show, 250);
