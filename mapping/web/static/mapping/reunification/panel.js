// The form of what is drawn of a reunification site: its kind, its name, and its corners as text for whoever has no pointer.

import { element } from "../../coordination/element.js";
import { word } from "../words.js";
import { BadCorners, HELD, cornersOfText, textOfCorners } from "./drawing.js";
import { shapeFrom } from "../plan/shape.js";

const HINTS = { Polygon: "draw_polygon", LineString: "reunification.draw_line", Point: "draw_point" };

export class ReunificationPanel {
  constructor({ root, editor }) {
    this.root = root;
    this.editor = editor;
    this.category = "";
  }

  show({ drawing, shape }) {
    if (drawing !== null) this.#drawing(drawing);
    else if (shape !== null) this.#shape(shape);
    else this.root.replaceChildren(element("p", { class: "quiet", text: word("edit_hint") }));
  }

  focus() {
    this.root.querySelector("select, input, textarea")?.focus();
  }

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

  #shape(shape) {
    const { kind, category, name, geometry } = shape;
    const quietly = { keepPanel: true };
    const corners = this.#corners(textOfCorners(geometry), () =>
      this.#read(corners, geometry.type, (found) =>
        this.editor.change({ geometry: shapeFrom(geometry.type, found) }, quietly),
      ),
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

  #kinds(kind, category, choose) {
    const prefix = { area: "area", route: "mode" }[kind];
    if (prefix === undefined) return "";
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
  #counts({ id }) {
    const fields = HELD.map((held) => {
      const take = (event) => {
        if (!event.target.reportValidity()) return;
        const count = event.target.value === "" ? null : Number(event.target.value);
        this.editor.change({ holds: { ...this.editor.drawing.find(id).holds, [held]: count } }, { keepPanel: true });
      };
      const value = this.editor.drawing.find(id).holds[held] ?? "";
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

  /** @param {string} value @param {(() => void) | null} onchange */
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

  #read({ input, problem }, type, take) {
    problem.hidden = true;
    try {
      take(cornersOfText(input.value, type));
    } catch (error) {
      if (!(error instanceof BadCorners)) throw error;
      problem.textContent =
        error.line === 0
          ? word("reunification.few_corners")
          : word("reunification.bad_corner").replace("{line}", String(error.line));
      problem.hidden = false;
    }
  }

  #button(key, act, name = "button") {
    return element("button", { type: "button", class: name, onclick: act, text: word(key) });
  }
}
