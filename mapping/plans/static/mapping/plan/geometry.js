// Questions about GeoJSON geometries in degrees. Points are [lon, lat], always.

import { linesOf } from "./shape.js";

/** @typedef {import("./shape.js").Geometry} Geometry */
/** @typedef {import("./shape.js").LonLat} LonLat */

/** @param {Geometry} geometry @returns {LonLat[][][]} */
export function polygonsOf(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

/**
 * @param {Geometry} geometry
 * @param {number[]} point
 */
export function contains(geometry, [lon, lat]) {
  return polygonsOf(geometry).some((part) => isInside(part, lon, lat));
}

/** @param {LonLat[][]} part @param {number} lon @param {number} lat */
function isInside(part, lon, lat) {
  for (let i = 0; i < part.length; i += 1) if (inRing(part[i], lon, lat) !== (i === 0)) return false;
  return part.length > 0;
}

/** @param {LonLat[]} ring @param {number} lon @param {number} lat */
function inRing(ring, lon, lat) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[i];
    const b = ring[j];
    if (a[1] > lat !== b[1] > lat && lon < a[0] + ((lat - a[1]) * (b[0] - a[0])) / (b[1] - a[1])) inside = !inside;
  }
  return inside;
}

/** @param {LonLat[]} positions */
export function boxOf(positions) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const position of positions) {
    west = Math.min(west, position[0]);
    south = Math.min(south, position[1]);
    east = Math.max(east, position[0]);
    north = Math.max(north, position[1]);
  }
  return [west, south, east, north];
}

// The place of a label, { at, clearance }: of a grid of points inside the largest part, the one furthest from any wall,
// and how far that is, in degrees of latitude. A floor has hundreds of rooms: nothing is made for a point of the grid.
/** @param {Geometry} geometry */
export function labelPoint(geometry) {
  const part = largestOf(polygonsOf(geometry));
  const [west, south, east, north] = boxOf(part[0]);
  const shrink = Math.cos((south * Math.PI) / 180);
  let best = [(west + east) / 2, (south + north) / 2];
  let clearance = -1;
  const STEPS = 12;
  for (let row = 1; row < STEPS; row += 1) {
    const lat = south + ((north - south) * row) / STEPS;
    for (let column = 1; column < STEPS; column += 1) {
      const lon = west + ((east - west) * column) / STEPS;
      if (!isInside(part, lon, lat)) continue;
      const free = clearanceIn(part, lon, lat, shrink);
      if (free > clearance * 1.001) {
        clearance = free;
        best = [lon, lat];
      }
    }
  }
  return { at: best, clearance: Math.max(0, clearance) };
}

/** @param {LonLat[][][]} parts */
function largestOf(parts) {
  if (parts.length === 1) return parts[0];
  return parts.reduce((largest, part) => (extent(part[0]) > extent(largest[0]) ? part : largest));
}

/** @param {LonLat[][]} part @param {number} lon @param {number} lat @param {number} shrink */
function clearanceIn(part, lon, lat, shrink) {
  let least = Infinity;
  for (const ring of part)
    for (let i = 1; i < ring.length; i += 1)
      least = Math.min(least, squaredDistance(lon, lat, ring[i - 1], ring[i], shrink));
  return Math.sqrt(least);
}

// The middle of a door, and the unit vector across it in metres (null where a point is all that is known).
/** @param {Geometry} geometry @returns {{ middle: LonLat, across: number[] | null }} */
export function doorFrame(geometry) {
  if (geometry.type === "Point") return { middle: geometry.coordinates, across: null };
  const line = linesOf(geometry)[0];
  const [start, end] = [line[0], line[line.length - 1]];
  const middle = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  const shrink = Math.cos((middle[1] * Math.PI) / 180);
  const [dx, dy] = [(end[0] - start[0]) * shrink, end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  return { middle, across: [-dy / length, dx / length] };
}

/**
 * @param {number[]} point
 * @param {number[]} direction
 * @param {number} metres
 */
export function shifted([lon, lat], [eastward, northward], metres) {
  const degree = 111_320;
  return [lon + (eastward * metres) / (degree * Math.cos((lat * Math.PI) / 180)), lat + (northward * metres) / degree];
}

/** @param {LonLat[]} ring */
function extent(ring) {
  const [west, south, east, north] = boxOf(ring);
  return (east - west) * (north - south);
}

/**
 * @param {number} lon
 * @param {number} lat
 * @param {number[]} start
 * @param {number[]} end
 * @param {number} shrink
 */
function squaredDistance(lon, lat, start, end, shrink) {
  const dx = (end[0] - start[0]) * shrink;
  const dy = end[1] - start[1];
  const px = (lon - start[0]) * shrink;
  const py = lat - start[1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return (px - along * dx) ** 2 + (py - along * dy) ** 2;
}
