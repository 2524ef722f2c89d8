// Title and dates that were read out of a file: each is taken by its own tick, else the draft keeps what it has.

import { dayText } from "../../coordination/clock.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @typedef {{ day: string, quote: string } | null} DayRead */
/** @typedef {{ title: string, effective_on: DayRead, expires_on: DayRead }} FrameRead what was read out of a file */
/** @typedef {{ edit_number: number, title: string, line: { effective_on: string, expires_on: string } }} Draft */

/**
 * @param {string} label
 * @param {string} now
 * @param {string | null | undefined} said
 * @param {string | undefined} quote
 * @param {(text: string) => string} shown
 */
function offer(label, now, said, quote, shown = (text) => text) {
  if (!said || said === now) return null;
  const box = element("input", { type: "checkbox" });
  const words = element(
    "span",
    {},
    element("strong", { text: `${label}: ${shown(said)}` }),
    element("br"),
    element("span", { class: "small quiet", text: word("instead_of", { now: shown(now) }) }),
  );
  if (quote)
    words.append(
      element("br"),
      element("span", { class: "small quiet", lang: "en", text: `${word("read_from")} ${quote}` }),
    );
  return { said, box, element: element("label", { class: "choice offer" }, box, words) };
}

// Draw what may be taken and return a function that gives what was: null where nothing was ticked.
/** @param {HTMLElement} box @param {{ proposal: FrameRead, draft: Draft, mayTitle: boolean }} frame */
export function drawFrame(box, { proposal, draft, mayTitle }) {
  const { effective_on: first, expires_on: last } = draft.line;
  const offers = {
    title: mayTitle ? offer(word("title"), draft.title, proposal.title, "") : null,
    effective_on: offer(word("first_day"), first, proposal.effective_on?.day, proposal.effective_on?.quote, dayText),
    expires_on: offer(word("last_day"), last, proposal.expires_on?.day, proposal.expires_on?.quote, dayText),
  };
  const offered = Object.values(offers).filter((one) => one !== null);
  box.replaceChildren(...offered.map((one) => one.element));
  box.closest("fieldset").hidden = box.children.length === 0;
  /** @param {keyof typeof offers} name @param {string} now */
  const taken = (name, now) => (offers[name]?.box.checked ? offers[name].said : now);
  return () =>
    Object.values(offers).some((one) => one?.box.checked)
      ? {
          edit_number: draft.edit_number,
          title: taken("title", draft.title),
          effective_on: taken("effective_on", first),
          expires_on: taken("expires_on", last),
        }
      : null;
}
