// The command line: Ctrl-K, type a place, a person, a school, an incident or an action, Enter. A combobox with a list.
//
//   new Palette({ sources: [(typed) => [{ title, detail, sort, run, rank?, also? }]] })
//
// A source gives what it has; the best fitting stand first. `rank` is for what a source has compared itself.

import { element } from "../element.js";
import { bestOf } from "./matching.js";
import { word } from "../words.js";

const STEPS = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);

/** @typedef {{ title: string, detail?: string, sort: string, run: () => void, rank?: number, also?: string }} Found */

export class Palette {
  /** @param {{ sources: ((typed: string) => Found[])[] }} options */
  constructor({ sources }) {
    this.sources = sources;
    /** @type {Found[]} */
    this.found = [];
    this.at = 0;
    this.input = element("input", {
      ...{ type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", id: "palette-input" },
      ...{ "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list" },
      ...{ "aria-label": word("palette.label"), placeholder: word("palette.placeholder"), maxlength: "80" },
      oninput: () => this.#look(),
      onkeydown: (event) => this.#key(event),
    });
    this.list = element("ul", { id: "palette-list", role: "listbox", "aria-label": word("palette.found") });
    this.none = element("p", { class: "quiet", role: "status", hidden: true, text: word("palette.none") });
    this.dialog = element(
      "dialog",
      { class: "dialog palette", "aria-label": word("palette.title") },
      this.input,
      this.list,
      this.none,
    );
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    document.body.append(this.dialog);
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        this.open();
      }
    });
  }

  open() {
    // What a question is about must be answered first.
    if (document.querySelector("dialog[open]")) return;
    this.input.value = "";
    this.dialog.showModal();
    this.#look();
    this.input.focus();
  }

  #look() {
    const typed = this.input.value;
    this.found = bestOf(
      this.sources.flatMap((source) => source(typed)),
      typed,
    );
    this.at = 0;
    this.list.replaceChildren(...this.found.map((one, at) => this.#line(one, at)));
    this.list.hidden = this.found.length === 0;
    this.none.hidden = this.found.length > 0;
    this.#point();
  }

  /**
   * @param {Found} one
   * @param {number} at
   */
  #line({ title, detail, sort }, at) {
    return element(
      "li",
      { role: "option", id: `palette-${at}`, onclick: () => this.#run(at) },
      element("span", { class: "palette-sort small quiet", text: sort }),
      element("span", { class: "palette-title", text: title }),
      detail ? element("span", { class: "small quiet", text: detail }) : null,
    );
  }

  #point() {
    [...this.list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    if (this.found.length > 0) this.input.setAttribute("aria-activedescendant", `palette-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS.get(event.key);
    if (step && this.found.length > 0) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.#point();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#run(this.at);
    }
  }

  /** @param {number} at */
  #run(at) {
    const chosen = this.found[at];
    if (!chosen) return;
    this.dialog.close();
    chosen.run();
  }
}
