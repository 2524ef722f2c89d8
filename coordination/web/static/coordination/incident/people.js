// The people of the room: who, for whom, doing what, and how current each of them is.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { agencyGlyph } from "../glyphs.js";
import { label, word } from "../words.js";

const ORDER = { in_room: 0, left: 1, removed: 2 };

export class People {
  constructor({ root, room, count, onLocate, onRemove, onReadmit }) {
    this.root = root;
    this.room = room;
    this.count = count;
    this.onLocate = onLocate;
    this.onRemove = onRemove;
    this.onReadmit = onReadmit;
    this.presence = new Map();
  }

  heard(frame) {
    for (const person of frame.people) this.presence.set(person.participant_id, person);
  }

  // How far somebody is, in words that are true: what they acknowledged, and when they were last heard.
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

  show() {
    const people = Object.entries(this.room.log.objects("people"))
      .map(([id, person]) => ({ id, ...person }))
      .sort(
        (one, other) =>
          ORDER[one.presence] - ORDER[other.presence] ||
          one.agency.localeCompare(other.agency) ||
          one.name.localeCompare(other.name),
      );
    this.count.textContent = String(people.filter((person) => person.presence === "in_room").length);
    const open = this.root.querySelector("[data-open]")?.dataset.person;
    this.root.replaceChildren(...people.map((person) => this.#line(person, person.id === open)));
  }

  #line(person, isOpen) {
    const inRoom = person.presence === "in_room";
    const currency = this.currency(person.id);
    const state = inRoom ? currency : { name: person.presence, text: word(`people.${person.presence}`) };
    const status = person.status
      ? element(
          "p",
          { class: "person-status" },
          element("span", { class: "badge", text: label("responder_status", person.status) }),
          element("span", {
            class: "quiet small",
            text: [person.status_note, this.room.clock.time(person.status_at)].filter(Boolean).join(" · "),
          }),
        )
      : null;
    return element(
      "li",
      { class: `person is-${person.presence}`, "data-person": person.id, "data-open": isOpen },
      agencyGlyph(person.agency_kind),
      element(
        "div",
        { class: "person-body" },
        element("p", { class: "person-name", text: person.name }),
        element("p", { class: "person-agency", text: `${label("role", person.role)} · ${person.agency}` }),
        status,
        element("p", { class: `currency currency-${state.name}`, text: state.text }),
        this.#buttons(person, inRoom),
      ),
    );
  }

  // Command of the person's own agency, and of the school or district.
  #mayRemove(person) {
    const { me, log } = this.room;
    const mine = log.object("people", me.participant_id);
    const isOfSite = mine?.agency_kind === "school" || mine?.agency_kind === "district";
    return me.may_command && person.id !== me.participant_id && (isOfSite || person.agency_id === mine?.agency_id);
  }

  #buttons(person, inRoom) {
    const { positions } = this.room;
    const locate = positions?.has(person.id)
      ? element("button", {
          type: "button",
          class: "link",
          text: word("people.locate"),
          onclick: () => this.onLocate(person.id),
        })
      : null;
    const remove =
      inRoom && this.#mayRemove(person)
        ? element("button", {
            type: "button",
            class: "link",
            text: word("people.remove"),
            onclick: () => this.onRemove(person),
          })
        : null;
    // Whoever was removed by mistake is let in again by those who may remove them.
    const readmit =
      person.presence === "removed" && this.#mayRemove(person)
        ? element("button", {
            type: "button",
            class: "link",
            text: word("people.readmit"),
            onclick: () => this.onReadmit(person),
          })
        : null;
    return locate || remove || readmit ? element("p", { class: "person-buttons" }, locate, remove, readmit) : null;
  }
}
