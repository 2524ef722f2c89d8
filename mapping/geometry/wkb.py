"""Read and write well-known binary, which GDAL, GEOS and databases speak. Pure.

Source: OGC 06-103r4, clause 8; ISO and EWKB flags for Z and M are understood and their values left out.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from mapping.geometry.shapes import MultiPolygon, Polygon, Position, Ring

type Coordinates = float | Sequence["Coordinates"]
KINDS = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}
POINT, LINE, POLYGON, MULTIPOLYGON = 1, 2, 3, 6
COLLECTION = 7
LITTLE_ENDIAN = 1
HEAD, COUNTED = struct.Struct("<BI"), struct.Struct("<BII")
MAX_COUNT = 1_000_000


class WkbError(ValueError):
    """The bytes are not a geometry that can be read."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A geometry as GeoJSON names it; `dict()` is what a GeoJSON reader takes."""

    kind: str
    coordinates: Coordinates

    def as_geojson(self) -> dict[str, object]:
        """Return it as a GeoJSON geometry."""
        return {"type": self.kind, "coordinates": self.coordinates}


def read_wkb(raw: bytes) -> Geometry:
    """Return the geometry. Raises: WkbError: it is broken, or of a kind that plans do not have."""
    try:
        return _Cursor(raw).geometry(depth=0)
    except (struct.error, IndexError) as error:
        raise WkbError("the geometry breaks off") from error


def point_as_wkb(point: Position) -> bytes:
    """Return a point as well-known binary."""
    return HEAD.pack(LITTLE_ENDIAN, POINT) + struct.pack("<2d", *point)


def line_as_wkb(line: Ring) -> bytes:
    """Return a line as well-known binary."""
    return HEAD.pack(LITTLE_ENDIAN, LINE) + _positions_as_wkb(line)


def polygon_as_wkb(polygon: Polygon) -> bytes:
    """Return a polygon as well-known binary."""
    return COUNTED.pack(LITTLE_ENDIAN, POLYGON, len(polygon)) + b"".join(map(_positions_as_wkb, polygon))


def area_as_wkb(polygons: MultiPolygon) -> bytes:
    """Return polygons as one multipolygon in well-known binary."""
    return COUNTED.pack(LITTLE_ENDIAN, MULTIPOLYGON, len(polygons)) + b"".join(map(polygon_as_wkb, polygons))


def _positions_as_wkb(positions: Ring) -> bytes:
    return _positions_struct(len(positions)).pack(len(positions), *chain.from_iterable(positions))


@lru_cache(maxsize=256)
def _positions_struct(count: int) -> struct.Struct:
    return struct.Struct(f"<I{2 * count}d")


def _areas_of_collection(members: Sequence[Geometry]) -> Geometry:
    """Return the areas of a collection: in KML they have points beside them, for viewers to put a label at."""
    areas: list[Coordinates] = []
    for member in members:
        if member.kind == "Polygon":
            areas.append(member.coordinates)
        elif member.kind == "MultiPolygon" and isinstance(member.coordinates, Sequence):
            areas += member.coordinates
        elif member.kind != "Point":
            break
    else:
        if len(areas) == 1:
            return Geometry("Polygon", areas[0])
        if areas:
            return Geometry("MultiPolygon", areas)
    return Geometry("GeometryCollection", [member.coordinates for member in members])


class _Cursor:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def geometry(self, depth: int) -> Geometry:
        if depth > 2:
            raise WkbError("the geometry is nested too deeply")
        order = "<" if self._raw[self._at] == 1 else ">"
        (code,) = struct.unpack_from(f"{order}I", self._raw, self._at + 1)
        self._at += 5
        width = 2 + bool(code & 0x80000000) + bool(code & 0x40000000)
        if code & 0x20000000:
            self._at += 4  # EWKB: the reference system's number
        iso, base = divmod(code & 0x0FFFFFFF, 1000)
        width += (0, 1, 1, 2)[iso] if iso < 4 else 0
        if base not in KINDS or iso > 3:
            raise WkbError(f"geometries of kind {base} are not read")
        if base == COLLECTION:
            return _areas_of_collection([self.geometry(depth + 1) for _ in range(self._count(order))])
        return Geometry(KINDS[base], self._body(base, order, width, depth))

    def _body(self, base: int, order: str, width: int, depth: int) -> Coordinates:
        if base == POINT:
            return self._positions(order, width, 1)[0]
        if base == LINE:
            return self._positions(order, width, self._count(order))
        if base == POLYGON:
            return [self._positions(order, width, self._count(order)) for _ in range(self._count(order))]
        return [self.geometry(depth + 1).coordinates for _ in range(self._count(order))]

    def _count(self, order: str) -> int:
        (count,) = struct.unpack_from(f"{order}I", self._raw, self._at)
        self._at += 4
        if count > MAX_COUNT:
            raise WkbError(f"{count} members; at most {MAX_COUNT} are read")
        return int(count)

    def _positions(self, order: str, width: int, count: int) -> list[list[float]]:
        numbers = struct.unpack_from(f"{order}{count * width}d", self._raw, self._at)
        self._at += 8 * count * width
        return [list(numbers[start : start + 2]) for start in range(0, count * width, width)]
