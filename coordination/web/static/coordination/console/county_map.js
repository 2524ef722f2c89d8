// The map of everything: open incidents, sites, stations and hospitals, and units of the rooms one is in; and the same as
// a table. A pin is a button with a name: it is reached and pressed by keyboard.

import { addStreets } from "../../mapping/streets/streets.js";
import { element } from "../element.js";
import { ageText } from "../clock.js";
import { label, word } from "../words.js";
import { drawDistricts, drawGrounds } from "./grounds.js";

const OLD_S = 120;
const PIN_PX = 28;
const NO_PLACE = L.latLng(39.8, -98.6);

/** @typedef {{ key: string, kind: string, sort: string, name: string, where: string, lon: number, lat: number,
 *   isOld?: boolean, below?: number, agency?: string, onOpen?: () => void }} MapThing */

export class CountyMap {
  constructor({ root, twin, grounds }) {
    this.root = root;
    this.grounds = grounds;
    this.twin = twin;
    this.map = L.map(root, { zoomSnap: 0.5, attributionControl: false, minZoom: 4, maxZoom: 20 });
    this.map.setView(NO_PLACE, 5);
    addStreets(this.map);
    drawGrounds(this.map, grounds);
    L.control.scale({ metric: false }).addTo(this.map);
    this.pins = new Map(); // key → {marker, text, face}
    this.isFitted = false;
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(root);
  }

  /** @param {MapThing[]} things */
  show(things) {
    this.things = things;
    const wanted = new Set(things.map((one) => one.key));
    for (const [key, { marker }] of this.pins) if (!wanted.has(key)) this.#remove(key, marker);
    for (const one of things) this.#pin(one);
    if (!this.isFitted && things.length > 0) this.fit();
    this.showTable();
  }

  // A hidden table is not built: units move every second.
  showTable() {
    if (this.twin.parentElement.hidden) return;
    this.twin.show({
      columns: ["kind", "name", "where"].map((key) => word(`console.${key}`)),
      rows: (this.things ?? []).map((one) => ({
        key: one.key,
        opens: 1,
        cells: [one.sort, one.name, one.where],
        onOpen: one.onOpen ?? (() => this.fly(one)),
      })),
      empty: word("console.map_none"),
    });
  }

  fit() {
    const shown = this.things?.filter((one) => one.kind !== "facility") ?? [];
    const places = (shown.length > 0 ? shown : (this.things ?? [])).map((one) => L.latLng(one.lat, one.lon));
    if (places.length === 0) return;
    this.isFitted = true;
    const { x: width, y: height } = this.map.getSize();
    // The names stand around the places: as much room as the widest needs, and at most half of the map.
    const widest = Math.max(0, ...[...this.pins.values()].map(({ face }) => face.offsetWidth));
    const padding = L.point(Math.min(widest / 2 + PIN_PX, width / 4), Math.min(2 * PIN_PX, height / 4));
    this.map.fitBounds(L.latLngBounds(places), { padding, maxZoom: 16, animate: false });
  }

  // Once they are read, the sites do not change while one looks.
  showDistricts(sites) {
    drawDistricts(this.map, this.grounds, sites);
  }

  fly({ lon, lat }) {
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), 15), { animate: false });
  }

  #remove(key, marker) {
    marker.remove();
    this.pins.delete(key);
  }

  #pin(one) {
    const before = this.pins.get(one.key);
    const text = JSON.stringify([one.kind, one.name, one.isOld, one.below]);
    if (before) before.marker.setLatLng([one.lat, one.lon]);
    if (before?.text === text) return;
    if (before) this.#remove(one.key, before.marker);
    const classes = [
      "map-pin",
      `pin-${one.kind}`,
      one.isOld ? "is-old" : "",
      one.agency ? `agency-of-${one.agency}` : "",
    ];
    const face = element("span", { class: classes.filter(Boolean).join(" "), text: one.name });
    const icon = L.divIcon({
      html: face,
      className: "map-pin-holder",
      iconSize: [0, 0],
      iconAnchor: [0, -PIN_PX * (one.below ?? 0)],
    });
    const zIndexOffset = one.kind === "real" ? 2000 : one.kind === "exercise" ? 1000 : one.kind === "unit" ? 500 : 0;
    const marker = L.marker([one.lat, one.lon], {
      icon,
      keyboard: true,
      title: `${one.sort}: ${one.name}`,
      zIndexOffset,
    });
    marker.on("click", () => (one.onOpen ?? (() => this.fly(one)))());
    marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && one.onOpen?.());
    marker.addTo(this.map);
    marker.getElement()?.setAttribute("aria-label", `${one.sort}: ${one.name}`);
    this.pins.set(one.key, { marker, text, face });
  }
}

/** @returns {MapThing[]} */
export function thingsOnMap({ rows, sites, facilities, units, onOpen, now }) {
  // Several at one school stand below each other, the most urgent on top.
  const seen = new Map();
  const nthAt = (id) => seen.set(id, (seen.get(id) ?? -1) + 1).get(id);
  const incidents = rows.map(({ incident: one }) => ({
    below: nthAt(one.site_id),
    key: one.room_id,
    kind: one.is_exercise ? "exercise" : "real",
    sort: `${word("console.an_incident")} · ${word(one.is_exercise ? "console.exercise" : "console.real")}`,
    name: `${label("incident_type", one.incident_type)} · ${one.site}`,
    where: one.address,
    ...{ lon: one.lon, lat: one.lat },
    onOpen: () => onOpen(one.incident_id),
  }));
  const busy = new Set(rows.map(({ incident }) => incident.site_id));
  const schools = sites
    .filter((one) => !busy.has(one.id))
    .map((one) => ({ ...placed(one, "site", word("console.a_school")), where: one.address || one.district_name }));
  const stations = facilities.map((one) => ({
    ...placed(one, "facility", label("facility_kind", one.kind)),
    where: one.address || one.agency_name,
  }));
  const moving = units.map((one) => ({
    ...placed({ ...one, id: one.participant_id }, "unit", word("console.a_unit")),
    where: `${one.site} · ${word("console.age_of", { age: ageText((now - Date.parse(one.at)) / 1000) })}`,
    isOld: now - Date.parse(one.at) > 1000 * OLD_S,
    agency: one.agency_kind,
  }));
  return [...incidents, ...schools, ...stations, ...moving];
}

const placed = ({ id, name, lon, lat }, kind, sort) => ({ key: id, kind, sort, name, lon, lat });
