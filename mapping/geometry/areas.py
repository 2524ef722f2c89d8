"""Measure and simplify areas in degrees: hull, size, a point inside, rings turned as GeoJSON wants them. Pure."""

from collections.abc import Iterable

from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import (
    MultiPolygon,
    Polygon,
    Position,
    Ring,
)


def convex_hull(positions: Iterable[Position]) -> Ring:
    """Return the closed ring, counter-clockwise, around all positions; () if they enclose nothing.

    Source: Andrew's monotone chain.
    """
    points = sorted(set(positions))
    lower, upper = _half_hull(points), _half_hull(points[::-1])
    ring = (*lower[:-1], *upper)
    return ring if len(ring) >= 4 else ()


def _half_hull(points: list[Position]) -> list[Position]:
    kept: list[Position] = []
    for point in points:
        while len(kept) >= 2 and _cross_product(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _cross_product(a: Position, b: Position, c: Position) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def signed_area(ring: Ring) -> float:
    """Return the area of a closed ring in square degrees; negative if it runs clockwise."""
    x0, y0 = ring[0]
    pairs = zip(ring, ring[1:], strict=False)
    return sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in pairs) / 2


def right_handed(polygons: MultiPolygon) -> MultiPolygon:
    """Return the polygons with outsides counter-clockwise and holes clockwise (RFC 7946, 3.1.6)."""
    return tuple(
        tuple(_turn_ring(ring, is_left=index == 0) for index, ring in enumerate(polygon)) for polygon in polygons
    )


def _turn_ring(ring: Ring, *, is_left: bool) -> Ring:
    return ring if (signed_area(ring) > 0) is is_left else ring[::-1]


def inner_point(polygons: MultiPolygon) -> Position:
    """Return a position inside the largest polygon: its centroid, or the middle of the widest stretch across it."""
    largest = max(polygons, key=lambda polygon: abs(signed_area(polygon[0])))
    centre = ring_centroid(largest[0])
    if is_inside(centre, (largest,)):
        return centre
    lats = sorted({lat for _, lat in largest[0]})
    middles = [(low + high) / 2 for low, high in zip(lats, lats[1:], strict=False)]
    stretches = [stretch for lat in middles for stretch in _stretches_at(largest, lat)]
    if not stretches:
        return largest[0][0]
    west, east, lat = max(stretches, key=lambda one: (one[1] - one[0], one[2]))
    return (round((west + east) / 2, 8), round(lat, 9))


def ring_centroid(ring: Ring) -> Position:
    """Return the center of gravity of a closed ring; of one without area, its first position."""
    x0, y0 = ring[0]
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        twice += cross
        x += (ax + bx - 2 * x0) * cross
        y += (ay + by - 2 * y0) * cross
    if twice == 0:
        return (x0, y0)
    return (round(x0 + x / (3 * twice), 8), round(y0 + y / (3 * twice), 8))


def _stretches_at(polygon: Polygon, lat: float) -> list[tuple[float, float, float]]:
    crossings = sorted(
        ax + (lat - ay) * (bx - ax) / (by - ay)
        for ring in polygon
        for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False)
        if (ay > lat) != (by > lat)
    )
    return [(west, east, lat) for west, east in zip(crossings[::2], crossings[1::2], strict=False)]


def bounds_of(positions: Iterable[Position]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of one or more positions."""
    lons, lats = zip(*positions, strict=True)
    return (min(lons), min(lats), max(lons), max(lats))
