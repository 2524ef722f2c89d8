// The editor's map: picks what is tapped, draws corner by corner, and lets what is selected be moved and reshaped.

import { marksOf, pathsOf } from "../plan/draw.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { contains } from "../plan/geometry.js";
import { Marks } from "../plan/marks.js";
import { siteMap } from "../plan/plan.js";
import {
  cornersOf,
  isClosed,
  linesOf,
  middleOf,
  shapeFrom,
  shifted,
  withCornerAdded,
  withCornerMoved,
  withoutCorner,
} from "../plan/shape.js";
import { snapped, squared } from "./steady.js";

/** @typedef {import("../plan/shape.js").Geometry} Geometry */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {{ id: string, geometry: Geometry }} Shape what is drawn */
/** @typedef {{ paths: (shapes: any[], options: { pane: string, renderer: L.Renderer }) => L.Layer[],
 *   marks: (shapes: any[]) => import("../plan/marks.js").Mark[] }} Looks of the shapes of one editor */
/** @typedef {{ kind: string, type: "Point" | "LineString" | "Polygon", points?: number }} Drawn what a tool draws; points: done with so many */

const L = globalThis.L;
const NEAR_PX = 18;
const HANDLE_PX = 20;
// Beyond this many corners handles would cover the shape: it can be moved as a whole.
const MAX_HANDLES = 120;
const METRE_DEG = 1 / 111_320;
const NUDGE_M = 0.25;
const SAVED_AFTER_MS = 400;
/** @type {[string, number][]} */
const PANES = [
  ["plan-floor", 350],
  ["plan-marks", 450],
  ["edit", 460],
];
const LEAST = { Polygon: 3, LineString: 2, Point: 1 };
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @type {Looks} */
const PLAN_LOOKS = {
  paths: (features, options) => pathsOf({ features }, options),
  marks: (features) => marksOf({ features }),
};

// `looks`: the paths and the marks of what is drawn; without it, those of a plan. What is drawn has an id and a geometry.
export class EditorMap {
  #map = siteMap();
  /** @type {L.Layer[]} */
  #layers = [];
  /** @type {L.Layer[]} */
  #handles = [];
  /** @type {L.GeoJSON | null} */
  #sketch = null;
  /** @type {LonLat[]} */
  #points = [];
  /** @type {Drawn | null} */
  #drawing = null;
  /** @type {Shape[]} */
  #features = [];
  /** @type {Shape | null} */
  #feature = null;
  /** @type {Geometry | null} */
  #geometry = null;
  #timer = 0;
  // Whether a point that is drawn or moved goes onto walls that are there, and stands at right angles.
  isSteady = false;

  /**
   * @param {{ onPick: (id: string | null) => unknown, onShape: (geometry: Geometry) => unknown, onDrawn: (points: LonLat[]) => unknown, looks?: Looks }} parts
   */
  constructor({ onPick, onShape, onDrawn, looks = PLAN_LOOKS }) {
    this.onPick = onPick;
    this.onShape = onShape;
    this.onDrawn = onDrawn;
    this.looks = looks;
    for (const [name, layer] of PANES) this.#map.createPane(name).style.zIndex = String(layer);
    const marks = this.#map.getPane("plan-marks");
    if (marks !== undefined) marks.style.pointerEvents = "none";
    this.renderer = L.svg({ pane: "plan-floor", padding: 0.5 });
    this.marks = new Marks(this.#map, "plan-marks");
    this.#map.doubleClickZoom.disable();
    L.control
      .zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") })
      .addTo(this.#map);
    L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(this.#map);
    this.#map.on("click", ({ latlng }) => this.#tapped(latlng));
    this.#map.getContainer().addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  /** @param {any[]} features @param {{ fit?: boolean }} options */
  show(features, { fit = false }) {
    this.#features = features;
    for (const layer of this.#layers) layer.remove();
    this.#layers = this.looks
      .paths(features, { pane: "plan-floor", renderer: this.renderer })
      .map((layer) => layer.addTo(this.#map));
    this.marks.show(this.looks.marks(features));
    const bounds = L.geoJSON(features.map((one) => ({ ...one, type: "Feature" }))).getBounds();
    if (fit && bounds.isValid()) this.#map.fitBounds(bounds, { padding: [16, 16], animate: false });
  }

  // --- draw something new ---
  /** @param {Drawn | null} drawing */
  draw(drawing) {
    this.#drawing = drawing;
    this.#points = [];
    this.#showSketch();
  }

  get drawnPoints() {
    return this.#points.length;
  }

  // For users without a pointer: arrow keys move the map, and its middle is the pencil.
  addMiddle() {
    const { lat, lng } = this.#map.getCenter();
    this.#add(this.#meant([lng, lat], this.#points));
  }

  takeBack() {
    this.#points.pop();
    this.#showSketch();
  }

  finish() {
    const least = this.#drawing === null ? Infinity : LEAST[this.#drawing.type];
    if (this.#points.length < least) return;
    const points = this.#points;
    this.#points = [];
    this.#showSketch();
    this.onDrawn(points);
  }

  /** @param {LonLat} point */
  #add(point) {
    this.#points.push(point);
    this.#showSketch();
    if (this.#points.length === this.#drawing?.points) this.finish();
  }

  #showSketch() {
    this.#sketch?.remove();
    this.#sketch = null;
    if (this.#drawing === null || this.#points.length === 0) return;
    const type = this.#points.length === 1 ? "Point" : this.#points.length === 2 ? "LineString" : this.#drawing.type;
    const style = { className: "edit-sketch", interactive: false, pane: "edit" };
    this.#sketch = L.geoJSON(shapeFrom(type, this.#points), {
      ...style,
      style,
      pointToLayer: (_one, at) => L.circleMarker(at, { ...style, radius: 6 }),
    }).addTo(this.#map);
  }

  /** @param {L.LatLng} at */
  #tapped({ lat, lng }) {
    if (this.#drawing === null) {
      this.onPick(this.#nearest([lng, lat]));
      return;
    }
    const first = this.#points[0];
    const isOnFirst =
      first !== undefined &&
      this.#points.length > 2 &&
      this.#pixels(first).distanceTo(this.#pixels([lng, lat])) < NEAR_PX;
    if (isOnFirst) this.finish();
    else this.#add(this.#meant([lng, lat], this.#points));
  }

  // Of what is near by, the wall that is there goes before a right angle. A thing that is one point stands where it is set.
  /** @param {LonLat} at @param {LonLat[]} drawn @returns {LonLat} */
  #meant(at, drawn) {
    if (!this.isSteady || this.#drawing?.type === "Point") return at;
    const lines = this.#features
      .filter(({ id, geometry }) => id !== this.#feature?.id && geometry.type !== "Point")
      .flatMap(({ geometry }) => linesOf(geometry));
    /** @type {import("./steady.js").Hand} */
    const hand = {
      near: NEAR_PX,
      pixel: (one) => this.#pixels(one),
      lonlat: ({ x, y }) => {
        const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
        return [lng, lat];
      },
    };
    return snapped(at, lines, hand) ?? squared(at, drawn, hand) ?? at;
  }

  // A thing, door or way within reach of a finger goes before the room it stands in; of rooms the smallest is meant.
  /** @param {LonLat} at */
  #nearest(at) {
    const tapped = this.#pixels(at);
    const near = this.#features
      .filter(({ geometry }) => !isClosed(geometry))
      .map(({ id, geometry }) => ({ id, distance: this.#distanceTo(geometry, tapped) }))
      .filter(({ distance }) => distance < NEAR_PX)
      .sort((a, b) => a.distance - b.distance);
    if (near.length > 0) return near[0].id;
    const around = this.#features
      .filter(({ geometry }) => contains(geometry, at))
      .sort((a, b) => sizeOf(a.geometry) - sizeOf(b.geometry));
    return around[0]?.id ?? null;
  }

  /** @param {Geometry} geometry @param {L.Point} tapped */
  #distanceTo(geometry, tapped) {
    const lines = linesOf(geometry).map((line) => line.map((point) => this.#pixels(point)));
    const ends = lines.flatMap((line) =>
      line.length === 1
        ? [line[0].distanceTo(tapped)]
        : line.slice(1).map((end, index) => L.LineUtil.pointToSegmentDistance(tapped, line[index], end)),
    );
    return Math.min(...ends);
  }

  /** @param {import("../plan/shape.js").LonLat} at */
  #pixels([lon, lat]) {
    return this.#map.latLngToContainerPoint([lat, lon]);
  }

  // --- move and reshape what is selected ---
  /** @param {Shape | null} feature */
  select(feature) {
    this.#flush();
    this.#feature = feature;
    this.#geometry = feature?.geometry ?? null;
    this.#showSelected();
  }

  #showSelected() {
    for (const handle of this.#handles) handle.remove();
    this.#handles = [];
    // While something is selected, arrow keys move it and not the map.
    if (this.#feature === null) this.#map.keyboard.enable();
    else this.#map.keyboard.disable();
    if (this.#geometry === null) return;
    const style = { className: "edit-selected", interactive: false, pane: "edit" };
    this.#handles.push(
      L.geoJSON(this.#geometry, {
        ...style,
        style,
        pointToLayer: (_one, at) => L.circleMarker(at, { ...style, radius: 12 }),
      }).addTo(this.#map),
    );
    this.#handles.push(this.#moveHandle(this.#geometry));
    const corners = cornersOf(this.#geometry);
    if (this.#geometry.type !== "Point" && corners.length <= MAX_HANDLES)
      for (const corner of corners) this.#cornerHandles(this.#geometry, corner);
  }

  /** @param {Geometry} geometry */
  #moveHandle(geometry) {
    const at = middleOf(geometry);
    const handle = this.#handle(at, "edit-handle edit-handle-move", word("move"), "✥");
    handle.on("dragend", () => {
      const { lat, lng } = handle.getLatLng();
      this.#changed(shifted(geometry, lng - at[0], lat - at[1]));
    });
    return handle;
  }

  /** @param {Geometry} geometry @param {import("../plan/shape.js").Corner} corner */
  #cornerHandles(geometry, corner) {
    const handle = this.#handle(corner.at, "edit-handle", word("corner"));
    handle.on("dragend", () => {
      const { lat, lng } = handle.getLatLng();
      this.#changed(withCornerMoved(geometry, corner, this.#meant([lng, lat], [])));
    });
    const remove = () => {
      const fewer = withoutCorner(geometry, corner);
      if (fewer !== null) this.#changed(fewer);
    };
    handle.on("dblclick contextmenu", remove);
    handle.getElement()?.addEventListener("keydown", (event) => {
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      event.stopPropagation();
      remove();
    });
    this.#handles.push(handle);
    const next = linesOf(geometry)[corner.line][corner.index + 1];
    if (next === undefined) return;
    const middle = this.#handle(
      [(corner.at[0] + next[0]) / 2, (corner.at[1] + next[1]) / 2],
      "edit-handle edit-handle-middle",
      word("new_corner"),
      "",
      14,
    );
    middle.on("dragend", () => {
      const { lat, lng } = middle.getLatLng();
      this.#changed(withCornerAdded(geometry, corner, this.#meant([lng, lat], [])));
    });
    this.#handles.push(middle);
  }

  /**
   * @param {number[]} point
   * @param {string} className
   * @param {string} title
   */
  #handle([lon, lat], className, title, text = "", size = HANDLE_PX) {
    const html = element("span", { text });
    const icon = L.divIcon({ html, className, iconSize: [size, size] });
    return L.marker([lat, lon], { icon, draggable: true, title, alt: title, keyboard: true, autoPan: true }).addTo(
      this.#map,
    );
  }

  /** @param {Geometry} geometry */
  #changed(geometry) {
    this.#geometry = geometry;
    this.#showSelected();
    this.onShape(geometry);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const arrow = ARROWS[event.key];
    if (this.#drawing !== null && event.key === "Enter") this.finish();
    else if (this.#drawing !== null && event.key === "Backspace") this.takeBack();
    else if (this.#drawing !== null && event.key === " ") this.addMiddle();
    else if (this.#feature !== null && arrow !== undefined) this.#nudge(arrow, event.shiftKey ? 8 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Steps in a row are one edit: it is saved when the keys rest.
  /** @param {number[]} by @param {number} times */
  #nudge([east, north], times) {
    if (this.#geometry === null) return;
    const step = NUDGE_M * METRE_DEG * times;
    const lat = middleOf(this.#geometry)[1];
    this.#geometry = shifted(this.#geometry, (east * step) / Math.cos((lat * Math.PI) / 180), north * step);
    this.#showSelected();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), SAVED_AFTER_MS);
  }

  #flush() {
    if (this.#timer === 0) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#geometry !== null) this.onShape(this.#geometry);
  }
}

/** @param {Geometry} geometry */
function sizeOf(geometry) {
  const points = cornersOf(geometry).map(({ at }) => at);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  return (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats));
}

// What both editors have beside their tools.
/** @param {"undo" | "redo"} way @param {string} sign @param {() => unknown} onclick */
export function stepButton(way, sign, onclick) {
  return element("button", {
    type: "button",
    class: "button",
    "data-tool": way,
    onclick,
    text: `${sign} ${word(way)}`,
  });
}
