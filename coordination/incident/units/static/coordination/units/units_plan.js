// Units on the plan: each where it says to be, or where its leader's phone is if that is newer; kind by shape, status by word,
// with the age of the place. Units at one place are one mark that says how many. Never by the floor that a screen shows.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { label, word } from "../words.js";
import { DEPARTED } from "./par_state.js";

const L = globalThis.L;
const PANE = "units-plan";
const FINGER_PX = 48;
const STALE_S = 900;
const LAW = "▼";
const FIRE = "■";
const CARE = "✚";
const LEADS = "◆";
/** @type {Record<string, string>} a shape for each family of kinds; what has none is round */
export const KIND_SIGNS = {
  PatrolUnit: LAW,
  SchoolOfficer: LAW,
  SWAT: LAW,
  BombSquad: LAW,
  GroundALSAmbulance: CARE,
  GroundBLSAmbulance: CARE,
  MedicalTransportVehicle: CARE,
  StructureFireEngineType1: FIRE,
  StructureFireEngineType2: FIRE,
  FireTruckLadder: FIRE,
  LawEnforcementCommandUnit: LEADS,
  CommandLevel1: LEADS,
  CommandLevel2: LEADS,
  CommandLevel3: LEADS,
  CommandLevel4: LEADS,
  IncidentManagementTeam: LEADS,
};
export const signOf = (/** @type {string} */ kind) => KIND_SIGNS[kind] ?? "●";

/** @typedef {import("./par_state.js").Unit} Unit */
/** @typedef {{ lon: number, lat: number, level_id: string | null, at: string | number, isByPhone: boolean }} UnitPoint */
/** @typedef {{ sign: string, callsign: string, status: string, age: string, isStale: boolean }} Said */

/**
 * Where a unit is: the newer of what it said and of the position that its leader shares; null where neither is known. Pure.
 * @param {Unit} unit
 * @param {{ lon: number, lat: number, level_id?: string | null } | undefined} position of its leader
 * @param {number} position_ms when the position was heard
 * @returns {UnitPoint | null}
 */
export function pointOf({ lon, lat, level_id, place_at = "" }, position, position_ms) {
  const said =
    lon === undefined || lat === undefined
      ? null
      : { lon, lat, level_id: level_id ?? null, at: place_at, isByPhone: false };
  if (!position) return said;
  // What was said later in words alone has no point, and the phone's is the best there is.
  if (said && Date.parse(place_at) >= position_ms) return said;
  const { lon: x, lat: y, level_id: floor = null } = position;
  return { lon: x, lat: y, level_id: floor, at: position_ms, isByPhone: true };
}

/**
 * Ids that stand together, by the distance of a finger: each joins the first that is near. Pure.
 * @param {[string, { x: number, y: number }][]} points
 * @returns {string[][]}
 */
export function clusters(points) {
  /** @type {{ at: { x: number, y: number }, ids: string[] }[]} */
  const found = [];
  for (const [id, at] of points) {
    const near = found.find((one) => Math.hypot(one.at.x - at.x, one.at.y - at.y) < FINGER_PX);
    if (near) near.ids.push(id);
    else found.push({ at, ids: [id] });
  }
  return found.map(({ ids }) => ids);
}

export class UnitsPlan {
  /** @param {{ page: import("../incident/of_capabilities/panel.js").RoomPage, onOpen: () => void }} parts */
  constructor({ page, onOpen }) {
    this.page = page;
    this.onOpen = onOpen;
    this.map = page.live.map;
    this.map.createPane(PANE).style.zIndex = "590"; // below the pins of people and markers
    this.layer = L.layerGroup([]).addTo(this.map);
    this.shown = "";
    this.map.on("zoomend", () => this.show());
  }

  /** @param {Unit} unit @returns {UnitPoint | null} */
  point(unit) {
    const { positions } = this.page.live;
    const position = unit.leader ? positions.last.get(unit.leader) : undefined;
    const now = this.page.room.clock.serverNow();
    return pointOf(unit, position, position ? now - 1000 * positions.age_s(position) : 0);
  }

  /** @param {UnitPoint} point */
  age_s({ at }) {
    return Math.max(0, (this.page.room.clock.serverNow() - new Date(at).getTime()) / 1000);
  }

  show() {
    /** @type {[string, Unit][]} */
    const units = Object.entries(this.page.room.log.objects("units"));
    const here = units
      .filter(([, one]) => one.secondary !== DEPARTED)
      .map(([id, one]) => ({ id, one, point: this.point(one) }))
      .filter(({ point }) => point !== null && this.page.live.isHere(point.level_id));
    const known = new Map(here.map((part) => [part.id, part]));
    const groups = clusters(
      here.map(({ id, point }) => [id, this.map.project([Number(point?.lat), Number(point?.lon)])]),
    );
    const drawn = groups.map((ids) => ids.map((id) => this.#said(known.get(id))));
    const key = JSON.stringify([drawn, groups.map(([first]) => known.get(first)?.point), this.map.getZoom()]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    groups.forEach((ids, n) => this.#draw(known.get(ids[0])?.point ?? null, drawn[n], known.get(ids[0])?.one));
  }

  /** @param {{ one: Unit, point: UnitPoint | null } | undefined} part @returns {Said} */
  #said(part) {
    if (!part?.point) return { sign: "", callsign: "", status: "", age: "", isStale: false };
    const age_s = this.age_s(part.point);
    return {
      sign: signOf(part.one.kind),
      callsign: part.one.callsign,
      status: label("unit_secondary", part.one.secondary),
      age: ageText(age_s),
      isStale: age_s > STALE_S,
    };
  }

  /** @param {UnitPoint | null} point @param {Said[]} units @param {Unit | undefined} first */
  #draw(point, units, first) {
    if (point === null) return;
    const [one] = units;
    const isOne = units.length === 1;
    const name = units.map(({ callsign, status, age }) => [callsign, status, age].join(" · ")).join("; ");
    const title = isOne ? one.callsign : word("units.cluster", { n: units.length, place: first?.place ?? "" });
    const signs = isOne ? one.sign : [...new Set(units.map(({ sign }) => sign))].join("");
    const html = element(
      "div",
      { class: `unit-mark${units.every(({ isStale }) => isStale) ? " unit-mark-stale" : ""}` },
      element("span", { class: "unit-mark-name", text: `${signs} ${title}` }),
      element("span", { class: "unit-mark-status", text: isOne ? `${one.status} · ${one.age}` : "" }),
    );
    const icon = L.divIcon({ className: "ground-icon", html, iconSize: [48, 48], iconAnchor: [24, 24] });
    const mark = L.marker([point.lat, point.lon], { icon, pane: PANE, title: name, alt: name, autoPanOnFocus: false });
    mark.on("click", () => this.onOpen()).addTo(this.layer);
  }
}
