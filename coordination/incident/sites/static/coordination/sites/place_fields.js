// The fields that say where an incident is, away from its site: in words, and as a point where it is known.

import { word } from "../words.js";

const POINT = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;
const DECIMALS = 6;

/**
 * What was typed as a point; null for nothing, undefined for what is none. Pure.
 * @param {string} text latitude and longitude, as maps and dispatch systems write them
 * @returns {{ lon: number, lat: number } | null | undefined}
 */
export function pointOf(text) {
  if (text.trim() === "") return null;
  const [, lat, lon] = (POINT.exec(text) ?? []).map(Number);
  if (lat === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  return { lon, lat };
}

/**
 * The fields of a command by what the form holds; none without words.
 * @param {Record<string, any>} answer
 * @returns {{ place?: string, place_lon?: number, place_lat?: number }}
 */
export function placeOf({ place = "", point = "" }) {
  const words = place.trim();
  if (words === "") return {};
  const at = pointOf(point);
  return at ? { place: words, place_lon: at.lon, place_lat: at.lat } : { place: words };
}

/** Let a form take the device's position, and say what is no point. @param {HTMLElement} form */
export function wirePlaceFields(form) {
  const point = /** @type {HTMLInputElement} */ (form.querySelector('[name="point"]'));
  const says = form.querySelector("[data-place-says]");
  const check = () => point.setCustomValidity(pointOf(point.value) === undefined ? word("sites.no_point") : "");
  point.addEventListener("input", check);
  form.querySelector("[data-place-of-me]").addEventListener("click", () => {
    const failed = () => {
      says.textContent = word("sites.no_position");
    };
    if (!navigator.geolocation) return failed();
    says.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        point.value = `${coords.latitude.toFixed(DECIMALS)}, ${coords.longitude.toFixed(DECIMALS)}`;
        check();
      },
      failed,
      { enableHighAccuracy: true, timeout: 10_000 },
    );
    return undefined;
  });
}
