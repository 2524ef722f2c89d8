// Floors as they are confirmed: the file's word, which floor it is, and what we will say.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @typedef {{ ordinal: string, short_name: string, name: string }} Floor */

export class FloorChoices {
  /** @type {Map<string, Floor>} by the file's word */
  #told = new Map();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.rows = root.querySelector("[data-floors-rows]");
  }

  /**
   * @param {{ word: string, count: number, ordinal: number | null, short_name: string, name: string }[]} floors
   * @param {Set<string>} learned the words of which the district said before which floor they mean
   */
  show(floors, learned = new Set()) {
    this.root.hidden = floors.length === 0;
    this.#told = new Map(
      floors.map(({ word: text, ordinal, short_name: short, name }) => [
        text,
        { ordinal: ordinal === null ? "" : String(ordinal), short_name: short, name },
      ]),
    );
    this.rows.replaceChildren(...floors.map((floor) => this.#row(floor, learned.has(floor.word))));
  }

  // What the mapping says of levels; a word without an ordinal is not understood, and its features are left out.
  levels() {
    return Object.fromEntries([...this.#told].filter(([, floor]) => floor.ordinal !== ""));
  }

  /** @param {{ word: string, count: number }} floor @param {boolean} isLearned */
  #row({ word: text, count }, isLearned) {
    const told = /** @type {Floor} */ (this.#told.get(text));
    /** @param {keyof Floor} what @param {Record<string, string | number>} attributes */
    const field = (what, attributes) =>
      element("input", {
        ...attributes,
        value: told[what],
        "aria-label": `${text}: ${word(`import.floor_${what}`)}`,
        oninput: ({ target }) => (told[what] = target.value.trim()),
      });
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row", text },
        isLearned ? element("span", { class: "import-tag", text: word("import.is_remembered") }) : null,
      ),
      element("td", { class: "number", text: String(count) }),
      element(
        "td",
        {},
        field("ordinal", { type: "number", min: -200, max: 200, step: "any", class: "import-ordinal" }),
      ),
      element("td", {}, field("short_name", { type: "text", maxlength: 12, class: "import-short" })),
      element("td", {}, field("name", { type: "text", maxlength: 200, class: "import-floor-name" })),
    );
  }
}
