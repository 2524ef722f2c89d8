// Active threats that are called from several places: whether they are one threat, as it was said, and who may say so. The
// server decides by the same rule (judge_threats); tests/coordination/incident/test_offers.py holds the two together.

import { element } from "../element.js";
import { isInCommand, isOfDispatch, isCommanded } from "../incident/offers/offers.js";
import { standingThings, threatsOf } from "../standing/standing.js";
import { word } from "../words.js";

/** @typedef {import("../standing/standing.js").Threats} Threats */
/** @typedef {import("../incident/offers/offers.js").Here} Here */

const VERDICTS = ["one", "separate", "unknown"];

/** What the reader may say of them now. @param {Here} here @returns {string[]} */
export function verdictsOffered(here) {
  const threats = threatsOf(standingThings(here.log));
  // While no one commands, dispatch hears all callers and no one else does.
  const may = isCommanded(here) ? isInCommand(here) : isOfDispatch(here);
  return threats && here.isOpen && may ? VERDICTS.filter((one) => one !== threats.verdict) : [];
}

/** One line: from where, and whether they are one. @param {Threats} threats */
export function threatsLine({ places, verdict }) {
  const key = verdict === "unknown" ? "alarm.unsure" : `alarm.threats_${verdict}`;
  return word(key, { places: places.join(" · "), n: places.length });
}

/**
 * That line, with the buttons of who may decide it or decide it anew.
 * @param {Threats} threats
 * @param {(verdict: string) => Node} button
 * @param {string[]} offered
 */
export const threatsNode = (threats, button, offered) =>
  element(
    "div",
    { class: "alarm-unsure", "data-verdict": threats.verdict },
    element("p", { text: threatsLine(threats) }),
    ...offered.map(button),
  );
