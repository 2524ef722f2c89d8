// The connection chip: the words of its three states.

import { word } from "../../words.js";

export class Chip {
  /** @param {{ root: HTMLElement, clock: import("../../clock.js").SiteClock }} parts */
  constructor({ root, clock }) {
    this.root = root;
    this.clock = clock;
    this.words = root.querySelector(".chip-words");
  }

  /** @param {import("../../client/room/currency.js").Currency} state */
  show(state, { isPolling = false } = {}) {
    this.root.dataset.state = state.name;
    const text = this.#text(state) + (isPolling && state.name !== "stale" ? ` · ${word("chip.polling")}` : "");
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /** @param {import("../../client/room/currency.js").Currency} state */
  #text(state) {
    if (state.name === "stale") return word("chip.stale", { time: this.clock.time(state.since + this.clock.skew_ms) });
    if (state.name === "catching_up")
      return word("chip.catching_up", { from: state.from, to: Math.max(state.to, state.from) });
    return word("chip.current", { seq: state.to, age: state.age_s });
  }
}
