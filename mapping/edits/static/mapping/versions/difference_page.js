// The page of what differs between two versions of a floor: on the map by colour, pattern and word, and as a list.

import { marksOf, pathsOf } from "../plan/draw.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { GridLayer, gridButton, siteGrid } from "../plan/grid.js";
import { Marks } from "../plan/marks.js";
import { PlanApi } from "../plan/plan_api.js";
import { siteMap } from "../plan/plan.js";
import { middleOf } from "../plan/shape.js";

const L = globalThis.L;
/** @typedef {import("../plan/plan.js").PlanFeature} PlanFeature */
/** @typedef {{ before: PlanFeature | null, after: PlanFeature | null, kinds: string[] }} Change one of both is there */

/** @type {Record<string, string>} */
const MARKS = { added: "+", removed: "−", moved: "⇢", reshaped: "◇", renumbered: "#", renamed: "“", reclassified: "▤" };
const page = document.querySelector(".difference-page");
const map = siteMap();

/** @param {PlanFeature} feature */
function nameOf(feature) {
  const { number, name, category } = feature.properties;
  return [number, name].filter(Boolean).join(" ") || word(category);
}

/** @param {Change} change */
function sentence({ before, after, kinds }) {
  const parts = kinds.map((kind) => {
    if (kind === "renumbered") return `${before?.properties.number || "–"} → ${after?.properties.number || "–"}`;
    if (kind === "renamed") return `${before?.properties.name || "–"} → ${after?.properties.name || "–"}`;
    if (kind === "reclassified") return `${categoryOf(before)} → ${categoryOf(after)}`;
    return "";
  });
  return parts.filter(Boolean).join(" · ");
}

/** @param {PlanFeature | null} feature */
const categoryOf = (feature) => (feature === null ? "–" : word(feature.properties.category));

/** @param {Change} change */
const thingOf = ({ before, after }) => /** @type {PlanFeature} */ (after ?? before);

/** @param {Change} change */
function draw(change) {
  /** @type {L.Layer[]} */
  const layers = [];
  for (const feature of [change.before, change.after]) {
    if (feature === null) continue;
    const isBefore = feature === change.before;
    if (isBefore && change.after !== null && !["moved", "reshaped"].some((kind) => change.kinds.includes(kind)))
      continue;
    const className = `difference-${isBefore ? "removed" : change.kinds[0]}`;
    const style = { className, interactive: false, pane: "difference" };
    layers.push(
      L.geoJSON(feature, {
        ...style,
        style,
        pointToLayer: (_one, at) => L.circle(at, { ...style, radius: 1.4 }),
      }).addTo(map),
    );
  }
  const at = middleOf(thingOf(change).geometry);
  const drawn = element("span", {
    class: `difference-mark difference-mark-${change.kinds[0]}`,
    text: change.kinds.map((kind) => MARKS[kind]).join(""),
  });
  const icon = L.divIcon({ html: drawn, className: "plan-mark", iconSize: [28, 22] });
  layers.push(L.marker([at[1], at[0]], { icon, interactive: false, keyboard: false }).addTo(map));
  return layers;
}

/** @param {Change} change */
function show(change) {
  const bounds = L.featureGroup(
    [change.before, change.after].filter((one) => one !== null).map((one) => L.geoJSON(one)),
  ).getBounds();
  map.fitBounds(bounds, {
    maxZoom: 20,
    padding: [80, 80],
    animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
}

/** @param {Change[]} changes */
function list(changes) {
  /** @param {Change} change */
  const row = (change) => {
    const feature = thingOf(change);
    return element(
      "tr",
      {},
      element(
        "td",
        {},
        ...change.kinds.map((kind) =>
          element(
            "span",
            { class: `difference-word difference-mark-${kind}` },
            element("span", { "aria-hidden": "true", text: `${MARKS[kind]} ` }),
            word(`change_${kind}`),
          ),
        ),
      ),
      element("td", { text: nameOf(feature) }),
      element("td", { text: word(feature.properties.category) }),
      element("td", { text: sentence(change) }),
      element(
        "td",
        {},
        element("button", {
          type: "button",
          class: "row-show",
          "aria-label": `${word("show")}: ${nameOf(feature)}`,
          onclick: () => show(change),
          text: "◎",
        }),
      ),
    );
  };
  const heads = ["change", "name", "kind", "difference"].map((key) => element("th", { scope: "col", text: word(key) }));
  return element(
    "table",
    { class: "plan-table" },
    element("thead", {}, element("tr", {}, ...heads, element("th", { scope: "col" }))),
    element("tbody", {}, ...changes.map(row)),
  );
}

/** @param {Change[]} changes */
function legend(changes) {
  const kinds = Object.keys(MARKS).filter((kind) => changes.some((one) => one.kinds.includes(kind)));
  return kinds.map((kind) => {
    const number = changes.filter((one) => one.kinds.includes(kind)).length;
    return element(
      "li",
      { class: `difference-word difference-mark-${kind}` },
      `${MARKS[kind]} ${word(`change_${kind}`)} ${number}`,
    );
  });
}

async function start() {
  const { before, after } = page.dataset;
  const api = new PlanApi();
  map.createPane("plan-floor").style.zIndex = "350";
  map.createPane("plan-marks").style.zIndex = "380";
  map.createPane("difference").style.zIndex = "400";
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
  const marks = new Marks(map, "plan-marks");
  const grid = siteGrid();
  if (grid !== null) gridButton(new GridLayer(map, grid, marks)).addTo(map);
  try {
    const [plan, { changes }] = await Promise.all([
      api.get(`/floorplans/${after}/plan`),
      api.get(`/floorplans/${after}/difference?since=${before}`),
    ]);
    for (const path of pathsOf(plan, { pane: "plan-floor", renderer: L.svg({ pane: "plan-floor", padding: 0.5 }) }))
      path.addTo(map);
    const bounds = L.geoJSON(plan).getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [16, 16], animate: false });
    marks.show(marksOf(plan));
    for (const change of changes) draw(change);
    document.getElementById("difference-legend").replaceChildren(...legend(changes));
    document
      .getElementById("difference-list")
      .replaceChildren(
        changes.length === 0 ? element("p", { class: "empty", text: word("no_difference") }) : list(changes),
      );
  } catch {
    document.getElementById("difference-state").textContent = word("load_failed");
  }
  page.dataset.ready = "yes";
}

start();
