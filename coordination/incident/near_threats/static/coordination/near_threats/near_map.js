// A threat on the map: its place, its circle, and the schools. Where a form asks for the place, a press on the map fills it
// in, and the circle follows what is typed.

import { addStreets } from "../../mapping/streets/streets.js";

const DIGITS = 6;
const NO_PLACE = L.latLng(39.8, -98.6);
const NO_ZOOM = 4;

/** @typedef {{ name: string, lon: number, lat: number, is_late?: boolean, has_acted?: boolean }} School */

/** @type {{ lon?: number, lat?: number, radius_m?: number | null, is_exercise?: boolean, schools: School[] }} */
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

/** @param {L.LatLng | null} at @param {number} radius_m */
function drawThreat(at, radius_m) {
  threat.clearLayers();
  if (at === null) return;
  L.circleMarker(at, { radius: 6, className: "near-point" }).addTo(threat);
  if (radius_m > 0) L.circle(at, { radius: radius_m, className: "near-circle", interactive: false }).addTo(threat);
  threat.addTo(map);
}

function fitToAll() {
  const all = L.featureGroup([...shown.getLayers(), ...threat.getLayers()]);
  if (all.getLayers().length > 0) map.fitBounds(all.getBounds(), { padding: [24, 24], maxZoom: 15 });
}

function followForm() {
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (document.querySelector(`input[name=${name}]`));
  const [lat, lon, radius] = [field("lat"), field("lon"), field("radius_m")];
  const draw = () => {
    const [y, x] = [lat, lon].map(({ value }) => (value.trim() === "" ? NaN : Number(value)));
    const isPlace = Number.isFinite(x) && Number.isFinite(y) && Math.abs(y) <= 90;
    drawThreat(isPlace ? L.latLng(y, x) : null, Number(radius.value) || 0);
  };
  map.on("click", ({ latlng }) => {
    const at = latlng.wrap();
    lat.value = at.lat.toFixed(DIGITS);
    lon.value = at.lng.toFixed(DIGITS);
    draw();
  });
  for (const one of [lat, lon, radius]) one.addEventListener("input", draw);
  draw();
}

if ("picks" in root.dataset) followForm();
else if (places.lat !== undefined && places.lon !== undefined)
  drawThreat(L.latLng(places.lat, places.lon), places.radius_m ?? 0);
fitToAll();
