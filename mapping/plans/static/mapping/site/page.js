// The page of a site: the plan on its map, and the table twin below.

import { Api } from "../../coordination/api.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { GridLayer, gridButton, siteGrid } from "../plan/grid.js";
import { KeepPanel } from "../kept/keep_panel.js";
import { PlanLayers, siteMap } from "../plan/plan.js";
import { FloorNames } from "./floor_names.js";
import { followPointedPlace } from "./pointed_place.js";
import { ScanUnder } from "../plan/scan.js";
import { PlanTables } from "../plan/tables.js";
import { VersionBar } from "../versions/bar.js";

const page = document.querySelector(".site-page");
const state = document.getElementById("plan-state");
const edit = document.getElementById("edit-plan");
const map = siteMap();
globalThis.L.control
  .zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") })
  .addTo(map);

// What stands above the map comes and goes; Leaflet must know how much room it has.
new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());

/** @param {import("../plan/marks.js").Marks} [marks] */
function offerGrid(marks) {
  const grid = siteGrid();
  if (grid !== null) gridButton(new GridLayer(map, grid, marks)).addTo(map);
}

async function start() {
  const siteId = page.dataset.siteId;
  new KeepPanel(document.getElementById("keep-panel"), siteId);
  const plan = new PlanLayers(map, {
    siteId,
    levelsUrl: `/api/v1/sites/${siteId}/levels`,
    buildingName: page.dataset.siteName,
  });
  const tables = new PlanTables(document.getElementById("plan-tables"), (featureId) => {
    plan.focus(featureId);
    map.getContainer().scrollIntoView({ block: "nearest" });
  });
  offerGrid(plan.marks);
  const versions = new VersionBar(state);
  const scan = new ScanUnder(map);
  plan.addEventListener("levelchange", ({ detail }) => {
    scan.show(detail.plan.floorplan.id);
    versions.show(detail);
    tables.showPlan(detail.plan);
    if (edit !== null) edit.href = `/levels/${detail.level.id}/edit`;
  });
  try {
    await plan.ready;
    if (plan.levels.length === 0)
      document.getElementById("plan-tables").replaceChildren(element("p", { class: "empty", text: word("no_plans") }));
    else plan.fitBuilding();
  } catch {
    state.textContent = word("load_failed");
  }
  followPointedPlace(map);
  page.dataset.ready = "yes";
}

const names = /** @type {HTMLDetailsElement | null} */ (document.getElementById("floor-names"));
if (names !== null) new FloorNames(names, page.dataset.siteId, new Api());

if (page.dataset.maySeePlans === "yes") start();
else {
  offerGrid();
  followPointedPlace(map);
  page.dataset.ready = "yes";
}
