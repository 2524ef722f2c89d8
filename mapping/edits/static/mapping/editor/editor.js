// Edit a draft: each change is saved at once, can be undone, and is refused if another person was faster.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { EditorMap, stepButton } from "./map.js";
import { NUMBERED } from "./numbers.js";
import { EditorPanel } from "./panel.js";
import { EditorTable } from "./table.js";
import { siteMap } from "../plan/plan.js";
import { PlanApi } from "../plan/plan_api.js";
import { ScanUnder } from "../plan/scan.js";
import { shapeFrom } from "../plan/shape.js";
import { symbol } from "../plan/symbols.js";

/** @typedef {import("../plan/plan.js").Plan} Plan */
/** @typedef {import("../plan/plan.js").PlanFeature} PlanFeature */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {"select" | "room" | "door" | "object" | "area" | "line" | "number"} Tool */
/** @typedef {{ edit: number, feature_id: string, feature: PlanFeature | null, can_undo: boolean, can_redo: boolean }} Edit */

// What each tool draws. A choice of category comes with it.
/** @type {Record<Tool, (import("./map.js").Drawn & { category: string }) | null>} */
const TOOLS = {
  select: null,
  room: { kind: "space", category: "classroom", type: "Polygon" },
  door: { kind: "opening", category: "pedestrian", type: "LineString", points: 2 },
  object: { kind: "object", category: "aed", type: "Point", points: 1 },
  area: { kind: "area", category: "parking", type: "Polygon" },
  line: { kind: "area", category: "road", type: "LineString" },
  number: null,
};

const TOOL_NAMES = /** @type {Tool[]} */ (Object.keys(TOOLS));

export class Editor {
  /** @param {{ page: HTMLElement, planId: string, tell: (text: string, isProblem?: boolean) => void }} parts */
  constructor({ page, planId, tell }) {
    this.page = page;
    this.planId = planId;
    this.tell = tell;
    this.api = new PlanApi();
    /** @type {Record<string, string[]>} by kind */
    this.categories = JSON.parse(document.getElementById("categories").textContent);
    /** @type {Plan | null} null until it is loaded */
    this.plan = null;
    /** @type {string | null} */
    this.selected = null;
    /** @type {Tool} */
    this.tool = "select";
    /** @type {Record<string, HTMLButtonElement>} by tool */
    this.buttons = {};
    this.undoButton = stepButton("undo", "↶", () => this.undo());
    this.undoButton.disabled = page.dataset.edits === "0";
    this.redoButton = stepButton("redo", "↷", () => this.redo());
    /** @type {string[]} what is to get a number, in the order of the taps */
    this.toNumber = [];
    this.steadyButton = element("button", {
      type: "button",
      class: "choice",
      "data-tool": "steady",
      onclick: () => this.#beSteady(!this.map.isSteady),
      text: word("steady"),
    });
    this.map = new EditorMap({
      onPick: (id) => this.pick(id),
      onShape: (geometry) => this.change({ geometry }),
      onDrawn: (points) => this.#draw(points),
    });
    this.panel = new EditorPanel({ root: document.getElementById("edit-panel"), editor: this });
    this.table = new EditorTable({ root: document.getElementById("edit-table"), editor: this });
    this.#tools(document.getElementById("edit-tools"));
    this.#beSteady(true);
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  // Returns whether the draft is shown: without it nothing is drawn, undone or verified.
  async open() {
    const plan = await this.api.open(this.planId).catch(() => null);
    if (plan === null) {
      this.tell(word("load_failed"), true);
      for (const button of [...Object.values(this.buttons), this.undoButton, this.redoButton]) button.disabled = true;
      return false;
    }
    this.plan = plan;
    this.map.show(plan.features, { fit: true });
    new ScanUnder(siteMap()).show(this.planId);
    this.render();
    return true;
  }

  get feature() {
    return this.plan?.features.find((one) => one.id === this.selected) ?? null;
  }

  /** @param {string | null} id */
  select(id) {
    this.selected = id;
    this.render();
  }

  // While numbers are given, what is picked gets the next one.
  /** @param {string | null} id */
  pick(id) {
    if (this.tool !== "number") this.select(id);
    else if (id !== null) void this.#numberNext(id);
  }

  // Taps may be faster than answers: each waits for the one before, and after one that failed none goes on unseen.
  /** @param {string} id */
  async #numberNext(id) {
    this.toNumber.push(id);
    if (this.toNumber.length > 1) return;
    for (let next = id; next !== undefined; next = this.toNumber[0]) {
      if (!(await this.#number(this.plan?.features.find((one) => one.id === next)))) this.toNumber = [];
      this.toNumber.shift();
    }
  }

  // Returns false if the server did not take the number.
  /** @param {PlanFeature | undefined} feature */
  async #number(feature) {
    const { number } = this.panel;
    // There is none to give: the first is to be written.
    if (number === "") this.panel.focus();
    if (feature === undefined || !NUMBERED.includes(feature.properties.kind) || number === "") return true;
    if ((await this.change({ number }, feature.id)) === null) return false;
    this.panel.countOn(number);
    return true;
  }

  /** @param {Tool} tool */
  choose(tool) {
    this.tool = tool;
    if (tool !== "select") this.selected = null;
    this.map.draw(TOOLS[tool]);
    this.page.classList.toggle("is-drawing", tool !== "select");
    this.render();
  }

  render() {
    for (const [tool, button] of Object.entries(this.buttons))
      button.setAttribute("aria-pressed", String(tool === this.tool));
    this.map.select(this.tool === "select" ? this.feature : null);
    this.panel.show({ tool: this.tool, drawing: TOOLS[this.tool], feature: this.feature });
    this.table.show(this.plan?.features ?? [], this.selected);
  }

  /** @param {object} patch @param {string | null} id */
  change(patch, id = this.selected) {
    return this.#save("PATCH", `/features/${id}`, patch);
  }

  /** @param {string | null} id */
  erase(id = this.selected) {
    return this.#save("DELETE", `/features/${id}`);
  }

  undo() {
    return this.#save("POST", "/undo");
  }

  redo() {
    return this.#save("POST", "/redo");
  }

  /** @param {File} file @param {LonLat} at */
  async addPhoto(file, [lon, lat]) {
    const { feature } = this;
    if (feature === null) return null;
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("lon", String(lon));
    form.append("lat", String(lat));
    form.append("about_id", feature.id);
    form.append("name", feature.properties.name || feature.properties.number || "");
    return this.#save("POST", "/photos", form);
  }

  /** @param {LonLat[]} points */
  async #draw(points) {
    const tool = TOOLS[this.tool];
    if (tool === null) return;
    const { kind, type } = tool;
    const edit = await this.#save("POST", "/features", {
      kind,
      category: this.panel.category,
      geometry: shapeFrom(type, points),
      is_exterior: kind === "opening" && this.panel.isExterior,
    });
    if (edit === null) return;
    this.choose("select");
    this.select(edit.feature_id);
    this.panel.focus();
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | null} body
   * @returns {Promise<Edit | null>}
   */
  async #save(method, path, body = null) {
    // What is not shown cannot be changed: the answer would have nothing to be put into.
    if (this.plan === null) {
      this.tell(word("load_failed"), true);
      return null;
    }
    this.tell(word("saving"));
    try {
      const edit = await this.api.write(method, `/floorplans/${this.planId}${path}`, body);
      this.#take(this.plan, edit);
      this.tell(`${word("saved")} (${word("edit")} ${edit.edit})`);
      return edit;
    } catch (problem) {
      await this.#failed(problem);
      return null;
    }
  }

  // Another person was faster, or the drawing is not valid: show the server's draft again, and say why.
  /** @param {any} problem */
  async #failed(problem) {
    if (problem.code === "nothing_to_undo") {
      this.tell(word("nothing_to_undo"));
      return;
    }
    const text =
      problem.status === 412
        ? `${problem.message} ${word("loaded_again")}`
        : problem.status
          ? problem.message
          : word("not_saved");
    if (problem.status) {
      const plan = await this.api.open(this.planId).catch(() => this.plan);
      this.plan = plan;
      this.map.show(plan?.features ?? [], {});
    }
    this.render();
    this.tell(text, true);
  }

  /** @param {Plan} plan @param {Edit} edit */
  #take(plan, { feature_id: id, feature, can_undo: canUndo, can_redo: canRedo }) {
    const others = plan.features.filter((one) => one.id !== id);
    plan.features = feature === null ? others : [...others, feature];
    if (feature === null && this.selected === id) this.selected = null;
    this.undoButton.disabled = !canUndo;
    this.redoButton.disabled = !canRedo;
    this.map.show(plan.features, {});
    this.render();
  }

  /** @param {HTMLElement} root */
  #tools(root) {
    const marks = {
      select: "entrance",
      room: "neighbor",
      door: "gate",
      object: "aed",
      area: "field",
      line: "road",
      number: "",
    };
    this.buttons = Object.fromEntries(
      TOOL_NAMES.map((tool) => [
        tool,
        element(
          "button",
          {
            type: "button",
            class: "choice",
            "data-tool": tool,
            "aria-pressed": "false",
            onclick: () => this.choose(tool),
          },
          marks[tool] === "" ? "" : symbol(marks[tool]),
          element("span", { text: word(`tool_${tool}`) }),
        ),
      ]),
    );
    root.replaceChildren(...Object.values(this.buttons), this.steadyButton, this.undoButton, this.redoButton);
  }

  /** @param {boolean} isSteady */
  #beSteady(isSteady) {
    this.map.isSteady = isSteady;
    this.steadyButton.setAttribute("aria-pressed", String(isSteady));
  }

  /** @param {KeyboardEvent & { target: any }} event */
  #onKey(event) {
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    } else if (event.key === "Escape") this.choose("select");
  }
}
