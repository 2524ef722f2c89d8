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
const threatsLine = (threats) => lineAs(threats, "alarm");

/** @param {Threats} threats @param {string} words alarm: for the reader; spoken: as it is read out, in English */
function lineAs({ places, verdict }, words) {
  const key = verdict === "unknown" ? `${words}.unsure` : `${words}.threats_${verdict}`;
  return word(key, { places: places.join(" · "), n: places.length });
}

/**
 * The line for the words of a call, also where no one has decided it: two calls are not read out as two attacks.
 * @param {Threats | null} threats
 * @returns {import("./dispatch_words.js").SaidSince | null}
 */
export const saidOfThreats = (threats) =>
  threats && { said: lineAs(threats, "alarm"), spoken: lineAs(threats, "spoken") };

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
