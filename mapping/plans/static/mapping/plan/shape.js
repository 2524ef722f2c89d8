// Change a GeoJSON geometry: its corners, one by one, and its place. Nothing is changed in place; rings stay closed.

/** @typedef {GeoJSON.Position} LonLat a point: longitude and latitude in degrees */
/** @typedef {GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon | GeoJSON.MultiLineString | GeoJSON.MultiPolygon} Geometry */
/** @typedef {{ line: number, index: number, at: LonLat }} Corner the one of that index of that line, and where it is */

/** @param {Geometry} geometry @returns {LonLat[][]} */
export function linesOf(geometry) {
  const { type, coordinates } = geometry;
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  if (type === "Polygon" || type === "MultiLineString") return coordinates;
  return coordinates.flat();
}

/** @param {Geometry} geometry */
export function isClosed(geometry) {
  return geometry.type.endsWith("Polygon");
}

// Every corner once. The last point of a ring is its first.
/** @param {Geometry} geometry @returns {Corner[]} */
export function cornersOf(geometry) {
  return linesOf(geometry).flatMap((line, number) =>
    line.slice(0, isClosed(geometry) ? -1 : undefined).map((at, index) => ({ line: number, index, at })),
  );
}

/** @param {Geometry} geometry @param {Corner} corner @param {LonLat} at */
export function withCornerMoved(geometry, { line, index }, at) {
  return withLine(geometry, line, (points) =>
    closed(
      geometry,
      points.map((point, n) => (n === index ? at : point)),
    ),
  );
}

// A new corner after this one.
/** @param {Geometry} geometry @param {Corner} corner @param {LonLat} at */
export function withCornerAdded(geometry, { line, index }, at) {
  return withLine(geometry, line, (points) => [...points.slice(0, index + 1), at, ...points.slice(index + 1)]);
}

// The same shape without this corner, or null where too few would be left.
/** @param {Geometry} geometry @param {Corner} corner */
export function withoutCorner(geometry, { line, index }) {
  const least = isClosed(geometry) ? 5 : 3;
  if (linesOf(geometry)[line].length < least) return null;
  return withLine(geometry, line, (points) =>
    closed(
      geometry,
      points.filter((_, n) => n !== index),
    ),
  );
}

/** @param {Geometry} geometry @param {number} dLon @param {number} dLat */
export function shifted(geometry, dLon, dLat) {
  return withLines(geometry, (points) => points.map(([lon, lat]) => [lon + dLon, lat + dLat]));
}

/** @param {Geometry} geometry */
export function middleOf(geometry) {
  const points = cornersOf(geometry).map(({ at }) => at);
  const sum = points.reduce(([x, y], [lon, lat]) => [x + lon, y + lat], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

// What a click draws: a point, a line, or a ring that is closed for the drawer.
/** @param {"Point" | "LineString" | "Polygon"} type @param {LonLat[]} points @returns {Geometry} */
export function shapeFrom(type, points) {
  if (type === "Point") return { type, coordinates: points[0] };
  if (type === "Polygon") return { type, coordinates: [[...points, points[0]]] };
  return { type, coordinates: points };
}

/** @param {Geometry} geometry @param {LonLat[]} points */
function closed(geometry, points) {
  if (!isClosed(geometry)) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  const isOpen = first[0] !== last[0] || first[1] !== last[1];
  // The first corner was moved or taken away: the last point follows it.
  return isOpen ? [...points.slice(0, -1), points[0]] : points;
}

/** @param {Geometry} geometry @param {number} wanted @param {(points: LonLat[]) => LonLat[]} change */
function withLine(geometry, wanted, change) {
  return withLines(geometry, (points, number) => (number === wanted ? change(points) : points));
}

// Every line of the geometry through `change`, which is told its number, in the order of linesOf().
/** @param {Geometry} geometry @param {(points: LonLat[], number: number) => LonLat[]} change @returns {Geometry} */
function withLines({ type, coordinates }, change) {
  if (type === "Point") return { type, coordinates: change([coordinates], 0)[0] };
  if (type === "LineString") return { type, coordinates: change(coordinates, 0) };
  if (type === "Polygon" || type === "MultiLineString") return { type, coordinates: coordinates.map(change) };
  let number = 0;
  return { type, coordinates: coordinates.map((part) => part.map((points) => change(points, number++))) };
}
