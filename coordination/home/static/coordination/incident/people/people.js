// The people of the room: who, for whom, doing what, and how current each of them is.

import { ageText } from "../../clock.js";
import { element, putInOrder } from "../../element.js";
import { agencyGlyph } from "../../glyphs.js";
import { label, word } from "../../words.js";

/** @typedef {import("../../room/room.js").Room} Room */
/** @typedef {{
 *   id: string, name: string, callsign?: string | null, agency: string, agency_id: string, agency_kind: string, role: string,
 *   presence: string, status?: string | null, status_note?: string, status_at?: string
 * }} Person as the log has them */
/** @typedef {Person & { called: string }} Called */
/** @typedef {{ participant_id: string, seen_at: string, sockets: number, acked: number }} Presence */
/** @typedef {{ locate: boolean, remove: boolean, readmit: boolean }} Buttons which are offered */
/** @typedef {{ node: HTMLElement, current: HTMLElement, says: string, state: string }} Row */

/** @type {Record<string, number>} */
const ORDER = { in_room: 0, left: 1, removed: 2 };

export class People {
  /**
   * @param {{ root: HTMLElement, room: Room, count: HTMLElement, onLocate: (id: string) => void, onRemove: (person: Person) => void, onReadmit: (person: Person) => void }} parts
   */
  constructor({ root, room, count, onLocate, onRemove, onReadmit }) {
    this.root = root;
    this.room = room;
    this.count = count;
    this.onLocate = onLocate;
    this.onRemove = onRemove;
    this.onReadmit = onReadmit;
    /** @type {Map<string, Presence>} */
    this.presence = new Map();
    /** @type {Map<string, Row>} */
    this.rows = new Map(); // by person: the line, what it says, and the part that changes with time
  }

  /** @param {{ people: Presence[] }} frame */
  heard(frame) {
    for (const person of frame.people) this.presence.set(person.participant_id, person);
  }

  // How far someone is, in words that are true: what they acknowledged, and when they were last heard.
  /** @param {string} participantId */
  currency(participantId) {
    const here = this.presence.get(participantId);
    if (participantId === this.room.me.participant_id) return { name: "self", text: word("people.you") };
    if (!here) return { name: "unknown", text: word("people.not_heard") };
    const age = ageText(this.room.clock.age_s(here.seen_at));
    if (here.sockets === 0) return { name: "away", text: word("people.away", { age }) };
    const behind = this.room.log.last - here.acked;
    if (behind <= 0) return { name: "current", text: word("people.current", { seq: here.acked }) };
    return { name: "behind", text: word("people.behind", { seq: here.acked, n: behind, age }) };
  }

  // `isRead`: whether the list is in sight. A row is made anew only when it says something else: who reads, selects or
  // points at one keeps it.
  show({ isRead = true } = {}) {
    /** @type {Person[]} */
    const people = Object.entries(this.room.log.objects("people"))
      .map(([id, person]) => ({ id, ...person }))
      .sort(
        (one, other) =>
          ORDER[one.presence] - ORDER[other.presence] ||
          one.agency.localeCompare(other.agency) ||
          one.name.localeCompare(other.name),
      );
    this.count.textContent = String(people.filter((person) => person.presence === "in_room").length);
    if (!isRead) return;
    /** @param {Person} person */
    const called = (person) => ({ ...person, called: this.room.names.of(person.id) });
    const rows = new Map(people.map((person) => [person.id, this.#row(called(person))]));
    this.rows = rows;
    putInOrder(
      this.root,
      [...rows.values()].map(({ node }) => node),
    );
  }

  /** @param {Called} person */
  #row(person) {
    const inRoom = person.presence === "in_room";
    const state = inRoom
      ? this.currency(person.id)
      : { name: person.presence, text: word(`people.${person.presence}`) };
    const isOnMap = this.room.positions?.has(person.id) ?? false;
    const mayRemove = this.#mayRemove(person);
    // A person removed by mistake is let in again by those who may remove them.
    const buttons = {
      locate: isOnMap,
      remove: inRoom && mayRemove,
      readmit: person.presence === "removed" && mayRemove,
    };
    const says = JSON.stringify([person, buttons]);
    const before = this.rows.get(person.id);
    const row = before?.says === says ? before : this.#make(person, says, buttons);
    if (row.state !== state.text) {
      row.state = row.current.textContent = state.text;
      row.current.className = `currency currency-${state.name}`;
    }
    return row;
  }

  /** @param {Called} person @param {string} says @param {Buttons} buttons @returns {Row} */
  #make(person, says, buttons) {
    const current = element("p", { class: "currency" });
    const status = person.status
      ? element(
          "p",
          { class: "person-status" },
          element("span", { class: "badge", text: label("responder_status", person.status) }),
          element("span", {
            class: "quiet small",
            text: [person.status_note, this.room.clock.time(person.status_at ?? "")].filter(Boolean).join(" · "),
          }),
        )
      : null;
    const node = element(
      "li",
      { class: `person is-${person.presence}`, "data-person": person.id },
      agencyGlyph(person.agency_kind),
      element(
        "div",
        { class: "person-body" },
        element("p", { class: "person-name", dir: "auto", text: person.called }),
        element("p", { class: "person-agency", text: `${label("role", person.role)} · ${person.agency}` }),
        status,
        element("div", { class: "person-foot" }, current, this.#buttons(person, buttons)),
      ),
    );
    return { node, current, says, state: "" };
  }

  // Command of the person's own agency, and of the school or district.
  /** @param {Person} person */
  #mayRemove(person) {
    const { me, log } = this.room;
    const mine = log.object("people", me.participant_id);
    return me.may_command && person.id !== me.participant_id && (me.is_of_site || person.agency_id === mine?.agency_id);
  }

  /** @param {Person} person @param {Buttons} buttons */
  #buttons(person, { locate, remove, readmit }) {
    if (!locate && !remove && !readmit) return null;
    /** @param {string} text @param {() => void} onclick */
    const link = (text, onclick) => element("button", { type: "button", class: "link", text, onclick });
    return element(
      "p",
      { class: "person-buttons" },
      locate ? link(word("people.locate"), () => this.onLocate(person.id)) : null,
      remove ? link(word("people.remove"), () => this.onRemove(person)) : null,
      readmit ? link(word("people.readmit"), () => this.onReadmit(person)) : null,
    );
  }
}
