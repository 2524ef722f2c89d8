// What to do first, while an incident is being opened: by the type that was chosen. Without an answer nothing is shown.

import { element } from "../element.js";
import { word } from "../words.js";

/** @typedef {{ words: string }} Proposal */

export class OpeningAdvice {
  /** @param {{ api: import("../api.js").Api, root: HTMLElement, select: HTMLSelectElement }} parts */
  constructor({ api, root, select }) {
    this.api = api;
    this.root = root;
    this.select = select;
    this.select.addEventListener("change", () => this.show());
  }

  async show() {
    const type = this.select.value;
    this.root.replaceChildren();
    if (!type) return;
    try {
      /** @type {{ school: string[], dispatch: string[], proposal: Proposal | null }} */
      const advice = await this.api.get(`/first-actions?incident_type=${type}`);
      // Another type was chosen while this one was asked for.
      if (this.select.value === type && advice.school.length > 0) this.#draw(advice);
    } catch {
      // What is advised is never needed to open an incident.
    }
  }

  /** @param {{ school: string[], dispatch: string[], proposal: Proposal | null }} advice */
  #draw({ school, dispatch, proposal }) {
    /** @param {string} title @param {string[]} steps */
    const list = (title, steps) => [
      element("h3", { text: word(title) }),
      element("ul", {}, ...steps.map((text) => element("li", { text }))),
    ];
    this.root.replaceChildren(
      ...list("first.school", school),
      ...list("first.dispatch", dispatch),
      ...(proposal ? [element("p", { text: proposal.words })] : []),
    );
  }
}
