// Edit a draft: each change is saved at once, can be undone, and is refused if somebody else was faster.

import { element } from "../../coordination/element.js";
import { word } from "../words.js";
import { EditorMap } from "./map.js";
import { EditorPanel } from "./panel.js";
import { EditorTable } from "./table.js";
import { siteMap } from "../plan/plan.js";
import { PlanApi } from "../plan/plan_api.js";
import { ScanUnder } from "../plan/scan.js";
import { shapeFrom } from "../plan/shape.js";
import { symbol } from "../plan/symbols.js";

// What each tool draws. A choice of category comes with it.
const TOOLS = {
  select: null,
  room: { kind: "space", category: "classroom", type: "Polygon" },
  door: { kind: "opening", category: "pedestrian", type: "LineString", points: 2 },
  object: { kind: "object", category: "aed", type: "Point", points: 1 },
  area: { kind: "area", category: "parking", type: "Polygon" },
  line: { kind: "area", category: "road", type: "LineString" },
};

export class Editor {
  constructor({ page, planId, tell }) {
    this.page = page;
    this.planId = planId;
    this.tell = tell;
    this.api = new PlanApi();
    this.categories = JSON.parse(document.getElementById("categories").textContent);
    this.plan = null;
    this.selected = null;
    this.tool = "select";
    this.map = new EditorMap({
      onPick: (id) => this.select(id),
      onShape: (geometry) => this.change({ geometry }),
      onDrawn: (points) => this.#draw(points),
    });
    this.panel = new EditorPanel({ root: document.getElementById("edit-panel"), editor: this });
    this.table = new EditorTable({ root: document.getElementById("edit-table"), editor: this });
    this.#tools(document.getElementById("edit-tools"));
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  async open() {
    try {
      this.plan = await this.api.open(this.planId);
    } catch {
      this.tell(word("load_failed"), true);
      return;
    }
    this.map.show(this.plan.features, { fit: true });
    new ScanUnder(siteMap()).show(this.planId);
    this.render();
  }

  get feature() {
    return this.plan?.features.find((one) => one.id === this.selected) ?? null;
  }

  select(id) {
    this.selected = id;
    this.render();
  }

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

  change(patch, id = this.selected) {
    return this.#save("PATCH", `/features/${id}`, patch);
  }

  erase(id = this.selected) {
    return this.#save("DELETE", `/features/${id}`);
  }

  undo() {
    return this.#save("POST", "/undo");
  }

  redo() {
    return this.#save("POST", "/redo");
  }

  addPhoto(file, [lon, lat]) {
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("lon", lon);
    form.append("lat", lat);
    form.append("about_id", this.selected);
    form.append("name", this.feature.properties.name || this.feature.properties.number || "");
    return this.#save("POST", "/photos", form);
  }

  async #draw(points) {
    const { kind, type } = TOOLS[this.tool];
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

  async #save(method, path, body = null) {
    this.tell(word("saving"));
    try {
      const edit = await this.api.write(method, `/floorplans/${this.planId}${path}`, body);
      this.#take(edit);
      this.tell(`${word("saved")} (${word("edit")} ${edit.edit})`);
      return edit;
    } catch (problem) {
      await this.#failed(problem);
      return null;
    }
  }

  // Somebody was faster, or what was drawn cannot be: the draft as the server has it is shown again, and why.
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
      this.plan = await this.api.open(this.planId).catch(() => this.plan);
      this.map.show(this.plan.features, {});
    }
    this.render();
    this.tell(text, true);
  }

  #take({ feature_id: id, feature, can_undo: canUndo, can_redo: canRedo }) {
    const others = this.plan.features.filter((one) => one.id !== id);
    this.plan.features = feature === null ? others : [...others, feature];
    if (feature === null && this.selected === id) this.selected = null;
    this.undoButton.disabled = !canUndo;
    this.redoButton.disabled = !canRedo;
    this.map.show(this.plan.features, {});
    this.render();
  }

  #tools(root) {
    const marks = { select: "entrance", room: "neighbor", door: "gate", object: "aed", area: "field", line: "road" };
    this.buttons = Object.fromEntries(
      Object.keys(TOOLS).map((tool) => [
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
          symbol(marks[tool]),
          element("span", { text: word(`tool_${tool}`) }),
        ),
      ]),
    );
    this.undoButton = element("button", {
      type: "button",
      class: "button",
      "data-tool": "undo",
      onclick: () => this.undo(),
      text: `↶ ${word("undo")}`,
      disabled: this.page.dataset.edits === "0",
    });
    this.redoButton = element("button", {
      type: "button",
      class: "button",
      "data-tool": "redo",
      onclick: () => this.redo(),
      text: `↷ ${word("redo")}`,
    });
    root.replaceChildren(...Object.values(this.buttons), this.undoButton, this.redoButton);
  }

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
