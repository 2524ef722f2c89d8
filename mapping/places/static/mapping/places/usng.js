// USNG and MGRS references to longitude and latitude. Pure: no page, no network.
//
// Source: NGA.STND.0037 for the letters; the transverse Mercator is Krüger's series to the fourth power of the third
// flattening, exact to well below a millimetre inside a zone.

const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const ROWS = "ABCDEFGHJKLMNPQRSTUV";
const EQUATOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const SCALE = 0.9996;
const N = FLATTENING / (2 - FLATTENING);
const MERIDIAN_M = (EQUATOR_M / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const BETA = [
  N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96 - N ** 4 / 360,
  N ** 2 / 48 + N ** 3 / 15 - (437 * N ** 4) / 1440,
  (17 * N ** 3) / 480 - (37 * N ** 4) / 840,
  (4397 * N ** 4) / 161280,
];
const DELTA = [
  2 * N - (2 * N ** 2) / 3 - 2 * N ** 3 + (116 * N ** 4) / 45,
  (7 * N ** 2) / 3 - (8 * N ** 3) / 5 - (227 * N ** 4) / 45,
  (56 * N ** 3) / 15 - (136 * N ** 4) / 35,
  (4279 * N ** 4) / 630,
];
const ALPHA = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16 + (41 * N ** 4) / 180,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5 + (557 * N ** 4) / 1440,
  (61 * N ** 3) / 240 - (103 * N ** 4) / 140,
  (49561 * N ** 4) / 161280,
];

// The middle of the square that a reference names as [lon, lat]; null where it names no square. `digits` are easting and northing.
/** @param {string} zoneBand @param {string} square @param {string[]} digits */
export function lonlatFromUsng(zoneBand, square, [east, north]) {
  const zone = Number(zoneBand.slice(0, -1));
  const band = BANDS.indexOf(zoneBand.slice(-1));
  if (zone < 1 || zone > 60 || band < 0) return null;
  const column = COLUMNS[(zone - 1) % 3].indexOf(square[0]);
  const row = ROWS.indexOf(square[1]);
  if (column < 0 || row < 0) return null;
  const easting = (column + 1) * 100_000 + metres(east);
  // Rows repeat every two million metres; the band says which of them is meant.
  const rowNorth = ((row - (zone % 2 === 0 ? 5 : 0) + 20) % 20) * 100_000 + metres(north);
  const south = -80 + band * 8;
  const least = northingOf(south);
  let northing = rowNorth + Math.floor(least / 2_000_000) * 2_000_000;
  // A square that begins below its band still reaches into it.
  while (northing < least - 100_000) northing += 2_000_000;
  const [lon, lat] = inverse(zone, easting, northing);
  const top = band === BANDS.length - 1 ? 84 : south + 8;
  // A square on the edge of a zone or band is cut there: as far as a hundred kilometres out it is still a name.
  return lat < south - 1 || lat > top + 1 ? null : [lon, lat];
}

/** @param {string} digits */
function metres(digits) {
  return (Number(digits) + 0.5) * 10 ** (5 - digits.length);
}

// Northing from the equator, negative in the south, of a latitude on the zone's middle meridian.
/** @param {number} lat */
function northingOf(lat) {
  const phi = radians(lat);
  const e = Math.sqrt(FLATTENING * (2 - FLATTENING));
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
  const xi = Math.atan(t);
  const north = ALPHA.reduce((sum, a, j) => sum + a * Math.sin(2 * (j + 1) * xi), xi);
  return SCALE * MERIDIAN_M * north;
}

/** @param {number} zone @param {number} easting @param {number} northing */
function inverse(zone, easting, northing) {
  const xi = northing / (SCALE * MERIDIAN_M);
  const eta = (easting - 500_000) / (SCALE * MERIDIAN_M);
  const xiPrime = BETA.reduce((sum, b, j) => sum - b * Math.sin(2 * (j + 1) * xi) * Math.cosh(2 * (j + 1) * eta), xi);
  const etaPrime = BETA.reduce((sum, b, j) => sum - b * Math.cos(2 * (j + 1) * xi) * Math.sinh(2 * (j + 1) * eta), eta);
  const chi = Math.asin(Math.sin(xiPrime) / Math.cosh(etaPrime));
  const phi = DELTA.reduce((sum, d, j) => sum + d * Math.sin(2 * (j + 1) * chi), chi);
  const lambda = Math.atan2(Math.sinh(etaPrime), Math.cos(xiPrime));
  return [zone * 6 - 183 + degrees(lambda), degrees(phi)];
}

/** @param {number} deg */
const radians = (deg) => (deg * Math.PI) / 180;
/** @param {number} rad */
const degrees = (rad) => (rad * 180) / Math.PI;
