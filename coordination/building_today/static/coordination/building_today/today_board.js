// What the board of rooms says of the day: visitors by where they said that they go, and what is otherwise today.

import { element } from "../element.js";
import { word } from "../words.js";

/** @typedef {{ room_key: string, kind: string, words: string }} RoomOtherwise */
/** @typedef {{ name: string, host: string, place: string }} VisitorHere */
/** @typedef {{ class_name: string, room_key: string, expected: number, source: string, counted_at: string | null }} ClassExpected */
/** @typedef {{ visitors: number, visitors_at: { place: string, visitors: number }[], named: VisitorHere[],
 *   rooms: RoomOtherwise[], lines: string[], expected: ClassExpected[], isStale?: boolean, readAt?: string }} Today */

/** @returns {Today} */
export const nothingToday = () => ({
  visitors: 0,
  visitors_at: [],
  named: [],
  rooms: [],
  lines: [],
  expected: [],
});

/** @param {HTMLElement} root @param {Today} today @param {(at: string) => string} timeOf by the site's clock */
export function showToday(root, today, timeOf) {
  root.replaceChildren(...linesOf(today, timeOf).map((text) => element("p", { text })));
  root.hidden = root.childElementCount === 0;
}

/** @param {Today} today @param {(at: string) => string} timeOf */
export function linesOf(today, timeOf) {
  const places = today.visitors_at.map(({ place, visitors }) => `${place || word("today.place_unknown")} ${visitors}`);
  const names = today.named.map(({ name, host, place }) => [name, host, place].filter(Boolean).join(" · "));
  return [
    staleLine(today, timeOf),
    today.visitors > 0 ? `${word("today.visitors", { n: today.visitors })}: ${places.join(", ")}` : "",
    names.join("; "),
    ...today.lines,
    expectedLine(today.expected, timeOf),
  ].filter(Boolean);
}

/** @param {Today} today @param {(at: string) => string} timeOf */
function staleLine({ isStale, readAt }, timeOf) {
  if (!isStale) return "";
  return readAt ? word("today.stale_since", { time: timeOf(readAt) }) : word("today.stale");
}

// With the time of the last count: a number of the morning is not one of now.
/** @param {ClassExpected[]} classes @param {(at: string) => string} timeOf */
function expectedLine(classes, timeOf) {
  const n = expectedIn(classes);
  if (n === 0) return "";
  const times = classes.map((one) => (one.source === "office" ? one.counted_at : null)).filter((at) => at !== null);
  const said = { n, counted: times.length, of: classes.length };
  const last = times.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return last ? word("today.expected_since", { ...said, time: timeOf(last) }) : word("today.expected", said);
}

/** @param {ClassExpected[]} classes */
const expectedIn = (classes) => classes.reduce((sum, one) => sum + one.expected, 0);

// Who was counted today goes before who is enrolled.
/** @param {Map<string | null, number>} expected by the schedule, by room @param {Today} today */
export function expectedNow(expected, today) {
  for (const one of today.expected) if (one.source === "office") expected.set(one.room_key, one.expected);
  for (const { room_key: key, kind } of today.rooms) if (kind !== "room_closed") expected.delete(key);
}
