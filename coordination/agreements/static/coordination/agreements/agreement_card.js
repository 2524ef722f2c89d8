// The agreements of a room: ask them in plain words, and let the response clock run.

import { Api } from "../api.js";
import { element } from "../element.js";

const EVERY_MS = 1000;
const root = document.getElementById("agreements");
const dialog = document.getElementById("agreement-dialog");

document.querySelector("[data-agreement-open]")?.addEventListener("click", () => dialog?.showModal());
dialog?.querySelector("[data-agreement-close]")?.addEventListener("click", () => dialog.close());

/** @param {number} seconds */
export function clockText(seconds) {
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** @param {HTMLElement} line */
function runClock(line) {
  const { opened = "", arrived, target } = line.dataset;
  const ends = () => (arrived ? Date.parse(arrived) : Date.now());
  const show = () => {
    const seconds = (ends() - Date.parse(opened)) / 1000;
    line.querySelector("[data-clock]").textContent = clockText(seconds);
    if (target) line.classList.toggle("clock-late", seconds > Number(target) * 60);
  };
  show();
  if (!arrived) setInterval(show, EVERY_MS);
}

/** @param {{ clause: string, quote: string, memorandum: string, version: string }} answer */
function answerLine({ clause, quote, memorandum, version }) {
  return element(
    "blockquote",
    { class: "quote" },
    element("strong", { text: clause }),
    element("p", { text: quote }),
    element("p", { class: "small quiet", text: `${memorandum} · ${version}` }),
  );
}

/** @param {SubmitEvent & { target: any }} event */
async function ask(event) {
  event.preventDefault();
  const question = new FormData(event.target).get("question").trim();
  const place = root.querySelector("[data-answers]");
  if (!question) return;
  try {
    const path = `/rooms/${root.dataset.room}/agreement?question=${encodeURIComponent(question)}`;
    const { answers } = await new Api().get(path);
    place.replaceChildren(...(answers.length ? answers.map(answerLine) : [element("p", { text: place.dataset.none })]));
  } catch {
    place.replaceChildren(element("p", { class: "problem", text: place.dataset.failed }));
  }
}

if (root) {
  runClock(root.querySelector(".clock-line"));
  root.querySelector("[data-ask]")?.addEventListener("submit", ask);
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
// Where its card stands, it has wired itself.
export const addPanel = () => ({});
