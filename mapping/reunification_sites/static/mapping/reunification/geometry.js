// Lengths, sizes and lines of sight as mapping/reunification_sites/geometry.py works them out. Points are [lon, lat], always.

/** @typedef {import("../plan/shape.js").LonLat} LonLat */

const EQUATOR_M = 6_378_137;
const ECCENTRICITY2 = 0.00669437999014;
const RADIAN = Math.PI / 180;

// The line from the first corner of one ring from which a corner of another is seen across no wall, or null.
/**
 * @param {LonLat[]} here
 * @param {LonLat[]} there
 * @param {LonLat[][]} walls
 * @param {number} maxEyes
 * @returns {LonLat[] | null}
 */
export function sightLine(here, there, walls, maxEyes) {
  const edges = walls.flatMap((wall) => wall.slice(1).map((end, index) => [wall[index], end]));
  for (const eye of eyes(here, maxEyes))
    for (const seen of eyes(there, maxEyes)) if (!edges.some(([a, b]) => crosses(eye, seen, a, b))) return [eye, seen];
  return null;
}

/** @param {LonLat[]} line */
export function lengthM(line) {
  return line.slice(1).reduce((sum, end, index) => sum + distanceM(line[index], end), 0);
}

// The size of a ring, by the shoelace formula on the plane that touches the ground at its first corner.
/** @param {LonLat[]} ring */
export function sizeM2(ring) {
  const flat = ring.map((point) => flatFrom(ring[0], point));
  return (
    Math.abs(
      flat.reduce(
        (sum, [x, y], index) => sum + x * flat[(index + 1) % flat.length][1] - flat[(index + 1) % flat.length][0] * y,
        0,
      ),
    ) / 2
  );
}

/** @param {LonLat} from @param {LonLat} to */
function distanceM(from, to) {
  return Math.hypot(...flatFrom(from, to));
}

/** @param {LonLat} from @param {LonLat} to */
function flatFrom([lon, lat], [toLon, toLat]) {
  const shrink = 1 - ECCENTRICITY2 * Math.sin(lat * RADIAN) ** 2;
  const across = EQUATOR_M / Math.sqrt(shrink);
  const along = (EQUATOR_M * (1 - ECCENTRICITY2)) / shrink ** 1.5;
  return [(toLon - lon) * RADIAN * across * Math.cos(lat * RADIAN), (toLat - lat) * RADIAN * along];
}

/** @param {LonLat[]} ring @param {number} maxEyes */
function eyes(ring, maxEyes) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  const isClosed = ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  const corners = isClosed ? ring.slice(0, -1) : ring;
  const step = Math.max(1, Math.ceil(corners.length / maxEyes));
  return corners.filter((_corner, index) => index % step === 0);
}

/** @param {LonLat} a @param {LonLat} b @param {LonLat} c @param {LonLat} d */
function crosses(a, b, c, d) {
  const turns = [turn(c, d, a), turn(c, d, b), turn(a, b, c), turn(a, b, d)];
  if (turns.includes(0))
    return [
      [c, d, a],
      [c, d, b],
      [a, b, c],
      [a, b, d],
    ].some(([p, q, r]) => turn(p, q, r) === 0 && isBetween(p, q, r));
  return turns[0] > 0 !== turns[1] > 0 && turns[2] > 0 !== turns[3] > 0;
}

/** @param {LonLat} a @param {LonLat} b @param {LonLat} c */
function turn(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** @param {LonLat} p @param {LonLat} q @param {LonLat} r */
function isBetween(p, q, r) {
  return (
    Math.min(p[0], q[0]) <= r[0] &&
    r[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= r[1] &&
    r[1] <= Math.max(p[1], q[1])
  );
}
