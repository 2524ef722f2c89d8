// Maydays in the strip above the map, before everything else; the buttons that call, acknowledge and clear one.

import { elapsedText } from "../clock.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { isInCommand, mayAcknowledgeMayday, mayClearMayday } from "../incident/offers/offers.js";
import { soundAlarm } from "./alarm_sound.js";

const NEWS_S = 120;

/** @typedef {{ kind: string, who: string, where?: string, place?: string, lon?: number, lat?: number, level_id?: string,
 *   called_at: string, called_by: string, answered_at?: string, answered_by?: string, cleared_at?: string,
 *   acknowledged_by?: Record<string, string> }} Mayday as the room has it */

export class Maydays {
  /**
   * @param {{ room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   onPlace: (lon: number, lat: number, levelId: string | null) => void, placeOfMe: () => object | null,
   *   sound?: (isExercise: boolean) => void }} parts
   */
  constructor({ room, submit, onPlace, placeOfMe, sound = soundAlarm }) {
    this.room = room;
    this.submit = submit;
    this.onPlace = onPlace;
    this.placeOfMe = placeOfMe; // () => the last known position of the reader, or null
    this.sound = sound;
    this.heard = new Set();
  }

  /** @returns {[string, Mayday][]} */
  get open() {
    return Object.entries(this.room.log.objects("maydays")).filter(([, one]) => !one.cleared_at);
  }

  // As the strip above the map takes them.
  parts() {
    this.#sound();
    const inCommand = isInCommand(this.room);
    return this.open.map(([id, one]) => ({
      key: `mayday ${JSON.stringify([id, one, inCommand, this.room.isOpen])}`,
      kind: "mayday",
      isUntaken: !one.answered_at,
      asksMe: mayAcknowledgeMayday(this.room, one),
      decisions: mayAcknowledgeMayday(this.room, one) ? ["mayday"] : [],
      text: [this.#said(one), one.where, one.place].filter(Boolean).join(" · "),
      task: mayAcknowledgeMayday(this.room, one) ? word("task.mayday", { said: this.#said(one) }) : "",
      node: this.#node(id, one),
    }));
  }

  // Officers in a hallway hear it; a phone in a hiding place does not give its owner away.
  #sound() {
    const { me } = this.room;
    for (const [id, one] of this.open) {
      const isNews = !this.heard.has(id) && this.room.clock.age_s(one.called_at) < NEWS_S;
      this.heard.add(id);
      if (isNews && one.called_by !== me.participant_id && me.audiences.includes("responders"))
        this.sound(this.room.isExercise);
    }
  }

  tick() {
    for (const one of document.querySelectorAll("[data-mayday-since]"))
      one.textContent = elapsedText(this.room.clock.age_s(one.dataset.maydaySince));
  }

  /** @param {Mayday} one */
  #said(one) {
    return word("mayday.said", { kind: label("mayday_kind", one.kind), who: one.who });
  }

  /** @param {string} id @param {Mayday} one */
  #node(id, one) {
    const mark = this.room.isExercise ? `${word("response.exercise")} · ` : "";
    const where = [one.where, one.place].filter(Boolean).join(" · ") || word("mayday.place_unknown");
    const answer = one.answered_by
      ? word("mayday.answered", { name: this.room.nameOf(one.answered_by) })
      : word("mayday.waiting");
    const heard = word("mayday.heard", { n: String(Object.keys(one.acknowledged_by ?? {}).length) });
    return element(
      "div",
      { class: "alarm-part mayday-part", role: "group", "aria-label": this.#said(one) },
      element(
        "div",
        { class: "command-words" },
        element("p", { class: "alarm-text mayday-who", text: mark + this.#said(one) }),
        element("p", { class: "mayday-where", text: where }),
        element(
          "p",
          { class: "command-more" },
          element("span", { class: "number", "data-mayday-since": one.called_at }),
          ` · ${this.room.nameOf(one.called_by)} · ${answer} · ${heard}`,
        ),
      ),
      element("div", { class: "alarm-buttons" }, ...this.#buttons(id, one)),
    );
  }

  /** @param {string} id @param {Mayday} one */
  #buttons(id, one) {
    /** @param {string} name @param {() => unknown} onclick */
    const button = (name, onclick, look = "") =>
      element("button", { type: "button", class: `button ${look}`, "data-mayday": name, onclick, text: word(name) });
    const acknowledge = () => this.submit({ type: "acknowledge_mayday", id: uuid(), mayday_id: id });
    const { lon, lat } = one;
    return [
      mayAcknowledgeMayday(this.room, one) ? button("mayday.acknowledge", acknowledge, "primary") : null,
      mayClearMayday(this.room, one) ? button("mayday.clear", () => this.#clear(id)) : null,
      lon === undefined || lat === undefined
        ? null
        : button("mayday.show", () => this.onPlace(lon, lat, one.level_id ?? null)),
    ];
  }

  /** @param {string} id */
  async #clear(id) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word("ask.clear_mayday");
      form.querySelector("[data-about]").textContent = "";
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    const reason = answer?.reason.trim();
    if (reason) this.submit({ type: "clear_mayday", id: uuid(), mayday_id: id, is_accounted_for: true, reason });
  }

  // Two taps: the button, and what it is. Who and where are for those who have a moment.
  async call() {
    const answer = await ask(document.getElementById("ask-mayday"));
    if (!answer?.kind) return;
    const who = answer.who.trim() || null;
    this.submit({
      type: "call_mayday",
      id: uuid(),
      mayday_id: uuid(),
      kind: answer.kind,
      who,
      where: answer.where.trim() || null,
      // Of who calls for themselves: where another one is, their words say.
      ...(who ? {} : (this.placeOfMe() ?? {})),
    });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new Maydays({
    room: page.room,
    submit: page.submit,
    onPlace: (...place) => page.flyTo(...place),
    placeOfMe: () => page.placeOfMe(),
  });
  return { parts: () => panel.parts(), tick: () => panel.tick(), buttons: { mayday: () => panel.call() } };
}
