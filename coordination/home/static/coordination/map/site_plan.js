// The site's floors as this page uses them: drawn by mapping's PlanLayers, listed for the table.

import { PlanError, PlanLayers } from "../../mapping/plan/plan.js";
import { ApiProblem, Unreachable } from "../api.js";
import { PlanNotice } from "./plan_notice.js";
import { keptPlan } from "../offline/room_keeping.js";
import { doorOf } from "../standing/named_labels.js";
import { signsOf, whatOf } from "../standing/standing.js";

const LOOK_AGAIN_MS = 60_000;
const SAME_PLACE_PX = 3;
const LEAST_PX = 120;
// A room and those around it.
const FOCUS_ZOOM = 20;
// Above a place stands the pin of who calls from there, and its words.
const HEAD_PX = 80;
// A door's number stands outside of it.
const LABEL_PX = 24;

/** @typedef {import("../../mapping/plan/plan.js").Plan} Plan */
/** @typedef {import("../../mapping/plan/plan.js").PlanFeature} PlanFeature */
/** @typedef {Omit<import("../../mapping/plan/plan.js").Level, "floorplan_id"> & { floorplan_id: string | null,
 *   version: number | null, newer_floorplan_id: string | null, newer_version: number | null, site_id: string }} RoomLevel a floor as the
 *   incident knows it, also without a plan (docs/openapi.json) */

export class SitePlan {
  /**
   * @param {{ map: L.Map, siteId: string, roomId: string, api: import("../api.js").Api, onLevel: (plan: Plan) => void }} parts
   */
  constructor({ map, siteId, roomId, api, onLevel }) {
    this.map = map;
    this.siteId = siteId;
    this.roomId = roomId;
    this.api = api;
    this.onLevel = onLevel;
    /** @type {Set<string>} */
    this.wanted = new Set(); // floors whose newer plan the reader asked for
    this.notice = new PlanNotice({ map, onSwitch: (levelId) => this.#switchVersion(levelId) });
    /** @type {PlanLayers | null} */
    this.layers = null;
    /** @type {{ center: L.LatLng, zoom: number } | null} */
    this.fitted = null; // the view that showed the whole building, or what the map looked at first
    /** @type {{ things: import("../standing/standing.js").StandingThing[], levelId: string | null } | null} */
    this.focus = null; // what it looked at first, where that was not the building, and on which floor
    this.isLoaded = false;
    /** @type {string | undefined} */
    this.shownSiteId = undefined; // whose floor is drawn
    /** @type {RoomLevel[]} */
    this.all = []; // also floors without a plan, and the grounds
    /** @type {(PlanFeature & { level: RoomLevel })[]} */
    this.features = [];
  }

  /** Whether the reader may see the floors of the incident's site: also where it has none. */
  get isForReader() {
    return this.layers !== null;
  }

  // A partner whose agreement has no floorplan term still gets the live map: then there are simply no floors.
  async load() {
    const levelsUrl = `/rooms/${this.roomId}/levels`;
    try {
      this.all = await this.api.get(levelsUrl);
    } catch {
      this.isLoaded = true;
      return;
    }
    const planUrl = (/** @type {string} */ levelId) => `/api/v1${this.#planPath(levelId)}`;
    this.layers = new PlanLayers(this.map, {
      siteId: this.siteId,
      levelsUrl: `/api/v1${levelsUrl}`,
      planUrl,
      read: async (address) => (address === `/api/v1${levelsUrl}` ? this.all : this.#read(address)),
      standIn: (levelId) => keptPlan(this.siteId, levelId),
      switchPosition: null,
      beforeFirst: () => {
        this.#tell();
        this.map.invalidateSize({ animate: false, pan: false });
        this.fit();
      },
      padding: () => this.#padding(),
    });
    document.getElementById("map-view").prepend(this.layers.switchElement);
    this.layers.addEventListener("levelchange", ({ detail }) => {
      this.#tell();
      this.#goToSite(detail.level.id);
      // Of its floor the rooms and doors are known only now.
      if (this.focus && detail.level.id === this.focus.levelId) this.#refit();
      this.onLevel(detail.plan);
    });
    // What is published while the incident is open is told, and shown only to a reader who asks for it.
    setInterval(() => this.#askAgain(levelsUrl), LOOK_AGAIN_MS);
    await this.layers.ready.catch(() => {});
    if (this.layers.levels.length > 0) this.fit();
    this.isLoaded = true;
    // An alarm or the first fact takes room from the map: the building moves out of the way, unless the reader has
    // looked elsewhere since.
    const refit = new ResizeObserver(() => this.#refit());
    for (const one of [this.map.getContainer(), factsLine()]) if (one) refit.observe(one);
  }

  // A floor of another site that is in the incident lies elsewhere.
  /** @param {string} levelId */
  #goToSite(levelId) {
    const siteId = this.siteIdOf(levelId);
    if (this.shownSiteId !== undefined && siteId !== this.shownSiteId) this.fit();
    this.shownSiteId = siteId;
  }

  // Whose floor it is, as far as the reader may see the plans.
  /** @param {string} levelId @returns {string | undefined} */
  siteIdOf(levelId) {
    return this.all.find((one) => one.id === levelId)?.site_id;
  }

  // The whole building, clear of what lies over the map.
  fit() {
    if (!this.layers) return;
    this.focus = null;
    this.layers.fitBuilding();
    this.#remember();
  }

  // Where people call for help, each whole room with the door that is named, on the floor of the worst call.
  /** @param {import("../standing/standing.js").StandingThing[]} things @param {string | null} levelId */
  lookAt(things, levelId) {
    this.focus = { things, levelId: levelId ?? this.levelId };
    if (levelId) this.setLevel(levelId);
    this.#lookAgain(this.focus.things);
  }

  /** @param {import("../standing/standing.js").StandingThing[]} things */
  #lookAgain(things) {
    const bounds = L.latLngBounds(things.flatMap((one) => this.#placesOf(one))).pad(0.05);
    const { paddingTopLeft = [0, 0], paddingBottomRight = [0, 0] } = this.#padding();
    const [left, top] = /** @type {[number, number]} */ (paddingTopLeft);
    const [right, bottom] = /** @type {[number, number]} */ (paddingBottomRight);
    this.map.fitBounds(bounds, {
      paddingTopLeft: [left + LABEL_PX, top + HEAD_PX],
      paddingBottomRight: [right + LABEL_PX, bottom + LABEL_PX],
      maxZoom: FOCUS_ZOOM,
      animate: false,
    });
    this.#remember();
  }

  /** @param {import("../standing/standing.js").StandingThing} thing @returns {L.LatLng[]} */
  #placesOf(thing) {
    const { lon, lat, spaceId } = thing;
    const room = spaceId ? this.layers?.featureBounds(spaceId) : null;
    const point = lon === null || lat === null ? [] : [L.latLng(lat, lon)];
    if (point.length === 0 && !room) return [];
    const near = point[0] ?? room?.getCenter();
    const corners = room ? [room.getNorthWest(), room.getSouthEast()] : point;
    return [...corners, ...this.#doorBy(doorOf(thing), near)];
  }

  // Another building may have a door of the same number.
  /** @param {string} number @param {L.LatLng} near @returns {L.LatLng[]} */
  #doorBy(number, near) {
    const doors = (this.layers?.plan?.features ?? []).filter(
      ({ properties }) => properties.kind === "opening" && properties.is_exterior && properties.number === number,
    );
    const places = doors.map((one) => L.geoJSON(one).getBounds().getCenter());
    return places.sort((one, other) => near.distanceTo(one) - near.distanceTo(other)).slice(0, 1);
  }

  #padding() {
    const panel = this.map.getContainer().closest(".map-panel");
    return panel ? besideControls(panel) : {};
  }

  // Someone looks elsewhere: a flight is where it began for a moment yet, and is not fitted back.
  leaveFit() {
    this.fitted = null;
  }

  #remember() {
    this.fitted = { center: this.map.getCenter(), zoom: this.map.getZoom() };
  }

  #refit() {
    this.map.invalidateSize({ animate: false });
    // Under a whole sheet there is no map to fit anything into.
    if (this.map.getSize().y < LEAST_PX) return;
    if (!this.fitted || this.fitted.zoom !== this.map.getZoom() || !this.#isAt(this.fitted.center)) return;
    if (this.focus) this.#lookAgain(this.focus.things);
    else this.fit();
  }

  /** @param {L.LatLng} center */
  #isAt(center) {
    const [put, is] = [center, this.map.getCenter()].map((one) => this.map.project(one));
    return put.distanceTo(is) <= SAME_PLACE_PX;
  }

  /** @param {string} address */
  async #read(address) {
    try {
      return await this.api.get(address.slice("/api/v1".length));
    } catch (error) {
      throw error instanceof ApiProblem ? new PlanError(error.status) : error;
    }
  }

  /** @param {string} levelId */
  #planPath(levelId) {
    const level = this.all.find((one) => one.id === levelId);
    const isNewer = this.wanted.has(levelId) && level?.newer_floorplan_id;
    return `/floorplans/${isNewer ? level.newer_floorplan_id : level?.floorplan_id}/plan`;
  }

  /** @param {string} levelsUrl */
  async #askAgain(levelsUrl) {
    if (document.visibilityState !== "visible") return;
    try {
      this.all = await this.api.get(levelsUrl);
      this.#tell();
    } catch {
      // The next look says it.
    }
  }

  /** @param {string} levelId */
  async #switchVersion(levelId) {
    if (!this.wanted.delete(levelId)) this.wanted.add(levelId);
    this.features = [];
    await this.layers?.setLevel(levelId);
  }

  #tell() {
    const level = this.all.find((one) => one.id === this.levelId);
    const plan = this.layers?.plan;
    if (level && plan) this.notice.show(level, { isNewer: this.wanted.has(level.id), plan });
  }

  get levelId() {
    return this.layers?.level?.id ?? null;
  }

  // Whether a thing on that level belongs into the picture of the floor that is shown: outdoors always does.
  /** @param {string | null | undefined} levelId */
  isShown(levelId) {
    return (
      !levelId ||
      this.levelId === null ||
      levelId === this.levelId ||
      this.all.some((one) => one.id === levelId && one.building_id === null)
    );
  }

  // The floor of a point that was tapped, and the room's words; a point outside the building is outdoors on every
  // floor.
  /** @param {{ lon: number, lat: number }} place */
  placeAt({ lon, lat }) {
    const space = this.layers?.spaceAt([lon, lat]) ?? null;
    const isInside = space !== null && this.layers?.plan?.features.some((feature) => feature.id === space.id);
    return { level_id: isInside ? this.levelId : null, words: space?.words ?? "" };
  }

  /** @param {string} levelId */
  setLevel(levelId) {
    if (levelId !== this.levelId) this.layers?.setLevel(levelId);
  }

  // The floors that a person can be on, each by the short name of its switch; named by building where there are several.
  get floors() {
    const inside = this.all.filter((one) => one.building_id !== null);
    const isOne = new Set(inside.map((one) => one.building_id)).size < 2;
    return inside.map((one) => {
      const name = one.short_name || one.name;
      return { id: one.id, name: isOne ? name : `${one.building_name} ${name}` };
    });
  }

  /** @param {string | null | undefined} levelId */
  nameOf(levelId) {
    const level = levelId ? this.all.find((one) => one.id === levelId) : null;
    return level ? level.short_name || level.name : "";
  }

  /**
   * @param {Map<string, number>} counts of what lives on each floor
   * @param {import("../standing/standing.js").StandingThing[]} standing the worst first
   */
  showCounts(counts, standing) {
    for (const { id } of this.layers?.levels ?? []) {
      const here = standing.filter((one) => one.levelId === id);
      const calls = here.length > 0 ? { signs: signsOf(here), words: here.map(whatOf) } : null;
      this.layers?.countBadge(id, counts.get(id) ?? 0, calls);
    }
  }

  // A floor's plan for the table: the server's, or where it is not reached the kept one; none where it was refused.
  /** @param {string} levelId @returns {Promise<Plan | null>} */
  #planOf(levelId) {
    const standIn = (/** @type {unknown} */ error) =>
      error instanceof Unreachable ? keptPlan(this.siteId, levelId) : null;
    return this.api.get(this.#planPath(levelId)).catch(standIn);
  }

  // All floors' features, fetched once, when the table is opened.
  async loadFeatures() {
    if (this.features.length > 0) return;
    const drawn = this.all.filter((level) => level.floorplan_id !== null);
    const plans = await Promise.all(drawn.map((level) => this.#planOf(level.id)));
    this.features = plans.flatMap((plan, n) =>
      (plan?.features ?? []).map((feature) => ({ ...feature, level: drawn[n] })),
    );
  }
}

const factsLine = () => document.getElementById("facts-line");

// As much room at each side as the controls there take, so that the whole building lies between them.
/** @param {HTMLElement} panel @returns {L.FitBoundsOptions} */
function besideControls(panel) {
  const { left, right, top, bottom, width } = panel.getBoundingClientRect();
  const [view, bar] = ["map-view", "tool-bar"].map((id) => document.getElementById(id).getBoundingClientRect());
  const tools = document.getElementById("map-tools").getBoundingClientRect();
  const notices = [...panel.querySelectorAll(".plan-notice, .map-command")].map((one) => one.getBoundingClientRect());
  const above = Math.max(top, ...notices.filter(({ height }) => height > 0).map(({ bottom: end }) => end));
  const isRow = view.width > width / 2;
  // On a phone the facts are one line above that row, and the bar of a tool stands where it was.
  const low = [isRow && view, bar.top > (top + bottom) / 2 && bar, factsLine()?.getBoundingClientRect()];
  const below = Math.min(...low.map((one) => (one && one.height ? one.top : bottom)));
  return {
    paddingTopLeft: [tools.width && !isRow ? tools.right - left + 8 : 8, above > top ? above - top + 4 : 8],
    paddingBottomRight: [view.width && !isRow ? right - view.left + 8 : 8, below < bottom ? bottom - below + 4 : 16],
  };
}
