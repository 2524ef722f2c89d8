// Draw a site's boundary on a map. The text field is what is sent; the map only writes into it, and shows it.

import { addStreets } from "../../mapping/streets/streets.js";
import { word } from "../words.js";

const field = document.querySelector("textarea[name=boundary]");
const latitude = document.querySelector("input[name=lat]");
const longitude = document.querySelector("input[name=lon]");
const say = document.getElementById("corners-say");
const look = JSON.parse(document.getElementById("map-look").textContent);

const DIGITS = 6;
const CLOSE_ZOOM = 16;
const map = L.map("boundary-map", { attributionControl: false }).setView([look.lat, look.lon], look.zoom);
addStreets(map);
const shown = L.featureGroup().addTo(map);

/** @returns {[number, number][] | null} corners as latitude and longitude; null: the text is more than one ring. */
function corners() {
  const text = field.value.trim();
  if (!text.startsWith("{")) {
    return text
      .split("\n")
      .map((/** @type {string} */ line) => line.match(/-?\d+(?:\.\d+)?/g) ?? [])
      .filter((/** @type {string[]} */ numbers) => numbers.length === 2)
      .map((/** @type {string[]} */ [lat, lon]) => [Number(lat), Number(lon)]);
  }
  return null;
}

/** Show what the field says: a polygon as soon as it has three corners. */
function draw() {
  shown.clearLayers();
  const found = corners();
  if (found === null) {
    try {
      L.geoJSON(JSON.parse(field.value)).addTo(shown);
    } catch {
      say.textContent = "";
    }
  } else {
    for (const [index, at] of found.entries()) {
      L.circleMarker(at, { radius: 5 })
        .bindTooltip(`${word("corner")} ${index + 1}`)
        .addTo(shown);
    }
    if (found.length > 2) L.polygon(found).addTo(shown);
  }
  say.textContent = found === null ? "" : `${word("corner")}: ${found.length}`;
}

function fit() {
  const bounds = shown.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 18 });
}

/** @param {L.LatLng} at */
function place(at) {
  if (latitude.value || longitude.value) return;
  latitude.value = at.lat.toFixed(DIGITS);
  longitude.value = at.lng.toFixed(DIGITS);
}

map.on("click", ({ latlng }) => {
  const found = corners() ?? [];
  found.push([latlng.lat, latlng.lng]);
  field.value = found.map(([lat, lon]) => `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`).join("\n");
  place(latlng);
  draw();
});
document.getElementById("undo-corner").addEventListener("click", () => {
  const found = corners();
  field.value = found === null ? "" : field.value.trim().split("\n").slice(0, -1).join("\n");
  draw();
});
document.getElementById("clear-corners").addEventListener("click", () => {
  field.value = "";
  draw();
});
field.addEventListener("input", draw);
field.addEventListener("change", fit);
// Where nothing is drawn yet the map goes to the point that is typed: corners are pressed there, not on a continent.
function follow() {
  const [lat, lon] = [latitude, longitude].map(({ value }) => (value.trim() === "" ? NaN : Number(value)));
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return;
  if (shown.getLayers().length === 0) map.setView([lat, lon], CLOSE_ZOOM);
  else map.panTo([lat, lon], { animate: false });
}
for (const input of [latitude, longitude]) input.addEventListener("change", follow);

draw();
fit();
// What was typed before a refusal is where the map begins again.
if (shown.getLayers().length === 0) follow();
