// The board of a moment: who is in command, what is ordered, what stands, who is where, what is searched. Read only.

import { CATEGORIES, categoryText, countOf, PLACES, totalOf } from "../casualties/casualties.js";
import { standing } from "../facts/contradictions.js";
import { saidOf } from "../facts/facts_on_map.js";
import { directiveOf } from "../response/directive.js";
import { lineOf, standingThings } from "../standing/standing.js";
import { element } from "../element.js";
import { choices, label, word } from "../words.js";

/** @typedef {import("../room/room.js").Room} Room */
/** @typedef {{ text: string, since?: string | null, tone?: string }} BoardLine */
/** @typedef {{ title: string, lines: BoardLine[], none: string }} BoardPart */

export class Board {
  /** @param {{ root: HTMLElement, room: Room }} parts */
  constructor({ root, room }) {
    this.root = root;
    this.room = room;
    this.shown = "";
  }

  show() {
    const parts = boardOf(this.room);
    const shown = JSON.stringify(parts);
    // What says the same is left alone: a reader may be selecting it.
    if (shown === this.shown) return;
    this.shown = shown;
    this.root.replaceChildren(...parts.map((part) => this.#part(part)));
  }

  /** @param {BoardPart} part */
  #part({ title, lines, none }) {
    return element(
      "section",
      { class: "past-part" },
      element("h3", { text: title }),
      lines.length === 0
        ? element("p", { class: "quiet", text: none })
        : element("ul", { class: "past-lines" }, ...lines.map((line) => this.#line(line))),
    );
  }

  /** @param {BoardLine} line */
  #line({ text, since, tone }) {
    return element(
      "li",
      { class: tone ? `past-line tone-${tone}` : "past-line" },
      element("span", { dir: "auto", text }),
      since ? element("time", { class: "number quiet", datetime: since, text: this.room.clock.time(since) }) : null,
    );
  }
}

/** All that the board says, as words. @param {Room} room @returns {BoardPart[]} */
export function boardOf(room) {
  const parts = [
    { title: word("replay.incident"), lines: incidentLines(room), none: word("replay.not_begun") },
    { title: word("replay.command"), lines: commandLines(room), none: word("replay.no_command") },
    { title: word("replay.staff"), lines: staffLines(room), none: word("replay.no_staff") },
    { title: word("replay.role_cards"), lines: roleCardLines(room), none: "" },
    { title: word("replay.ordered"), lines: orderedLines(room), none: word("replay.nothing_ordered") },
    { title: word("replay.stands"), lines: standsLines(room), none: word("replay.nothing_stands") },
    { title: word("replay.facts"), lines: factLines(room), none: word("replay.no_facts") },
    { title: word("replay.units"), lines: unitLines(room), none: word("replay.no_units") },
    { title: word("replay.search"), lines: searchLines(room), none: word("replay.no_search") },
    { title: word("replay.rooms"), lines: roomLines(room), none: word("replay.no_rooms") },
    { title: word("replay.casualties"), lines: casualtyLines(room), none: "" },
    { title: word("replay.reunification"), lines: reunificationLines(room), none: "" },
  ];
  // What most incidents never have says nothing where it is not there.
  return parts.filter(({ lines, none }) => lines.length > 0 || none);
}

/** @param {Room} room @returns {BoardLine[]} */
function incidentLines({ incident }) {
  if (incident === null) return [];
  const words = [
    label("incident_status", incident.status),
    label("incident_type", incident.incident_type),
    label("severity", incident.severity),
  ];
  return [{ text: words.filter(Boolean).join(" · "), since: incident.opened_at }];
}

/** @param {Room} room @returns {BoardLine[]} */
function commandLines(room) {
  const [held] = Object.values(room.log.objects("incident_command"));
  if (held === undefined) return [];
  const commanders = Object.entries(held.commanders ?? {});
  const vacant = { text: word("replay.vacant"), since: held.vacant_since, tone: "danger" };
  return [
    ...commanders.map(([id, since]) => ({ text: room.names.of(id) || word("people.someone"), since })),
    ...(commanders.length === 0 ? [vacant] : []),
    ...(held.offer
      ? [{ text: word("replay.offered", { name: room.nameOf(held.offer.to) }), since: held.offer.offered_at }]
      : []),
  ];
}

// Who held which function beside command, and which was given up.
/** @param {Room} room @returns {BoardLine[]} */
function staffLines(room) {
  return Object.values(room.log.objects("staff_functions"))
    .sort((one, other) => one.function.localeCompare(other.function))
    .map((one) => {
      const name = [label("staff_function", one.function), one.subdivision].filter(Boolean).join(" · ");
      return one.holder
        ? { text: `${name}: ${room.nameOf(one.holder)}`, since: one.since }
        : { text: word("replay.function_vacant", { name }), since: one.vacant_since };
    });
}

// How far each role's card was ticked, the last step in its words; and who had said that they cannot hold a role.
/** @param {Room} room @returns {BoardLine[]} */
function roleCardLines(room) {
  /** @type {Map<string, any[]>} */
  const byRole = new Map();
  for (const one of Object.values(room.log.objects("role_ticks"))) {
    const role = said(one.role_words, one.role_words_in);
    byRole.set(role, [...(byRole.get(role) ?? []), one]);
  }
  const ticked = [...byRole].map(([role, ticks]) => {
    const last = ticks.reduce((newest, one) => (one.ticked_at > newest.ticked_at ? one : newest));
    const step = said(last.words, last.words_in);
    return { text: word("replay.role_ticked", { role, n: ticks.length, step }), since: last.ticked_at };
  });
  const aside = Object.values(room.log.objects("roles_aside")).map((one) => ({
    text: word("replay.role_aside", {
      role: said(one.role_words, one.role_words_in),
      name: room.nameOf(one.participant_id),
    }),
    since: one.said_at,
  }));
  return [...ticked, ...aside];
}

// What a card says in the language of the page, where it has it.
/** @param {string} words @param {Record<string, string> | undefined} others */
const said = (words, others) => others?.[document.documentElement.lang.slice(0, 2)] ?? words;

/** @param {Room} room @returns {BoardLine[]} */
function orderedLines(room) {
  return Object.values(room.log.objects("response_actions"))
    .filter(({ status }) => status === "in_force")
    .map((one) => ({
      text: [directiveOf(one), one.scope].filter(Boolean).join(" · "),
      since: one.initiated_at,
    }));
}

/** @param {Room} room @returns {BoardLine[]} */
function standsLines({ log }) {
  return standingThings(log).map((one) => ({ text: lineOf(one), since: one.since, tone: "danger" }));
}

/** @param {Room} room @returns {BoardLine[]} */
function factLines({ log }) {
  return standing(log.objects("facts")).map(([, one]) => ({
    text: saidOf(one),
    since: one.since,
  }));
}

/** @param {Room} room @returns {BoardLine[]} */
function unitLines({ log }) {
  return Object.values(log.objects("units"))
    .sort((one, other) => one.callsign.localeCompare(other.callsign, undefined, { numeric: true }))
    .map((one) => ({
      text: [
        one.callsign,
        `${label("unit_secondary", one.secondary)}, ${label("unit_primary", one.primary)}`,
        one.place ?? word("replay.place_unknown"),
        one.zone ? label("unit_zone", one.zone) : "",
        one.task ?? "",
      ]
        .filter(Boolean)
        .join(" · "),
      since: one.status_at,
    }));
}

/** @param {Room} room @returns {BoardLine[]} */
const searchLines = ({ log }) => counted(Object.values(log.objects("space_searches")), "search_state");

/** @param {Room} room @returns {BoardLine[]} */
function roomLines({ log }) {
  const reports = Object.values(log.objects("room_reports"));
  return counted(reports, "room_report_state");
}

/** @param {Room} room @returns {BoardLine[]} */
function casualtyLines({ log }) {
  const [counts] = Object.values(log.objects("casualty_counts"));
  if (counts === undefined || totalOf(counts) === 0) return [];
  const parts = CATEGORIES.map((one) => [one, PLACES.reduce((sum, place) => sum + countOf(counts, one, place), 0)])
    .filter(([, n]) => n !== 0)
    .map(([one, n]) => `${categoryText(String(one))}: ${n}`);
  return [{ text: [word("casualties.total", { n: totalOf(counts) }), ...parts].join(" · "), since: counts.counted_at }];
}

// The newest operation: how it stands, its numbers, and who has which role in it.
/** @param {Room} room @returns {BoardLine[]} */
function reunificationLines(room) {
  const operations = Object.entries(room.log.objects("reunifications"));
  const newest = operations.sort(([, one], [, other]) => one.opened_at.localeCompare(other.opened_at)).at(-1);
  if (newest === undefined) return [];
  const [id, operation] = newest;
  const numbers = choices("student_group")
    .filter(([group]) => operation[group])
    .map(([group, text]) => `${text}: ${operation[group]}`);
  const roles = Object.values(room.log.objects("reunification_roles"))
    .filter(({ operation_id }) => operation_id === id)
    .map((one) => ({
      text: `${label("reunification_role", one.role)}: ${room.nameOf(one.participant_id)}`,
      since: one.given_at,
    }));
  return [
    {
      text: `${label("reunification_state", operation.state)} · ${operation.place}`,
      since: operation.closed_at ?? operation.opened_at,
    },
    ...(numbers.length > 0 ? [{ text: numbers.join(" · ") }] : []),
    ...roles,
  ];
}

// How many are in each state, in the order of the list.
/** @param {{ state: string }[]} objects @param {string} list @returns {BoardLine[]} */
function counted(objects, list) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { state } of objects) counts.set(state, (counts.get(state) ?? 0) + 1);
  return choices(list)
    .filter(([state]) => counts.has(state))
    .map(([state, text]) => ({ text: `${text}: ${counts.get(state)}` }));
}
