// One's own position, as it is shared: the button says whether it is, a bar over the map with whom and on which floor,
// until it ends. The floor is what its owner says: which one they look at says nothing of where they are.

import { positionsHere } from "../app_shell/device.js";
import { element } from "../element.js";
import { ask } from "../question.js";
import { PositionSharing } from "../client/room/position_sharing.js";
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
    const geolocation = positionsHere(() => word("sharing.now_on", { audience: this.#audience }));
    this.sharing = new PositionSharing({ sendLive, onChange: (state) => this.#changed(state), geolocation });
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

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const { audiences, live, room } = page;
  const bar = new SharingBar({
    bar: document.getElementById("sharing-now"),
    sendLive: (command) => page.connection.sendLive(command),
    floors: () => live.plan.floors,
    say: (text) => page.say(text),
  });
  // Who sees where a person is, is theirs to say, each time; it begins with what they said last.
  const share = async () => {
    if (bar.isOn) return bar.stop();
    if (room.me.audiences.length < 2) return bar.start(audiences.of("position"));
    const answer = await ask(document.getElementById("ask-share"), {
      prepare: (form) => audiences.prepare(form, "position"),
    });
    return answer ? bar.start(audiences.chosen(answer, "position")) : undefined;
  };
  // Where I am is known from the moment I share it; to whom is asked as always.
  const showMe = () => {
    if (page.placeOfMe()) page.locate(room.me.participant_id);
    else if (bar.isOn) page.say(word("sharing.no_fix"));
    else void share();
  };
  return {
    tick: () => bar.tick(),
    end: () => bar.stop(),
    isActive: () => bar.isOn,
    buttons: { share_position: share, stop_sharing: () => bar.stop(), me: showMe },
  };
}
