// For those who keep a district: whom an alarm would not reach now, in red, before the day. Asked again while it is looked
// at; where no answer comes nothing is said, for it may be mended meanwhile.

import { ApiProblem } from "../api.js";
import { element } from "../element.js";
import { word } from "../words.js";

const EVERY_MS = 60_000;

export class AlarmReach {
  /** @param {{ api: import("../api.js").Api, root: HTMLElement }} parts */
  constructor({ api, root }) {
    this.api = api;
    this.root = root;
  }

  start() {
    void this.#look();
    const timer = setInterval(() => {
      // The page's content is renewed: another one asks for what stands there now.
      if (!this.root.isConnected) clearInterval(timer);
      else if (document.visibilityState === "visible") void this.#look();
    }, EVERY_MS);
  }

  async #look() {
    try {
      this.#show(await this.api.get(`/districts/${this.root.dataset.alarmReach}/alarm-reach`, { isRepeated: true }));
    } catch (error) {
      this.root.hidden = true;
      if (!(error instanceof ApiProblem || error.isUnreachable)) throw error;
    }
  }

  /** @param {{ words: string[], at: string }} reach */
  #show({ words, at }) {
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang);
    this.root
      .querySelector("[data-says]")
      .replaceChildren(
        ...words.map((text) => element("p", { class: "problem", text })),
        element("p", { class: "small quiet", text: word("home.as_of", { time }) }),
      );
    this.root.hidden = words.length === 0;
  }
}
