// The form of what is drawn of a reunification site: its kind, its name, and its corners as text for users without a pointer.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { BadCorners, HELD, cornersOfText, textOfCorners } from "./drawing.js";
import { shapeFrom } from "../plan/shape.js";

/** @typedef {import("./drawing.js").DrawnShape} DrawnShape */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {import("../editor/map.js").Drawn & { category: string }} Drawing */
/** @typedef {Drawing["type"]} Type */
/** @typedef {{ input: HTMLTextAreaElement, problem: HTMLElement, field: HTMLElement }} Corners */

const HINTS = { Polygon: "draw_polygon", LineString: "reunification.draw_line", Point: "draw_point" };

export class ReunificationPanel {
  /** @param {{ root: HTMLElement, editor: import("./editor.js").ReunificationEditor }} parts */
  constructor({ root, editor }) {
    this.root = root;
    this.editor = editor;
    this.category = "";
  }

  /** @param {{ drawing: Drawing | null, shape: DrawnShape | null }} shown */
  show({ drawing, shape }) {
    if (drawing !== null) this.#drawing(drawing);
    else if (shape !== null) this.#shape(shape);
    else this.root.replaceChildren(element("p", { class: "quiet", text: word("edit_hint") }));
  }

  focus() {
    this.root.querySelector("select, input, textarea")?.focus();
  }

  /** @param {Drawing} drawing */
  #drawing({ kind, category, type, points }) {
    this.category = category;
    const { map } = this.editor;
    const corners = this.#corners("");
    const enter = () => this.#read(corners, type, (found) => this.editor.draw(found));
    this.root.replaceChildren(
      element("p", { text: word(HINTS[type]) }),
      this.#kinds(kind, category, (value) => (this.category = value)),
      element(
        "div",
        { class: "edit-row" },
        this.#button("add_middle", () => map.addMiddle()),
        ...(points === 1
          ? []
          : [this.#button("take_back", () => map.takeBack()), this.#button("finish", () => map.finish())]),
        this.#button("cancel", () => this.editor.choose("select"), "button plain"),
      ),
      element(
        "details",
        {},
        element("summary", { text: word("reunification.by_corners") }),
        corners.field,
        this.#button("reunification.use_corners", enter),
        corners.problem,
      ),
    );
  }

  /** @param {DrawnShape} shape */
  #shape(shape) {
    const { kind, category, name, geometry } = shape;
    const quietly = { keepPanel: true };
    // What is drawn here has one part.
    const type = /** @type {Type} */ (geometry.type);
    /** @type {Corners} */
    const corners = this.#corners(textOfCorners(geometry), () =>
      this.#read(corners, type, (found) => this.editor.change({ geometry: shapeFrom(type, found) }, quietly)),
    );
    const text = element("input", {
      type: "text",
      value: name,
      maxlength: 200,
      onchange: (event) => this.editor.change({ name: event.target.value.trim() }, quietly),
    });
    this.root.replaceChildren(
      element("h3", { class: "small", text: word(`reunification.${kind}`) }),
      element(
        "div",
        { class: "edit-row" },
        this.#kinds(kind, category, (value) => this.editor.change({ category: value }, quietly)),
        ["area", "route"].includes(kind)
          ? element("label", { class: "field" }, element("span", { text: word("name") }), text)
          : "",
      ),
      kind === "area" ? this.#counts(shape) : "",
      element("p", { class: "quiet small", text: word("move_hint") }),
      corners.field,
      corners.problem,
      kind === "place" ? "" : this.#button("erase", () => this.editor.erase()),
    );
  }

  /** @param {string} kind @param {string} category @param {(value: string) => void} choose */
  #kinds(kind, category, choose) {
    if (kind !== "area" && kind !== "route") return "";
    const prefix = { area: "area", route: "mode" }[kind];
    const options = this.editor.rules[kind === "area" ? "kinds" : "modes"].map((value) =>
      element("option", { value, selected: value === category, text: word(`${prefix}.${value}`) }),
    );
    return element(
      "label",
      { class: "field" },
      element("span", { text: word("kind") }),
      element("select", { onchange: (event) => choose(event.target.value) }, ...options),
    );
  }

  // How many an area holds, each kind by itself; an empty field is "not known".
  /** @param {DrawnShape} shape */
  #counts({ id, holds }) {
    const fields = HELD.map((held) => {
      const take = () => {
        if (!input.reportValidity()) return;
        const count = input.value === "" ? null : Number(input.value);
        const now = this.editor.drawing?.find(id)?.holds;
        this.editor.change({ holds: { ...now, [held]: count } }, { keepPanel: true });
      };
      const value = holds[held] ?? "";
      /** @type {HTMLInputElement} */
      const input = element("input", {
        type: "number",
        min: 0,
        max: 1000000,
        step: 1,
        inputmode: "numeric",
        value,
        onchange: take,
      });
      return element("label", { class: "field" }, element("span", { text: word(`holds.${held}`) }), input);
    });
    return element(
      "fieldset",
      { class: "reunification-holds" },
      element("legend", { class: "small", text: word("reunification.holds") }),
      element("div", { class: "reunification-counts" }, ...fields),
    );
  }

  /** @param {string} value @param {(() => void) | null} onchange @returns {Corners} */
  #corners(value, onchange = null) {
    const input = element("textarea", {
      rows: Math.min(8, Math.max(2, value.split("\n").length)),
      spellcheck: "false",
      autocomplete: "off",
    });
    input.value = value;
    if (onchange !== null) input.addEventListener("change", onchange);
    const problem = element("p", { class: "reunification-warning", role: "alert", hidden: true });
    return {
      input,
      problem,
      field: element("label", { class: "field" }, element("span", { text: word("reunification.corners") }), input),
    };
  }

  /**
   * @param {Corners} corners
   * @param {Type} type
   * @param {(points: LonLat[]) => void} take
   */
  #read({ input, problem }, type, take) {
    problem.hidden = true;
    try {
      take(cornersOfText(input.value, type));
    } catch (error) {
      if (!(error instanceof BadCorners)) throw error;
      problem.textContent =
        error.line === 0 ? word("reunification.few_corners") : word("reunification.bad_corner", { line: error.line });
      problem.hidden = false;
    }
  }

  /** @param {string} key @param {() => void} act */
  #button(key, act, name = "button") {
    return element("button", { type: "button", class: name, onclick: act, text: word(key) });
  }
}
