// Casualties on the map, for those who may read them: a sign and a color by category, at their point or in their room.
// The table of the panel says the same.

import { element } from "../element.js";
import { word } from "../words.js";
import { categoryText, isCounted, SIGNS, titleOf } from "./casualties.js";

const PANE = "casualties";
const GONE = new Set(["transporting", "at_hospital", "released"]);

export class CasualtiesOnMap {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    map.createPane(PANE).style.zIndex = "446"; // above what rooms reported, below who calls for help
    this.layer = L.layerGroup([], { pane: PANE }).addTo(map);
    this.shown = "";
  }

  /**
   * @param {import("./casualties.js").Casualties} casualties none for readers who may not see them
   * @param {{ isHere: (levelId: string | null | undefined) => boolean, layers: any }} where
   */
  show(casualties, { isHere, layers }) {
    const here = Object.values(casualties).filter(
      (one) => isCounted(one) && !GONE.has(one.state) && isHere(one.level_id),
    );
    const key = JSON.stringify([here, layers?.level?.id, layers?.plan?.features?.length]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    /** @type {Map<string, number>} those in one room stand side by side */
    const inRoom = new Map();
    for (const one of here) {
      const point = pointOf(one, layers);
      if (point === null) continue;
      const at = point.join(" ");
      const before = inRoom.get(at) ?? 0;
      inRoom.set(at, before + 1);
      this.#draw(one, point, before);
    }
  }

  /** @param {import("./casualties.js").Casualty} one @param {[lat: number, lon: number]} point @param {number} before */
  #draw(one, point, before) {
    const said = `${titleOf(one)}: ${categoryText(one.category)}`;
    const html = element("span", {
      class: `casualties-pin casualties-${one.category}`,
      text: word("casualties.pin", { sign: SIGNS[one.category], n: one.number }),
    });
    const icon = L.divIcon({ className: "pin", html, iconSize: [48, 28], iconAnchor: [24 - 50 * before, -6] });
    const pin = L.marker(point, { icon, pane: PANE, title: said, alt: said, keyboard: true, autoPanOnFocus: false });
    pin.bindPopup(() => element("p", { text: said })).addTo(this.layer);
  }
}

/** @param {import("./casualties.js").Casualty} one @param {any} layers @returns {[lat: number, lon: number] | null} */
function pointOf({ lon, lat, space_id }, layers) {
  if (lon !== undefined && lat !== undefined) return [lat, lon];
  const space = layers?.plan?.features?.find((/** @type {{ id: string }} */ feature) => feature.id === space_id);
  if (space_id === undefined || space === undefined) return null;
  const middle = L.geoJSON(space).getBounds().getCenter();
  return [middle.lat, middle.lng];
}
