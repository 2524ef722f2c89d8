// Rooms of the floor that is drawn, each in the look of what is known of it, with a sign: never a color alone. Where signs
// would lie on each other only the worst is drawn, and none of several that are equally bad: nearer by they all show.

import { element } from "../element.js";

const L = globalThis.L;

/**
 * @typedef {{ space: import("../../mapping/plan/plan.js").PlanFeature, className: string, sign: string, signClass: string,
 *   size: [width: number, height: number], anchor: [x: number, y: number], rank: number }} RoomLook
 *   size, anchor: of the sign, in pixels; the anchor lies in the middle of the room. rank: from 0, which is the worst
 * @typedef {{ left: number, top: number, right: number, bottom: number, rank: number }} SignBox in pixels of the map
 */

export class RoomLooks {
  /** @param {{ map: L.Map, pane: string, zIndex: string }} parts */
  constructor({ map, pane, zIndex }) {
    this.map = map;
    this.pane = pane;
    map.createPane(pane).style.zIndex = zIndex;
    this.rooms = L.layerGroup([], { pane }).addTo(map);
    this.signs = L.layerGroup([], { pane }).addTo(map);
    /** @type {{ look: RoomLook, middle: L.LatLng, mark: L.Marker | null }[]} */
    this.drawn = [];
    // How near one looks decides what lies on what.
    map.on("zoomend", () => this.#showSigns());
  }

  /** @param {RoomLook[]} looks instead of those before */
  show(looks) {
    this.rooms.clearLayers();
    this.signs.clearLayers();
    this.drawn = looks.map((look) => {
      const { className } = look;
      const options = { pane: this.pane, interactive: false, className };
      const shape = /** @type {L.Polygon} */ (L.GeoJSON.geometryToLayer(look.space, /** @type {any} */ (options)));
      this.rooms.addLayer(shape);
      return { look, middle: shape.getBounds().getCenter(), mark: null };
    });
    this.#showSigns();
  }

  #showSigns() {
    const boxes = this.drawn.map(({ look, middle }) => boxOf(look, this.map.latLngToLayerPoint(middle)));
    const free = signsApart(boxes);
    for (const [at, one] of this.drawn.entries()) {
      if (free[at]) this.signs.addLayer((one.mark ??= this.#markOf(one)));
      else if (one.mark !== null) this.signs.removeLayer(one.mark);
    }
  }

  /** @param {{ look: RoomLook, middle: L.LatLng }} one */
  #markOf({ look, middle }) {
    const sign = element("span", { "aria-hidden": "true", text: look.sign });
    const icon = L.divIcon({ className: look.signClass, html: sign, iconSize: look.size, iconAnchor: look.anchor });
    return L.marker(middle, { icon, pane: this.pane, interactive: false, keyboard: false });
  }
}

/** @param {RoomLook} look @param {L.Point} middle @returns {SignBox} */
function boxOf({ size: [width, height], anchor: [x, y], rank }, middle) {
  const [left, top] = [middle.x - x, middle.y - y];
  return { left, top, right: left + width, bottom: top + height, rank };
}

/**
 * Tell of each sign whether it stands apart from all that are as bad or worse.
 * @param {SignBox[]} boxes
 */
export function signsApart(boxes) {
  const inOrder = boxes.map((_, at) => at).sort((one, other) => boxes[one].left - boxes[other].left);
  const widest = Math.max(0, ...boxes.map(({ left, right }) => right - left));
  const isApart = boxes.map(() => true);
  for (const [n, at] of inOrder.entries()) {
    const box = boxes[at];
    for (let next = n + 1; next < inOrder.length; next += 1) {
      const other = boxes[inOrder[next]];
      if (other.left >= box.left + widest) break;
      if (other.left >= box.right || other.top >= box.bottom || box.top >= other.bottom) continue;
      if (other.rank <= box.rank) isApart[at] = false;
      if (box.rank <= other.rank) isApart[inOrder[next]] = false;
    }
  }
  return isApart;
}
