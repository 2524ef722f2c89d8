// A kept pack on the screen: the map with floors, grid and scans, its table twin, people and agreements. All of it comes
// from the pack; nothing here asks the network.

import { dayText } from "../../coordination/clock.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { freshnessMark } from "../plan/freshness.js";
import { GridLayer, gridButton } from "../plan/grid.js";
import {} from "./kept_here.js";
import { PlanLayers } from "../plan/plan.js";
import { ScanUnder } from "../plan/scan.js";
import { PlanTables } from "../plan/tables.js";

const L = globalThis.L;
// As the base map that folium makes (mapping/sites/basemap.py): the same outlines, by the same classes.
const OPTIONS = {
  zoomSnap: 0.25,
  zoomDelta: 0.5,
  zoomControl: false,
  attributionControl: false,
  minZoom: 12,
  maxZoom: 23,
};
const LEAST_DEG = 0.002;

/** @typedef {import("./kept_store.js").KeptPack} KeptPack */
/** @typedef {import("../plan/shape.js").Geometry} Geometry */
/** @typedef {import("../plan/plan.js").Level} Level */
/** @typedef {{ id: string, name: string, address: string, district_name: string, boundary: Geometry | null,
 *   buildings: Geometry[], bounds: number[], grid: import("../plan/cells.js").Grid | null }} KeptSite */

/** @param {HTMLElement} root @param {KeptSite} site */
function baseMap(root, site) {
  const map = L.map(root, OPTIONS);
  /** @type {[Geometry | null, string][]} */
  const outlines = [[site.boundary, "plan-boundary"], ...site.buildings.map(building)];
  for (const [geometry, name] of outlines)
    if (geometry !== null)
      L.geoJSON(geometry, { style: { className: name, interactive: false }, pane: "tilePane" }).addTo(map);
  const [west, south, east, north] = site.bounds;
  /** @param {number} low @param {number} high */
  const grow = (low, high) => Math.max(0, LEAST_DEG - (high - low)) / 2;
  const [lon, lat] = [grow(west, east), grow(south, north)];
  map.fitBounds(
    [
      [south - lat, west - lon],
      [north + lat, east + lon],
    ],
    { animate: false },
  );
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
  return map;
}

/** @param {Geometry} one @returns {[Geometry, string]} */
const building = (one) => [one, "plan-building"];

// Pictures of the pack as addresses inside the page, made when they are asked for.
/** @param {KeptPack} pack */
function pictures(pack) {
  /** @type {Map<string, string>} */
  const made = new Map();
  return async (/** @type {string} */ name, /** @type {string} */ type) => {
    const shown = made.get(name) ?? URL.createObjectURL(new Blob([await pack.file(name)], { type }));
    made.set(name, shown);
    return shown;
  };
}

/** @param {KeptPack} pack @param {(planId: string) => string | undefined} levelOf */
async function scanSources(pack, levelOf) {
  const placements = pack.has("scans.json") ? await pack.json("scans.json") : {};
  const picture = pictures(pack);
  /** @type {Map<string, string>} */
  const shown = new Map();
  return {
    async scan(/** @type {string} */ planId) {
      if (placements[planId] === undefined) return null;
      shown.set(planId, await picture(`scans/${levelOf(planId)}.png`, "image/png"));
      return placements[planId];
    },
    image: (/** @type {string} */ planId) => shown.get(planId) ?? "",
  };
}

// `root`: the element to fill. Throws PackRefused as soon as something is not what its manifest says.
/** @param {HTMLElement} root @param {KeptPack} pack */
export async function showKept(root, pack) {
  /** @type {KeptSite} */
  const site = await pack.json("site.json");
  /** @type {Level[]} */
  const levels = await pack.json("levels.json");
  const state = element("p", { class: "small plan-state", id: "plan-state", role: "status" });
  const mapElement = element("div", { class: "folium-map", id: "map_site" });
  const tablesElement = element("div", { id: "plan-tables" });
  root.replaceChildren(
    element(
      "header",
      { class: "site-head" },
      element("h1", { text: site.name }),
      element("p", { class: "quiet", text: [site.address, site.district_name].filter(Boolean).join(" · ") }),
      state,
    ),
    element("div", { class: "site-map", role: "region", "aria-label": word("kept.map") }, mapElement),
    element("div", { class: "site-tables" }, tablesElement, ...(await people(pack)), ...(await agreements(pack))),
  );
  const map = baseMap(mapElement, site);
  const plan = new PlanLayers(map, {
    siteId: site.id,
    levelsUrl: "levels.json",
    planUrl: (levelId) => `plans/${levelId}.geojson`,
    buildingName: site.name,
    read: (name) => pack.json(name),
  });
  const picture = pictures(pack);
  const tables = new PlanTables(
    tablesElement,
    (featureId) => {
      plan.focus(featureId);
      mapElement.scrollIntoView({ block: "nearest" });
    },
    { onPhoto: async (id) => globalThis.open(await picture(`photos/${id}.jpg`, "image/jpeg"), "_blank", "noopener") },
  );
  if (site.grid !== null) gridButton(new GridLayer(map, site.grid, plan.marks)).addTo(map);
  const scans = new ScanUnder(
    map,
    await scanSources(pack, (planId) => levels.find((one) => one.floorplan_id === planId)?.id),
  );
  plan.addEventListener("levelchange", ({ detail }) => {
    const { level, plan: shown } = detail;
    const where = level.building_name ? `${level.building_name}, ${level.name}` : level.name;
    state.replaceChildren(
      element("span", { text: `${where} · ${word("version")} ${shown.floorplan.version}` }),
      freshnessMark(shown.floorplan.verified_on, level),
    );
    tables.showPlan(shown);
    scans.show(shown.floorplan.id);
  });
  await plan.ready;
  if (plan.levels.length === 0) tablesElement.replaceChildren(element("p", { class: "empty", text: word("no_plans") }));
  else plan.fitBuilding();
  return site;
}

/** @param {KeptPack} pack */
async function people(pack) {
  /** @type {{ name: string, title: string, agency: string }[]} */
  const contacts = await pack.json("contacts.json");
  if (contacts.length === 0) return [];
  /** @param {string} tag @param {string[]} texts */
  const cells = (tag, texts) => texts.map((text) => element(tag, { text, scope: tag === "th" ? "col" : null }));
  const rows = contacts.map((one) => element("tr", {}, ...cells("td", [one.name, one.title, one.agency])));
  return [
    element("h2", { text: word("kept.people") }),
    element(
      "table",
      { class: "plan-table kept-people" },
      element("thead", {}, element("tr", {}, ...cells("th", [word("name"), word("kept.title"), word("kept.agency")]))),
      element("tbody", {}, ...rows),
    ),
  ];
}

/** @param {KeptPack} pack */
async function agreements(pack) {
  /** @type {{ title: string, district: string, agency: string, effective_on: string, expires_on: string,
   *   grants: string[] }[]} */
  const found = await pack.json("agreement.json");
  return found.map((one) =>
    element(
      "section",
      { class: "card stack kept-agreement" },
      element("h2", { text: `${word("kept.agreement")}: ${one.title}` }),
      element("p", {
        text: `${one.district} · ${one.agency} · ${dayText(one.effective_on)} – ${dayText(one.expires_on)}`,
      }),
      element(
        "p",
        { class: "row" },
        ...one.grants.map((grant) => element("span", { class: "badge", text: word(`kept.grant_${grant}`) })),
      ),
    ),
  );
}
