// A threat on the map: its place, its circle, its area, and the schools. Where a form asks for them, a press on the map
// fills in the place or one more corner, and circle and area follow what is typed.

import { addStreets } from "../../mapping/streets/streets.js";

const DIGITS = 6;
const NO_PLACE = L.latLng(39.8, -98.6);
const NO_ZOOM = 4;

/** @typedef {{ name: string, lon: number, lat: number, is_late?: boolean, has_acted?: boolean }} School */

/** @type {{ lon?: number, lat?: number, radius_m?: number | null, area?: [number, number][], is_exercise?: boolean,
 *   schools: School[] }} area: its corners, lon before lat */
const places = JSON.parse(document.getElementById("near-places").textContent);
const root = document.getElementById("near-map");
const map = L.map(root, { attributionControl: false }).setView(NO_PLACE, NO_ZOOM);
addStreets(map);
const shown = L.featureGroup().addTo(map);
for (const one of places.schools) {
  const name = `near-school${one.is_late ? " is-late" : ""}${one.has_acted ? " has-acted" : ""}`;
  L.circleMarker([one.lat, one.lon], { radius: 8, className: name }).bindTooltip(one.name).addTo(shown);
}
const threat = L.featureGroup();

/** @param {L.LatLng | null} at @param {number} radius_m @param {L.LatLng[]} corners */
function drawThreat(at, radius_m, corners) {
  threat.clearLayers();
  threat.addTo(map);
  for (const corner of corners) L.circleMarker(corner, { radius: 5, className: "near-corner" }).addTo(threat);
  if (corners.length > 1) L.polygon(corners, { className: "near-circle", interactive: false }).addTo(threat);
  if (at === null) return;
  L.circleMarker(at, { radius: 6, className: "near-point" }).addTo(threat);
  if (radius_m > 0) L.circle(at, { radius: radius_m, className: "near-circle", interactive: false }).addTo(threat);
}

/**
 * Which corners a text says, each on a line of its own; none for what the server has to read.
 * @param {string} text
 * @returns {L.LatLng[]}
 */
function cornersOf(text) {
  if (text.trim().startsWith("{")) return [];
  return text
    .split("\n")
    .map((line) => (line.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number))
    .filter(([lat, lon, ...more]) => lon !== undefined && more.length === 0 && Math.abs(lat) <= 90)
    .map(([lat, lon]) => L.latLng(lat, lon));
}

// As the server reckons it, but for a school on the very edge.
/** @param {L.LatLng[]} corners @param {{ lon: number, lat: number }} school */
function isInside(corners, { lon, lat }) {
  return corners.reduce((inside, one, n) => {
    const next = corners[(n + 1) % corners.length];
    const isBetween = one.lat > lat !== next.lat > lat;
    return isBetween && lon < one.lng + ((lat - one.lat) / (next.lat - one.lat)) * (next.lng - one.lng)
      ? !inside
      : inside;
  }, false);
}

function fitToAll() {
  const all = L.featureGroup([...shown.getLayers(), ...threat.getLayers()]);
  if (all.getLayers().length > 0) map.fitBounds(all.getBounds(), { padding: [24, 24], maxZoom: 15 });
}

function followForm() {
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (document.querySelector(`[name=${name}]`));
  const [lat, lon, radius, area] = [field("lat"), field("lon"), field("radius_m"), field("area")];
  const picks = document.getElementById("near-picks");
  const says = picks.querySelector("[data-says]");
  const draw = () => {
    const [y, x] = [lat, lon].map(({ value }) => (value.trim() === "" ? NaN : Number(value)));
    const isPlace = Number.isFinite(x) && Number.isFinite(y) && Math.abs(y) <= 90;
    const corners = cornersOf(area.value);
    drawThreat(isPlace ? L.latLng(y, x) : null, Number(radius.value) || 0, corners);
    const inside = corners.length > 2 ? places.schools.filter((one) => isInside(corners, one)).length : 0;
    const words = says.dataset.words.replace("{n}", String(corners.length)).replace("{schools}", String(inside));
    says.textContent = corners.length === 0 ? "" : words;
  };
  /** @param {L.LatLng} at */
  const addCorner = (at) => {
    // What is drawn is meant instead of the circle that stood there at first.
    if (area.value.trim() === "") radius.value = "";
    const line = `${at.lat.toFixed(DIGITS)}, ${at.lng.toFixed(DIGITS)}`;
    area.value = [area.value.trim(), line].filter(Boolean).join("\n");
    const corners = cornersOf(area.value);
    if (corners.length > 2 && lat.value.trim() === "" && lon.value.trim() === "") {
      const middle = L.latLngBounds(corners).getCenter();
      lat.value = middle.lat.toFixed(DIGITS);
      lon.value = middle.lng.toFixed(DIGITS);
    }
    draw();
  };
  map.on("click", ({ latlng }) => {
    const at = latlng.wrap();
    if (picks.querySelector("input:checked").value === "corner") {
      addCorner(at);
      return;
    }
    lat.value = at.lat.toFixed(DIGITS);
    lon.value = at.lng.toFixed(DIGITS);
    draw();
  });
  picks.querySelector("[data-undo]").addEventListener("click", () => {
    area.value = area.value.trim().split("\n").slice(0, -1).join("\n");
    draw();
  });
  picks.querySelector("[data-clear]").addEventListener("click", () => {
    area.value = "";
    draw();
  });
  for (const one of [lat, lon, radius, area]) one.addEventListener("input", draw);
  picks.hidden = false;
  draw();
}

if ("picks" in root.dataset) followForm();
else if (places.lat !== undefined && places.lon !== undefined)
  drawThreat(
    L.latLng(places.lat, places.lon),
    places.radius_m ?? 0,
    (places.area ?? []).map(([lon, lat]) => L.latLng(lat, lon)),
  );
fitToAll();
