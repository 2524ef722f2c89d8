// What a person does with the page's buttons: ask what is missing, make the command, hand it to the outbox.

import { ActPalette } from "./acts/act_palette.js";
import { uuid } from "../element.js";
import { ask } from "../question.js";
import { makeRoomForMap, MarkActions } from "./mark_actions.js";
import { TappedRoom } from "./tapped_room.js";
import { goTo } from "../console/pane.js";
import { word } from "../words.js";

const dialog = (/** @type {string} */ name) => document.getElementById(`ask-${name}`);

/** @typedef {import("./people/people.js").Person} Person */

export class RoomActions {
  /**
   * @param {{ page: any, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown }} parts
   *   page: the incident page, put together
   */
  constructor({ page, room, submit }) {
    this.page = page;
    this.room = room;
    this.submit = submit;
    this.marks = new MarkActions({ page, room, submit });
    this.rooms = new TappedRoom({ page, room, submit });
    this.palette = new ActPalette({ page, room });
    /** @type {import("../map/live_map.js").MapActions} */
    this.forMap = {
      moveMarker: (marker, place) => this.marks.move(marker, place),
      removeMarker: (markerId) => this.marks.remove(markerId),
      eraseShape: (shapeId) => this.marks.erase(shapeId),
      offerRoom: (place) => this.rooms.tap(place),
    };
    /** @type {Record<string, () => unknown>} */
    this.buttons = {
      message: () => {
        page.showPanel("timeline");
        page.composer.focus();
      },
      place_marker: () => this.marks.place(),
      say_where: () => this.sayWhere(),
      draw_line: () => this.marks.draw("line"),
      draw_zone: () => this.marks.draw("zone"),
      set_status: () => this.setStatus(),
      search: () => page.search.open(),
      close_incident: () => this.#withReason("close_incident"),
      reopen_incident: () => this.#withReason("reopen_incident"),
      leave_room: () => this.leave(),
      table: () => page.toggleTwin(),
      grid: () => page.toggleGrid(),
      scan: () => page.live.scan.toggle(),
      fit: () => page.live.plan.fit(),
      tools: () => page.showTools(),
    };
  }

  /** @param {string} name */
  run(name) {
    // A tool that was chosen leaves the map to itself.
    if (name !== "tools") this.page.showTools(false);
    const buttons = { ...this.buttons, ...this.page.ofCapabilities.buttons };
    buttons[name]?.();
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #send(type, fields) {
    this.submit({ type, id: uuid(), ...fields });
  }

  // Point at the map: the words for the place stand in the message, ready to be sent or to be read out.
  sayWhere() {
    makeRoomForMap(this.page);
    this.page.tools.askPoint(word("tool.say_where"), (/** @type {{ lon: number, lat: number }} */ place) => {
      this.page.showPanel("timeline");
      this.page.composer.insert(this.page.places.wordsAt(place));
    });
  }

  async setStatus() {
    const answer = await ask(dialog("status"));
    if (answer?.status) this.#send("set_status", { status: answer.status, note: answer.note.trim() || null });
  }

  /** @param {number} seq @param {string} text */
  async strike(seq, text) {
    const reason = await this.#reason("strike", text);
    if (reason) this.#send("strike_entry", { seq, reason });
  }

  /** @param {number} seq @param {string} text @param {boolean} isMarked */
  async followUp(seq, text, isMarked) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word(isMarked ? "ask.settle_follow_up" : "ask.mark_follow_up");
      form.querySelector("[data-about]").textContent = text;
      const said = form.elements.namedItem("words");
      if (said instanceof HTMLInputElement) said.value = "";
    };
    const answer = await ask(dialog("follow-up"), { prepare });
    if (!answer) return;
    const words = answer.words.trim() || null;
    if (isMarked) this.#send("settle_follow_up", { seq, outcome: words });
    else this.#send("mark_follow_up", { seq, words });
  }

  /** @param {Person} person */
  async removePerson(person) {
    const reason = await this.#reason("remove_participant", person.name);
    if (reason) this.#send("remove_participant", { participant_id: person.id, reason });
  }

  /** @param {Person} person */
  async readmitPerson(person) {
    const reason = await this.#reason("readmit_participant", person.name);
    if (reason) this.#send("readmit_participant", { participant_id: person.id, reason });
  }

  /** @param {string} type */
  async #withReason(type) {
    const reason = await this.#reason(type, "");
    if (reason) this.#send(type, { reason });
  }

  /** @param {string} what @param {string} about */
  async #reason(what, about) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word(`ask.${what}`);
      form.querySelector("[data-about]").textContent = about;
    };
    const answer = await ask(dialog("reason"), { prepare });
    return answer?.reason.trim() ?? null;
  }

  async leave() {
    await this.page.api.post(`/rooms/${this.room.id}/commands`, { type: "leave_room", id: uuid() });
    await this.page.keeping.end();
    goTo("/");
  }
}
