// Real world (NO DUFF): the one button that stops an exercise, and what leads everybody to the real incident.

import { element, uuid } from "../element.js";
import { soundAlarm } from "../mayday/alarm_sound.js";
import { ask } from "../question.js";
import { word } from "../words.js";

/** @typedef {{ note: string, joins: boolean, real_incident_id: string, declared_at: string }} Declared */

const NEWS_S = 600;

export class RealWorld {
  /**
   * @param {{ room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown, dialog: HTMLDialogElement,
   *   sound?: (isExercise: boolean) => void }} parts
   */
  constructor({ room, submit, dialog, sound = soundAlarm }) {
    this.room = room;
    this.submit = submit;
    this.dialog = dialog;
    this.sound = sound;
    this.heard = new Set();
  }

  get #said() {
    return Object.entries(this.room.log.objects("real_world"));
  }

  // As the strip above the map takes them. What is real never carries the mark of an exercise.
  parts() {
    return (
      this.#said
        // An exercise that was opened again plays on.
        .filter(() => !this.room.isExercise || !this.room.isOpen)
        .map(([id, one]) => {
          if (this.room.isExercise) this.#lead(id, one);
          const text = word("real_world.said", { note: one.note });
          return {
            key: `real ${id}`,
            kind: this.room.isExercise ? "real" : "note",
            isReal: true,
            text,
            node: this.#node(text, one),
          };
        })
    );
  }

  /** @param {string} text @param {Declared} one */
  #node(text, one) {
    return element(
      "div",
      { class: `alarm-part${this.room.isExercise ? " real-world-part" : ""}` },
      element(
        "div",
        { class: "command-words" },
        element("p", { class: "alarm-text", text }),
        element("p", {
          class: "command-more",
          text: word(
            this.room.isExercise ? "real_world.stopped" : one.joins ? "real_world.joined" : "real_world.began",
          ),
        }),
      ),
      this.room.isExercise ? element("div", { class: "alarm-buttons" }, this.#link(one)) : null,
    );
  }

  /** @param {Declared} one */
  #link(one) {
    return element("a", {
      class: "button primary real-world-go",
      href: `/incidents/${one.real_incident_id}`,
      text: word("real_world.go"),
    });
  }

  // It takes the screen once, of everybody who was in the exercise; who reads the log of last week is not stopped.
  /** @param {string} id @param {Declared} one */
  #lead(id, one) {
    if (this.heard.has(id) || this.room.clock.age_s(one.declared_at) > NEWS_S) return;
    this.heard.add(id);
    for (const open of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (open).close();
    this.dialog.querySelector("[data-note]").textContent = one.note;
    this.dialog.querySelector("[data-link]").replaceChildren(this.#link(one));
    this.dialog.showModal();
    this.sound(false);
  }

  async declare() {
    const answer = await ask(document.getElementById("ask-real-world"));
    const note = answer?.note.trim();
    if (note) this.submit({ type: "declare_real_world", id: uuid(), declaration_id: uuid(), note });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("real-world-now"));
  const panel = new RealWorld({ room: page.room, submit: page.submit, dialog });
  return { parts: () => panel.parts(), buttons: { real_world: () => panel.declare() } };
}
