// Who is in command and since when, or that no one is; the buttons that take command and hand it on.
// What holds comes with the room's log; who is proposed, and who may, is asked of the server when that may change.

import { elapsedText } from "../clock.js";
import { element, uuid } from "../element.js";
import { closingWaitsFor, commandOffers, isInCommand, mayClose, mayTakeVacant } from "../incident/offers/offers.js";
import { ask } from "../question.js";
import { word } from "../words.js";

// People come in crowds, and everybody who may command asks: once in so long, not all at the same moment.
const ASK_AGAIN_MS = 2000;
const SPREAD_MS = 1000;
const dialog = (/** @type {string} */ name) => document.getElementById(name);

/** @typedef {{ basis: string, agreement: string, clause: string }} Because */
/** @typedef {{ participant_id: string, name: string }} Someone */
/** @typedef {{ may_take: boolean, proposed: (Someone & { because: Because }) | null, fifth_officer: Someone | null,
 *   may_be_offered: Someone[] }} CommandView of the order of command, as the server says it (docs/openapi.json) */
/** @typedef {{ commanders: Record<string, string>, vacant_since?: string,
 *   offer?: { to: string, kind: string, offered_by: string } }} HeldCommand as the room has it */

export class CommandBar {
  /**
   * @param {{ room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   onChange: () => void, press: (button: string) => unknown }} parts onChange: the strip above the map is drawn again;
   *   press: does what a button of the page does
   */
  constructor({ room, submit, onChange, press }) {
    this.press = press;
    this.room = room;
    this.submit = submit;
    this.onChange = onChange;
    /** @type {CommandView | null} */
    this.view = null;
    /** @type {string | null} */
    this.asked = null;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.timer = null;
    // On a phone the strip is for the danger and for what waits: who commands stands on the map.
    this.onMap = element("p", { class: "map-command", "aria-hidden": "true", hidden: true });
    document.querySelector(".map-panel")?.append(this.onMap);
  }

  /** @returns {HeldCommand} */
  get held() {
    return Object.values(this.room.log.objects("incident_command"))[0] ?? { commanders: {} };
  }

  get isMine() {
    return isInCommand(this.room);
  }

  // As the strip above the map takes them: always one, because someone has to be in command.
  parts() {
    document.body.classList.toggle("in-command", this.isMine);
    showClosing(this.room);
    this.onMap.hidden = !this.room.isOpen;
    if (!this.room.isOpen) return [];
    this.#askSoon();
    const isVacant = Object.keys(this.held.commanders).length === 0;
    const said = this.#said(isVacant);
    this.onMap.textContent = said;
    this.onMap.classList.toggle("is-vacant", isVacant);
    return [
      {
        key: `command ${JSON.stringify([this.held, this.view, said])}`,
        kind: isVacant ? "vacant" : "command",
        ...this.#toReader(said, isVacant),
        isUntaken: isVacant,
        asksMe: this.#isAsked(isVacant),
        node: this.#node(said, isVacant),
      },
    ];
  }

  // What it says to its reader: an offer, a place in the order, or that no one commands, which is theirs to take.
  /** @param {string} said @param {boolean} isVacant */
  #toReader(said, isVacant) {
    const more = this.#more(isVacant);
    const proposed = this.#proposedToMe(isVacant);
    if (proposed) {
      const task = word("task.proposed", { because: word(`incident_command.because.${proposed.because.basis}`) });
      return { text: word("task.proposed_short"), task, ask: word("incident_command.claim") };
    }
    if (this.#isAsked(isVacant)) return { text: more, task: more };
    const mayTake = mayTakeVacant(this.room);
    if (mayTake) {
      const task = word("task.may_take");
      return { text: said, strip: task, task, ask: word("incident_command.claim") };
    }
    const task = this.#taskInCommand();
    return { text: said, strip: said, task, decisions: task ? ["offer"] : [] };
  }

  // Who commands offers it to the fifth officer on scene.
  #taskInCommand() {
    const fifth = this.view?.fifth_officer;
    return fifth && this.isMine && !this.held.offer ? word("incident_command.fifth_other", { name: fifth.name }) : "";
  }

  /** @param {boolean} isVacant */
  #proposedToMe(isVacant) {
    const proposed = isVacant && !this.#isAsked(false) ? this.view?.proposed : null;
    return proposed?.participant_id === this.room.me.participant_id ? proposed : null;
  }

  tick() {
    if (!this.room.incident) return;
    const text = this.#time();
    for (const one of document.querySelectorAll(".command-time")) one.textContent = text;
  }

  #time() {
    const since = this.#since();
    const elapsed = elapsedText(this.room.clock.age_s(since));
    return word("incident_command.since", { time: this.room.clock.time(since), elapsed });
  }

  #since() {
    const { commanders, vacant_since: vacant } = this.held;
    const times = Object.values(commanders).sort();
    return times[0] ?? vacant ?? this.room.incident.opened_at;
  }

  #names() {
    return Object.keys(this.held.commanders)
      .map((id) => this.room.nameOf(id))
      .join(" · ");
  }

  // Of those who command together the reader comes first, and is no name among others.
  #namesToMe() {
    const others = Object.keys(this.held.commanders).filter((id) => id !== this.room.me.participant_id);
    const list = new Intl.ListFormat(document.documentElement.lang || "en", { type: "conjunction" });
    return list.format([word("incident_command.you"), ...others.map((id) => this.room.nameOf(id))]);
  }

  /** @param {boolean} isVacant */
  #said(isVacant) {
    const count = Object.keys(this.held.commanders).length;
    if (isVacant) return word("incident_command.no_one");
    if (this.isMine && count === 1) return word("incident_command.me");
    if (this.isMine) return word("incident_command.unified_mine", { names: this.#namesToMe() });
    return word(count > 1 ? "incident_command.unified" : "incident_command.held", { names: this.#names() });
  }

  /** @param {string} said @param {boolean} isVacant */
  #node(said, isVacant) {
    const more = this.#more(isVacant);
    const mark = this.room.isExercise ? `${word("response.exercise")} · ` : "";
    return element(
      "div",
      {
        class: `alarm-part command-part${isVacant ? " is-vacant" : ""}${this.isMine ? " is-mine" : ""}`,
        role: "group",
        "aria-label": word("incident_command.more"),
      },
      element(
        "div",
        { class: "command-words" },
        element("p", { class: "alarm-text command-who", text: mark + said }),
        element("p", { class: "number command-time", text: this.#time() }),
        more ? element("p", { class: "command-more", text: more }) : null,
      ),
      element("div", { class: "alarm-buttons" }, ...this.#buttons(isVacant), this.#staff(), this.#brief()),
    );
  }

  /** @param {boolean} isVacant @returns {boolean} */
  #isAsked(isVacant) {
    const { offer } = this.held;
    const me = this.room.me.participant_id;
    const isFifth = this.view?.fifth_officer?.participant_id === me && !this.isMine;
    return offer?.to === me || isFifth || Boolean(this.#proposedToMe(isVacant));
  }

  /** @param {boolean} isVacant */
  #more(isVacant) {
    const me = this.room.me.participant_id;
    const { offer } = this.held;
    if (offer?.to === me)
      return word(offer.kind === "unified" ? "incident_command.unified_to_me" : "incident_command.offered_to_me", {
        name: this.room.nameOf(offer.offered_by),
      });
    if (offer && this.isMine) return word("incident_command.offered_to", { name: this.room.nameOf(offer.to) });
    const fifth = this.view?.fifth_officer;
    if (fifth?.participant_id === me && !this.isMine) return word("incident_command.fifth");
    if (fifth && this.isMine) return word("incident_command.fifth_other", { name: fifth.name });
    return isVacant || this.isMine ? this.#proposal(me) : "";
  }

  /** @param {string} me */
  #proposal(me) {
    const proposed = this.view?.proposed;
    if (!proposed || proposed.participant_id in this.held.commanders) return "";
    const { because } = proposed;
    const who =
      proposed.participant_id === me
        ? word("incident_command.you_are_proposed")
        : word("incident_command.proposed", { name: proposed.name });
    const clause = because.clause
      ? word("incident_command.clause", { agreement: because.agreement, clause: because.clause })
      : "";
    return [who, word(`incident_command.because.${because.basis}`), clause].filter(Boolean).join(" · ");
  }

  /** @param {boolean} isVacant */
  #buttons(isVacant) {
    /** @param {string} type @returns {() => unknown} */
    const send = (type) => () => this.submit({ type, id: uuid() });
    /** @type {Record<string, () => unknown>} */
    const acts = {
      accept: send("accept_command"),
      decline: send("decline_command"),
      withdraw: send("decline_command"),
      offer: () => this.offer(),
      leave: () => this.#withReason("relinquish_command"),
      claim: isVacant ? send("claim_command") : () => this.#withReason("claim_command"),
    };
    const isFirst = (/** @type {string} */ name) => name === "accept" || (name === "claim" && isVacant);
    return commandOffers(this.room, this.view).map((name) =>
      this.#button(name, acts[name], isFirst(name) ? "primary" : ""),
    );
  }

  // Who holds which function beside command: for those for whom the page has the list.
  #staff() {
    if (dialog("general-staff") === null) return null;
    return element("button", {
      type: "button",
      class: "button plain",
      "data-staff-list": "",
      onclick: () => this.press("general_staff"),
      text: word("incident_command.staff"),
    });
  }

  // Command roles and who may be in command read it; it opens beside the incident, which stays connected.
  #brief() {
    const { me } = this.room;
    if (!me.may_command && !me.may_take_command) return null;
    return element("a", {
      class: "button plain",
      href: `${location.pathname}/brief`,
      target: "_blank",
      rel: "noopener",
      text: word("incident_command.brief"),
    });
  }

  /** @param {string} name @param {() => unknown} onclick */
  #button(name, onclick, look = "") {
    return element("button", {
      type: "button",
      class: `button ${look}`,
      "data-command": name,
      onclick,
      text: word(`incident_command.${name}`),
    });
  }

  /** @param {string} type */
  async #withReason(type) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word(`ask.${type}`, { names: this.#names() });
      form.querySelector("[data-about]").textContent = "";
    };
    const answer = await ask(dialog("ask-reason"), { prepare });
    if (answer?.reason.trim()) this.submit({ type, id: uuid(), reason: answer.reason.trim() });
  }

  async offer() {
    await this.#askServer();
    const people = this.view?.may_be_offered ?? [];
    /** @param {any} form */
    const prepare = (form) => {
      const empty = form.querySelector("[data-no-one]");
      empty.hidden = people.length > 0;
      empty.textContent = people.length > 0 ? "" : word("incident_command.no_one_to_offer");
      form.elements.participant_id.replaceChildren(
        ...people.map(({ participant_id: value, name }) =>
          element("option", { value, text: this.#described(value, name) }),
        ),
      );
      form.querySelector(".primary").disabled = people.length === 0;
    };
    const answer = await ask(dialog("ask-offer"), { prepare });
    if (answer?.participant_id)
      this.submit({ type: "offer_command", id: uuid(), participant_id: answer.participant_id, kind: answer.kind });
  }

  /** @param {string} id @param {string} name */
  #described(id, name) {
    const person = this.room.log.object("people", id);
    return person ? `${name} · ${person.agency}` : name;
  }

  // --- who is proposed, and who may ---------------------------------------------------------------------------------
  #askSoon() {
    if (!this.room.me.may_take_command) return;
    const people = Object.entries(this.room.log.objects("people")).map(([id, one]) => [id, one.presence, one.status]);
    const key = JSON.stringify([this.held, people]);
    if (key === this.asked || this.timer !== null) return;
    const wait_ms = this.view === null ? 0 : ASK_AGAIN_MS + Math.random() * SPREAD_MS;
    this.timer = setTimeout(async () => {
      this.asked = key;
      await this.#askServer();
      this.timer = null;
      this.onChange();
    }, wait_ms);
  }

  async #askServer() {
    try {
      this.view = await this.room.api.get(`/rooms/${this.room.id}/command`);
    } catch (error) {
      // Not reached: the room's own connection says so, and what was known stays. A fault of ours is not hidden.
      if (!error.isUnreachable && !error.isFinal) throw error;
    }
  }
}

// Closing is offered to the commander once nothing stands in its way; until then it is said what does.
/** @param {import("../room/room.js").Room} room */
function showClosing(room) {
  const waits = room.isOpen && isInCommand(room) ? closingWaitsFor(room) : null;
  const why = /** @type {HTMLElement} */ (document.querySelector("[data-closing]"));
  why.hidden = waits === null;
  why.textContent = waits === null ? "" : word(waits);
  /** @type {HTMLElement} */ (document.querySelector('[data-do="close_incident"]')).hidden = !mayClose(room);
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const bar = new CommandBar({
    room: page.room,
    submit: page.submit,
    onChange: () => page.strip.show(),
    press: page.press,
  });
  return { parts: () => bar.parts(), tick: () => bar.tick() };
}
