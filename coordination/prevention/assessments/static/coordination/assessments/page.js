// The map on the pages of assessments: findings where they are, floor by floor; a tap says where a new one is.

import { element } from "../element.js";
import { PlanLayers, siteMap } from "../../mapping/plan/plan.js";
import { word } from "../words.js";

const L = globalThis.L;
const holder = /** @type {HTMLElement} */ (document.querySelector("[data-assessment-map]"));
const marks = JSON.parse(document.getElementById("assessment-marks").textContent);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-finding-form]"));
const map = siteMap();
const shown = L.layerGroup().addTo(map);
const tapped = L.layerGroup().addTo(map);

new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);

/** @param {number} lon @param {number} lat @param {string} text @param {string} className */
function pin(lon, lat, text, className) {
  const html = element("span", { class: `assess-pin ${className}`, text });
  const icon = L.divIcon({ html, className: "plan-mark", iconSize: [28, 28], iconAnchor: [14, 14] });
  return L.marker([lat, lon], { icon, interactive: false, keyboard: false });
}

/** @param {string} levelId */
function showFindings(levelId) {
  shown.clearLayers();
  for (const one of marks)
    if (one.level_id === levelId)
      pin(one.lon, one.lat, String(one.number), one.settled ? "settled" : "open").addTo(shown);
}

// What is tapped goes into the form below, in the place of a door or room that was chosen there.
/** @param {HTMLFormElement} form @param {PlanLayers} plan @param {{ lat: number, lng: number }} at */
function takeTap(form, plan, { lat, lng }) {
  if (plan.level === null) return;
  const fields = form.elements;
  /** @type {HTMLInputElement} */ (fields.namedItem("level_id")).value = plan.level.id;
  /** @type {HTMLInputElement} */ (fields.namedItem("lon")).value = String(lng);
  /** @type {HTMLInputElement} */ (fields.namedItem("lat")).value = String(lat);
  const here = plan.spaceAt([lng, lat]);
  const place = /** @type {HTMLInputElement} */ (fields.namedItem("place"));
  if (here !== null) place.value = here.words;
  const details = form.closest("details");
  if (details !== null) details.open = true;
  showTap(form, lng, lat);
}

/** @param {HTMLFormElement} form @param {number} lon @param {number} lat */
function showTap(form, lon, lat) {
  form.querySelector("[data-tapped]").textContent = word("assessment.here");
  tapped.clearLayers();
  pin(lon, lat, "", "tapped").addTo(tapped);
}

// A form that was refused comes back with the place that was tapped.
/** @param {HTMLFormElement} form @return {string | undefined} its floor */
function showSentTap(form) {
  const [levelId, lon, lat] = ["level_id", "lon", "lat"].map(
    (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value,
  );
  if (levelId === "" || lon === "" || lat === "") return undefined;
  showTap(form, Number(lon), Number(lat));
  return levelId;
}

/** @param {HTMLFormElement} form */
function forgetTap(form) {
  for (const name of ["level_id", "lon", "lat"])
    /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = "";
  form.querySelector("[data-tapped]").textContent = "";
  tapped.clearLayers();
}

async function start() {
  const { siteId = "" } = holder.dataset;
  const plan = new PlanLayers(map, {
    siteId,
    levelsUrl: `/api/v1/sites/${siteId}/levels`,
    buildingName: holder.dataset.siteName,
  });
  plan.addEventListener("levelchange", (event) => showFindings(/** @type {CustomEvent} */ (event).detail.level.id));
  await plan.ready;
  if (plan.levels.length === 0) return;
  plan.fitBuilding();
  const counts = new Map();
  for (const one of marks) counts.set(one.level_id, (counts.get(one.level_id) ?? 0) + 1);
  for (const [levelId, number] of counts) plan.countBadge(levelId, number);
  const sent = form === null ? undefined : showSentTap(form);
  const wanted = sent ?? holder.dataset.levelId ?? [...counts.keys()][0];
  if (wanted !== undefined) await plan.setLevel(wanted);
  if (form !== null) {
    map.on("click", ({ latlng }) => takeTap(form, plan, latlng));
    /** @type {HTMLSelectElement} */ (form.elements.namedItem("spot")).addEventListener("change", () =>
      forgetTap(form),
    );
  }
}

start()
  .catch(() => undefined)
  .finally(() => (holder.dataset.ready = "yes"));
