// One's own position, as it is shared: the button says whether it is, a bar over the map with whom and on which floor,
// until it ends. The floor is what its owner says: which one they look at says nothing of where they are.

import { element } from "../element.js";
import { PositionSharing } from "./position_sharing.js";
import { label, word } from "../words.js";

/** @typedef {{ id: string, name: string }} Floor */

export class SharingBar {
  /**
   * @param {{ bar: HTMLElement, sendLive: (command: Record<string, any>) => unknown, floors: () => Floor[], say: (text: string) => void }} parts
   */
  constructor({ bar, sendLive, floors, say }) {
    this.bar = bar;
    this.say = say;
    this.offered = ""; // the floors that the bar shows
    this.floors = floors; // () => the floors of the site as far as they are known: {id, name}
    this.sharing = new PositionSharing({ sendLive, onChange: (state) => this.#changed(state) });
  }

  get isOn() {
    return this.sharing.isOn;
  }

  /** @param {string} audience */
  start(audience) {
    this.#askFloor();
    this.sharing.start(audience);
  }

  stop() {
    if (this.sharing.isOn) this.sharing.stop();
  }

  get #audience() {
    return label("audience", this.sharing.audience);
  }

  /** @param {string} state */
  #changed(state) {
    const button = document.querySelector('.tool[data-do="share_position"]');
    // Where access has ended the tools are gone already.
    button?.setAttribute("aria-pressed", String(state === "on"));
    this.say(word(`sharing.${state}`, { audience: this.#audience }));
    this.tick();
  }

  tick() {
    const state = this.sharing.stateAt(Date.now());
    this.bar.hidden = state === "off";
    if (this.bar.hidden) return;
    this.#showFloors();
    if (this.bar.dataset.state === state) return;
    this.bar.dataset.state = state;
    this.bar.querySelector("[data-shared]").textContent = word(`sharing.now_${state}`, { audience: this.#audience });
  }

  // Each time anew: on which floor someone was the last time says nothing of now.
  #askFloor() {
    this.bar.querySelector("[data-floors]").replaceChildren();
    this.offered = "";
  }

  // Plans may come after the bar. What was said stays said.
  #showFloors() {
    const floors = this.floors();
    const offered = JSON.stringify(floors);
    if (offered === this.offered) return;
    this.offered = offered;
    const choices = [...floors, { id: null, name: word("sharing.floor_unknown") }];
    this.bar.querySelector("[data-floors]").replaceChildren(...choices.map((one) => this.#floor(one)));
    this.bar.querySelector("fieldset").hidden = floors.length === 0;
    this.#showFloorAsked();
  }

  /** @param {{ id: string | null, name: string }} floor */
  #floor({ id, name }) {
    const input = element("input", {
      type: "radio",
      name: "floor_i_am_on",
      value: id ?? "",
      class: "visually-hidden",
      checked: id === this.sharing.levelId,
      onchange: () => {
        this.sharing.sayFloor(id);
        this.#showFloorAsked();
      },
    });
    return element("label", { class: "chip-choice" }, input, element("span", { text: name }));
  }

  // As long as no one has said it, it is a question.
  #showFloorAsked() {
    const key = this.sharing.levelId === null ? "sharing.which_floor" : "sharing.on_floor";
    this.bar.querySelector("legend").textContent = word(key);
  }
}
