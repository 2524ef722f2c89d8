// The map of everything: open incidents, sites, stations and hospitals, and units of the rooms one is in; and the same as
// a table. A pin is a button with a name: it is reached and pressed by keyboard.

import { addStreets } from "../../mapping/streets/streets.js";
import { element } from "../element.js";
import { ageText } from "../clock.js";
import { label, word } from "../words.js";
import { lookedAt, newsOf } from "./first_look.js";
import { drawDistricts, drawGrounds } from "./grounds.js";

const OLD_S = 120;
const PIN_PX = 28;
const FIRST_ZOOM = 11;
// Of who sees no site at all.
const NO_PLACE = L.latLng(39.8, -98.6);
const NO_ZOOM = 5;

/** @typedef {{ key: string, kind: string, sort: string, name: string, where: string, lon: number, lat: number,
 *   hasAlarm?: boolean, isOld?: boolean, below?: number, agency?: string, onOpen?: () => void }} MapThing */

/** @typedef {import("./grounds.js").Ground} Ground */
/** @typedef {{ id: string, name: string, address: string, district_name: string, lon: number, lat: number }} Site */
/** @typedef {{ id: string, name: string, address: string, agency_name: string, kind: string, lon: number, lat: number }} Facility */
/** @typedef {import("./board.js").BoardRow} BoardRow */
/** @typedef {NonNullable<BoardRow["needs"]>["standing"]} Standing */

export class CountyMap {
  /** @param {{ root: HTMLElement, twin: any, grounds: Ground[] }} parts twin: the table-twin of the map */
  constructor({ root, twin, grounds }) {
    this.root = root;
    this.grounds = grounds;
    this.twin = twin;
    this.map = L.map(root, { zoomSnap: 0.5, attributionControl: false, minZoom: 4, maxZoom: 20 });
    /** @type {MapThing[]} */
    this.things = [];
    /** @type {Map<string, { marker: L.Marker, text: string, face: HTMLElement }>} */
    this.pins = new Map(); // by the thing's key
    this.isTouched = false;
    /** @type {Set<string>} */
    this.news = new Set();
    this.hasPlaces = false;
    this.#lookFirst(grounds);
    addStreets(this.map);
    drawGrounds(this.map, grounds);
    L.control.scale({ metric: false }).addTo(this.map);
    // A reader who has moved the map looks where they want to look.
    for (const touch of ["pointerdown", "wheel", "keydown"])
      root.addEventListener(touch, () => (this.isTouched = true), { passive: true, capture: true });
    new ResizeObserver(() => this.#resized()).observe(root);
  }

  // Before anything is read the sites that came with the page: a map without a place would show the whole country.
  /** @param {Ground[]} grounds */
  #lookFirst(grounds) {
    const sites = grounds.map(({ lon, lat }, at) => ({ key: String(at), kind: "site", lon, lat }));
    const [first] = lookedAt(sites);
    if (first) this.map.setView([first.lat, first.lon], FIRST_ZOOM);
    else this.map.setView(NO_PLACE, NO_ZOOM);
    this.#fitTo(lookedAt(sites));
  }

  #resized() {
    this.map.invalidateSize({ animate: false });
    if (!this.isTouched) this.look();
  }

  // As long as no one has moved it: where what is open is.
  look() {
    this.#fitTo(lookedAt(this.things));
  }

  /** @param {MapThing[]} things */
  show(things) {
    this.things = things;
    const wanted = new Set(things.map((one) => one.key));
    for (const [key, { marker }] of this.pins) if (!wanted.has(key)) this.#remove(key, marker);
    for (const one of things) this.#pin(one);
    this.#follow(things);
    this.showTable();
  }

  // A hidden table is not built: units move every second.
  showTable() {
    if (this.twin.parentElement.hidden) return;
    this.twin.show({
      columns: ["kind", "name", "where"].map((key) => word(`console.${key}`)),
      rows: this.things.map((one) => ({
        key: one.key,
        opens: 1,
        cells: [one.sort, one.name, one.where],
        onOpen: one.onOpen ?? (() => this.fly(one)),
      })),
      empty: word("console.map_none"),
    });
  }

  // Another real alarm is looked at by itself, and so is the first that is known of the sites.
  /** @param {MapThing[]} things */
  #follow(things) {
    const before = this.news;
    this.news = newsOf(things);
    const isNews = [...this.news].some((one) => !before.has(one)) || [...before].some((one) => !this.news.has(one));
    const isFirst = !this.hasPlaces && things.length > 0;
    this.hasPlaces ||= things.length > 0;
    if (!this.isTouched && (isNews || isFirst)) this.look();
  }

  // All of it, however far apart: for who asks.
  fit() {
    this.isTouched = true;
    const shown = this.things.filter((one) => one.kind !== "facility");
    this.#fitTo(shown.length > 0 ? shown : this.things);
  }

  /** @param {{ lon: number, lat: number }[]} things */
  #fitTo(things) {
    const { x: width, y: height } = this.map.getSize();
    const places = things.map((one) => L.latLng(one.lat, one.lon));
    // A map that is put away has no size: it looks when it is shown again.
    if (places.length === 0 || width === 0 || height === 0) return;
    // The names stand around the places: as much room as the widest needs, and at most half of the map.
    const widest = Math.max(0, ...[...this.pins.values()].map(({ face }) => face.offsetWidth));
    const padding = L.point(Math.min(widest / 2 + PIN_PX, width / 4), Math.min(2 * PIN_PX, height / 4));
    this.map.fitBounds(L.latLngBounds(places), { padding, maxZoom: 16, animate: false });
  }

  // Once they are read, the sites do not change while one looks.
  /** @param {Site[]} sites */
  showDistricts(sites) {
    drawDistricts(this.map, this.grounds, sites);
  }

  /** @param {{ lon: number, lat: number }} place */
  fly({ lon, lat }) {
    this.isTouched = true;
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), 15), { animate: false });
  }

  /** @param {string} key @param {L.Marker} marker */
  #remove(key, marker) {
    marker.remove();
    this.pins.delete(key);
  }

  /** @param {MapThing} one */
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

/**
 * @param {{ rows: BoardRow[], sites: Site[], facilities: Facility[], units: import("./units.js").Unit[],
 *   onOpen: (incidentId: string) => void, now: number }} known
 * @returns {MapThing[]}
 */
export function thingsOnMap({ rows, sites, facilities, units, onOpen, now }) {
  // Several at one school stand below each other, the most urgent on top.
  /** @type {Map<string, number>} */
  const seen = new Map();
  const nthAt = (/** @type {string} */ id) => seen.set(id, (seen.get(id) ?? -1) + 1).get(id);
  const incidents = rows
    .map(({ incident: one, needs }) => ({ one, standing: needs?.standing }))
    .map(({ one, standing }) => ({
      below: nthAt(one.site_id),
      key: one.room_id,
      kind: one.is_exercise ? "exercise" : "real",
      sort: `${word("console.an_incident")} · ${word(one.is_exercise ? "console.exercise" : "console.real")}`,
      name: `${standing?.length ? worstWords(standing) : label("incident_type", one.incident_type)} · ${one.site}`,
      hasAlarm: Boolean(standing?.some(({ is_simulated: isPlayed }) => !isPlayed)),
      where: [...(standing ?? []).map(({ words }) => words), one.address].filter(Boolean).join(" | "),
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

// A pin is short: the worst, and that there is more; the table has all of it.
/** @param {Standing} standing */
const worstWords = ([worst, ...more]) =>
  label("standing_kind", worst.kind) + (more.length > 0 ? ` +${more.length}` : "");

/** @param {{ id: string, name: string, lon: number, lat: number }} one @param {string} kind @param {string} sort */
const placed = ({ id, name, lon, lat }, kind, sort) => ({ key: id, kind, sort, name, lon, lat });
