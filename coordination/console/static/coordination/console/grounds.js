// Below the pins of the console's map, with or without streets: grounds and buildings of the sites, and around the sites
// of each district a line with its name. The line is no border, which no one has told: it says which sites belong together.

import { element } from "../element.js";

const AROUND_DEG = 0.004; // some four hundred meters, so that a district of one school has a line, too

/** @typedef {[number, number]} Point lon, lat */
/** @typedef {{ district: string, lon: number, lat: number, boundary: string | null, buildings: string[] }} Ground */

/** @param {L.Map} map @param {Ground[]} grounds */
export function drawGrounds(map, grounds) {
  const pane = map.createPane("grounds");
  pane.style.zIndex = "250"; // above the streets, below everything that lives
  /** @param {string} text @param {string} className */
  const draw = (text, className) =>
    L.geoJSON(JSON.parse(text), { pane: "grounds", interactive: false, style: () => ({ className }) }).addTo(map);
  for (const { boundary, buildings } of grounds) {
    if (boundary !== null) draw(boundary, "ground-site");
    for (const outline of buildings) draw(outline, "ground-building");
  }
}

/** @typedef {{ lon: number, lat: number, district_name: string }} SiteOfDistrict */

/** @param {L.Map} map @param {Ground[]} grounds @param {SiteOfDistrict[]} sites */
export function drawDistricts(map, grounds, sites) {
  for (const [name, points] of pointsOf(grounds, sites)) {
    const ring = hullOf(points.flatMap(around));
    L.polygon(
      ring.map(([lon, lat]) => L.latLng(lat, lon)),
      { pane: "grounds", interactive: false, className: "ground-district" },
    ).addTo(map);
    const [lon, lat] = ring.reduce((top, one) => (one[1] > top[1] ? one : top));
    const html = element("span", { class: "ground-name", text: name });
    const icon = L.divIcon({ html, className: "map-pin-holder", iconSize: [0, 0] });
    L.marker([lat, lon], { icon, pane: "grounds", interactive: false, keyboard: false }).addTo(map);
  }
}

/** @param {Ground[]} grounds @param {SiteOfDistrict[]} sites @returns {Map<string, Point[]>} */
function pointsOf(grounds, sites) {
  /** @type {Map<string, Point[]>} */
  const found = new Map();
  /** @param {string} name @param {Point[]} points */
  const put = (name, points) => found.set(name, [...(found.get(name) ?? []), ...points]);
  for (const { lon, lat, district_name: name } of sites) put(name, [[lon, lat]]);
  for (const { district, boundary } of grounds) if (boundary !== null) put(district, cornersOf(JSON.parse(boundary)));
  return found;
}

/** @param {{ coordinates: any[] }} geometry @returns {Point[]} */
function cornersOf({ coordinates }) {
  /** @param {any[]} part @returns {any[]} points, of rings however deep */
  const flat = (part) => (typeof part[0] === "number" ? [part] : part.flatMap(flat));
  return flat(coordinates).map(([lon, lat]) => /** @type {Point} */ ([lon, lat]));
}

/** @param {Point} point @returns {Point[]} */
const around = ([lon, lat]) => {
  const wide = AROUND_DEG / Math.cos((lat * Math.PI) / 180);
  return [
    [lon - wide, lat - AROUND_DEG],
    [lon + wide, lat - AROUND_DEG],
    [lon - wide, lat + AROUND_DEG],
    [lon + wide, lat + AROUND_DEG],
  ];
};

/**
 * The convex hull, counterclockwise, by Andrew's monotone chain. Pure.
 * @param {Point[]} points @returns {Point[]}
 */
export function hullOf(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @param {Point} a @param {Point} b @param {Point} c */
  const turns = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const half = (/** @type {Point[]} */ all) => {
    /** @type {Point[]} */
    const chain = [];
    for (const point of all) {
      while (chain.length > 1 && turns(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}
