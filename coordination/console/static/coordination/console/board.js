// The board: what is open, the most urgent first, and of each room one is in what needs someone. Pure but for its table.

import { elapsedText } from "../clock.js";
import { element } from "../element.js";
import { toolGlyph } from "../glyphs.js";
import { choices, label, saidIn, word } from "../words.js";

const SEVERITIES = ["extreme", "severe", "unknown", "moderate", "minor"];

/** @typedef {{ incident: import("../watch/incident_watch.js").WatchedIncident, needs: null | { commanders: string[], staff: string[],
 *   unacknowledged: number, rooms_reported: number, rooms_silent: number | null, rooms_total: number | null,
 *   standing: { kind: string, words: string, since: string, is_simulated: boolean }[], unsure: string, cad_numbers: string[], goes_on_in: string | null, duplicates: string[], apart: string[] } }} BoardRow */

/** @typedef {BoardRow["incident"]} Incident */
/** @typedef {BoardRow["needs"]} Needs null in a room that one is not in */
/** @typedef {{ text: string, isNew: boolean }} Refusal is read out once: a row is made anew with all that comes */
/** @typedef {{ above: { rank: number, onJoin: (() => void) | null } | null, refusal?: Refusal }} Same above: what stands
 *   higher and is, or may be, the same; refusal: why it was not joined to that */

// The worst that stands in an incident, by the server's order; what an exercise plays stands for nothing.
/** @param {Needs} needs */
function rankOf(needs) {
  const order = choices("standing_kind").map(([kind]) => kind);
  const worst = needs?.standing.find((one) => !one.is_simulated);
  return worst ? order.indexOf(worst.kind) : order.length;
}

// Real before exercise, what stands before nothing and the worst first, then severity; what no one can say yet counts as
// severe. Of equals the newest: the older ones have someone.
/** @param {BoardRow} row */
const urgencyOf = ({ incident, needs }) => [
  incident.is_exercise ? 1 : 0,
  rankOf(needs),
  SEVERITIES.indexOf(incident.severity),
  needs === null || needs.commanders.length === 0 ? 0 : 1,
];

/** @param {BoardRow[]} rows */
export function byUrgency(rows) {
  return [...rows].sort((one, other) => {
    const [mine, theirs] = [urgencyOf(one), urgencyOf(other)];
    const at = mine.findIndex((value, index) => value !== theirs[index]);
    return at >= 0 ? mine[at] - theirs[at] : other.incident.opened_at.localeCompare(one.incident.opened_at);
  });
}

export const boardColumns = () =>
  ["rank", "kind", "school", "what", "age", "command", "unacknowledged", "rooms", "beside"].map((key) =>
    word(`console.${key}`),
  );

/**
 * @param {BoardRow} row
 * @param {number} rank
 * @param {(incidentId: string) => void} onOpen
 * @param {Same} same
 * @param {Beside} beside
 */
export function boardRow({ incident, needs }, rank, onOpen, same, beside) {
  const { is_exercise: isExercise } = incident;
  return {
    key: incident.room_id,
    opens: 2,
    kind: isExercise ? "board-exercise" : "board-real",
    onOpen: () => onOpen(incident.incident_id),
    cells: [
      String(rank),
      element("span", {
        class: `badge ${isExercise ? "exercise" : "real"}`,
        text: word(isExercise ? "console.exercise" : "console.real"),
      }),
      incident.site,
      what(incident, needs, same),
      element("time", { class: "number", datetime: incident.opened_at, "data-age": incident.opened_at }),
      ...needsCells(needs),
      element("span", { class: "board-beside" }, besideButton(incident, beside), windowsButton(incident, beside)),
    ],
  };
}

/** @typedef {{ has: (incidentId: string) => boolean, toggle: (incidentId: string) => void,
 *   windows: (incident: Incident) => void }} Beside */

// Chosen in place: the row is not made anew under the finger.
/** @param {Incident} incident @param {Beside} beside */
function besideButton(incident, beside) {
  const { incident_id: id } = incident;
  const title = saidIn(incident, "title");
  const button = element(
    "button",
    { type: "button", class: "button plain beside", "aria-pressed": String(beside.has(id)) },
    toolGlyph("beside"),
    element("span", { class: "visually-hidden", text: word("panes.choose", { title }) }),
  );
  button.addEventListener("click", () => {
    beside.toggle(id);
    button.setAttribute("aria-pressed", String(beside.has(id)));
  });
  return button;
}

/** @param {Incident} incident @param {Beside} beside */
const windowsButton = (incident, beside) =>
  element(
    "button",
    { type: "button", class: "button plain", "aria-haspopup": "dialog", onclick: () => beside.windows(incident) },
    toolGlyph("windows"),
    element("span", { class: "visually-hidden", text: `${word("panes.windows")}: ${saidIn(incident, "title")}` }),
  );

// What happens: everything that stands, a line each, and below it the numbers by which agencies know it.
/** @param {Incident} incident @param {Needs} needs @param {Same} same */
function what(incident, needs, same) {
  const standing = needs?.standing ?? [];
  const said = `${label("incident_type", incident.incident_type)} · ${saidIn(incident, "title")}`;
  const numbers = (needs?.cad_numbers ?? []).map((number) => word("console.cad", { number })).join(" · ");
  return element(
    "span",
    {},
    standing.length > 0
      ? element("span", { class: "board-standing" }, ...standing.map((one) => standingLine(one)), unsureLine(needs))
      : element("span", { text: said }),
    numbers ? element("span", { class: "cad-numbers small quiet number", text: numbers }) : null,
    same.above ? sameAs(same.above) : null,
    same.refusal && same.above?.onJoin !== null ? refusalLine(same.refusal) : null,
  );
}

// Whether they are one is asked of the reader of two calls, and never guessed.
/** @param {Needs} needs */
const unsureLine = (needs) => (needs?.unsure ? element("span", { class: "board-unsure", text: needs.unsure }) : null);

/** @param {NonNullable<Needs>["standing"][number]} one */
const standingLine = ({ kind, words, since, is_simulated: isPlayed }) =>
  element(
    "span",
    { class: `board-call${isPlayed ? " quiet" : " needs-now"}`, "data-standing": kind },
    words,
    " · ",
    element("time", { class: "number", datetime: since, "data-age": since }),
  );

/** @param {NonNullable<Same["above"]>} above */
function sameAs({ rank, onJoin }) {
  if (onJoin === null) return element("span", { class: "same-as small", text: word("console.is_same_as", { rank }) });
  const text = word("console.same_as", { rank });
  return element("button", { type: "button", class: "link same-as small", text, onclick: onJoin });
}

// That it was refused stands where it was pressed, until it is pressed again.
/** @param {Refusal} refusal */
const refusalLine = ({ text, isNew }) => element("p", { class: "refusal", role: isNew ? "alert" : null, text });

/**
 * Which row above is, or may be, the same emergency: at the same school, of the same kind. Pure.
 * @param {BoardRow[]} rows in the order they stand in
 * @param {number} at
 */
export function sameAbove(rows, at) {
  const { incident, needs } = rows[at];
  if (needs?.goes_on_in) {
    const there = rows.findIndex((one) => one.incident.room_id === needs.goes_on_in);
    return there < 0 ? null : { at: there, isMarked: true };
  }
  const found = rows
    .slice(0, at)
    .findIndex(
      (one) =>
        one.incident.site_id === incident.site_id &&
        one.incident.is_exercise === incident.is_exercise &&
        !one.needs?.goes_on_in &&
        !needs?.duplicates.includes(one.incident.room_id) &&
        !needs?.apart.includes(one.incident.room_id),
    );
  return found < 0 ? null : { at: found, isMarked: false };
}

/** @param {Needs} needs */
function needsCells(needs) {
  if (needs === null) return [element("span", { class: "quiet", text: word("console.not_joined") }), "", ""];
  const silent = needs.rooms_silent ? { silent: needs.rooms_silent, total: needs.rooms_total } : null;
  return [
    commandCell(needs),
    needs.unacknowledged > 0 ? loud(String(needs.unacknowledged)) : "0",
    silent ? word("console.rooms_of", silent) : needs.rooms_silent === 0 ? "0" : "",
  ];
}

// Who commands, and how many functions beside command are held: the incident says by whom.
/** @param {NonNullable<Needs>} needs */
function commandCell({ commanders, staff }) {
  const who = commanders.length > 0 ? commanders.join(", ") : loud(word("console.no_one"));
  if (staff.length === 0) return who;
  const count = word("console.staff", { n: staff.length });
  return element("span", {}, who, element("span", { class: "staff-line", title: staff.join("\n"), text: count }));
}

/** @param {string} text */
const loud = (text) => element("span", { class: "needs-now", text });

/**
 * Say how old everything is, in place: a table that is rebuilt every second cannot be read.
 * @param {ParentNode} root
 * @param {number} now
 */
export function showAges(root, now) {
  for (const time of root.querySelectorAll("[data-age]"))
    time.textContent = elapsedText((now - Date.parse(time.dataset.age)) / 1000);
}
