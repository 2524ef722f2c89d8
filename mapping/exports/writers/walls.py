"""Draw a door of which only the place is known as a short line along the nearest wall. Pure."""

import math
from collections.abc import Iterable, Iterator

from mapping.geometry.rings import METRES_PER_DEGREE
from mapping.geometry.shapes import MultiPolygon, Position

DOOR_M = 0.9  # one leaf


def door_line(place: Position, areas: Iterable[MultiPolygon]) -> tuple[Position, Position]:
    """Return a line of a door's width through the place, along the nearest wall; from west to east without walls."""
    scale = math.cos(math.radians(place[1]))
    walls = [(_distance_m(a, b), a, b) for a, b in _wall_segments(place, scale, areas)]
    _, (ax, ay), (bx, by) = min(walls, default=(0.0, (0.0, 0.0), (1.0, 0.0)))
    length = math.hypot(bx - ax, by - ay) or 1.0
    east_m, north_m = (bx - ax) / length * DOOR_M / 2, (by - ay) / length * DOOR_M / 2
    lon_step, lat_step = east_m / (METRES_PER_DEGREE * scale), north_m / METRES_PER_DEGREE
    lon, lat = place
    return (
        (round(lon - lon_step, 8), round(lat - lat_step, 8)),
        (round(lon + lon_step, 8), round(lat + lat_step, 8)),
    )


def _wall_segments(
    place: Position, scale: float, areas: Iterable[MultiPolygon]
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the walls in meters from the place."""
    lon, lat = place
    for area in areas:
        for polygon in area:
            for ring in polygon:
                metres = [((x - lon) * METRES_PER_DEGREE * scale, (y - lat) * METRES_PER_DEGREE) for x, y in ring]
                yield from zip(metres, metres[1:], strict=False)


def _distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length2))
    return math.hypot(a[0] + along * dx, a[1] + along * dy)
