"""Ask simple questions of polygons in degrees: is a point inside, how far is it, where is the middle. Pure."""

import math
from collections.abc import Iterable

from mapping.geometry.shapes import (
    MultiPolygon,
    Polygon,
    Position,
    Ring,
)

METRES_PER_DEGREE = 111_320.0  # of latitude, mean; good to 0.6 %, used for distances of some hundred meters


def is_inside(point: Position, polygons: MultiPolygon) -> bool:
    """Tell whether a point lies inside any of the polygons; holes are outside."""
    return any(_in_polygon(point, polygon) for polygon in polygons)


def distance_m(point: Position, polygons: MultiPolygon) -> float:
    """Return meters from a point to the nearest edge; 0 inside. Flat-earth, for distances below some kilometers."""
    if is_inside(point, polygons):
        return 0.0
    return min(
        _segment_distance(_metres_from(point, a), _metres_from(point, b))
        for polygon in polygons
        for ring in polygon
        for a, b in zip(ring, ring[1:], strict=False)
    )


def apart_m(a: Position, b: Position) -> float:
    """Return the great-circle distance of two points in meters (haversine)."""
    lon_a, lat_a, lon_b, lat_b = (math.radians(value) for value in (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, half)))


def _in_polygon(point: Position, polygon: Polygon) -> bool:
    return _in_ring(point, polygon[0]) and not any(_in_ring(point, hole) for hole in polygon[1:])


def _in_ring(point: Position, ring: Ring) -> bool:
    # Even-odd rule: count the edges that a ray to the east crosses.
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def _metres_from(origin: Position, point: Position) -> Position:
    scale = math.cos(math.radians(origin[1]))
    return ((point[0] - origin[0]) * METRES_PER_DEGREE * scale, (point[1] - origin[1]) * METRES_PER_DEGREE)


def _segment_distance(a: Position, b: Position) -> float:
    """Return the distance from the origin to the segment a-b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length2))
    return math.hypot(a[0] + along * dx, a[1] + along * dy)


def middle_of(positions: Iterable[Position]) -> Position | None:
    """Return the middle of the bounding box of some positions; None if there are none."""
    points = list(positions)
    if not points:
        return None
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
