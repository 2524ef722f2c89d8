"""The area of a threat: whether one can be used, and which sites lie in it, as the database reckons it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.gis.geos import Polygon

from coordination.incident.near_threats.errors import AreaNotUsable
from mapping.geometry.areas import bounds_of
from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Position
from mapping.models import Site

FEWEST_CORNERS = 3
# As far as from one side of the widest circle to the other.
MOST_ACROSS_M = 100_000


def polygon_of(corners: Sequence[Position]) -> Polygon | None:
    """Return the area between corners in degrees, lon before lat, the first not repeated; None: there are none.

    Raises: AreaNotUsable: fewer than three corners, sides that cross, or too far across; over the date line, too.
    """
    if not corners:
        return None
    if len(set(corners)) < FEWEST_CORNERS:
        raise AreaNotUsable(pointer="/area")
    west, south, east, north = bounds_of(corners)
    polygon = Polygon([*corners, corners[0]], srid=4326)
    # On the globe the ends of a box around the world are neighbors.
    is_wide = east - west > 180 or apart_m((west, south), (east, north)) > MOST_ACROSS_M
    if is_wide or not polygon.valid:
        raise AreaNotUsable(pointer="/area")
    return polygon


def corners_of(polygon: Polygon | None) -> list[Position]:
    """Return the corners of an area in degrees, lon before lat, the first not repeated."""
    return [] if polygon is None else [(lon, lat) for lon, lat in polygon[0].coords[:-1]]


def site_ids_inside(sites: Iterable[Site], polygon: Polygon) -> set[UUID]:
    """Return which of these sites have their place in an area or on its edge. One query."""
    among = Site.objects.filter(pk__in=[one.pk for one in sites], location__intersects=polygon)
    return set(among.values_list("pk", flat=True))
