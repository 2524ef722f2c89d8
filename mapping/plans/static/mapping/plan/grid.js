// The site's grid on the map: faint lines over every floor, and the squares' names where no other label stands.
//
//   import { GridLayer, siteGrid } from "./grid.js";
//   const grid = siteGrid();                      the page's definition, as GET /api/v1/sites/{id} answers; null if none
//   const layer = new GridLayer(map, grid, marks) marks: PlanLayers' own (plan.marks), so that no name covers another;
//                                                 without one, the layer keeps its own
//   layer.toggle()                                shows or hides; returns whether it is shown now
//   cellOf(grid, [lon, lat])                      "F7", or null outside
//   gridButton(layer)                             a button that toggles, for pages without a tool bar
//
// Pane plan-grid 360: above rooms and doors, below marks and everything live.

import { cellName } from "./cells.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { Marks, textWidth } from "./marks.js";

export { cellName, cellOf } from "./cells.js";

/** @typedef {import("./cells.js").Grid} Grid */

const L = globalThis.L;
const PANE = "plan-grid";
// A square narrower than this has no room for its name: then every second, fourth or eighth square is named.
const NAMED_FROM_PX = 44;
const STEPS = [8, 4, 2, 1];
// Every name is an element that each zoom looks at.
const MAX_NAMES = 1500;
// Metres per pixel at the equator at zoom 0, by definition of Web Mercator.
const METRES_PER_PIXEL = 156543.034;
const FONT = "600 11px Inter, system-ui";
const INSET_PX = 3;

/** @returns {Grid | null} */
export function siteGrid() {
  const holder = document.getElementById("map-grid");
  return holder === null ? null : JSON.parse(holder.textContent);
}

export class GridLayer {
  #map;
  #grid;
  #marks;
  /** @type {L.Polyline | null} null while it is hidden */
  #lines = null;

  /** @param {L.Map} map @param {Grid} grid @param {Marks | undefined} marks */
  constructor(map, grid, marks) {
    this.#map = map;
    this.#grid = grid;
    this.#addPane();
    this.#marks = marks ?? new Marks(map, PANE);
  }

  toggle() {
    if (this.#lines === null) {
      this.#lines = L.polyline(linesOf(this.#grid), {
        pane: PANE,
        renderer: L.svg({ pane: PANE, padding: 0.5 }),
        interactive: false,
        className: "plan-grid-line",
      }).addTo(this.#map);
      this.#marks.show(namesOf(this.#grid), "grid");
      return true;
    }
    this.#lines.remove();
    this.#lines = null;
    this.#marks.show([], "grid");
    return false;
  }

  #addPane() {
    const pane = this.#map.createPane(PANE);
    pane.style.zIndex = "360";
    pane.style.pointerEvents = "none";
  }
}

/** @param {GridLayer} layer */
export function gridButton(layer) {
  const button = element("button", {
    type: "button",
    class: "map-button",
    "aria-pressed": "false",
    text: word("grid"),
  });
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(layer.toggle())));
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  return control;
}

/** @param {Grid} grid */
function linesOf({ west, north, lon_step_deg: lonStep, lat_step_deg: latStep, columns, rows }) {
  const east = west + columns * lonStep;
  const south = north - rows * latStep;
  /** @type {L.LatLngTuple[][]} */
  const lines = [];
  for (let n = 0; n <= columns; n += 1)
    lines.push([
      [north, west + n * lonStep],
      [south, west + n * lonStep],
    ]);
  for (let n = 0; n <= rows; n += 1)
    lines.push([
      [north - n * latStep, west],
      [north - n * latStep, east],
    ]);
  return lines;
}

// Each name stands inside the north-west corner of its square; it yields to every label of the plan.
/** @param {Grid} grid */
function namesOf(grid) {
  const smallest =
    [...STEPS].reverse().find((step) => (grid.columns / step) * (grid.rows / step) <= MAX_NAMES) ?? STEPS[0];
  const names = [];
  for (let column = 0; column < grid.columns; column += smallest) {
    for (let row = 0; row < grid.rows; row += smallest) names.push(nameMark(grid, column, row));
  }
  return names;
}

/** @param {Grid} grid @param {number} column @param {number} row @returns {import("./marks.js").Mark} */
function nameMark(grid, column, row) {
  const step = STEPS.find((one) => column % one === 0 && row % one === 0) ?? 1;
  const text = cellName(column, row);
  const lat = grid.north - row * grid.lat_step_deg;
  const width = textWidth(text, FONT) + 2 * INSET_PX;
  const metresPerPixel = METRES_PER_PIXEL * Math.cos((lat * Math.PI) / 180);
  const drawn = element("span", { class: "plan-grid-name", text });
  return {
    at: [grid.west + column * grid.lon_step_deg, lat],
    looks: [{ element: drawn, width, height: 16, from: "corner" }],
    rank: 2000 - step,
    fromZoom: Math.log2((NAMED_FROM_PX * metresPerPixel) / (grid.cell_m * step)),
  };
}
