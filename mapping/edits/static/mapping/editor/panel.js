// The form beside the map: what a tool will draw, or what is selected, with number, name and category.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { middleOf } from "../plan/shape.js";
import { NUMBERED, numberAfter } from "./numbers.js";

/** @typedef {import("../plan/plan.js").PlanFeature} PlanFeature */
/** @typedef {import("./map.js").Drawn & { category: string }} Drawing */

const KIND_WORD = { space: "room", opening: "doors", object: "objects", area: "areas" };

export class EditorPanel {
  /** @param {{ root: HTMLElement, editor: import("./editor.js").Editor }} parts */
  constructor({ root, editor }) {
    this.root = root;
    this.editor = editor;
    this.category = "";
    this.isExterior = true;
    this.shown = "";
    // What the next room or door gets, and by how much numbers grow: rooms of one side of a corridor have each second.
    this.number = "";
    this.step = 1;
  }

  /** @param {{ tool: string, drawing: Drawing | null, feature: PlanFeature | null }} shown */
  show({ tool, drawing, feature }) {
    // Do not redraw for an answer about something else: that would take away what the user is typing.
    const key = feature === null ? tool : `${feature.id} ${JSON.stringify(feature.properties)}`;
    if (key === this.shown) return;
    this.shown = key;
    if (drawing !== null) this.#drawing(drawing);
    else if (tool === "number") this.#run();
    else if (feature !== null) this.#feature(feature);
    else this.root.replaceChildren(element("p", { class: "quiet", text: word("edit_hint") }));
  }

  focus() {
    this.root.querySelector("input")?.focus();
  }

  /** @param {string} given the number that a room or door has got */
  countOn(given) {
    this.number = numberAfter(given, this.step);
    /** @type {HTMLInputElement | null} */
    const input = this.root.querySelector("[name=next_number]");
    if (input !== null) input.value = this.number;
  }

  #run() {
    const input = element("input", {
      type: "text",
      name: "next_number",
      value: this.number,
      maxlength: 40,
      oninput: (event) => (this.number = event.target.value.trim()),
    });
    this.root.replaceChildren(
      element("p", { text: word("number_hint") }),
      element(
        "div",
        { class: "edit-row" },
        element("label", { class: "field" }, element("span", { text: word("next_number") }), input),
        this.#check("each_second", this.step === 2, (isOn) => (this.step = isOn ? 2 : 1)),
      ),
      element("button", {
        type: "button",
        class: "button plain",
        onclick: () => this.editor.choose("select"),
        // Each number is stored by then: nothing is taken back.
        text: word("finish"),
      }),
    );
    input.focus();
  }

  /** @param {Drawing} drawing */
  #drawing({ kind, category, type, points }) {
    this.category = category;
    const choice = this.#categories(kind, category, (value) => (this.category = value));
    const exterior =
      kind === "opening" ? this.#check("exterior_door", this.isExterior, (value) => (this.isExterior = value)) : "";
    /** @param {string} key @param {() => unknown} act */
    const button = (key, act, name = "button") =>
      element("button", { type: "button", class: name, onclick: act, text: word(key) });
    const { map } = this.editor;
    this.root.replaceChildren(
      element("p", { text: word(`draw_${type.toLowerCase()}`) }),
      element("div", { class: "edit-row" }, choice, exterior),
      element(
        "div",
        { class: "edit-row" },
        button("add_middle", () => map.addMiddle()),
        ...(points === 1
          ? []
          : [button("take_back", () => map.takeBack()), button("finish", () => map.finish(), "button")]),
        button("cancel", () => this.editor.choose("select"), "button plain"),
      ),
    );
  }

  /** @param {PlanFeature} feature */
  #feature(feature) {
    const { kind, category, number = "", name = "", is_exterior: isExterior } = feature.properties;
    if (kind === "photo") {
      this.root.replaceChildren(
        element("a", {
          class: "button",
          href: `/api/v1/plan-photos/${feature.id}`,
          target: "_blank",
          rel: "noopener",
          text: word("photo"),
        }),
        this.#text("name", name),
        this.#erase(),
      );
      return;
    }
    this.root.replaceChildren(
      element("h2", { class: "small", text: word(KIND_WORD[kind]) }),
      element(
        "div",
        { class: "edit-row" },
        NUMBERED.includes(kind) ? this.#text("number", number) : "",
        this.#text("name", name),
        this.#categories(kind, category, (value) => this.editor.change({ category: value })),
      ),
      kind === "opening"
        ? this.#check("exterior_door", isExterior, (value) => this.editor.change({ is_exterior: value }))
        : "",
      element("p", { class: "quiet small", text: word("move_hint") }),
      element("div", { class: "edit-row" }, this.#photo(feature), this.#erase()),
    );
  }

  /** @param {"number" | "name"} field @param {string} value */
  #text(field, value) {
    /** @returns {unknown} */
    const save = () => this.editor.change({ [field]: input.value });
    const most = field === "number" ? 40 : 200;
    /** @type {HTMLInputElement} */
    const input = element("input", { type: "text", name: field, value, maxlength: most, onchange: save });
    return element("label", { class: "field" }, element("span", { text: word(field) }), input);
  }

  /** @param {string} kind @param {string} category @param {(value: string) => unknown} choose */
  #categories(kind, category, choose) {
    const named = this.editor.categories[kind]
      .map((value) => ({ value, text: word(value) }))
      .sort((a, b) => a.text.localeCompare(b.text));
    const options = named.map(({ text, value }) => element("option", { value, selected: value === category, text }));
    return element(
      "label",
      { class: "field" },
      element("span", { text: word("kind") }),
      element("select", { name: "category", onchange: (event) => choose(event.target.value) }, ...options),
    );
  }

  /** @param {string} key @param {boolean | undefined} isOn @param {(isOn: boolean) => unknown} choose */
  #check(key, isOn, choose) {
    return element(
      "label",
      { class: "choice" },
      element("input", {
        type: "checkbox",
        name: key,
        checked: isOn,
        onchange: (event) => choose(event.target.checked),
      }),
      element("span", { text: word(key) }),
    );
  }

  /** @param {PlanFeature} feature */
  #photo(feature) {
    /** @type {HTMLInputElement} */
    const pick = element("input", {
      type: "file",
      class: "visually-hidden",
      accept: "image/jpeg,image/png,image/webp",
      // Nothing is chosen where someone opens the choice again and cancels.
      onchange: () => pick.files?.[0] && this.editor.addPhoto(pick.files[0], middleOf(feature.geometry)),
    });
    return element("label", { class: "button" }, pick, element("span", { text: word("add_photo") }));
  }

  #erase() {
    return element("button", {
      type: "button",
      class: "button",
      "data-do": "erase",
      onclick: () => this.editor.erase(),
      text: word("erase"),
    });
  }
}
