"""Turn foreign coordinates into clean rings and lines, and say what had to be mended. Pure: no Django, no GEOS."""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import eq
from typing import Any

type Position = tuple[float, float]  # (lon, lat), always
type Ring = tuple[Position, ...]
type Polygon = tuple[Ring, ...]  # the outside, then the holes
type MultiPolygon = tuple[Polygon, ...]

# The largest real floor we know has some thousand vertices in all; a single outline of a hundred thousand is an attack.
MAX_VERTICES = 100_000
MAX_DEPTH = 4  # RFC 7946, 3.1.7: the parts of a MultiPolygon, its rings, their positions, their numbers
MIN_RING = 4  # RFC 7946, 3.1.6: a linear ring is closed and has four or more positions


class ShapeError(Exception):
    """A geometry that cannot be used; `code` goes into the list of defects."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Mend:
    """One repair that made a geometry usable."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A clean geometry: either polygons, or a line (a point is a line of one position)."""

    kind: str
    polygons: MultiPolygon
    line: Ring
    mends: tuple[Mend, ...]

    @property
    def is_area(self) -> bool:
        return bool(self.polygons)

    def first(self) -> Position:
        """Return the first position."""
        return self.polygons[0][0][0] if self.polygons else self.line[0]

    def positions(self) -> Iterator[Position]:
        """Yield every position once or more."""
        yield from self.line
        for polygon in self.polygons:
            for ring in polygon:
                yield from ring


def shape_from_geojson(geometry: object, *, joins_lines: bool = False) -> Shape:
    """Return the clean shape of a GeoJSON geometry. With `joins_lines`, the longest part of several lines is taken.

    Raises: ShapeError: nothing usable is left; the code says why.
    """
    if not isinstance(geometry, dict):
        raise ShapeError("no_geometry", "The feature has no geometry.")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    mends: list[Mend] = []
    if kind == "Point":
        return Shape("Point", (), (_read_position(coordinates),), ())
    if kind == "LineString":
        line = _read_line(coordinates, mends)
        return Shape("LineString", (), line, tuple(mends))
    if kind == "MultiLineString" and joins_lines:
        return _longest_line(coordinates, mends)
    if kind == "Polygon":
        return Shape("Polygon", (_read_polygon(coordinates, mends),), (), tuple(mends))
    if kind == "MultiPolygon":
        parts = tuple(_read_polygon(part, mends) for part in _checked_list(coordinates, "a polygon"))
        return Shape("MultiPolygon", parts, (), tuple(mends))
    raise ShapeError("geometry_not_supported", f"Geometry of type {str(kind)[:40]!r} is not read.")


def closed_line_as_polygon(shape: Shape) -> Shape | None:
    """Return a closed line as the area it encloses; None if it encloses none."""
    line = shape.line
    if len(line) < MIN_RING or line[0] != line[-1] or _ring_area(line) == 0:
        return None
    return Shape(
        "Polygon", ((line,),), (), (*shape.mends, Mend("line_closed_to_area", "A closed line became an area."))
    )


def first_position(geometry: object) -> Position | None:
    """Return the first point of a GeoJSON geometry, usable or not; None where none is a place on the earth."""
    found = geometry.get("coordinates") if isinstance(geometry, dict) else geometry
    for _ in range(MAX_DEPTH):
        if not isinstance(found, list) or not found:
            return None
        if not isinstance(found[0], list):
            break
        found = found[0]
    try:
        return _read_position(found)
    except ShapeError:
        return None


def _checked_list(value: object, what: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise ShapeError("bad_coordinates", f"The coordinates lack {what}.")
    if len(value) > MAX_VERTICES:
        raise ShapeError("too_many_vertices", f"{len(value)} members; at most {MAX_VERTICES} are read.")
    return value


def _read_position(value: object) -> Position:
    if not isinstance(value, list) or len(value) < 2:
        raise ShapeError("bad_coordinates", "A position is not [longitude, latitude].")
    lon, lat = value[0], value[1]
    if not _is_number(lon) or not _is_number(lat):
        raise ShapeError("bad_coordinates", "A position is not [longitude, latitude] in numbers.")
    # Not math.isfinite: it fails for a whole number of four hundred digits.
    if not (abs(lon) <= sys.float_info.max and abs(lat) <= sys.float_info.max):
        raise ShapeError("coordinate_not_finite", "A coordinate is NaN or infinite.")
    if abs(lon) <= 180 and abs(lat) <= 90:
        return (float(lon), float(lat))
    if abs(lat) <= 180 and abs(lon) <= 90:
        raise ShapeError("axes_swapped", f"Latitude {lat} is off the earth; latitude and longitude look swapped.")
    raise ShapeError("off_the_earth", f"Position {lon}, {lat} is off the earth; degrees of WGS 84 are read.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read_positions(value: list[Any]) -> list[Position]:
    """Return the positions of a line: nearly all are two floats in degrees, and of a large plan there are a million."""
    try:
        plain = [
            (lon, lat)
            for lon, lat in value
            if type(lon) is float and type(lat) is float and -180 <= lon <= 180 and -90 <= lat <= 90
        ]
    except (TypeError, ValueError):
        plain = []
    return plain if len(plain) == len(value) else list(map(_read_position, value))


def _read_line(value: object, mends: list[Mend]) -> Ring:
    positions = _read_positions(_checked_list(value, "a line"))
    if any(map(eq, positions, islice(positions, 1, None))):
        kept = [one for index, one in enumerate(positions) if index == 0 or one != positions[index - 1]]
        mends.append(Mend("repeated_vertices", f"{len(positions) - len(kept)} repeated vertices were removed."))
        positions = kept
    if len(positions) < 2:
        raise ShapeError("line_too_short", "A line has fewer than two different positions.")
    return tuple(positions)


def _longest_line(value: object, mends: list[Mend]) -> Shape:
    parts = [_read_line(part, mends) for part in _checked_list(value, "a line")]
    longest = max(parts, key=_line_length)
    mends.append(Mend("multi_line", f"Of {len(parts)} lines the longest was kept."))
    return Shape("LineString", (), longest, tuple(mends))


def _line_length(line: Ring) -> float:
    return sum(math.dist(a, b) for a, b in zip(line, line[1:], strict=False))


def _read_polygon(value: object, mends: list[Mend]) -> Polygon:
    rings = _checked_list(value, "a ring")
    vertices = sum(len(ring) for ring in rings if isinstance(ring, list))
    if vertices > MAX_VERTICES:
        raise ShapeError("too_many_vertices", f"{vertices} vertices; at most {MAX_VERTICES} are read.")
    return tuple(_read_ring(ring, mends) for ring in rings)


def _read_ring(value: object, mends: list[Mend]) -> Ring:
    ring = _read_line(value, mends)
    if ring[0] != ring[-1]:
        ring = (*ring, ring[0])
        mends.append(Mend("ring_not_closed", "A ring was closed."))
    if len(ring) < MIN_RING:
        raise ShapeError("ring_too_short", "A ring has fewer than three different positions.")
    if _is_flat(ring):
        raise ShapeError("no_area", "A ring encloses no area.")
    return ring


def _is_flat(ring: Ring) -> bool:
    """Say whether all of a ring lies on one line. A bow-tie's halves cancel out, but it can be mended to both."""
    if _ring_area(ring) != 0:
        return False
    (x0, y0), (x1, y1) = ring[0], ring[1]
    return all((x1 - x0) * (y - y0) == (x - x0) * (y1 - y0) for x, y in ring)


def _ring_area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:], strict=False)
    # Relative to the first vertex: products of full longitudes would lose a small room in rounding.
    x0, y0 = ring[0]
    # A list: a sum steps through it without going back and forth to a generator.
    return abs(sum([(ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in pairs])) / 2
