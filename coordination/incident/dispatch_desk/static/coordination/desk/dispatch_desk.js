// What a dispatch desk adds to the incident page: entries for radio calls, and the CAD numbers of the agencies.

import { uuid } from "../element.js";
import { shortName } from "../incident/people/people_names.js";
import { ask } from "../question.js";
import { word } from "../words.js";

const dialog = (/** @type {string} */ name) => document.getElementById(`ask-${name}`);

export class DispatchDesk {
  /**
   * @param {{ room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   audiences: import("../incident/audience.js").AudienceMemory, root: HTMLElement }} parts
   */
  constructor({ room, submit, audiences, root }) {
    this.room = room;
    this.submit = submit;
    this.audiences = audiences;
    this.root = root;
  }

  /** Ask what was said by radio, and by whom; the entry names them and who has entered it. */
  async relayCall() {
    const answer = await ask(dialog("relay-call"), {
      prepare: (form) => {
        this.audiences.prepare(form, "message");
        this.#suggest(form.querySelector("datalist"));
      },
    });
    if (!answer?.text.trim() || !answer.spoken_by.trim()) return;
    this.submit({
      type: "relay_call",
      id: uuid(),
      spoken_by: answer.spoken_by.trim(),
      source: answer.source,
      text: answer.text.trim(),
      audience: this.audiences.chosen(answer, "message"),
    });
  }

  /** @param {HTMLDataListElement} list */
  #suggest(list) {
    const people = Object.values(this.room.log.objects("people")).filter((one) => one.presence === "in_room");
    const names = new Set(people.map(shortName));
    list.replaceChildren(...[...names].sort().map((name) => new Option(name, name)));
  }

  /** Ask for the number that one's own agency has for the incident; empty takes it away. */
  async setNumber() {
    const mine = this.room.log.object("people", this.room.me.participant_id)?.agency_id;
    const held = this.room.log.object("cad_numbers", mine)?.number ?? null;
    const answer = await ask(dialog("cad-number"), {
      prepare: (form) => {
        form.elements.number.value = held ?? "";
      },
    });
    if (!answer) return;
    const number = answer.number.trim() || null;
    if (number !== held) this.submit({ type: "set_cad_number", id: uuid(), number });
  }

  show() {
    const numbers = Object.values(this.room.log.objects("cad_numbers"));
    this.root.hidden = numbers.length === 0;
    this.root.textContent = numbers.map(({ number }) => word("desk.cad", { number })).join(" · ");
    this.root.title = numbers.map(({ agency, number }) => `${agency}: ${number}`).join("\n");
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = document.getElementById("cad-numbers");
  const panel = new DispatchDesk({ room: page.room, submit: page.submit, audiences: page.audiences, root });
  const buttons = { relay_call: () => panel.relayCall(), cad_number: () => panel.setNumber() };
  return { show: () => panel.show(), buttons };
}
