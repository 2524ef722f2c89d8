// What waits for the reader, below what is open: asked for once the page is there, so that an alarm never waits for it.

import { ApiProblem } from "../api.js";
import { element } from "../element.js";
import { word } from "../words.js";

// More are on their own page.
const MOST = 6;

/** @typedef {{ kind_words: string, words: string, link: string, due_on: string | null, is_overdue: boolean,
 *   is_exercise: boolean }} WaitingLine */

/** @param {WaitingLine} line */
function lineOf({ kind_words: kind, words, link, due_on: dueOn, is_overdue: isOverdue, is_exercise: isExercise }) {
  const mark = isExercise ? element("span", { class: "badge exercise", text: word("home.exercise") }) : null;
  const late = isOverdue ? element("span", { class: "state-chip tone-danger", text: word("home.overdue") }) : null;
  const day = dueOn ? element("time", { class: "small quiet number", datetime: dueOn, text: dayWords(dueOn) }) : null;
  const way = element("a", { class: "touch", href: link }, element("strong", { text: kind }), ` ${words}`);
  return element("li", { class: `waiting-line${isOverdue ? " is-overdue" : ""}` }, mark, way, late, day);
}

/** @param {string} day  Of a calendar, without a time: it is the same day everywhere. */
function dayWords(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC" });
}

/** @param {{ api: import("../api.js").Api, root: HTMLElement }} parts */
export async function waitingHere({ api, root }) {
  try {
    const { lines } = await api.get("/me/waiting", { isRepeated: true });
    root.querySelector("[data-number]").textContent = String(lines.length);
    root.querySelector("[data-lines]").replaceChildren(...lines.slice(0, MOST).map(lineOf));
    root.hidden = lines.length === 0;
  } catch (error) {
    // Where no answer comes nothing is said: the page of what waits is in reach all the same.
    if (!(error instanceof ApiProblem || error.isUnreachable)) throw error;
  }
}
