// The floor switch: one button per floor, top floor on top, arrow keys move, a badge counts what is live on a floor.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @param {number} number */
const shortNumber = (number) => (number > 99 ? "99+" : String(number));

/** @typedef {{ signs: [sign: string, number: number][], words: string[] }} Calls how many call for help on a floor, under
 *   the sign of each kind, and who; the worst first */

export class FloorSwitch {
  #choose;
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {Map<string, HTMLElement>} */
  #badges = new Map();

  // `choose(levelId)` is called when the reader picks a floor.
  /** @param {(levelId: string) => void} choose */
  constructor(choose) {
    this.#choose = choose;
    this.element = element("div", { class: "floor-switch", role: "radiogroup", "aria-label": word("floors") });
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {import("./plan.js").Level[]} levels */
  show(levels) {
    const several = new Set(levels.map((level) => level.building_name)).size > 1;
    this.#buttons.clear();
    this.#badges.clear();
    this.element.replaceChildren();
    /** @type {string | null} */
    let building = null;
    for (const level of [...levels].reverse()) {
      if (several && level.building_name !== building) {
        building = level.building_name;
        this.element.append(element("span", { class: "floor-building", text: building }));
      }
      const badge = element("span", { class: "floor-badge", hidden: true });
      const button = element(
        "button",
        {
          type: "button",
          role: "radio",
          class: "floor-button",
          "aria-checked": "false",
          tabindex: "-1",
          title: level.name,
          onclick: () => this.#choose(level.id),
        },
        element("span", { "aria-hidden": "true", text: level.short_name }),
        element("span", { class: "floor-name", text: level.name }),
        badge,
      );
      this.#buttons.set(level.id, button);
      this.#badges.set(level.id, badge);
      this.element.append(button);
    }
    this.element.hidden = levels.length === 0;
  }

  /** @param {string} levelId */
  mark(levelId) {
    for (const [id, button] of this.#buttons) {
      button.setAttribute("aria-checked", String(id === levelId));
      button.tabIndex = id === levelId ? 0 : -1;
    }
  }

  // Who calls for help on a floor goes before what else is there: their number, and in words the worst first.
  /** @param {string} levelId @param {number} number @param {Calls | null} calls */
  count(levelId, number, calls) {
    const badge = this.#badges.get(levelId);
    if (badge === undefined) return;
    const things = number > 0 ? `${number} ${word("things")}` : "";
    badge.hidden = number === 0 && calls === null;
    badge.classList.toggle("is-calling", calls !== null);
    // The color is of the worst.
    badge.dataset.sign = calls?.signs[0]?.[0] ?? "";
    badge.toggleAttribute("data-several", (calls?.signs.length ?? 0) > 1);
    const signs = calls?.signs.map(([sign, n]) => `${sign}${shortNumber(n)}`).join(" ");
    badge.textContent = signs ?? shortNumber(number);
    const said = [...new Set(calls?.words ?? []), things].filter(Boolean).join(", ");
    badge.setAttribute("aria-label", said);
    badge.title = said;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const ids = [...this.#buttons.keys()];
    const now = ids.findIndex((id) => this.#buttons.get(id) === document.activeElement);
    /** @type {Record<string, number>} */
    const steps = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };
    const step = steps[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? ids.length - 1 : now + (step ?? NaN);
    if (now === -1 || Number.isNaN(next) || next < 0 || next >= ids.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.#buttons.get(ids[next])?.focus();
    this.#choose(ids[next]);
  }
}
