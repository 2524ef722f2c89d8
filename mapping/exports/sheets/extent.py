"""Find the ground that a sheet must show: what lies together, without the one feature that is far away. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from mapping.exports.sheets.paper import Box
from mapping.exports.writers.site_plan import LevelPlan, title_of
from mapping.geometry.areas import bounds_of
from mapping.geometry.rings import METRES_PER_DEGREE, apart_m
from mapping.geometry.shapes import MultiPolygon, Position, Ring

# Further from the middle than this many times what is usual, and than any wing of a school is long: not on the map.
FAR_TIMES, FAR_M = 8.0, 400.0
# No site is as wide: a larger boundary is a mistake of its file.
WIDEST_M = 10_000.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that is drawn: its positions, and what it is called in a note."""

    title: str
    positions: Ring

    @property
    def middle(self) -> Position:
        west, south, east, north = bounds_of(self.positions)
        return ((west + east) / 2, (south + north) / 2)


@dataclass(frozen=True, slots=True)
class Far:
    """A thing that is too far away for the sheet: how far it is, and in which direction (degrees from north)."""

    title: str
    distance_m: float
    bearing_deg: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The ground of a sheet, and what is left out of it."""

    box: Box
    far: tuple[Far, ...]


def extent_of(shapes: Iterable[Shape]) -> Extent | None:
    """Return the box around what lies together; None for nothing. Few far things cannot move a median."""
    found = [one for one in shapes if one.positions]
    if not found:
        return None
    middles = [one.middle for one in found]
    centre = (median(lon for lon, _ in middles), median(lat for _, lat in middles))
    distances = [apart_m(one, centre) for one in middles]
    limit = max(FAR_M, FAR_TIMES * median(distances))
    near = [one for one, distance in zip(found, distances, strict=True) if distance <= limit]
    far = tuple(
        Far(one.title, distance, _bearing_deg(centre, one.middle))
        for one, distance in zip(found, distances, strict=True)
        if distance > limit
    )
    return Extent(bounds_of(position for one in near for position in one.positions), far)


def shapes_of(level: LevelPlan) -> Iterator[Shape]:
    """Yield everything that is drawn of a floor."""
    for space in level.spaces:
        for polygon in space.polygons:
            yield Shape(title_of(space.number, space.name, space.category), polygon[0])
    for door in level.openings:
        yield Shape(title_of(door.number, door.name, door.category), door.line)
    for thing in level.objects:
        yield Shape(title_of("", thing.label, thing.kind), (thing.location,))
    for area in level.areas:
        for ring in [area.line, *(polygon[0] for polygon in area.polygons)]:
            yield Shape(title_of("", area.label, area.kind), ring)


def shapes_of_areas(areas: Sequence[MultiPolygon], title: str) -> Iterator[Shape]:
    """Yield the parts of outlines."""
    for area in areas:
        for polygon in area:
            yield Shape(title, polygon[0])


def is_sane(boundary: MultiPolygon) -> bool:
    """Tell whether a boundary is one of a site, and not of half a country."""
    if not boundary:
        return False
    west, south, east, north = bounds_of(position for polygon in boundary for position in polygon[0])
    return apart_m((west, south), (east, north)) <= WIDEST_M


def _bearing_deg(start: Position, end: Position) -> float:
    east_m = (end[0] - start[0]) * METRES_PER_DEGREE * math.cos(math.radians(start[1]))
    north_m = (end[1] - start[1]) * METRES_PER_DEGREE
    return math.degrees(math.atan2(east_m, north_m)) % 360
