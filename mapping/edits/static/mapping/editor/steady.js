// Where a hand meant a point: on a corner or a wall that is there; else at a right angle to what was drawn before it.
// Pure: pixels of a map for what is near, longitude and latitude for what is drawn.

/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {{ x: number, y: number }} Pixel */
/** @typedef {{ near: number, pixel: (at: LonLat) => Pixel, lonlat: (at: Pixel) => LonLat }} Hand near: in pixels */

// What is off by more was meant to be slanted.
const SLANT_DEG = 9;
const LEAST_COS = Math.cos((SLANT_DEG * Math.PI) / 180);

/**
 * The nearest corner within reach, else the nearest point of a wall: the wall's own numbers, so that rooms that share a
 * wall have no gap.
 * @param {LonLat} at
 * @param {LonLat[][]} lines
 * @param {Hand} hand
 * @returns {LonLat | null} null: nothing is near
 */
export function snapped(at, lines, { near, pixel }) {
  const hit = pixel(at);
  /** @type {{ distance: number, at: LonLat } | null} */
  let corner = null;
  /** @type {{ distance: number, at: LonLat } | null} */
  let wall = null;
  for (const line of lines) {
    const pixels = line.map(pixel);
    for (const [n, one] of pixels.entries()) {
      const distance = between(hit, one);
      if (distance <= near && distance < (corner?.distance ?? Infinity)) corner = { distance, at: line[n] };
      if (n === 0) continue;
      const share = shareOf(hit, pixels[n - 1], one);
      const foot = along(pixels[n - 1], one, share);
      const away = between(hit, foot);
      if (away > near || away >= (wall?.distance ?? Infinity)) continue;
      const [[lon, lat], [toLon, toLat]] = [line[n - 1], line[n]];
      wall = { distance: away, at: [lon + (toLon - lon) * share, lat + (toLat - lat) * share] };
    }
  }
  return (corner ?? wall)?.at ?? null;
}

/**
 * The same place, straight on or at a right angle to the last stretch that was drawn, where it is nearly so. The last
 * corner of a ring stands so that the way back to the first is at a right angle, too.
 * @param {LonLat} at
 * @param {LonLat[]} drawn
 * @param {Hand} hand
 * @returns {LonLat | null} null: nothing is drawn that it could be square to, or it is slanted
 */
export function squared(at, drawn, { near, pixel, lonlat }) {
  if (drawn.length < 2) return null;
  const [before, last] = drawn.slice(-2).map(pixel);
  const [on, to] = [minus(last, before), minus(pixel(at), last)];
  const lengths = Math.hypot(on.x, on.y) * Math.hypot(to.x, to.y);
  if (lengths === 0) return null;
  const straight = Math.abs(dot(on, to)) / lengths;
  const square = Math.abs(on.x * to.y - on.y * to.x) / lengths;
  if (Math.max(straight, square) < LEAST_COS) return null;
  const way = straight > square ? on : { x: -on.y, y: on.x };
  const end = { x: last.x + way.x, y: last.y + way.y };
  const found = along(last, end, shareOf(pixel(at), last, end, false));
  const back = along(last, end, shareOf(pixel(drawn[0]), last, end, false));
  return lonlat(drawn.length > 2 && between(found, back) <= near ? back : found);
}

/** @param {Pixel} one @param {Pixel} other @returns {Pixel} */
const minus = (one, other) => ({ x: one.x - other.x, y: one.y - other.y });

/** @param {Pixel} one @param {Pixel} other */
const dot = (one, other) => one.x * other.x + one.y * other.y;

/** @param {Pixel} one @param {Pixel} other */
const between = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/** @param {Pixel} from @param {Pixel} to @param {number} share @returns {Pixel} */
const along = (from, to, share) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });

// How far along a stretch the point of it lies that is nearest: 0 at its beginning, 1 at its end.
/** @param {Pixel} at @param {Pixel} from @param {Pixel} to @param {boolean} isWithin */
function shareOf(at, from, to, isWithin = true) {
  const way = minus(to, from);
  const length = dot(way, way);
  const share = length === 0 ? 0 : dot(minus(at, from), way) / length;
  return isWithin ? Math.min(1, Math.max(0, share)) : share;
}
