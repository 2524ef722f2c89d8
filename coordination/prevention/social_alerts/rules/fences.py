"""Find around which fences a point lies, for many points at once. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import MultiPolygon, Position

# Degrees: about a kilometre. A fence of a school touches some of them, a point lies in one.
CELL = 0.01
# The longest side of a fence in cells: more than a campus and its surroundings is none.
MOST_CELLS = 20
type Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a fence, with the buffer in it, in degrees."""

    fence_id: UUID
    polygons: MultiPolygon
    west: float
    south: float
    east: float
    north: float


def ground_of(fence_id: UUID, polygons: MultiPolygon) -> Ground:
    """Return a fence's ground with its box."""
    lons = [lon for polygon in polygons for lon, _ in polygon[0]]
    lats = [lat for polygon in polygons for _, lat in polygon[0]]
    return Ground(fence_id, polygons, min(lons), min(lats), max(lons), max(lats))


class FenceIndex:
    """The fences of a district by the squares that they touch."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        cells: defaultdict[Cell, list[Ground]] = defaultdict(list)
        for ground in grounds:
            for cell in _cells_of(ground):
                cells[cell].append(ground)
        self._cells = dict(cells)

    def fences_around(self, point: Position) -> list[UUID]:
        """Return the fences around a point (lon, lat)."""
        lon, lat = point
        found = self._cells.get((math.floor(lon / CELL), math.floor(lat / CELL)))
        if found is None:
            return []
        return [
            one.fence_id
            for one in found
            if one.west <= lon <= one.east and one.south <= lat <= one.north and is_inside(point, one.polygons)
        ]

    def pair_points(self, points: Sequence[Position]) -> Iterator[tuple[int, UUID]]:
        """Yield the number of a point and a fence around it, for every such pair."""
        for number, point in enumerate(points):
            for fence_id in self.fences_around(point):
                yield number, fence_id


def fits_fence(ground: Ground) -> bool:
    """Tell whether a ground is no larger than a fence may be."""
    return max(ground.east - ground.west, ground.north - ground.south) <= MOST_CELLS * CELL


def _cells_of(ground: Ground) -> Iterator[Cell]:
    for column in range(math.floor(ground.west / CELL), math.floor(ground.east / CELL) + 1):
        for row in range(math.floor(ground.south / CELL), math.floor(ground.north / CELL) + 1):
            yield column, row
