// What the reports of a room come to: which rooms have said something, where reports differ, and the totals. Pure.

/** @typedef {"students" | "adults" | "visitors"} Counted */
/** @typedef {"missing" | "extra" | "injured"} ListName */
/** @typedef {{ room_key: string, room: string, space_id?: string | null, level_id?: string | null, state: string,
 *   led_by?: string, door?: string, moving_to?: string, moving_to_key?: string, note?: string, source?: string,
 *   on_behalf_of?: string, reported_by: string, reported_at: string, said_at?: string, is_simulated?: boolean }
 *   & Partial<Record<Counted | ListName, number>>} RoomReport as the room has it */
/** @typedef {RoomReport & { id: string }} KnownReport */
/** @typedef {Record<string, RoomReport>} Reports the room's `room_reports`, by id */
/** @typedef {{ space_id: string | null, room: string, building: string, level: string, level_id: string | null }} PlanRoom */
/** @typedef {Record<"reports" | "moved" | "simulated", KnownReport[]>} SaidOfRoom */
/** @typedef {PlanRoom & SaidOfRoom & { key: string }} RoomWithReports */
/** @typedef {RoomWithReports & { state: string | null, played: string | null, isConflicting: boolean }} JudgedRoom */
/** @typedef {{ room_key: string, room: string, students: number }} Expected in a room, by the schedule */
/** @typedef {Record<"rooms" | "reported" | "conflicting" | "help" | "substitutes" | Counted | ListName, number>} Totals */

/** @type {(keyof RoomReport)[]} */
const COMPARED = ["state", "students", "adults", "visitors", "led_by", "missing", "extra", "injured", "door"];
/** @type {Counted[]} */
const COUNTED = ["students", "adults", "visitors"];
/** @type {ListName[]} */
export const LISTS = ["missing", "extra", "injured"];
const WORST_FIRST = ["medical", "need_help", "ok"];

/** @param {RoomReport} report */
export const saidAt = (report) => report.said_at ?? report.reported_at;
/** @param {RoomReport} report */
const voiceOf = (report) => `${report.reported_by} ${(report.on_behalf_of ?? "").toLowerCase()}`;

// A class that has arrived where it was going is counted there.
/** @param {RoomReport} report @param {RoomReport[]} all */
function hasArrived(report, all) {
  return (
    report.moving_to_key !== undefined &&
    all.some(
      (other) =>
        other.room_key === report.moving_to_key &&
        voiceOf(other) === voiceOf(report) &&
        saidAt(other) >= saidAt(report),
    )
  );
}

/** @returns {SaidOfRoom} */
const nothing = () => ({ reports: [], moved: [], simulated: [] });

/** @param {RoomReport} report @param {RoomReport[]} said */
function listOf(report, said) {
  if (report.is_simulated) return "simulated";
  return hasArrived(report, said) ? "moved" : "reports";
}

/** @param {RoomReport[]} reports */
const worstOf = (reports) => WORST_FIRST.find((wanted) => reports.some((one) => one.state === wanted)) ?? null;

/** @param {RoomReport} one @param {RoomReport} other */
function differ(one, other) {
  return COMPARED.some((name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name]);
}

/**
 * Returns every room of the plans and every other that was reported, each with its reports, the newest first. What an
 * exercise plays stands apart, in `simulated`: it is no report of anybody, and in no count.
 * @param {Reports} reports
 * @param {PlanRoom[]} rooms the rooms of the plans
 * @returns {JudgedRoom[]}
 */
export function roomsWithReports(reports, rooms) {
  const all = Object.entries(reports).map(([id, report]) => ({ id, ...report }));
  /** @type {Map<string | null, RoomWithReports>} */
  const found = new Map(rooms.map((room) => [room.space_id, { key: room.space_id ?? "", ...nothing(), ...room }]));
  const said = all.filter((one) => !one.is_simulated);
  for (const report of all) {
    const room = found.get(report.room_key) ?? {
      key: report.room_key,
      space_id: report.space_id ?? null,
      room: report.room,
      building: "",
      level: "",
      level_id: report.level_id ?? null,
      ...nothing(),
    };
    found.set(report.room_key, room);
    room[listOf(report, said)].push(report);
  }
  return [...found.values()].map((one) => {
    for (const list of [one.reports, one.simulated]) list.sort((a, b) => (saidAt(a) < saidAt(b) ? 1 : -1));
    const state = worstOf(one.reports);
    const isConflicting = one.reports.some((report) => differ(report, one.reports[0]));
    return { ...one, state, played: worstOf(one.simulated), isConflicting };
  });
}

/**
 * Returns the rooms with those besides that only the schedule knows: a class may meet where no plan has a room.
 * @param {PlanRoom[]} rooms
 * @param {Expected[]} expected
 */
export function withExpected(rooms, expected) {
  const known = new Set(rooms.map((one) => one.space_id));
  const others = expected.filter((one) => !known.has(one.room_key));
  /** @param {Expected} one */
  const row = ({ room_key: key, room }) => ({ space_id: key, room, building: "", level: "", level_id: null });
  return [...rooms, ...others.map(row)];
}

// Of a room with several reports the newest counts, and for missing, extra and injured people the highest: no one is
// found because someone else did not miss them. That reports differ is said beside it.
/** @param {JudgedRoom[]} rooms @returns {Totals} */
export function totalsOf(rooms) {
  const counted = { students: 0, adults: 0, visitors: 0, missing: 0, extra: 0, injured: 0 };
  const totals = { rooms: 0, reported: 0, conflicting: 0, help: 0, substitutes: 0, ...counted };
  for (const room of rooms) {
    // A room that only an exercise's text names, and no plan, is none that anybody waits for.
    if (room.reports.length === 0 && room.simulated.length > 0 && room.space_id === null) continue;
    if (room.reports.length === 0 && room.moved.length > 0) continue;
    totals.rooms += 1;
    if (room.reports.length === 0) continue;
    totals.reported += 1;
    totals.conflicting += Number(room.isConflicting);
    totals.help += Number(room.state !== "ok");
    totals.substitutes += Number(room.reports.some((report) => report.led_by === "substitute"));
    // Who only says that a room needs help has not counted it anew.
    for (const name of COUNTED) totals[name] += room.reports.find((one) => one[name] !== undefined)?.[name] ?? 0;
    for (const name of LISTS) totals[name] += Math.max(...room.reports.map((report) => report[name] ?? 0));
  }
  return totals;
}
