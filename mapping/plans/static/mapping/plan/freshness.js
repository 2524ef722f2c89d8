// How old a plan's verification is: a mark, a word and a colour, by the limits of the law that its district is held to.
//
// The limits come with each floor (GET …/levels); this follows mapping/laws/freshness.py, so that an offline pack grows old.

import { dayText } from "../../coordination/clock.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @typedef {{ ageing_after_days: number, overdue_after_days: number }} Limits */

const DAY_MS = 86_400_000;
const MARKS = { current: "\u2713", ageing: "\u25B2", overdue: "\u25A0", unverified: "\u25A0" };

/**
 * @param {string | null} verifiedOn
 * @param {Limits} limits
 * @param {number} now
 * @returns {"unverified" | "overdue" | "ageing" | "current"}
 */
export function freshnessOf(verifiedOn, { ageing_after_days: ageing, overdue_after_days: overdue }, now = Date.now()) {
  if (!verifiedOn) return "unverified";
  const days = Math.floor((now - Date.parse(`${verifiedOn}T00:00:00`)) / DAY_MS);
  if (days > overdue) return "overdue";
  return days > ageing ? "ageing" : "current";
}

/** @param {string | null} verifiedOn @param {Limits} limits */
export function freshnessMark(verifiedOn, limits) {
  const freshness = freshnessOf(verifiedOn, limits);
  const text = verifiedOn ? `${word(`freshness_${freshness}`)} ${dayText(verifiedOn)}` : word("freshness_unverified");
  return element(
    "span",
    { class: `freshness freshness-${freshness}` },
    element("span", { "aria-hidden": "true", text: MARKS[freshness] }),
    element("span", { text }),
  );
}
