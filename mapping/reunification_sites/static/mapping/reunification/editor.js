// Draw a reunification site: tools, the form of what is drawn or selected, the table twin, and who sees whom, at once.

import { element } from "../../coordination/element.js";
import { areaText, lengthText } from "../lengths.js";
import { word } from "../../coordination/words.js";
import { EditorMap, stepButton } from "../editor/map.js";
import { textWidth } from "../plan/marks.js";
import { siteMap } from "../plan/plan.js";
import { Drawing, HELD } from "./drawing.js";
import { sizeM2 } from "./geometry.js";
import { ReunificationPanel } from "./panel.js";
import { linesOf, middleOf, shapeFrom } from "../plan/shape.js";

const L = globalThis.L;
const MAX_PAIRS = 2;

/** @typedef {import("./drawing.js").DrawnShape} DrawnShape */
/** @typedef {import("./drawing.js").DrawnSite} DrawnSite */
/** @typedef {import("../plan/shape.js").Geometry} Geometry */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {import("./drawing.js").DrawingRules & { kinds: string[], modes: string[] }} EditorRules */
/** @typedef {"select" | "area" | "route" | "screen" | "place"} Tool */

/** @type {Record<Tool, (import("../editor/map.js").Drawn & { kind: import("./drawing.js").DrawnKind, category: string }) | null>} */
export const TOOLS = {
  select: null,
  area: { kind: "area", category: "parents", type: "Polygon" },
  route: { kind: "route", category: "walk", type: "LineString" },
  screen: { kind: "screen", category: "screen", type: "LineString" },
  place: { kind: "place", category: "place", type: "Point", points: 1 },
};

const TOOL_NAMES = /** @type {Tool[]} */ (Object.keys(TOOLS));

/** @param {{ kind: string, category: string }} shape */
export function kindWord({ kind, category }) {
  if (kind === "area") return word(`area.${category}`);
  return kind === "route" ? word(`mode.${category}`) : word(`reunification.${kind}`);
}

// `onPlace([lon, lat])`: the place of the site was set or moved on the map.
export class ReunificationEditor {
  /** @param {{ page: HTMLElement, root: HTMLElement, rules: EditorRules, onPlace: (at: LonLat) => void }} parts */
  constructor({ page, root, rules, onPlace }) {
    this.page = page;
    this.rules = rules;
    this.onPlace = onPlace;
    /** @type {Drawing | null} null while no site is open */
    this.drawing = null;
    /** @type {string | null} */
    this.selected = null;
    /** @type {Tool} */
    this.tool = "select";
    /** @type {Record<string, HTMLButtonElement>} by tool */
    this.buttons = {};
    this.undoButton = stepButton("undo", "↶", () => this.#step("undo"));
    this.redoButton = stepButton("redo", "↷", () => this.#step("redo"));
    this.map = new EditorMap({
      onPick: (id) => this.drawing !== null && this.select(id),
      onShape: (geometry) => this.change({ geometry }),
      onDrawn: (points) => this.draw(points),
      looks: { paths: (shapes, options) => this.#paths(shapes, options), marks: (shapes) => shapes.map(markOf) },
    });
    this.panel = new ReunificationPanel({ root: root.querySelector("[data-panel]"), editor: this });
    // Over the map, which stays in sight however far the form is scrolled.
    this.sight = page.querySelector("[data-sight]");
    this.table = root.querySelector("[data-shapes]");
    this.#tools(root.querySelector("[data-tools]"));
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {DrawnSite | null} site */
  open(site) {
    this.drawing = new Drawing(this.rules, site);
    this.selected = null;
    // The map has another size now. Ways lead far away: one begins with the site itself.
    siteMap().invalidateSize({ pan: false });
    const bounds = boundsOf(this.drawing.shapes.filter(({ kind }) => kind !== "route"));
    if (bounds.isValid()) siteMap().fitBounds(bounds, { padding: [32, 32], maxZoom: 19, animate: false });
    this.choose(site === null ? "place" : "select");
  }

  close() {
    this.drawing = null;
    this.tool = "select";
    this.map.draw(null);
    this.map.select(null);
    this.map.show([], {});
    this.sight.hidden = true;
    this.page.classList.remove("is-drawing");
  }

  get shape() {
    return this.drawing?.find(this.selected) ?? null;
  }

  /** @param {string | null} id */
  select(id) {
    this.selected = id;
    this.render();
  }

  /** @param {Tool} tool */
  choose(tool) {
    this.tool = tool;
    if (tool !== "select") this.selected = null;
    this.map.draw(TOOLS[tool]);
    this.page.classList.toggle("is-drawing", tool !== "select");
    this.render();
  }

  /** @param {LonLat[]} points */
  draw(points) {
    const tool = TOOLS[this.tool];
    if (this.drawing === null || tool === null) return;
    this.selected = this.drawing.add(tool.kind, this.panel.category, shapeFrom(tool.type, points));
    this.choose("select");
    this.panel.focus();
  }

  /** @param {Partial<DrawnShape>} patch @param {{ keepPanel?: boolean }} options */
  change(patch, { keepPanel = false } = {}) {
    if (this.drawing === null || this.selected === null || this.shape === null) return;
    this.drawing.change(this.selected, patch);
    this.render({ keepPanel });
  }

  erase() {
    if (this.drawing === null || this.selected === null) return;
    this.drawing.remove(this.selected);
    this.select(null);
  }

  render({ keepPanel = false } = {}) {
    const { drawing, tool } = this;
    if (drawing === null) return;
    for (const [name, button] of Object.entries(this.buttons))
      button.setAttribute("aria-pressed", String(name === tool));
    this.undoButton.disabled = !drawing.canUndo;
    this.redoButton.disabled = !drawing.canRedo;
    this.map.show(drawing.shapes, {});
    this.map.select(tool === "select" ? this.shape : null);
    if (!keepPanel) this.panel.show({ drawing: TOOLS[tool], shape: this.shape });
    this.#showTable(drawing);
    this.#showSight(drawing);
    const place = drawing.shapes.find(({ kind }) => kind === "place");
    if (place !== undefined) this.onPlace(middleOf(place.geometry));
  }

  // The place was typed into the form.
  /** @param {LonLat} at */
  setPlace(at) {
    const { drawing } = this;
    const place = drawing?.shapes.find(({ kind }) => kind === "place");
    /** @type {Geometry} */
    const geometry = { type: "Point", coordinates: at };
    if (place === undefined) drawing?.add("place", "place", geometry);
    else drawing?.change(place.id, { geometry });
    this.render();
  }

  /** @param {DrawnShape[]} shapes @param {L.PathOptions} options */
  #paths(shapes, options) {
    const lines = shapes
      .filter(({ kind }) => kind !== "place")
      .map(({ kind, category, geometry }) =>
        L.geoJSON(
          geometry,
          /** @type {L.GeoJSONOptions} */ ({ ...options, style: { className: classOf(kind, category) } }),
        ),
      );
    const sight = this.drawing?.inSight() ?? [];
    return [
      ...lines,
      ...sight.map(({ line }) =>
        L.polyline(
          line.map(([lon, lat]) => /** @type {L.LatLngTuple} */ ([lat, lon])),
          { ...options, className: "reunification-sight" },
        ),
      ),
    ];
  }

  /** @param {Drawing} drawing */
  #showSight(drawing) {
    const pairs = drawing.inSight().map(({ here, there }) => `${nameOf(here)} → ${nameOf(there)}`);
    const isSeen = pairs.length > 0;
    // The first are enough to know where to begin, and leave the map to be seen; the lines show them all.
    const others = pairs.length > MAX_PAIRS ? ` +${pairs.length - MAX_PAIRS}` : "";
    const text = isSeen ? word("reunification.in_sight", { pairs: pairs.slice(0, MAX_PAIRS).join(", ") + others }) : "";
    // Said once, when it changes: a live region that is written again is read out again.
    if (this.sight.textContent !== text) this.sight.textContent = text;
    this.sight.hidden = !isSeen;
  }

  /** @param {Drawing} drawing */
  #showTable(drawing) {
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.shape;
    const heads = ["kind", "reunification.size"].map((key) => element("th", { scope: "col", text: word(key) }));
    const rows = drawing.shapes.map((shape) => this.#row(drawing, shape));
    const table = element(
      "table",
      { class: "plan-table edit-table" },
      element("thead", {}, element("tr", {}, ...heads, element("th", { scope: "col" }))),
      element("tbody", {}, ...rows),
    );
    this.table.replaceChildren(
      rows.length === 0 ? element("p", { class: "empty", text: word("reunification.nothing_drawn") }) : table,
    );
    if (focus !== undefined) this.table.querySelector(`[data-shape="${CSS.escape(focus)}"]`)?.focus();
  }

  /** @param {Drawing} drawing @param {DrawnShape} shape */
  #row(drawing, shape) {
    const pick = () => {
      this.choose("select");
      this.select(shape.id);
      this.#bringIntoView(shape);
    };
    return element(
      "tr",
      { "aria-selected": shape.id === this.selected ? "true" : null },
      element("td", { text: shape.name === "" ? kindWord(shape) : `${kindWord(shape)} · ${shape.name}` }),
      element("td", { class: "number", text: sizeOf(drawing, shape) }),
      element(
        "td",
        {},
        element("button", {
          type: "button",
          class: "row-show",
          "data-shape": shape.id,
          "aria-label": `${word("select")}: ${nameOf(shape)}`,
          onclick: pick,
          text: "◎",
        }),
      ),
    );
  }

  /** @param {DrawnShape} shape */
  #bringIntoView(shape) {
    const bounds = boundsOf([shape]);
    if (!siteMap().getBounds().contains(bounds))
      siteMap().fitBounds(bounds, { padding: [32, 32], maxZoom: siteMap().getZoom(), animate: false });
  }

  /** @param {HTMLElement} root */
  #tools(root) {
    this.buttons = Object.fromEntries(
      TOOL_NAMES.map((tool) => [
        tool,
        element("button", {
          type: "button",
          class: "choice",
          "data-tool": tool,
          "aria-pressed": "false",
          onclick: () => this.choose(tool),
          text: word(tool === "select" ? "tool_select" : `reunification.tool_${tool}`),
        }),
      ]),
    );
    root.replaceChildren(...Object.values(this.buttons), this.undoButton, this.redoButton);
  }

  /** @param {"undo" | "redo"} way */
  #step(way) {
    this.drawing?.[way]();
    this.render();
  }

  /** @param {KeyboardEvent & { target: any }} event */
  #onKey(event) {
    if (this.drawing === null || event.target.closest?.("input, textarea, select, dialog")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.#step(event.shiftKey ? "redo" : "undo");
    } else if (event.key === "Escape") this.choose("select");
  }
}

/** @param {Drawing} drawing @param {DrawnShape} shape */
function sizeOf(drawing, shape) {
  if (shape.kind === "area") return [areaText(sizeM2(linesOf(shape.geometry)[0])), ...heldBy(shape)].join(" · ");
  if (shape.kind !== "route") return "–";
  const { distance_m: metres, time_s: seconds } = drawing.lengthOf(shape);
  return `${lengthText(metres)} · ${Math.round(seconds / 60)} min`;
}

/** @param {DrawnShape} shape */
function heldBy({ holds }) {
  return HELD.filter((held) => (holds[held] ?? null) !== null).map((held) => `${word(`holds.${held}`)} ${holds[held]}`);
}

/** @param {{ name: string, kind: string, category: string }} shape */
export function nameOf(shape) {
  return shape.name || kindWord(shape);
}

/** @param {string} kind @param {string} category */
export function classOf(kind, category) {
  return kind === "area" ? `reunification-area reunification-area-${category}` : `reunification-${kind}`;
}

/** @param {{ geometry: Geometry }[]} shapes */
function boundsOf(shapes) {
  return L.geoJSON(shapes.map(({ geometry }) => ({ type: "Feature", geometry, properties: {} }))).getBounds();
}

/** @param {DrawnShape} shape @returns {import("../plan/marks.js").Mark} */
function markOf(shape) {
  if (shape.kind === "place")
    return {
      at: middleOf(shape.geometry),
      looks: [{ element: element("span", { class: "reunification-rank", text: "✦" }), width: 32, height: 32 }],
      rank: 0,
      fromZoom: 0,
    };
  const text = shape.kind === "screen" ? "" : nameOf(shape);
  const line = linesOf(shape.geometry)[0];
  const at = shape.kind === "area" ? middleOf(shape.geometry) : line[Math.floor(line.length / 2)];
  const drawn = element("span", { class: "reunification-label", text });
  return {
    at,
    looks: [{ element: drawn, width: textWidth(text, "600 12px Inter, system-ui") + 6, height: 16 }],
    rank: 10,
    fromZoom: 14,
  };
}
