// Which acts are likely for the reader of an incident as it stands, the likeliest first: two or three of them stand in
// sight, all others behind "More". Whether one may is asked of the rules that carry it out (offers.js). Pure.

import { allPresses } from "../../standing/standing.js";
import {
  isInClassroom,
  isInCommand,
  isLockedDown,
  mayClose,
  mayOpenRooms,
  mayTakeVacant,
  inForce,
} from "../offers/offers.js";

/** @typedef {import("../offers/offers.js").Here} Here */
/** @typedef {{ kind: string, asksMe?: boolean }} Part */

const MOST = 3;
const MEDICS = "ems";
const CASUALTIES = "casualties";
const READ_CASUALTIES = new Set([MEDICS, "fire"]);
/** @type {Record<string, string[]>} */
const LIKELY = {
  classroom: ["report_room", "rooms_board"],
  command: ["close_incident", "priority_message", "mutual_aid", "rooms_board"],
  school: ["response_action", "priority_message", "rooms_board"],
  dispatch: ["relay_call", "board", "rooms_board"],
  responder: ["open_rooms", "mark_space", "rooms_board", "pin_fact"],
  // Goes to who is hurt, and to no door before it is said to be safe: where they are, and where they are brought.
  medic: ["rooms_board", "ground", "pin_fact"],
  calm: ["ground", "pin_fact", "rooms_board"],
};
const isOpen = (/** @type {Here} */ here) => here.isOpen;
/** @type {Record<string, (here: Here) => boolean>} */
const MAY = {
  report_room: (here) => here.isOpen && isInClassroom(here),
  close_incident: mayClose,
  mutual_aid: (here) => here.isOpen && isInCommand(here),
  // People who hide do not run out because of another word: what a lockdown becomes is said of the lockdown.
  response_action: (here) => here.isOpen && !isLockedDown(here),
  open_rooms: (here) => inForce(here).some((one) => mayOpenRooms(here, one)),
  rooms_board: () => true,
};

/**
 * @param {Here} here
 * @param {string} reader whose strip it is (strip_order.js)
 * @param {(name: string) => boolean} has whether the page has the act for this reader
 * @returns {string[]}
 */
export const likelyActs = (here, reader, has) =>
  likelyOf(here, roleOf(here, reader))
    .filter((name) => has(name) && (MAY[name] ?? isOpen)(here))
    .slice(0, MOST);

// Fire and EMS have casualties in sight, medics first of all once they know where the hurt are; command reads how many there
// are once there are any.
/** @param {Here} here @param {string} role */
function likelyOf(here, role) {
  const kind = kindOf(here);
  const isOfCommand = role === "command" && Object.keys(here.log.objects("casualty_counts")).length > 0;
  if (!READ_CASUALTIES.has(kind) && !isOfCommand) return LIKELY[role];
  const at = role === "command" ? 2 : Number(kind !== MEDICS || role !== "calm");
  return [...LIKELY[role].slice(0, at), CASUALTIES, ...LIKELY[role].slice(at)];
}

/** @param {Here} here */
const kindOf = (here) => here.log.objects("people")[here.me.participant_id]?.agency_kind ?? "";

/**
 * The one act in the thumb's reach: what waits for the reader's answer, in an alarm command that no one has, else the
 * likeliest.
 * @param {Here} here
 * @param {string} reader
 * @param {Part[]} parts of the strip, in the reader's order
 * @param {(name: string) => boolean} has
 */
export function mainAct(here, reader, parts, has) {
  const asking = parts.find((one) => one.asksMe);
  // All accounted for is said of one unit with one tap, from the page that the push opens.
  if (asking?.kind === "par" && parts.filter((one) => one.kind === "par" && one.asksMe).length === 1)
    return "answer_par";
  if (asking) return asking.kind === "vacant" ? "take_command" : "answer";
  if (isAlarmed(here) && mayTakeVacant(here)) return "take_command";
  // Their own line says so first: rooms are opened by who was told to.
  if (isAlarmed(here) && asksForTask(here, reader) && has("ask_task")) return "ask_task";
  return likelyActs(here, reader, has)[0] ?? "rooms_board";
}

const isAlarmed = (/** @type {Here} */ here) => allPresses(here.log).length > 0 || inForce(here).length > 0;

/** Who comes to help and does not command gets a task before doing anything. @param {Here} here @param {string} reader */
const asksForTask = (here, reader) => reader === "responder" && here.isOpen && !isInCommand(here);

/** @param {Here} here @param {string} reader */
function roleOf(here, reader) {
  if (isInClassroom(here)) return "classroom";
  if (isInCommand(here)) return "command";
  if (reader !== "responder") return reader;
  if (!isAlarmed(here)) return "calm";
  return kindOf(here) === MEDICS ? "medic" : "responder";
}
