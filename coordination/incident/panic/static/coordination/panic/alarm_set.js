// The part of the alarm bar that says who calls for help, and where: every press that stands and every room that asks, the
// worst first, each with its words for 9-1-1. Cancelled presses are shown only where nothing else stands.

import { element } from "../element.js";
import { allPresses, lineOf, standingThings, threatsOf } from "../standing/standing.js";
import { saidIn, word } from "../words.js";
import { headingOfWords } from "../incident/offers/offers.js";
import { dispatchWords } from "./dispatch_words.js";
import { numberOf } from "../strip/strip_wording.js";
import { saidOfThreats, threatsNode } from "./threats.js";

/** @typedef {import("../room/room.js").Room} Room */
/** @typedef {import("../standing/standing.js").StandingThing} StandingThing */
/** @typedef {{ standing: StandingThing[], cancelled: (import("../standing/standing.js").Press & { id: string })[],
 *   hasAlarm: boolean }} Calls */
/** @typedef {(press: any) => Node | null} Confirm gives the button that confirms a press, to those whom it is for */
/** @typedef {{ room: Room, buttons: (Node | null)[], confirm: Confirm, judge: (verdict: string) => Node,
 *   verdicts: string[] }} CallOptions judge: the button that says of threats whether they are one; verdicts: what may be said */

const CALLS = new Set(["press", "room"]);
const ONE_IN_A_CIRCLE = 0x2460;
const MOST_IN_A_CIRCLE = 20;

/**
 * @param {Room} room
 * @param {{ given_at?: string } | null} allClear the proposal to end the alarm
 * @returns {Calls}
 */
export function callsFor(room, allClear) {
  const standing = standingThings(room.log).filter(({ source }) => CALLS.has(source));
  const presses = allPresses(room.log);
  const hasAlarm = presses.length > 0 && !allClear?.given_at;
  const cancelled = hasAlarm && !standing.some(({ source }) => source === "press") ? presses : [];
  return { standing, cancelled, hasAlarm };
}

/**
 * What changes in it, so that it is drawn anew only then.
 * @param {Calls} calls
 * @param {{ proposed_at: string } | null} allClear
 * @param {(string | undefined)[]} offered which buttons
 */
export const keyOf = ({ standing, cancelled, hasAlarm }, allClear, offered) =>
  `panic ${JSON.stringify([
    hasAlarm,
    offered,
    standing.map(({ key, kind, count, object, verdict }) => [key, kind, count, object.confirmed_at, verdict]),
    cancelled.map(({ id }) => id),
    allClear?.proposed_at,
  ])}`;

/** One line of it all: of one call everything, of several each in short. @param {Calls} calls @returns {string} */
export function stripText({ standing, cancelled }) {
  if (standing.length === 0) return cancelled.map((press) => saidIn(press, "words")).join(" ");
  const lines = standing.map(lineOf);
  return standing.length === 1 ? lines[0] : `${word("alarm.calls", { n: standing.length })} ${inOneLine(lines)}`;
}

// Each with its number: by dots alone, the kind of one call was read with the place of the next.
/** @param {string[]} lines */
function inOneLine(lines) {
  const signs = lines.map((_, n) => (n < MOST_IN_A_CIRCLE ? String.fromCodePoint(ONE_IN_A_CIRCLE + n) : "·"));
  return lines.map((line, n) => `${signs[n]} ${line}`).join(" ");
}

/**
 * The worst place alone, and how many more call: for a line that tells of something else; in full, and by its number.
 * @param {Calls} calls
 * @returns {string[]}
 */
export function placesInShort({ standing: [worst, ...others] }) {
  if (worst === undefined) return [];
  const { room, level, building } = worst.object.place ?? worst.object;
  const place = room || [level, building].filter(Boolean).join(", ") || word("alarm.place_unknown");
  const more = others.length > 0 ? ` +${others.length}` : "";
  return [place + more, numberOf(place) + more];
}

/**
 * @param {Calls} calls
 * @param {CallOptions} options
 */
export function alarmPart({ standing, cancelled, hasAlarm }, options) {
  const { room, buttons, confirm } = options;
  const classes = ["alarm-part", hasAlarm ? "alarm-panic" : "alarm-help"];
  if (cancelled.length > 0) classes.push("alarm-cancelled");
  const bar = hasAlarm ? element("div", { class: "alarm-buttons" }, ...buttons) : null;
  if (standing.length > 1) return severalPart(standing, { ...options, classes, bar });
  return element(
    "div",
    { class: classes.join(" ") },
    element(
      "ul",
      { class: "alarm-set" },
      ...standing.map((one) => line(one, { room, confirm, isAlone: true })),
      ...cancelled.map((press) =>
        element("li", {}, element("p", { class: "alarm-text", text: saidIn(press, "words") })),
      ),
    ),
    bar,
  );
}

// How many and what to do in one row, and below it each of them across the whole part: none is cut off by the others.
/**
 * @param {StandingThing[]} standing
 * @param {CallOptions & { classes: string[], bar: Node | null }} options
 */
function severalPart(standing, options) {
  const { classes, room, confirm, bar } = options;
  const said = saidOfThreats(threatsOf(standing));
  const count = marked(word("alarm.calls", { n: standing.length }), room);
  return element(
    "div",
    { class: [...classes, "has-several"].join(" ") },
    element("p", { class: "alarm-count", text: count }),
    bar,
    threats(standing, options),
    element("ul", { class: "alarm-set" }, ...standing.map((one) => line(one, { room, confirm, isAlone: false, said }))),
  );
}

// Who presses knows of their own room: that two threats are one has to be said by someone.
/** @param {StandingThing[]} standing @param {CallOptions} options */
function threats(standing, { judge, verdicts }) {
  const found = threatsOf(standing);
  return found ? threatsNode(found, judge, verdicts) : null;
}

/** @param {string} text @param {Room} room */
const marked = (text, room) => (room.isExercise ? `${word("standing.exercise")} · ${text}` : text);

// In short, since when; what is said on the radio unfolds with what is said to 9-1-1.
/**
 * @param {StandingThing} one
 * @param {{ room: Room, confirm: Confirm, isAlone: boolean, said?: import("./dispatch_words.js").SaidSince | null }} options
 *   said: of all threats, whether they are one
 */
function line(one, { room, confirm, isAlone, said }) {
  const isPress = one.source === "press";
  const heading = isPress ? headingOfWords(room) : null;
  return element(
    "li",
    { class: "alarm-call", "data-standing": one.kind },
    element(
      "p",
      { class: "alarm-text" },
      isAlone ? marked(lineOf(one), room) : lineOf(one),
      " · ",
      element("span", { class: "number", text: room.clock.time(one.since) }),
    ),
    isPress ? confirm(one.object) : null,
    heading
      ? element(
          "details",
          {},
          element("summary", { text: word(heading) }),
          element("p", { text: saidIn(one.object, "words") }),
          ...dispatchWords(one.object, one.kind === "active_threat" ? said : null),
        )
      : null,
  );
}
