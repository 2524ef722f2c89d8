// Change a GeoJSON geometry: its corners, one by one, and its place. Nothing is changed in place; rings stay closed.

export function linesOf(geometry) {
  const { type, coordinates } = geometry;
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  if (type === "Polygon" || type === "MultiLineString") return coordinates;
  return coordinates.flat();
}

export function isClosed(geometry) {
  return geometry.type.endsWith("Polygon");
}

// Every corner once: { line, index, at }. The last point of a ring is its first.
export function cornersOf(geometry) {
  return linesOf(geometry).flatMap((line, number) =>
    line.slice(0, isClosed(geometry) ? -1 : undefined).map((at, index) => ({ line: number, index, at })),
  );
}

export function withCornerMoved(geometry, { line, index }, at) {
  return withLine(geometry, line, (points) =>
    closed(
      geometry,
      points.map((point, n) => (n === index ? at : point)),
    ),
  );
}

// A new corner after this one.
export function withCornerAdded(geometry, { line, index }, at) {
  return withLine(geometry, line, (points) => [...points.slice(0, index + 1), at, ...points.slice(index + 1)]);
}

// The same shape without this corner, or null where too few would be left.
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

export function shifted(geometry, dLon, dLat) {
  const move = (value) => (typeof value[0] === "number" ? [value[0] + dLon, value[1] + dLat] : value.map(move));
  return { type: geometry.type, coordinates: move(geometry.coordinates) };
}

export function middleOf(geometry) {
  const points = cornersOf(geometry).map(({ at }) => at);
  const sum = points.reduce(([x, y], [lon, lat]) => [x + lon, y + lat], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

// What a click draws: a point, a line, or a ring that is closed for the drawer.
export function shapeFrom(type, points) {
  if (type === "Point") return { type, coordinates: points[0] };
  return { type, coordinates: type === "Polygon" ? [[...points, points[0]]] : points };
}

function closed(geometry, points) {
  if (!isClosed(geometry)) return points;
  const isOpen = points[0][0] !== points.at(-1)[0] || points[0][1] !== points.at(-1)[1];
  // The first corner was moved or taken away: the last point follows it.
  return isOpen ? [...points.slice(0, -1), points[0]] : points;
}

function withLine(geometry, wanted, change) {
  let number = -1;
  const walk = (value, depth) => {
    if (depth > 0) return value.map((part) => walk(part, depth - 1));
    number += 1;
    return number === wanted ? change(value) : value;
  };
  const depth = { Point: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[geometry.type];
  if (geometry.type === "Point") return { type: "Point", coordinates: change([geometry.coordinates])[0] };
  return { type: geometry.type, coordinates: walk(geometry.coordinates, depth) };
}
