// Whom a press was to reach, and how far it has come: three numbers that are never mixed, with their time. They are asked
// for again while someone looks; where no answer comes, what stood there is no longer said as of now.

import { ApiProblem } from "../api.js";
import { element } from "../element.js";
import { label, word } from "../words.js";

// What is handed over is handed over in the first seconds; who answers may take minutes.
const OFTEN_MS = 2_000;
const SELDOM_MS = 10_000;
const OFTEN_FOR_MS = 60_000;

/** @typedef {{ chosen: number, handed: number, acknowledged: number, without_way: number, agencies: string[],
 *   unreached: string[], at: string }} TellingSoFar */
/** @typedef {{ room_id: string, panic_id: string, is_exercise: boolean, told: TellingSoFar, began: number,
 *   round: number }} Followed a press, and what was told of it last */

export class Told {
  /** @param {{ api: import("../api.js").Api, root: HTMLElement, now?: () => number }} parts */
  constructor({ api, root, now = Date.now }) {
    this.api = api;
    this.root = root;
    this.now = now;
    this.round = 0;
  }

  /** @param {Omit<Followed, "began" | "round">} receipt */
  follow({ room_id, panic_id, is_exercise, told }) {
    const followed = { room_id, panic_id, is_exercise, told, began: this.now(), round: (this.round += 1) };
    this.#show(followed);
    this.#again(followed);
  }

  // The press was cancelled, or another one begins: what is said now stands alone.
  stop(text = "") {
    this.round += 1;
    clearTimeout(this.timer);
    this.root.textContent = text;
  }

  /** @param {Followed} followed */
  #again(followed) {
    clearTimeout(this.timer);
    const wait_ms = this.now() - followed.began < OFTEN_FOR_MS ? OFTEN_MS : SELDOM_MS;
    this.timer = setTimeout(() => this.#ask(followed), wait_ms);
  }

  /** @param {Followed} followed */
  async #ask(followed) {
    const { room_id, panic_id, round } = followed;
    try {
      const told = await this.api.get(`/rooms/${room_id}/panics/${panic_id}/told`, { isRepeated: true });
      if (round !== this.round) return;
      followed.told = told;
      this.#show(followed);
    } catch (error) {
      if (round !== this.round) return;
      this.#show(followed, { isCurrent: false });
      // A reader who may not ask any more is not answered otherwise the next time.
      if (error instanceof ApiProblem && error.isFinal) return;
    }
    this.#again(followed);
  }

  /** @param {Followed} followed */
  #show({ told, is_exercise: isExercise }, { isCurrent = true } = {}) {
    this.root.dataset.current = String(isCurrent);
    this.root.replaceChildren(...toldLines(told, { isCurrent, isExercise }));
  }
}

/** @param {TellingSoFar} told @param {{ isCurrent: boolean, isExercise: boolean }} options */
export function toldLines(told, { isCurrent, isExercise }) {
  const time = new Date(told.at).toLocaleTimeString(document.documentElement.lang);
  const numbers = /** @type {const} */ (["chosen", "handed", "acknowledged"]).map((one) =>
    element("div", {}, element("dt", { text: word(`told.${one}`) }), element("dd", { text: told[one] })),
  );
  return [
    ...warnings(told, isExercise).map((text) => element("p", { class: "problem", text })),
    element("dl", { class: "told-numbers" }, ...numbers),
    element("p", {
      class: isCurrent ? "small quiet" : "problem",
      text: word(isCurrent ? "told.at" : "told.unsure", { time }),
    }),
    told.agencies.length > 0
      ? element("p", { class: "small quiet", text: word("told.agencies", { agencies: told.agencies.join(", ") }) })
      : null,
  ].filter((one) => one !== null);
}

/** @param {TellingSoFar} told @param {boolean} isExercise */
function warnings({ chosen, without_way, unreached }, isExercise) {
  const kinds = unreached.map((one) => label("agency_kind", one)).join(", ");
  return [
    chosen === 0 && word(isExercise ? "told.no_one_exercise" : "told.no_one"),
    without_way > 0 && word("told.without_way", { n: without_way, chosen }),
    kinds !== "" && word("told.unreached", { kinds }),
  ].filter(Boolean);
}
