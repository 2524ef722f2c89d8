// The floorplans of one site on a Leaflet map. Base map first (mapping/_base_map.html leaves it in window.map_site).
//
//   import { PlanLayers, siteMap } from "/static/mapping/plan/plan.js";
//   const plan = new PlanLayers(siteMap(), { siteId, levelsUrl: `/api/v1/sites/${siteId}/levels` });
//   await plan.ready;                 the levels are known and the first one is drawn; rejects with PlanError
//
//   new PlanLayers(map, { siteId, levelsUrl, planUrl?, buildingName?, switchPosition?, read?, standIn? })
//       planUrl: (levelId) => address of a level's GeoJSON. buildingName: shown while far away. switchPosition: a
//       Leaflet corner for the floor switch ("topright"), or null if the page puts `plan.switchElement` elsewhere.
//       read: (address) => a promise of what stands there, instead of asking the server. standIn: (levelId) => a promise
//       of a level's GeoJSON, or of null, for when the server is not reached; it is asked for again at the next time.
//       padding: () => Leaflet's padding options for fitBuilding(): what lies over the map covers no room. beforeFirst: ()
//       called when the first floor is known and before it is drawn; who fits the map then has it drawn once.
//   plan.levels                       floors that have a plan, lowest first (as GET …/levels answers, `is_outdoor` added)
//   plan.level                        the floor being shown, or null
//   plan.plan                         its GeoJSON, or null
//   await plan.setLevel(levelId)      show a floor; unknown ids are ignored
//   plan.spaceAt([lon, lat])          { id, number, name, category, words } of the space (else named ground) there on this floor or outdoors, or null
//   plan.featureBounds(featureId)     L.LatLngBounds of a feature of this floor or of the grounds, or null
//   plan.focus(featureId)             fly there and light it up
//   plan.countBadge(levelId, n, calls) the number on the floor's button; 0 hides it; { signs, words } of who calls for help there goes before it
//   plan.fitSite() / plan.fitBuilding()
//   plan.marks                        the labels' keeper; a script that adds a group of labels (grid.js) gives it to this one
//   "levelchange"                     event, detail { level, plan }
//
// Panes, from below: plan-ground 340, plan-floor 350, plan-grid 360 (grid.js), plan-marks 450. Live markers belong above, into markerPane (600).

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { boxOf, contains, polygonsOf } from "./geometry.js";
import { marksOf, pathsOf } from "./draw.js";
import { FloorSwitch } from "./floor_switch.js";
import { Marks, textWidth } from "./marks.js";

/** @typedef {import("./floor_switch.js").Calls} Calls */
/** @typedef {import("./shape.js").Geometry} Geometry */
/** @typedef {import("./shape.js").LonLat} LonLat */
/** @typedef {{ kind: "space" | "opening" | "object" | "area" | "photo", category: string, number?: string, name: string,
 *   is_exterior?: boolean }} PlanProperties */
/** @typedef {{ type: "Feature", id: string, geometry: Geometry, properties: PlanProperties }} PlanFeature */
/** @typedef {{ features: PlanFeature[], level: { id: string, ordinal: number, name: string, short_name: string },
 *   floorplan: { id: string, version: number, state: string, verified_on: string | null } }} Plan a level's GeoJSON */

/** @typedef {{ id: string, building_id: string | null, building_name: string, ordinal: number, name: string,
 *   short_name: string, floorplan_id: string, verified_on: string | null, ageing_after_days: number,
 *   overdue_after_days: number, is_outdoor: boolean }} Level a floor that has a plan */

const L = globalThis.L;
const PANES = { "plan-ground": 340, "plan-floor": 350, "plan-marks": 450 };

export function siteMap() {
  return window.map_site;
}

export class PlanError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`plan answered ${status}`);
    this.status = status;
  }
}

export class PlanLayers extends EventTarget {
  #map;
  #planUrl;
  #buildingName;
  #read;
  #standIn;
  #padding;
  #beforeFirst;
  #fitted = "";
  #switch;
  /** @type {Map<string, Plan>} by address */
  #plans = new Map();
  /** @type {L.Layer[]} */
  #shown = [];
  /** @type {Plan | null} */
  #ground = null;
  /** @type {L.GeoJSON | null} */
  #lit = null;
  #turn = 0;

  /**
   * @param {L.Map} map
   * @param {{
   *   siteId: string, levelsUrl: string, planUrl?: (levelId: string) => string, buildingName?: string,
   *   switchPosition?: L.ControlPosition | null, read?: (address: string) => Promise<any>,
   *   standIn?: (levelId: string) => Promise<Plan | null>, padding?: () => L.FitBoundsOptions,
   *   beforeFirst?: (() => void) | null
   * }} options
   */
  constructor(
    map,
    {
      siteId,
      levelsUrl,
      planUrl = (levelId) => `/api/v1/levels/${levelId}/plan`,
      buildingName = "",
      switchPosition = "topright",
      read = fetchJson,
      standIn = async () => null,
      padding = () => ({ padding: [16, 16] }),
      beforeFirst = null,
    },
  ) {
    super();
    this.#map = map;
    this.siteId = siteId;
    this.#planUrl = planUrl;
    this.#buildingName = buildingName;
    this.#read = read;
    this.#standIn = standIn;
    this.#padding = padding;
    this.#beforeFirst = beforeFirst;
    /** @type {Level[]} */
    this.levels = [];
    /** @type {Level | null} */
    this.level = null;
    /** @type {Plan | null} */
    this.plan = null;
    this.renderers = this.#addPanes();
    this.marks = new Marks(map, "plan-marks");
    this.#switch = new FloorSwitch((levelId) => this.setLevel(levelId));
    this.switchElement = this.#switch.element;
    if (switchPosition !== null) this.#addSwitch(switchPosition);
    this.bounds = map.getBounds();
    this.ready = this.#start(levelsUrl);
  }

  /** @param {string} levelId */
  async setLevel(levelId) {
    const level = this.levels.find((one) => one.id === levelId);
    if (level === undefined) return;
    // A slow answer for a floor that is no longer wanted must not replace a later one.
    const turn = (this.#turn += 1);
    this.#switch.mark(levelId);
    const plan = await this.#fetchPlan(levelId);
    if (turn !== this.#turn) return;
    this.level = level;
    this.plan = plan;
    // Drawn where it will be looked at: another view would draw every room again.
    this.#beforeFirst?.();
    this.#beforeFirst = null;
    this.#draw(plan);
    this.dispatchEvent(new CustomEvent("levelchange", { detail: { level, plan } }));
  }

  /** @param {string} levelId @param {number} number @param {Calls | null} calls */
  countBadge(levelId, number, calls = null) {
    this.#switch.count(levelId, number, calls);
  }

  /** @param {LonLat} lonlat */
  spaceAt(lonlat) {
    const here = this.#features().filter(({ geometry }) => contains(geometry, lonlat));
    // A room goes before the open ground: a field is said only where no room is.
    const feature =
      here.find(({ properties }) => properties.kind === "space") ??
      here.find(({ properties }) => properties.kind === "area");
    if (feature === undefined) return null;
    const { number = "", name, category } = feature.properties;
    const words = [number, name].filter((text) => text !== "").join(" ") || word(category);
    return { id: feature.id, number, name, category, words };
  }

  /** @param {string} featureId */
  featureBounds(featureId) {
    const feature = this.#features().find((one) => one.id === featureId);
    return feature === undefined ? null : L.geoJSON(feature).getBounds();
  }

  /** @param {string} featureId */
  focus(featureId) {
    const feature = this.#features().find((one) => one.id === featureId);
    if (feature === undefined) return;
    this.#lit?.remove();
    const style = { className: "plan-lit" };
    const options = {
      pane: "plan-floor",
      interactive: false,
      style,
      pointToLayer: (/** @type {unknown} */ _feature, /** @type {L.LatLng} */ latlng) =>
        L.circle(latlng, { radius: 2, ...style, pane: "plan-floor", interactive: false }),
    };
    const lit = L.geoJSON(feature, options).addTo(this.#map);
    this.#lit = lit;
    this.#map.fitBounds(lit.getBounds(), {
      maxZoom: 20,
      padding: [80, 80],
      animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
  }

  fitSite() {
    this.#map.fitBounds(this.bounds, { animate: false });
  }

  fitBuilding() {
    const positions = (this.plan?.features ?? []).flatMap(({ geometry }) =>
      polygonsOf(geometry).flatMap((polygon) => polygon[0]),
    );
    if (positions.length === 0) return;
    const [west, south, east, north] = boxOf(positions);
    const padding = this.#padding();
    const fitted = () =>
      JSON.stringify([
        west,
        south,
        east,
        north,
        padding,
        this.#map.getSize(),
        this.#map.getCenter(),
        this.#map.getZoom(),
      ]);
    // Fitted as it is already: each time costs as much as drawing it.
    if (this.#fitted === fitted()) return;
    // Without animation: while another one runs, Leaflet would drop this one in silence.
    this.#map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { ...padding, animate: false },
    );
    this.#fitted = fitted();
  }

  /** @param {string} levelsUrl */
  async #start(levelsUrl) {
    /** @type {(Omit<Level, "floorplan_id" | "is_outdoor"> & { floorplan_id: string | null })[]} */
    const all = await this.#read(levelsUrl);
    const drawn = all.flatMap(({ floorplan_id, ...level }) =>
      floorplan_id === null ? [] : [{ ...level, floorplan_id, is_outdoor: level.building_id === null }],
    );
    const outdoors = drawn.find((level) => level.is_outdoor);
    this.levels = drawn.filter((level) => !level.is_outdoor);
    if (this.levels.length === 0 && outdoors !== undefined) this.levels = [outdoors];
    else if (outdoors !== undefined) this.#ground = await this.#fetchPlan(outdoors.id);
    this.#switch.show(this.levels);
    // Where people enter is where most of it happens: the floor nearest to the ground comes first.
    const first = [...this.levels].sort((a, b) => Math.abs(a.ordinal) - Math.abs(b.ordinal))[0];
    if (first !== undefined) await this.setLevel(first.id);
  }

  /** @param {string} levelId @returns {Promise<Plan>} */
  async #fetchPlan(levelId) {
    // By address: another version of the same floor is another plan.
    const url = this.#planUrl(levelId);
    const known = this.#plans.get(url);
    if (known !== undefined) return known;
    try {
      /** @type {Plan} */
      const plan = await this.#read(url);
      this.#plans.set(url, plan);
      return plan;
    } catch (error) {
      // What was refused stays refused; only a network that is gone may be stood in for.
      const kept = error instanceof PlanError ? null : await this.#standIn(levelId);
      if (kept === null) throw error;
      return kept;
    }
  }

  #features() {
    return [...(this.plan?.features ?? []), ...(this.#ground?.features ?? [])];
  }

  /** @param {Plan} plan */
  #draw(plan) {
    for (const layer of this.#shown) layer.remove();
    this.#lit?.remove();
    const ground =
      this.#ground === null
        ? []
        : pathsOf(this.#ground, { pane: "plan-ground", renderer: this.renderers["plan-ground"] });
    const floor = pathsOf(plan, { pane: "plan-floor", renderer: this.renderers["plan-floor"] });
    this.#shown = [...ground, ...floor].map((layer) => layer.addTo(this.#map));
    this.marks.show([
      ...this.#buildingMark(),
      ...marksOf(plan),
      ...(this.#ground === null ? [] : marksOf(this.#ground)),
    ]);
  }

  #buildingMark() {
    if (this.#buildingName === "") return [];
    const { lat, lng } = this.bounds.getCenter();
    const width = textWidth(this.#buildingName, "700 16px Inter, system-ui") + 12;
    const drawn = element("span", { class: "plan-label plan-label-building", text: this.#buildingName });
    return [{ at: [lng, lat], looks: [{ element: drawn, width, height: 22 }], rank: 0, fromZoom: 0, toZoom: 16 }];
  }

  #addPanes() {
    /** @type {Record<string, L.Renderer>} */
    const renderers = {};
    for (const [name, layer] of Object.entries(PANES)) {
      const pane = this.#map.createPane(name);
      pane.style.zIndex = String(layer);
      pane.style.pointerEvents = "none";
      if (name !== "plan-marks") renderers[name] = L.svg({ pane: name, padding: 0.5 });
    }
    return renderers;
  }

  /** @param {L.ControlPosition} position */
  #addSwitch(position) {
    const control = new L.Control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(this.#switch.element);
      return this.#switch.element;
    };
    control.addTo(this.#map);
  }
}

/** @param {string} url @returns {Promise<any>} */
async function fetchJson(url) {
  const response = await fetch(url, {
    credentials: "same-origin",
    headers: { Accept: "application/geo+json, application/json" },
  });
  if (!response.ok) throw new PlanError(response.status);
  return response.json();
}
