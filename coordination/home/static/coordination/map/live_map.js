// The map of one room: the site's plan below, live things above, one floor at a time.

import { GridLayer, siteGrid } from "../../mapping/plan/grid.js";
import { CasualtiesOnMap } from "../casualties/casualties_on_map.js";
import { FactsOnMap, placed } from "../facts/facts_on_map.js";
import { Markers } from "./markers.js";
import { Positions } from "./positions.js";
import { ReportPlan } from "../accountability/report_plan.js";
import { standingThings } from "../standing/standing.js";
import { ResponsePlan } from "../response/response_plan.js";
import { ScanHere } from "./scan_here.js";
import { SearchPlan } from "../room_search/search_plan.js";
import { Shapes } from "./shapes.js";
import { SitePlan } from "./site_plan.js";
import { StandingOnMap } from "../standing/standing_on_map.js";

/** @typedef {import("../client/log/room_log.js").RoomLog} RoomLog */
/** @typedef {{ lon: number, lat: number }} LonLat */
/** @typedef {{ moveMarker: (marker: import("./markers.js").KnownMarker, place: LonLat | null) => void,
 *   removeMarker: (markerId: string) => void, eraseShape: (shapeId: string) => void,
 *   offerRoom: (place: LonLat) => HTMLElement | null }} MapActions what is done from the map */

export class LiveMap {
  /**
   * @param {{ config: import("../room/room.js").RoomConfig, room: import("../room/room.js").Room, actions: MapActions,
   *   scanButton: HTMLButtonElement, storage: Storage | null }} parts
   */
  constructor({ config, room, actions, scanButton, storage }) {
    this.room = room;
    this.map = baseMap();
    this.plan = new SitePlan({
      map: this.map,
      siteId: config.site.id,
      roomId: config.room_id,
      api: room.api,
      onLevel: (plan) => this.#showLevel(plan),
    });
    this.scan = new ScanHere({
      map: this.map,
      api: room.api,
      button: scanButton,
      viewerId: config.me.user_id,
      storage,
    });
    this.responses = new ResponsePlan({ map: this.map });
    this.reports = new ReportPlan({ map: this.map });
    this.searches = new SearchPlan({ map: this.map });
    this.casualties = new CasualtiesOnMap({ map: this.map });
    const isReader = { map: this.map, room };
    this.shapes = new Shapes({ ...isReader, onErase: actions.eraseShape, offerRoom: actions.offerRoom });
    this.markers = new Markers({ ...isReader, onMove: actions.moveMarker, onRemove: actions.removeMarker });
    this.facts = new FactsOnMap(isReader);
    this.standing = new StandingOnMap({ ...isReader, offerRoom: actions.offerRoom });
    this.positions = new Positions({ ...isReader, levelName: (id) => this.plan.nameOf(id) });
    room.positions = this.positions;
    /** @type {number | null} */
    this.pending = null;
    // A floor's plan comes after the page; whatever waits for it (the table) is told.
    this.ready = this.plan.load();
    this.hasLooked = false; // somewhere else than where a map begins
    this.gridDefinition = siteGrid();
    /** @type {GridLayer | null} */
    this.grid = null;
  }

  // The floors have become the reader's to see: draw them, unless they are there already.
  async bringPlan() {
    if (this.plan.layers !== null) return;
    this.ready = this.plan.load();
    await this.ready;
    this.show();
  }

  /** @param {import("../../mapping/plan/plan.js").Plan} plan */
  #showLevel(plan) {
    this.scan.show(plan);
    this.show();
  }

  // Made when first asked for: by then the plan's labels are known, and no name of a square may cover one.
  toggleGrid() {
    if (this.gridDefinition === null) return false;
    this.grid ??= new GridLayer(this.map, this.gridDefinition, this.plan.layers?.marks);
    return this.grid.toggle();
  }

  get levelId() {
    return this.plan.levelId;
  }

  // What is in sight: west, south, east, north.
  get box() {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  // Outdoors is on every floor's picture; the rest only on its own.
  /** @param {string | null | undefined} levelId */
  isHere(levelId) {
    return this.plan.isShown(levelId);
  }

  show() {
    const { log } = this.room;
    if (!log.hasState) return;
    const isHere = (/** @type {string | null | undefined} */ levelId) => this.isHere(levelId);
    this.markers.show(log.objects("markers"), isHere);
    this.shapes.show(log.objects("shapes"), isHere);
    this.facts.show(log.objects("facts"), isHere);
    this.positions.show(isHere);
    const actions = this.room.isOver ? [] : Object.values(log.objects("response_actions"));
    this.responses.show(actions, this.plan.layers);
    this.reports.show(log.objects("room_reports"), this.plan.layers);
    this.searches.show(log.objects("space_searches"), log.objects("search_areas"), this.plan.layers);
    this.casualties.show(log.objects("casualties"), { isHere, layers: this.plan.layers });
    this.#showStanding(log);
    this.#countFloors(log);
  }

  // Everybody who calls for help, and the map looks there first of all.
  /** @param {RoomLog} log */
  #showStanding(log) {
    const things = standingThings(log);
    this.standing.show(things, { isHere: (levelId) => this.isHere(levelId), layers: this.plan.layers });
    if (this.hasLooked || !this.plan.isLoaded) return;
    this.hasLooked = true;
    const [worst] = things.filter((one) => one.lon !== null);
    if (worst) this.plan.lookAt(things, worst.levelId);
  }

  // Positions come in many frames; they are drawn once per picture.
  showUnitsSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      if (!this.room.log.hasState) return;
      this.positions.show((levelId) => this.isHere(levelId));
      this.standing.tick();
      this.#countFloors(this.room.log);
    });
  }

  // How much happens on each floor: what is out of sight must not be out of mind.
  /** @param {RoomLog} log */
  #countFloors(log) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    const marks = [log.objects("markers"), log.objects("shapes")].flatMap((objects) => Object.values(objects));
    const facts = placed(log.objects("facts")).map(([, fact]) => fact);
    const places = Object.values(log.objects("ground_places")).filter((one) => !one.closed_at);
    const seen = Object.values(log.objects("sightings")).filter((one) => !one.taken_back_at);
    const live = [...marks, ...facts, ...places, ...seen, ...this.positions.last.values()];
    for (const { level_id } of live) if (level_id) counts.set(level_id, (counts.get(level_id) ?? 0) + 1);
    this.plan.showCounts(counts, standingThings(log));
  }

  // The floors come after the page and bring a view of their own; a flight that was asked for before them goes again.
  /** @param {number} lon @param {number} lat @param {string | null} [levelId] */
  async flyTo(lon, lat, levelId) {
    this.hasLooked = true;
    this.#lookAt(lon, lat);
    await this.ready;
    if (levelId) this.plan.setLevel(levelId);
    this.#lookAt(lon, lat);
  }

  /** @param {number} lon @param {number} lat */
  #lookAt(lon, lat) {
    this.plan.leaveFit();
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), 19), { animate: !isCalm });
  }

  clear() {
    this.map.remove();
  }
}

// The map that folium drew for this site (mapping/_base_map.html).
function baseMap() {
  const map = window.map_site;
  L.control.zoom({ position: "bottomright" }).addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  return map;
}
