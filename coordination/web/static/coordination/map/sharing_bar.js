// One's own position, as it is shared: the button says whether it is, a bar over the map with whom, until it ends.

import { PositionSharing } from "./position_sharing.js";
import { label, word } from "../words.js";

export class SharingBar {
  constructor({ bar, sendLive, levelId, say }) {
    this.bar = bar;
    this.say = say;
    this.sharing = new PositionSharing({ sendLive, levelId, onChange: (state) => this.#changed(state) });
  }

  get isOn() {
    return this.sharing.isOn;
  }

  start(audience) {
    this.sharing.start(audience);
  }

  stop() {
    if (this.sharing.isOn) this.sharing.stop();
  }

  get #audience() {
    return label("audience", this.sharing.audience);
  }

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
    if (this.bar.hidden || this.bar.dataset.state === state) return;
    this.bar.dataset.state = state;
    this.bar.querySelector("span").textContent = word(`sharing.now_${state}`, { audience: this.#audience });
  }
}
