// What the board of rooms says of the day: visitors by where they said that they go, and what is otherwise today.

import { element } from "../element.js";
import { word } from "../words.js";

/** @typedef {{ room_key: string, kind: string, words: string }} RoomOtherwise */
/** @typedef {{ name: string, host: string, place: string }} VisitorHere */
/** @typedef {{ class_name: string, room_key: string, expected: number, source: string, counted_at: string | null }} ClassExpected */
/** @typedef {{ visitors: number, visitors_at: { place: string, visitors: number }[], named: VisitorHere[],
 *   rooms: RoomOtherwise[], lines: string[], expected: ClassExpected[], isStale?: boolean }} Today */

/** @returns {Today} */
export const nothingToday = () => ({
  visitors: 0,
  visitors_at: [],
  named: [],
  rooms: [],
  lines: [],
  expected: [],
});

/** @param {HTMLElement} root @param {Today} today */
export function showToday(root, today) {
  root.replaceChildren(...linesOf(today).map((text) => element("p", { text })));
  root.hidden = root.childElementCount === 0;
}

/** @param {Today} today */
export function linesOf(today) {
  const places = today.visitors_at.map(({ place, visitors }) => `${place || word("today.place_unknown")} ${visitors}`);
  const names = today.named.map(({ name, host, place }) => [name, host, place].filter(Boolean).join(" · "));
  const [expected, counted] = [expectedIn(today.expected), today.expected.filter((one) => one.source === "office")];
  return [
    today.isStale ? word("today.stale") : "",
    today.visitors > 0 ? `${word("today.visitors", { n: today.visitors })}: ${places.join(", ")}` : "",
    names.join("; "),
    ...today.lines,
    expected > 0 ? word("today.expected", { n: expected, counted: counted.length, of: today.expected.length }) : "",
  ].filter(Boolean);
}

/** @param {ClassExpected[]} classes */
const expectedIn = (classes) => classes.reduce((sum, one) => sum + one.expected, 0);

// Who was counted today goes before who is enrolled.
/** @param {Map<string | null, number>} expected by the schedule, by room @param {Today} today */
export function expectedNow(expected, today) {
  for (const one of today.expected) if (one.source === "office") expected.set(one.room_key, one.expected);
  for (const { room_key: key, kind } of today.rooms) if (kind !== "room_closed") expected.delete(key);
}
