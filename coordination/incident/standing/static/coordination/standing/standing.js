// Everything that stands in a room: presses, help calls of rooms, maydays and messages that wait, by place and kind, the
// worst first. The one fold of it in a page: bar, map, floors, board and table show what it gives, so that no set is ever
// shown by its newest member. As coordination/incident/standing/things.py has it. Pure.

import { roomsWithReports, saidAt } from "../accountability/room_reports.js";
import { choices, label, word } from "../words.js";

/** @type {Record<string, string>} */
const OF_ROOM = { medical: "room_medical", need_help: "room_help" };
const LIST = "standing_kind";
// Who is hurt or ill is no threat, and must not look like one.
/** @type {Record<string, string>} */
const SIGNS = { medical: "✚", room_medical: "✚", room_help: "!" };
const SIGN = "▲";
const THREAT = "active_threat";
const UNKNOWN = "unknown";

/** @typedef {{ kind: string, source: "press" | "mayday" | "room" | "message", key: string, since: string, count: number,
 *   levelId: string | null, spaceId: string | null, lon: number | null, lat: number | null, isSimulated: boolean,
 *   ids: string[], object: any, verdict: string }} StandingThing object: as the room has it, by its source; verdict: of an
 *   active threat, whether it is one with those from other places */
/** @typedef {{ places: string[], verdict: string }} Threats active threats from several places */
/** @typedef {{ place?: string | null, building?: string | null, level?: string | null, level_id?: string | null, room?: string | null,
 *   space_id?: string | null, grid_cell?: string | null, door?: string | null, lon?: number | null,
 *   lat?: number | null }} PressPlace from where a button was pressed */
/** @typedef {{ kind: string, place: PressPlace, pressed_at: string, cancelled_at?: string, [name: string]: any }} Press
 *   of a panic button, as the room has it */
/** @typedef {import("../accountability/room_reports.js").Reports} Reports */
/** @typedef {import("../mayday/maydays.js").Mayday} Mayday */

/**
 * All that stands, the worst first, of equals the oldest; what an exercise plays comes after all of it.
 * @param {{ objects: (kind: string) => Record<string, any> }} log
 * @param {{ waits?: (message: any) => boolean }} [options] whether a message waits for someone whom the reader means
 * @returns {StandingThing[]}
 */
export function standingThings(log, { waits = () => false } = {}) {
  const found = [
    ...pressed(log.objects("panic_alerts"), log.objects("all_clear"), log.objects("threat_judgments")),
    ...maydays(log.objects("maydays")),
    ...rooms(log.objects("room_reports")),
    ...messages(log.objects("priority_messages"), waits),
  ];
  // The list of words comes from the server in the order of how bad a thing is.
  const kinds = choices(LIST).map(([kind]) => kind);
  return found.sort(
    (one, other) =>
      Number(one.isSimulated) - Number(other.isSimulated) ||
      kinds.indexOf(one.kind) - kinds.indexOf(other.kind) ||
      compared(one.since, other.since),
  );
}

/** The sign that stands before a thing wherever it is shown. @param {{ kind: string }} one */
export const signOf = ({ kind }) => SIGNS[kind] ?? SIGN;

/**
 * How many there are under each sign, the worst first.
 * @param {StandingThing[]} things in their order
 * @returns {[sign: string, number: number][]}
 */
export function signsOf(things) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of things) counts.set(signOf(one), (counts.get(signOf(one)) ?? 0) + 1);
  return [...counts];
}

/**
 * Every press of a room, as the log has it: also what was cancelled.
 * @param {{ objects: (kind: string) => Record<string, any> }} log
 * @returns {(Press & { id: string })[]}
 */
export const allPresses = (log) => Object.entries(log.objects("panic_alerts")).map(([id, one]) => ({ id, ...one }));

/** @param {string} one @param {string} other */
const compared = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * @param {string} kind
 * @param {StandingThing["source"]} source
 * @param {Pick<StandingThing, "key" | "since" | "ids" | "object"> & Partial<StandingThing>} fields
 * @returns {StandingThing}
 */
function thing(kind, source, fields) {
  const nowhere = { levelId: null, spaceId: null, lon: null, lat: null };
  return { kind, source, count: 1, isSimulated: false, verdict: UNKNOWN, ...nowhere, ...fields };
}

// Several presses of one kind from one place are one call for help; the newest knows best where it is.
/**
 * @param {Record<string, Press>} alerts
 * @param {Record<string, { given_at?: string }>} allClear
 * @param {Record<string, { verdict: string, panic_ids: string[] }>} judgments
 */
function pressed(alerts, allClear, judgments) {
  if (Object.values(allClear).some((one) => one.given_at)) return [];
  /** @type {Map<string, (Press & { id: string })[]>} */
  const groups = new Map();
  const standing = Object.entries(alerts).filter(([, one]) => !one.cancelled_at);
  standing.sort(([, one], [, other]) => compared(one.pressed_at, other.pressed_at));
  for (const [id, one] of standing) {
    const key = groupOf(one);
    groups.set(key, [...(groups.get(key) ?? []), { id, ...one }]);
  }
  const verdict = verdictOn([...groups.keys()], alerts, judgments);
  return [...groups].map(([key, same]) => {
    const newest = same[same.length - 1];
    return thing(newest.kind, "press", {
      key: `press ${key}`,
      since: same[0].pressed_at,
      count: same.length,
      ...placeOf(newest.place),
      ids: same.map((one) => one.id),
      object: newest,
      verdict: newest.kind === THREAT ? verdict : UNKNOWN,
    });
  });
}

/** @param {Press} press */
const groupOf = ({ kind, place }) => JSON.stringify([kind, ...placeKey(place)]);

// What was said holds while a threat is called from no other place than it was said of.
/**
 * @param {string[]} groups those that stand
 * @param {Record<string, Press>} alerts
 * @param {Record<string, { verdict: string, panic_ids: string[] }>} judgments
 */
function verdictOn(groups, alerts, judgments) {
  const threats = groups.filter((one) => JSON.parse(one)[0] === THREAT);
  for (const { verdict, panic_ids: ids } of Object.values(judgments)) {
    const judged = new Set(ids.filter((id) => id in alerts).map((id) => groupOf(alerts[id])));
    if (threats.every((one) => judged.has(one))) return verdict;
  }
  return UNKNOWN;
}

/** @param {PressPlace} place */
const placeKey = ({ building = null, level_id: level = null, room = null, grid_cell: cell = null }) => [
  building,
  level,
  room,
  room ? null : cell,
];

/** @param {Pick<PressPlace, "level_id" | "space_id" | "lon" | "lat">} place */
const placeOf = ({ level_id: levelId = null, space_id: spaceId = null, lon = null, lat = null }) => ({
  levelId,
  spaceId,
  lon,
  lat,
});

/** @param {Record<string, Mayday>} calls */
function maydays(calls) {
  const open = Object.entries(calls).filter(([, one]) => !one.cleared_at);
  return open.map(([id, one]) =>
    thing(one.kind, "mayday", {
      key: `mayday ${id}`,
      since: one.called_at,
      ...placeOf(one),
      ids: [id],
      object: one,
    }),
  );
}

// A room asks once, however many report it: the worst that is said of it counts.
/** @param {Reports} reports */
function rooms(reports) {
  return roomsWithReports(reports, []).flatMap((room) =>
    [room.reports, room.simulated].flatMap((said) => {
      const asking = said.filter((one) => one.state in OF_ROOM);
      if (asking.length === 0) return [];
      const state = asking.some((one) => one.state === "medical") ? "medical" : "need_help";
      const isSimulated = said === room.simulated;
      const since = asking.map(saidAt).sort(compared)[0];
      return [
        thing(OF_ROOM[state], "room", {
          key: `room ${room.key} ${isSimulated}`,
          since,
          levelId: room.level_id,
          spaceId: room.space_id,
          isSimulated,
          ids: asking.map((one) => one.id),
          object: room,
        }),
      ];
    }),
  );
}

/** @param {Record<string, any>} posted @param {(message: any) => boolean} waits */
function messages(posted, waits) {
  const waiting = Object.entries(posted).filter(([, one]) => waits(one));
  return waiting.map(([id, one]) =>
    thing("message", "message", { key: `message ${id}`, since: one.posted_at, ids: [id], object: one }),
  );
}

// --- in words ---------------------------------------------------------------------------------------------------------
/** @param {StandingThing} one */
export const whatOf = ({ kind }) => label(LIST, kind);

// Where it is, from the small to the large: a strip is cut at its end.
/** @param {Pick<StandingThing, "source" | "object">} one @returns {string} */
export function whereOf({ source, object }) {
  if (source === "press") return placeWords(object.place);
  if (source === "room") return object.room;
  if (source === "message") return object.text;
  return [object.where, object.place].filter(Boolean).join(" · ") || word("standing.no_place");
}

/** @param {PressPlace} place */
function placeWords({ place, building, level, room, door }) {
  const inside = [place, room ? word("standing.room", { room }) : "", level, building].filter(Boolean).join(", ");
  return [inside || word("standing.no_place"), door ? word("standing.door", { door }) : ""].filter(Boolean).join(" · ");
}

/** The place of a pin: the room, or who calls from where no room is known. @param {StandingThing} one */
export const placeInShort = ({ source, object }) =>
  (source === "press" ? object.place.room : source === "room" ? object.room : object.who) ?? "";

/**
 * From where active threats are called, where that is more than one place, and whether they are one, as it was said.
 * @param {StandingThing[]} things
 * @returns {Threats | null}
 */
export function threatsOf(things) {
  const called = things.filter(({ kind, source }) => source === "press" && kind === THREAT);
  if (called.length < 2) return null;
  return {
    places: called.map(({ object }) => object.place.room || placeWords(object.place)),
    verdict: called[0].verdict,
  };
}

/** Whether no one has said of threats from several places if they are one. @param {StandingThing[]} things */
export const isUndecided = (things) => threatsOf(things)?.verdict === UNKNOWN;

/** One line: what, where, and that an exercise plays it. @param {StandingThing} one */
export function lineOf(one) {
  const who = one.source === "mayday" ? `${one.object.who} · ` : "";
  return [
    one.isSimulated ? word("standing.simulated") : "",
    `${whatOf(one)}: ${who}${whereOf(one)}`,
    one.count > 1 ? word("standing.presses", { n: one.count }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
