// Stations on a map: all of them beside their tables, or the one of a form, where a press on the map fills its place in.

import { addStreets } from "../../mapping/streets/streets.js";
import { word } from "../words.js";

const DIGITS = 6;
const CLOSE_ZOOM = 16;
// Nothing is entered yet: the whole country, where the first station is looked for.
const NO_PLACE = L.latLng(39.8, -98.6);
const NO_ZOOM = 4;

/** @type {{ name: string, agency: string, lat: number, lon: number, on_duty: number }[]} */
const places = JSON.parse(document.getElementById("places").textContent);

/** @param {HTMLElement} root */
function mapIn(root) {
  const map = L.map(root, { attributionControl: false }).setView(NO_PLACE, NO_ZOOM);
  addStreets(map);
  const shown = L.featureGroup().addTo(map);
  for (const one of places) {
    const text = `${one.name} · ${one.agency} · ${word("on_duty", { n: one.on_duty })}`;
    L.circleMarker(L.latLng(one.lat, one.lon), { radius: 8 }).bindTooltip(text).addTo(shown);
  }
  if (shown.getLayers().length > 0) map.fitBounds(shown.getBounds(), { padding: [24, 24], maxZoom: CLOSE_ZOOM });
  return map;
}

// A map in a closed part of the page has no size until it is opened.
/** @param {HTMLElement} root @param {L.Map} map */
function fitOnceOpen(root, map) {
  root.closest("details")?.addEventListener("toggle", () => map.invalidateSize());
}

/** @param {HTMLElement} root */
function placeByMap(root) {
  const form = root.closest("form");
  const latitude = form.querySelector("input[name=lat]");
  const longitude = form.querySelector("input[name=lon]");
  const map = mapIn(root);
  fitOnceOpen(root, map);
  const pin = L.circleMarker(NO_PLACE, { radius: 10 }).bindTooltip(word("here"));
  // Where the fields say that it is; null: nowhere yet.
  const typed = () => {
    const [lat, lon] = [latitude, longitude].map(({ value }) => (value.trim() === "" ? NaN : Number(value)));
    return Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 ? L.latLng(lat, lon) : null;
  };
  const show = () => {
    const at = typed();
    if (at === null) pin.remove();
    else pin.setLatLng(at).addTo(map);
    return at;
  };
  map.on("click", ({ latlng }) => {
    const at = latlng.wrap();
    latitude.value = at.lat.toFixed(DIGITS);
    longitude.value = at.lng.toFixed(DIGITS);
    show();
  });
  for (const field of [latitude, longitude]) {
    field.addEventListener("input", show);
    field.addEventListener("change", () => {
      const at = typed();
      if (at !== null && !map.getBounds().contains(at)) map.setView(at, CLOSE_ZOOM);
    });
  }
  const at = show();
  if (at !== null) map.setView(at, CLOSE_ZOOM);
}

const all = document.getElementById("stations-map");
if (all) mapIn(all);
const one = document.getElementById("station-map");
if (one) placeByMap(one);
