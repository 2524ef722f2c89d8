// What is said to 9-1-1 about a press: in the reader's language, and below it in English, which is read out. What has been
// said since of all threats together stands in both, as a line of theirs.

import { element } from "../element.js";
import { saidIn, word } from "../words.js";

/** @typedef {{ said: string, spoken: string }} SaidSince of all threats, in the reader's language and as it is read out */

/**
 * @param {{ dispatch_text: string }} press
 * @param {SaidSince | null} [since]
 */
export function dispatchWords(press, since = null) {
  const mine = saidIn(press, "dispatch_text");
  const shown = element("pre", { text: withLine(mine, since?.said) });
  if (mine === press.dispatch_text) return [shown];
  return [
    shown,
    element("p", { class: "small", text: word("alarm.read_out") }),
    element("pre", { lang: "en", text: withLine(press.dispatch_text, since?.spoken) }),
  ];
}

// Last of what is said; an exercise begins and ends with its own line.
/** @param {string} text @param {string} [line] @returns {string} */
export function withLine(text, line) {
  if (!line) return text;
  const lines = text.split("\n");
  const isMarked = lines.length > 1 && lines[lines.length - 1] === lines[0];
  lines.splice(isMarked ? -1 : lines.length, 0, line);
  return lines.join("\n");
}
