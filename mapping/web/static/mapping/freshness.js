// How old a plan's verification is: a mark, a word and a colour, by the limits of mapping/freshness.py.

import { make, word } from "./dom.js";

const AGEING_AFTER_DAYS = 365;
const OVERDUE_AFTER_DAYS = 730;
const DAY_MS = 86_400_000;
const MARKS = { current: "\u2713", ageing: "\u25B2", overdue: "\u25A0", unverified: "\u25A0" };

export function freshnessOf(verifiedOn, now = Date.now()) {
  if (!verifiedOn) return "unverified";
  const days = Math.floor((now - Date.parse(`${verifiedOn}T00:00:00`)) / DAY_MS);
  if (days > OVERDUE_AFTER_DAYS) return "overdue";
  return days > AGEING_AFTER_DAYS ? "ageing" : "current";
}

export function freshnessMark(verifiedOn, freshness = freshnessOf(verifiedOn)) {
  const text = verifiedOn ? `${word(`freshness_${freshness}`)} ${verifiedOn}` : word("freshness_unverified");
  return make("span", { class: `freshness freshness-${freshness}` }, make("span", { "aria-hidden": "true", text: MARKS[freshness] }), make("span", { text }));
}
