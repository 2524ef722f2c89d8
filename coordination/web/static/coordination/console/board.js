// The board: what is open, the most urgent first, and of each room one is in what needs somebody. Pure but for its table.

import { elapsedText } from "../clock.js";
import { element } from "../element.js";
import { label, word } from "../words.js";

const SEVERITIES = ["extreme", "severe", "unknown", "moderate", "minor"];

/** @typedef {{ incident: import("../watch/incident_watch.js").WatchedIncident, needs: null | { commanders: string[],
 *   unacknowledged: number, rooms_reported: number, rooms_silent: number | null, rooms_total: number | null,
 *   alarm: string, cad_numbers: string[] } }} BoardRow */

// Real before exercise, an alarm that stands before none, then severity; what nobody can say yet counts as severe. Of
// equals the newest: the older ones have somebody.
const urgencyOf = ({ incident, needs }) => [
  incident.is_exercise ? 1 : 0,
  needs?.alarm ? 0 : 1,
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
  ["rank", "kind", "school", "what", "age", "command", "unacknowledged", "rooms"].map((key) => word(`console.${key}`));

/**
 * @param {BoardRow} row
 * @param {number} rank
 * @param {(incidentId: string) => void} onOpen
 */
export function boardRow({ incident, needs }, rank, onOpen) {
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
      what(incident, needs),
      element("time", { class: "number", datetime: incident.opened_at, "data-age": incident.opened_at }),
      ...needsCells(needs),
    ],
  };
}

// What happens, and below it the numbers by which agencies know it.
function what(incident, needs) {
  const said = `${label("incident_type", incident.incident_type)} · ${needs?.alarm || incident.title}`;
  const numbers = (needs?.cad_numbers ?? []).map((number) => word("console.cad", { number })).join(" · ");
  return element(
    "span",
    {},
    element("span", { class: needs?.alarm ? "needs-now" : null, text: said }),
    numbers ? element("span", { class: "cad-numbers small quiet number", text: numbers }) : null,
  );
}

function needsCells(needs) {
  if (needs === null) return [element("span", { class: "quiet", text: word("console.not_joined") }), "", ""];
  const silent = needs.rooms_silent ? { silent: needs.rooms_silent, total: needs.rooms_total } : null;
  return [
    needs.commanders.length > 0 ? needs.commanders.join(", ") : loud(word("console.nobody")),
    needs.unacknowledged > 0 ? loud(String(needs.unacknowledged)) : "0",
    silent ? word("console.rooms_of", silent) : needs.rooms_silent === 0 ? "0" : "",
  ];
}

const loud = (text) => element("span", { class: "needs-now", text });

/** Say how old everything is, in place: a table that is rebuilt every second cannot be read. */
export function showAges(root, now) {
  for (const time of root.querySelectorAll("[data-age]"))
    time.textContent = elapsedText((now - Date.parse(time.dataset.age)) / 1000);
}
