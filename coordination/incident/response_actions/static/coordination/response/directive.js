// Term and directive of a response action, and what the reader does now: the same words on every page.

import { label, word } from "../words.js";

/** @typedef {{ kind: string, hazard?: string | null, strategy?: string | null, destination?: string | null }} Directed */

/** @param {Directed} action */
export function directiveOf(action) {
  const hazard = action.hazard ? `${label("shelter_hazard", action.hazard)}: ` : "";
  const strategy = action.strategy ? label("safety_strategy", action.strategy) : "";
  return word(`directive.${action.kind}`, { where: action.destination || `${hazard}${strategy}` });
}

/**
 * What the reader does now, and what the district's protocol tells adults.
 * @param {{ kind: string, adults?: string }} action
 * @param {"school" | "responder" | "elsewhere"} does whether they are at the school, go there, or neither
 */
export function dutyOf(action, does) {
  return [word(`do_now.${does}.${action.kind}`), action.adults].filter(Boolean).join(" ");
}
