// The map beside the form of an inject: markers by their numbers, floor by floor; a tap says where this one stands. The
// field for a place's name does the same by keyboard.

import { PlanLayers, siteMap } from "../../mapping/plan/plan.js";
import { word } from "../words.js";
import { element } from "../element.js";

const L = globalThis.L;
const holder = /** @type {HTMLElement} */ (document.querySelector("[data-msel-map]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-inject-form]"));
const status = form.querySelector("[data-tapped]");
const mine = holder.dataset.injectId;
const marks = JSON.parse(document.getElementById("msel-marks").textContent);
const map = siteMap();
const shown = L.layerGroup().addTo(map);
const tapped = L.layerGroup().addTo(map);

new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {{ lon: number, lat: number }} place @param {string} text @param {string} className */
function pin({ lon, lat }, text, className = "") {
  const html = element("span", { class: `msel-pin ${className}`, text });
  const icon = L.divIcon({ html, className: "plan-mark", iconSize: [28, 28], iconAnchor: [14, 14] });
  return L.marker([lat, lon], { icon, interactive: false, keyboard: false });
}

// What stands outside is on every floor.
/** @param {string | null} levelId */
function show(levelId) {
  shown.clearLayers();
  for (const one of marks)
    if (one.level_id === null || one.level_id === levelId)
      pin(one, String(one.number), one.inject_id === mine ? "mine" : "").addTo(shown);
}

/** @param {PlanLayers} plan @param {L.LatLng} at */
function take(plan, { lat, lng: lon }) {
  const space = plan.spaceAt([lon, lat]);
  const floor = plan.plan?.features.some((one) => one.id === space?.id) ? plan.level : null;
  const isInside = floor !== null;
  field("lon").value = String(lon);
  field("lat").value = String(lat);
  field("level_id").value = floor?.id ?? "";
  // A name goes before a tap: it is no longer meant.
  field("place").value = "";
  field("delivery").value = "marker";
  if (field("marker").value === "") field("marker").value = "other";
  const words = isInside ? "msel.here" : "msel.here_outside";
  status.textContent = word(words, { place: space?.words ?? "" });
  tapped.clearLayers();
  pin({ lon, lat }, "", "tapped").addTo(tapped);
}

async function start() {
  const { siteId = "", siteName } = holder.dataset;
  const plan = new PlanLayers(map, { siteId, levelsUrl: `/api/v1/sites/${siteId}/levels`, buildingName: siteName });
  plan.addEventListener("levelchange", (event) => show(/** @type {CustomEvent} */ (event).detail.level.id));
  await plan.ready;
  if (plan.levels.length > 0) plan.fitBuilding();
  else show(null);
  const own = marks.find((/** @type {{ inject_id: string }} */ one) => one.inject_id === mine);
  if (own?.level_id && plan.levels.some((one) => one.id === own.level_id)) await plan.setLevel(own.level_id);
  map.on("click", ({ latlng }) => take(plan, latlng));
  field("place").addEventListener("input", () => {
    status.textContent = "";
    tapped.clearLayers();
  });
}

start()
  .catch(() => undefined)
  .finally(() => (holder.dataset.ready = "yes"));
