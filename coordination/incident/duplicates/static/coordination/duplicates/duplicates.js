// Two incidents that are one emergency: what the strip above the map says of it, and what is offered to command where
// another incident is open at the same school.

import { element, uuid } from "../element.js";
import { showRefusal } from "../incident/offers/refusals.js";
import { ask } from "../question.js";
import { saidIn, word } from "../words.js";

const LOOK_AGAIN_MS = 1500;
// Who leads a school watches over no incidents elsewhere: their page asks now and then.
const LOOK_UNTOLD_MS = 15_000;

/** @typedef {{ incident_id: string, room_id: string, title: string, opened_at: string }} OpenIncident */

/**
 * The other open incidents at a site, of the same kind. Pure.
 * @param {any[]} listed
 * @param {{ siteId: string, incidentId: string, isExercise: boolean }} here
 * @returns {OpenIncident[]}
 */
export function besides(listed, { siteId, incidentId, isExercise }) {
  return listed.filter(
    (one) =>
      one.site_id === siteId &&
      one.incident_id !== incidentId &&
      one.is_exercise === isExercise &&
      one.status !== "Closed",
  );
}

/**
 * Say in one room that it is the duplicate of another, and come into the rooms one is not in yet: both logs name who
 * says it. Rejects with what the server refused.
 * @param {import("../api.js").Api} api
 * @param {{ roomId: string, ofRoomId: string, notIn: string[] }} rooms
 */
export function markDuplicate(api, { roomId, ofRoomId, notIn }) {
  return sayOfTwo(api, roomId, { command: { type: "mark_duplicate", of_room_id: ofRoomId }, notIn });
}

/**
 * @param {import("../api.js").Api} api
 * @param {string} roomId
 * @param {{ command: { type: string, of_room_id: string, reason?: string }, notIn: string[] }} said
 */
async function sayOfTwo(api, roomId, { command, notIn }) {
  /** @param {string} id @param {{ type: string }} one */
  const say = (id, one) => api.post(`/rooms/${id}/commands`, { id: uuid(), ...one });
  return say(roomId, command).catch(async (error) => {
    if (error.code !== "not_joined") throw error;
    for (const id of notIn) await say(id, { type: "join_room" });
    return say(roomId, command);
  });
}

/** @typedef {{ room_id: string, title: string, opened_at: string, goes_on_there: boolean, parted_at?: string }} Marked as
 *   the room has it, by the other incident's id */

export class Duplicates {
  /**
   * @param {{ room: import("../room/room.js").Room, api: import("../api.js").Api, onChange: () => void,
   *   say: (text: string) => void }} parts
   */
  constructor({ room, api, onChange, say }) {
    this.room = room;
    this.api = api;
    this.onChange = onChange;
    this.say = say;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.looking = null;
    /** @type {OpenIncident[]} */
    this.others = [];
    if (!room.me.may_command) return;
    void this.#look();
    const watch = globalThis.incidentWatch;
    if (watch) watch.addEventListener("change", () => this.#lookSoon());
    else setInterval(() => this.#lookUntold(), LOOK_UNTOLD_MS);
  }

  #lookSoon() {
    this.looking ??= setTimeout(() => this.#look(), LOOK_AGAIN_MS);
  }

  #lookUntold() {
    if (document.visibilityState === "visible" && this.room.isOpen) void this.#look();
  }

  async #look() {
    this.looking = null;
    const listed = await this.api.get("/incidents?limit=50").catch(() => null);
    if (listed === null) return;
    const { siteId, isExercise, incidentId } = this.room;
    const before = JSON.stringify(this.others);
    this.others = besides(listed, { siteId, isExercise, incidentId });
    if (JSON.stringify(this.others) !== before) this.onChange();
  }

  /** @returns {[string, Marked][]} */
  get #decided() {
    return Object.entries(this.room.log.objects("duplicates"));
  }

  // As the strip above the map takes them.
  parts() {
    const marked = this.#decided.filter(([, one]) => !one.parted_at);
    const known = new Set(marked.map(([id]) => id));
    const isOver = !this.room.isOpen || marked.some(([, one]) => one.goes_on_there);
    const others = isOver ? [] : this.others.filter((one) => !known.has(one.incident_id));
    const parted = new Set(this.#decided.filter(([, one]) => one.parted_at).map(([id]) => id));
    return [
      ...marked.map(([id, one]) => this.#said(id, one)),
      ...others.map((one) => (parted.has(one.incident_id) ? this.#saidApart(one) : this.#offer(one))),
    ];
  }

  // That they are two is said; it can be said otherwise, and asks no one any more.
  /** @param {OpenIncident} one */
  #saidApart(one) {
    const text = word("duplicate.parted", { title: saidIn(one, "title") });
    return {
      key: `apart ${one.incident_id}`,
      kind: "note",
      text,
      node: this.#node(
        text,
        one.opened_at,
        element("a", { class: "button", href: `/incidents/${one.incident_id}`, text: word("duplicate.look") }),
        this.#button("command.mark_duplicate", (button) => this.#mark(one, button)),
      ),
    };
  }

  /** @param {string} id @param {Marked} one */
  #said(id, one) {
    const there = one.goes_on_there;
    const text = word(there ? "duplicate.there" : "duplicate.here", { title: saidIn(one, "title") });
    return {
      key: `duplicate ${id} ${there}`,
      kind: there ? "duplicate" : "note",
      text,
      node: this.#node(
        text,
        one.opened_at,
        element("a", {
          class: `button${there ? " primary" : ""}`,
          href: `/incidents/${id}`,
          text: word(there ? "duplicate.go" : "duplicate.look"),
        }),
        this.room.me.may_command && this.room.isOpen
          ? this.#button("duplicate.part", (button) => this.#part(one.room_id, button))
          : null,
      ),
    };
  }

  /** @param {OpenIncident} one */
  #offer(one) {
    const text = word("duplicate.beside", { title: saidIn(one, "title") });
    return {
      key: `beside ${one.incident_id}`,
      kind: "beside",
      asksMe: true,
      decisions: ["same"],
      text,
      node: this.#node(
        text,
        one.opened_at,
        element("a", { class: "button", href: `/incidents/${one.incident_id}`, text: word("duplicate.look") }),
        this.#button("duplicate.offer", (button) => this.#mark(one, button)),
        this.#button("duplicate.part", (button) => this.#part(one.room_id, button)),
      ),
    };
  }

  /** @param {string} text @param {string} openedAt @param {(Node | null)[]} buttons */
  #node(text, openedAt, ...buttons) {
    return element(
      "div",
      { class: "alarm-part duplicate-part" },
      element(
        "div",
        { class: "command-words" },
        element("p", { class: "alarm-text", text }),
        element("p", {
          class: "command-more",
          text: word("duplicate.opened", { time: this.room.clock.time(openedAt) }),
        }),
      ),
      element("div", { class: "alarm-buttons" }, ...buttons),
    );
  }

  /** @param {string} name @param {(button: HTMLElement) => unknown} press */
  #button(name, press) {
    const button = element("button", { type: "button", class: "button", text: word(name) });
    button.addEventListener("click", () => press(button));
    return button;
  }

  /** @param {HTMLElement} button @param {string} why */
  #refused(button, why) {
    if (!showRefusal(button, why)) this.say(why);
  }

  // Which of the two goes on is asked each time: it is where everybody will be sent.
  /** @param {OpenIncident} one @param {HTMLElement} button */
  async #mark(one, button) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-about]").textContent = saidIn(one, "title");
    };
    const answer = await ask(document.getElementById("ask-duplicate"), { prepare });
    if (!answer?.goes_on) return;
    const [here, there] = [this.room.id, one.room_id];
    const [roomId, ofRoomId] = answer.goes_on === "here" ? [there, here] : [here, there];
    await markDuplicate(this.api, { roomId, ofRoomId, notIn: [there] }).catch((error) =>
      this.#refused(button, error.message),
    );
  }

  /** @param {string} roomId @param {HTMLElement} button */
  async #part(roomId, button) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word("duplicate.part");
      form.querySelector("[data-about]").textContent = word("ask.part_duplicate");
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    const reason = answer?.reason.trim();
    if (!reason) return;
    const command = { type: "part_duplicate", of_room_id: roomId, reason };
    await sayOfTwo(this.api, this.room.id, { command, notIn: [roomId] }).catch((error) =>
      this.#refused(button, error.message),
    );
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const { room, api } = page;
  const panel = new Duplicates({ room, api, onChange: () => page.strip.show(), say: (text) => page.say(text) });
  return { parts: () => panel.parts() };
}
