// The table twin of the editor: numbers and names of everything on the draft, edited without the map.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { NUMBERED } from "./numbers.js";

/** @typedef {import("../plan/plan.js").PlanFeature} PlanFeature */

const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const TABS = [
  ["space", "rooms"],
  ["opening", "doors"],
  ["object", "objects"],
  ["area", "areas"],
  ["photo", "photos"],
];

export class EditorTable {
  /** @param {{ root: HTMLElement, editor: import("./editor.js").Editor }} parts */
  constructor({ root, editor }) {
    this.editor = editor;
    /** @type {string} */
    this.tab = "space";
    /** @type {PlanFeature[]} */
    this.features = [];
    /** @type {string | null} */
    this.selected = null;
    this.tabs = element("div", { class: "table-tabs", role: "group" });
    this.body = element("div", { class: "table-body" });
    root.replaceChildren(element("div", { class: "table-tools" }, this.tabs), this.body);
  }

  /** @param {PlanFeature[]} features @param {string | null} selected */
  show(features, selected) {
    // A new selection opens its tab; an old one does not take the reader out of another.
    const kind = selected === this.selected ? undefined : features.find((one) => one.id === selected)?.properties.kind;
    this.features = features;
    this.selected = selected;
    this.tab = kind ?? this.tab;
    this.#render();
  }

  #render() {
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.cell;
    this.tabs.replaceChildren(
      ...TABS.map(([kind, title]) => {
        const number = this.features.filter((one) => one.properties.kind === kind).length;
        const choose = () => {
          this.tab = kind;
          this.#render();
        };
        return element("button", {
          type: "button",
          class: "choice",
          "aria-pressed": String(this.tab === kind),
          onclick: choose,
          text: `${word(title)} ${number}`,
        });
      }),
    );
    const rows = this.features
      .filter((one) => one.properties.kind === this.tab)
      .sort(
        (a, b) =>
          natural.compare(a.properties.number || "~", b.properties.number || "~") ||
          natural.compare(a.properties.name, b.properties.name),
      );
    /** @type {("number" | "name")[]} */
    const keys = NUMBERED.includes(this.tab) ? ["number", "name"] : ["name"];
    const heads = [...keys, "kind"].map((key) => element("th", { scope: "col", text: word(key) }));
    const table = element(
      "table",
      { class: "plan-table edit-table" },
      element("thead", {}, element("tr", {}, ...heads, element("th", { scope: "col" }))),
      element("tbody", {}, ...rows.map((one) => this.#row(one, keys))),
    );
    this.body.replaceChildren(rows.length === 0 ? element("p", { class: "empty", text: word("none") }) : table);
    // A save draws a new table: give the keyboard focus back to its cell.
    if (focus !== undefined) this.body.querySelector(`[data-cell="${CSS.escape(focus)}"]`)?.focus();
  }

  /** @param {PlanFeature} feature @param {("number" | "name")[]} keys */
  #row(feature, keys) {
    const { category } = feature.properties;
    /** @param {"number" | "name"} key */
    const cell = (key) =>
      element(
        "td",
        {},
        element("input", {
          type: "text",
          "data-cell": `${feature.id} ${key}`,
          "aria-label": `${word(key)}: ${feature.properties.number || feature.properties.name || word(category)}`,
          value: feature.properties[key] ?? "",
          maxlength: key === "number" ? 40 : 200,
          onchange: (event) => this.editor.change({ [key]: event.target.value }, feature.id),
        }),
      );
    const pick = () => {
      if (this.editor.tool !== "number") this.editor.choose("select");
      this.editor.pick(feature.id);
    };
    return element(
      "tr",
      { "aria-selected": feature.id === this.selected ? "true" : null },
      ...keys.map(cell),
      element("td", { text: word(category) }),
      element(
        "td",
        {},
        element("button", {
          type: "button",
          class: "row-show",
          "data-cell": `${feature.id} pick`,
          "aria-label": `${word("select")}: ${feature.properties.number || feature.properties.name || word(category)}`,
          onclick: pick,
          text: "◎",
        }),
      ),
    );
  }
}
