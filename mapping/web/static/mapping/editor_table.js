// The table twin of the editor: numbers and names of everything on the draft, edited without the map.

import { make, word } from "./dom.js";

const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const TABS = [
  ["space", "rooms"],
  ["opening", "doors"],
  ["object", "objects"],
  ["area", "areas"],
  ["photo", "photos"],
];
const NUMBERED = ["space", "opening"];

export class EditorTable {
  constructor({ root, editor }) {
    Object.assign(this, { editor, tab: "space", features: [], selected: null });
    this.tabs = make("div", { class: "table-tabs", role: "group" });
    this.body = make("div", { class: "table-body" });
    root.replaceChildren(make("div", { class: "table-tools" }, this.tabs), this.body);
  }

  show(features, selected) {
    // A new selection opens its tab; an old one does not take the reader out of another.
    const kind = selected === this.selected ? undefined : features.find((one) => one.id === selected)?.properties.kind;
    Object.assign(this, { features, selected, tab: kind ?? this.tab });
    this.#render();
  }

  #render() {
    const focus = document.activeElement?.dataset?.cell;
    this.tabs.replaceChildren(
      ...TABS.map(([kind, title]) => {
        const number = this.features.filter((one) => one.properties.kind === kind).length;
        const choose = () => {
          this.tab = kind;
          this.#render();
        };
        return make("button", {
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
    const keys = NUMBERED.includes(this.tab) ? ["number", "name"] : ["name"];
    const heads = [...keys, "kind"].map((key) => make("th", { scope: "col", text: word(key) }));
    const table = make(
      "table",
      { class: "plan-table edit-table" },
      make("thead", {}, make("tr", {}, ...heads, make("th", { scope: "col" }))),
      make("tbody", {}, ...rows.map((one) => this.#row(one, keys))),
    );
    this.body.replaceChildren(rows.length === 0 ? make("p", { class: "empty", text: word("none") }) : table);
    // After a save the table is new: whoever goes through it by keyboard stays where they were.
    if (focus !== undefined) this.body.querySelector(`[data-cell="${CSS.escape(focus)}"]`)?.focus();
  }

  #row(feature, keys) {
    const { category } = feature.properties;
    const cell = (key) =>
      make(
        "td",
        {},
        make("input", {
          type: "text",
          "data-cell": `${feature.id} ${key}`,
          "aria-label": `${word(key)}: ${feature.properties.number || feature.properties.name || word(category)}`,
          value: feature.properties[key] ?? "",
          maxlength: key === "number" ? 40 : 200,
          onchange: (event) => this.editor.change({ [key]: event.target.value }, feature.id),
        }),
      );
    const pick = () => {
      this.editor.choose("select");
      this.editor.select(feature.id);
    };
    return make(
      "tr",
      { "aria-selected": feature.id === this.selected ? "true" : null },
      ...keys.map(cell),
      make("td", { text: word(category) }),
      make(
        "td",
        {},
        make("button", {
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
