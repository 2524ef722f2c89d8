// Questions about GeoJSON geometries in degrees. Points are [lon, lat], always.

export function polygonsOf(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

/**
 * @param {any} geometry
 * @param {number[]} point
 */
export function contains(geometry, [lon, lat]) {
  return polygonsOf(geometry).some(
    ([outside, ...holes]) => inRing(outside, lon, lat) && !holes.some((hole) => inRing(hole, lon, lat)),
  );
}

function inRing(ring, lon, lat) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > lat !== by > lat && lon < ax + ((lat - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  }
  return inside;
}

export function boxOf(positions) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

// The place of a label, { at, clearance }: of a grid of points inside the largest part, the one furthest from any wall,
// and how far that is, in degrees of latitude.
export function labelPoint(geometry) {
  const parts = polygonsOf(geometry);
  const rings = parts.map((part) => part[0]).sort((a, b) => extent(b) - extent(a))[0];
  const part = parts.find((one) => one[0] === rings);
  const [west, south, east, north] = boxOf(rings);
  const shrink = Math.cos((south * Math.PI) / 180);
  let best = [(west + east) / 2, (south + north) / 2];
  let clearance = -1;
  const STEPS = 12;
  for (let row = 1; row < STEPS; row += 1) {
    for (let column = 1; column < STEPS; column += 1) {
      const point = [west + ((east - west) * column) / STEPS, south + ((north - south) * row) / STEPS];
      if (!contains({ type: "Polygon", coordinates: part }, point)) continue;
      const free = Math.min(
        ...part.flatMap((ring) => ring.slice(1).map((end, index) => distance(point, ring[index], end, shrink))),
      );
      if (free > clearance * 1.001) {
        clearance = free;
        best = point;
      }
    }
  }
  return { at: best, clearance: Math.max(0, clearance) };
}

// The middle of a door, and the unit vector across it in metres (null where a point is all that is known).
export function doorFrame(geometry) {
  if (geometry.type === "Point") return { middle: geometry.coordinates, across: null };
  const [start, end] = [geometry.coordinates[0], geometry.coordinates.at(-1)];
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

function extent(ring) {
  const [west, south, east, north] = boxOf(ring);
  return (east - west) * (north - south);
}

/**
 * @param {number[]} point
 * @param {number[]} start
 * @param {number[]} end
 * @param {number} shrink
 */
function distance([x, y], [ax, ay], [bx, by], shrink) {
  const [dx, dy] = [(bx - ax) * shrink, by - ay];
  const [px, py] = [(x - ax) * shrink, y - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - along * dx, py - along * dy);
}
