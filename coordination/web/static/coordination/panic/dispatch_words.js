// What is said to 9-1-1 about a press: in the reader's language, and below it in English, which is read out.

import { element } from "../element.js";
import { saidIn, word } from "../words.js";

/** @param {{ dispatch_text: string }} press */
export function dispatchWords(press) {
  const mine = saidIn(press, "dispatch_text");
  if (mine === press.dispatch_text) return [element("pre", { text: mine })];
  return [
    element("pre", { text: mine }),
    element("p", { class: "small", text: word("alarm.read_out") }),
    element("pre", { lang: "en", text: press.dispatch_text }),
  ];
}
