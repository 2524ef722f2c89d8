"""Directions and lines of sight around a school. Points are (lon, lat). Pure: no Django."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from mapping.geometry.georeference import TangentPlane

type LonLat = tuple[float, float]
type Line = Sequence[LonLat]
# Two sites closer in direction than this lie in one wind, and behind one road block.
APART_DEG = 90.0
# A ring is looked at from so many of its points at most; a larger one from every second, third … of them.
MAX_EYES = 24


def bearing_deg(origin: LonLat, there: LonLat) -> float:
    """Return the direction of a place: 0 north, 90 east."""
    east_m, north_m = TangentPlane(origin, rotation_deg=0).xy_from_lonlat(*there)
    return math.degrees(math.atan2(east_m, north_m)) % 360


def distance_m(origin: LonLat, there: LonLat) -> float:
    """Return how far a place is; good to a percent within some tens of kilometers."""
    return math.hypot(*TangentPlane(origin, rotation_deg=0).xy_from_lonlat(*there))


def length_m(line: Line) -> float:
    """Return how long a line is."""
    return sum(distance_m(a, b) for a, b in zip(line, line[1:], strict=False))


def apart_deg(one: float, other: float) -> float:
    """Return the angle between two directions: 0 to 180."""
    turn = abs(one - other) % 360
    return min(turn, 360 - turn)


def are_apart(bearings: Iterable[float]) -> bool:
    """Tell whether any two directions differ by a quarter turn or more."""
    return any(apart_deg(one, other) >= APART_DEG for one, other in combinations(bearings, 2))


def sight_lines(here: Line, there: Line, walls: Sequence[Line]) -> list[tuple[LonLat, LonLat]]:
    """Return the segments from the corners of one ring to those of another that no wall crosses.

    A sample, not a proof: without a segment no corner sees another corner, but points between corners still may.
    """
    edges = [(a, b) for wall in walls for a, b in zip(wall, wall[1:], strict=False)]
    return [
        (eye, seen)
        for eye, seen in product(_sight_points(here), _sight_points(there))
        if not any(do_cross(eye, seen, a, b) for a, b in edges)
    ]


def _sight_points(ring: Line) -> list[LonLat]:
    corners = list(ring[:-1]) if len(ring) > 1 and ring[0] == ring[-1] else list(ring)
    step = max(1, math.ceil(len(corners) / MAX_EYES))
    return corners[::step]


def do_cross(a: LonLat, b: LonLat, c: LonLat, d: LonLat) -> bool:
    """Tell whether two segments cross or touch."""
    one, two = _cross_product(c, d, a), _cross_product(c, d, b)
    three, four = _cross_product(a, b, c), _cross_product(a, b, d)
    if 0 in (one, two, three, four):
        return _do_touch(a, b, c, d)
    return (one > 0) != (two > 0) and (three > 0) != (four > 0)


def _cross_product(a: LonLat, b: LonLat, c: LonLat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _do_touch(a: LonLat, b: LonLat, c: LonLat, d: LonLat) -> bool:
    ends = ((c, d, a), (c, d, b), (a, b, c), (a, b, d))
    return any(_cross_product(p, q, r) == 0 and _is_between(p, q, r) for p, q, r in ends)


def _is_between(p: LonLat, q: LonLat, r: LonLat) -> bool:
    return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])
