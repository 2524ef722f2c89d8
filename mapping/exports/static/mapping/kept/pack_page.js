// The page of an offline pack: the same map and tables as the site's page, from data that stands in the file itself.

import { element } from "../../coordination/element.js";
import { textWith, word } from "../../coordination/words.js";
import { freshnessMark } from "../plan/freshness.js";
import { GridLayer, gridButton, siteGrid } from "../plan/grid.js";
import { PlanLayers, siteMap } from "../plan/plan.js";
import { ScanUnder } from "../plan/scan.js";
import { PlanTables } from "../plan/tables.js";

const DAY_MS = 86_400_000;
const page = document.querySelector(".site-page");
const data = JSON.parse(document.getElementById("pack-data").textContent);
const map = siteMap();

// A data address is read by the browser itself: no network, and none is asked for.
/** @param {unknown} value */
const address = (value) => `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(value))}`;

function showAge() {
  const days = Math.floor((Date.now() - Date.parse(data.made_at)) / DAY_MS);
  const age = document.getElementById("pack-age");
  age.textContent = textWith(age.dataset.words, { days: Math.max(0, days) });
}

/**
 * @param {{ level: import("../plan/plan.js").Level, plan: import("../plan/plan.js").Plan }} shown
 * @param {PlanTables} tables
 */
function show({ level, plan }, tables) {
  const { version, verified_on: verifiedOn } = plan.floorplan;
  const where = level.building_name ? `${level.building_name}, ${level.name}` : level.name;
  document
    .getElementById("plan-state")
    .replaceChildren(`${where} · ${word("version")} ${version} `, freshnessMark(verifiedOn, level));
  tables.showPlan(plan);
}

async function start() {
  globalThis.L.control
    .zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") })
    .addTo(map);
  showAge();
  const plan = new PlanLayers(map, {
    siteId: page.dataset.siteId,
    levelsUrl: address(data.levels),
    planUrl: (levelId) => address(data.plans[levelId]),
    buildingName: page.dataset.siteName,
  });
  const tables = new PlanTables(
    document.getElementById("plan-tables"),
    (featureId) => {
      plan.focus(featureId);
      map.getContainer().scrollIntoView({ block: "nearest" });
    },
    { photoUrl: (id) => `photos/${id}.jpg` },
  );
  const grid = siteGrid();
  if (grid !== null) gridButton(new GridLayer(map, grid, plan.marks)).addTo(map);
  const scan = new ScanUnder(map, {
    scan: async (id) => data.scans[id]?.placement ?? null,
    image: (id) => data.scans[id].shown,
  });
  plan.addEventListener("levelchange", (event) => {
    show(event.detail, tables);
    scan.show(event.detail.plan.floorplan.id);
  });
  await plan.ready;
  if (plan.levels.length === 0)
    document.getElementById("plan-tables").replaceChildren(element("p", { class: "empty", text: word("no_plans") }));
  else plan.fitBuilding();
  page.dataset.ready = "yes";
}

start();
