// Find coordinates in what people write: USNG references, and latitudes with longitudes.

import { lonlatFromUsng } from "./usng.js";

/** @typedef {{ key: string | null, kind: string, id: string | null, level_id: string | null, lon: number, lat: number,
 *   confidence: number, said: string }} Place */
/** @typedef {{ start: number, end: number, place: Place }} Mention where a text says coordinates, and which */

const USNG =
  /(?<![A-Za-z0-9])([0-9]{1,2}[C-HJ-NP-Xc-hj-np-x]) ?([A-HJ-NP-Za-hj-np-z]{2}) ?([0-9]{2,5} [0-9]{2,5}|[0-9]{4,10})(?![A-Za-z0-9])/g;
const LATLON = /(?<![0-9.])(-?[0-9]{1,2}\.[0-9]{3,9}) ?[,; ] ?(-?[0-9]{1,3}\.[0-9]{3,9})(?![0-9.])/g;

/** @param {string} text */
export function coordinatesIn(text) {
  /** @type {Mention[]} */
  const found = [];
  /**
   * @param {RegExpExecArray} match
   * @param {"usng" | "lonlat"} kind
   * @param {number[] | null} lonlat
   * @param {string} said
   */
  const add = (match, kind, lonlat, said) => {
    if (lonlat === null) return;
    const [lon, lat] = lonlat;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      place: { key: null, kind, id: null, level_id: null, lon, lat, confidence: 1, said },
    });
  };
  for (const match of text.matchAll(USNG)) {
    const [zone, square] = [match[1].toUpperCase(), match[2].toUpperCase()];
    const parts = match[3].split(" ");
    const half = parts[0].length / 2;
    const digits =
      parts.length === 1 && Number.isInteger(half) ? [parts[0].slice(0, half), parts[0].slice(half)] : parts;
    if (digits.length === 2 && digits[0].length === digits[1].length)
      add(match, "usng", lonlatFromUsng(zone, square, digits), `${zone} ${square} ${digits.join(" ")}`);
  }
  for (const match of text.matchAll(LATLON)) {
    const [lat, lon] = [Number(match[1]), Number(match[2])];
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) add(match, "lonlat", [lon, lat], `${match[1]}, ${match[2]}`);
  }
  return found;
}
