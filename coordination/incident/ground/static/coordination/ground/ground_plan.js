// The ground on the map: places by sign, word and line, never by color alone; sightings that fade by line style and words;
// doors by sign and word. A tap on one opens it in the panel, whose table says the same.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { label, word } from "../words.js";
import {
  ageOf,
  DOOR_SIGNS,
  HAZARD_SIGN,
  isOnMap,
  middleOf,
  SEEN_SIGNS,
  shapeOf,
  SHORT,
  USABLE,
} from "./ground_kinds.js";

const L = globalThis.L;
const PANE = "ground";

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */
/** @typedef {import("./ground_kinds.js").DoorState} DoorState */

export class GroundPlan {
  /** @param {{ page: import("../incident/of_capabilities/panel.js").RoomPage, onOpen: (id: string) => void }} parts */
  constructor({ page, onOpen }) {
    this.page = page;
    this.onOpen = onOpen;
    this.map = page.live.map;
    this.map.createPane(PANE).style.zIndex = "446"; // above searched rooms, below who calls for help
    this.layer = L.layerGroup([]).addTo(this.map);
    this.shown = "";
  }

  /** Seconds since a moment, below zero before it. @param {string} at */
  #age_s(at) {
    return (this.page.room.clock.serverNow() - Date.parse(at)) / 1000;
  }

  show() {
    const { log } = this.page.room;
    const isHere = (/** @type {{ level_id?: string }} */ one) => this.page.live.isHere(one.level_id);
    /** @type {[string, GroundPlace][]} */
    const places = Object.entries(log.objects("ground_places")).filter(([, one]) => !one.closed_at && isHere(one));
    /** @type {[string, Sighting][]} */
    const seen = Object.entries(log.objects("sightings")).filter(
      ([, one]) => isHere(one) && isOnMap(one, (at) => this.#age_s(at)),
    );
    /** @type {[string, DoorState][]} */
    const doors = Object.entries(log.objects("door_states")).filter(([, one]) => one.state !== USABLE && isHere(one));
    const ages = seen.map(([, one]) => this.#wordsOfAge(one));
    const key = JSON.stringify([places, seen, doors, ages]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    for (const [id, one] of places) this.#drawPlace(id, one);
    for (const [id, one] of seen) this.#drawSighting(id, one);
    for (const [id, one] of doors) this.#drawDoor(id, one);
  }

  /** @param {Sighting} one */
  #wordsOfAge(one) {
    const age = ageOf(one, (at) => this.#age_s(at));
    const { seen_at } = one;
    return [age, age === "taken_back" ? "" : ageText(Math.max(0, this.#age_s(seen_at)))];
  }

  /** @param {string} id @param {GroundPlace} place */
  #drawPlace(id, place) {
    const kind = label("ground_kind", place.kind);
    const name = place.name ? word("ground.place", { kind, name: place.name }) : kind;
    const points = place.points.map(([lon, lat]) => L.latLng(lat, lon));
    const shape = shapeOf(place.kind);
    const className = `ground-shape ground-${place.kind}`;
    if (shape === "line") {
      // A lane with two edges and a broken middle.
      for (const part of ["edge", "lane"])
        L.polyline(points, { pane: PANE, interactive: false, className: `${className} ground-${part}` }).addTo(
          this.layer,
        );
    } else if (shape === "area") {
      L.polygon(points, { pane: PANE, interactive: false, className }).addTo(this.layer);
    }
    const at = shape === "area" ? northern(place.points) : middleOf(place.points);
    this.#mark(
      id,
      at,
      `ground-mark ground-mark-${shape}`,
      SHORT[place.kind],
      place.name ?? (shape === "point" ? "" : kind),
      name,
    );
  }

  /** @param {string} id @param {Sighting} one */
  #drawSighting(id, one) {
    const [age, said] = this.#wordsOfAge(one);
    const kind = label("sighting_kind", one.kind);
    const words = [kind, label("sighting_age", age), said].filter(Boolean).join(" · ");
    const sign = SEEN_SIGNS[one.kind] ?? HAZARD_SIGN;
    this.#mark(id, [one.lon, one.lat], `ground-seen ground-seen-${age}`, sign, words, words);
  }

  /** @param {string} id @param {DoorState} door */
  #drawDoor(id, door) {
    const said = label("door_condition", door.state);
    const name = [word("ground.door", { name: door.door }), said].join(": ");
    this.#mark(id, [door.lon, door.lat], `ground-door ground-door-${door.state}`, DOOR_SIGNS[door.state], said, name);
  }

  /**
   * @param {string} id @param {import("./ground_kinds.js").LonLat} at @param {string} classes @param {string} sign
   * @param {string} words beside the sign @param {string} name read aloud
   */
  #mark(id, [lon, lat], classes, sign, words, name) {
    const html = element(
      "div",
      { class: `ground-pin ${classes}` },
      element("span", { class: "ground-sign", text: sign }),
      words ? element("span", { class: "ground-word", text: words }) : null,
    );
    const icon = L.divIcon({ className: "ground-icon", html, iconSize: [48, 48], iconAnchor: [24, 24] });
    const mark = L.marker([lat, lon], { icon, title: name, alt: name, keyboard: true, autoPanOnFocus: false });
    mark.on("click", () => this.onOpen(id)).addTo(this.layer);
  }
}

// The name stands at the northern end, so that it does not lie on what happens inside.
/** @param {import("./ground_kinds.js").LonLat[]} points */
const northern = (points) => points.reduce((north, one) => (one[1] > north[1] ? one : north));
