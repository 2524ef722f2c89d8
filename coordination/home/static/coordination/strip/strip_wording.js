// What the folded strip says of calls, in as many words as its lines have room for: wordings from long to short. What does
// not fit is left out whole, or counted: a line never ends within a place, and the number of a room is said to the last.

import { lineOf } from "../standing/standing.js";
import { label, word } from "../words.js";

/** @typedef {import("../standing/standing.js").StandingThing} StandingThing */

// "112 Biology": the number is what is said by radio. A room that has none keeps its name.
const NUMBER = /^\p{L}{0,3}-?\d+\p{L}?(?=\s|$)/u;
const THREAT = "active_threat";
/** @type {Record<string, string>} */
const SHORT = { [THREAT]: "alarm.threat", medical: "alarm.medical" };
// Half a pixel of rounding is no overflow.
const ROUNDING_PX = 1;

/** @param {string} room @returns {string} */
export const numberOf = (room) => NUMBER.exec(room)?.[0] ?? room;

/** @param {string[]} texts */
const eachOnce = (texts) => [...new Set(texts.filter(Boolean))];

/** @param {(string | null | undefined)[]} parts */
const joined = (parts) => parts.filter(Boolean).join(" · ");

/** @param {StandingThing} one */
const roomOf = ({ source, object }) => (source === "press" ? object.place.room : object.room) ?? "";

// Of threats it is said whether they are one, once that is decided: of all of them, or of those below the first.
/** @type {Record<string, Record<string, string>>} */
const VERDICTS = {
  all: { one: "alarm.judge_one", separate: "alarm.judge_separate" },
  others: { one: "alarm.threat_same", separate: "alarm.threat_other" },
};

/**
 * What it is, and in short.
 * @param {StandingThing} one
 * @param {"all" | "others" | "alone"} among
 * @returns {[string, string]}
 */
function kindsOf({ source, kind, object, verdict }, among) {
  const judged = kind === THREAT ? VERDICTS[among]?.[verdict] : undefined;
  if (judged) return [word(judged), word(judged)];
  const said = source === "press" ? label("panic_kind", object.kind) : label("standing_kind", kind);
  return [said, kind in SHORT ? word(SHORT[kind]) : said];
}

// A press for who goes there: the room, the door, the floor, the side, and then what; what is not known is left out, but
// that the place is not known is said.
/** @param {{ kind: string, place: any }} press */
function pressLine({ kind, place }) {
  const where = [
    place.room,
    place.door ? word("alarm.by_door", { door: place.door }) : null,
    place.level,
    place.room ? null : place.building,
    place.side ? word("alarm.side", { side: place.side }) : null,
  ].filter(Boolean);
  return [...(where.length ? where : [word("alarm.place_unknown")]), label("panic_kind", kind)].join(" · ");
}

// Where it is in as few words as name it: the room; else the floor or the building; else that it is not known.
/** @param {StandingThing} one */
function shortPlace(one) {
  const { level, building } = one.object.place ?? {};
  return numberOf(roomOf(one)) || level || building || word("standing.no_place");
}

/**
 * One call: the room, its door and its floor give way one after the other, the side first.
 * @param {StandingThing} one
 * @returns {string[]}
 */
export function wordingsOfOne(one) {
  const [kind, short] = kindsOf(one, "alone");
  if (one.source !== "press") return eachOnce([lineOf(one), joined([shortPlace(one), kind])]);
  const { room, door, level } = one.object.place;
  const place = shortPlace(one);
  const by = door ? word("alarm.by_door", { door }) : null;
  const floor = place === level ? null : level;
  return eachOnce([
    pressLine(one.object),
    joined([room || place, by, floor, kind]),
    joined([place, by, floor, kind]),
    joined([place, by, floor, short]),
    joined([place, by, kind]),
    joined([place, by, short]),
    joined([place, kind]),
    joined([place, short]),
  ]);
}

/**
 * Several calls in one line: each kind once, with its places; those that have no room are counted, the worst never.
 * @param {StandingThing[]} calls the worst first
 * @param {"all" | "others"} [among] others: the worst has a line of its own
 * @returns {string[]}
 */
export function wordingsOfSeveral(calls, among = "all") {
  if (calls.length === 1 && (among === "all" || calls[0].verdict === "unknown")) return wordingsOfOne(calls[0]);
  const shown = calls.map((_, n) => calls.slice(0, calls.length - n));
  return eachOnce(
    shown.flatMap((some) => {
      const more = calls.length > some.length ? ` +${calls.length - some.length}` : "";
      return [0, 1].map((at) => byKind(some, at, among) + more);
    }),
  );
}

/**
 * @param {StandingThing[]} calls
 * @param {number} at 0: the kind in full, 1: in short
 * @param {"all" | "others"} among
 */
function byKind(calls, at, among) {
  /** @type {Map<string, string[]>} */
  const places = new Map();
  for (const one of calls) {
    const kind = kindsOf(one, among)[at];
    places.set(kind, [...(places.get(kind) ?? []), shortPlace(one)]);
  }
  return [...places].map(([kind, where]) => `${eachOnce(where).join(", ")} ${kind}`).join(" · ");
}

/**
 * Two lines for them alone: the worst by itself, below it the other, or all others.
 * @param {StandingThing[]} calls
 * @returns {string[][]}
 */
export const rowsOfCalls = ([worst, ...others]) =>
  others.length > 0 ? [wordingsOfOne(worst), wordingsOfSeveral(others, "others")] : [wordingsOfOne(worst)];

/**
 * A text by whole sentences, all of them first: what is cut off within one is not read.
 * @param {string} text
 * @param {number} [least] so many of them are never said one without the other
 * @returns {string[]}
 */
export function bySentences(text, least = 1) {
  const said = text.split(/(?<=[.!?])\s+/);
  const numbers = said.map((_, n) => said.length - n).filter((number) => number >= Math.min(least, said.length));
  return numbers.map((number) => said.slice(0, number).join(" "));
}

/**
 * Give a line the longest of its wordings that is not cut off; the last where none fits.
 * @param {HTMLElement} line
 * @param {string[]} wordings
 * @param {HTMLElement} [frame] what must not cut it off either
 */
export function fitInto(line, wordings, frame) {
  for (const one of wordings) {
    line.textContent = one;
    if (!isCut(line, frame)) return;
  }
}

/**
 * Give a line the longest of its wordings that fits beside what is named, in the longest of its names that leaves room.
 * @param {HTMLElement} line
 * @param {string[]} wordings
 * @param {{ beside: Element, names: string[] }} others
 */
export function fitBeside(line, wordings, { beside, names }) {
  for (const one of names) {
    beside.textContent = one;
    fitInto(line, wordings);
    if (!isCut(line) && !isCut(/** @type {HTMLElement} */ (beside.parentElement))) return;
  }
}

/** @param {HTMLElement} line @param {HTMLElement} [frame] */
function isCut(line, frame) {
  const isOver = line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight + ROUNDING_PX;
  if (isOver || frame === undefined) return isOver;
  return line.getBoundingClientRect().bottom > frame.getBoundingClientRect().bottom + ROUNDING_PX;
}
