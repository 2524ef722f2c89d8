"""Say whether an area can be what it is said to be: how large it is, and how far from its place. Pure."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mapping.geometry.areas import bounds_of, signed_area
from mapping.geometry.rings import METRES_PER_DEGREE, apart_m, distance_m
from mapping.geometry.shapes import MultiPolygon, Position, Ring

KM2 = 1_000_000.0


@dataclass(frozen=True, slots=True)
class GroundLimits:
    """What is believed without a question, what is never believed (square meters), how far it may lie (meters)."""

    small_m2: float
    large_m2: float
    most_m2: float
    far_m: float


# Few campuses have more than 4 km², and none has less than a large house. The editor takes nothing that lies more
# than 3 km from the site's point.
BOUNDARY = GroundLimits(small_m2=400.0, large_m2=4 * KM2, most_m2=100 * KM2, far_m=3_000.0)
# The largest building there is covers 0.4 km².
OUTLINE = GroundLimits(small_m2=0.0, large_m2=KM2, most_m2=KM2, far_m=3_000.0)
# A place where families wait, around the point that they are sent to.
WAITING_AREA = GroundLimits(small_m2=0.0, large_m2=4 * KM2, most_m2=4 * KM2, far_m=3_000.0)


def ground_fault(polygons: MultiPolygon, near: Position, limits: GroundLimits, *, may_be_large: bool = False) -> str:
    """Return why an area is not taken, as a sentence; empty: it is. `near` is the point that it belongs to.

    `may_be_large`: someone was asked whether it is so large, or so small.
    """
    # A thread across a country covers little: the box around it tells.
    corners = [corner for polygon in polygons for corner in polygon[0]]
    west, south, east, north = bounds_of(corners)
    size, across = area_m2(polygons), apart_m((west, south), (east, north))
    if size > limits.most_m2 or across > 4 * math.sqrt(limits.most_m2):
        return _("It covers %(size)s km² and is %(across)s km across: no school is so large. Look at its corners.") % {
            "size": _round_number(size / KM2),
            "across": _round_number(across / 1000),
        }
    if distance_m(near, polygons) > limits.far_m:
        return _("It lies %(far)s km from its point. Look at its corners, and at latitude and longitude.") % {
            "far": _round_number(distance_m(near, polygons) / 1000)
        }
    if size > limits.large_m2 and not may_be_large:
        return _("It covers %(size)s km², and few schools do. If that is right, say so beside it.") % {
            "size": _round_number(size / KM2)
        }
    if size < limits.small_m2 and not may_be_large:
        return _("It covers %(size)s m², less than a large house. If that is right, say so beside it.") % {
            "size": _round_number(size)
        }
    return ""


def area_m2(polygons: MultiPolygon) -> float:
    """Return what polygons cover in square meters, holes left out; good to a percent within some tens of kilometers."""
    return sum(_ring_m2(polygon[0]) - sum(map(_ring_m2, polygon[1:])) for polygon in polygons)


def _ring_m2(ring: Ring) -> float:
    _, south, _, north = bounds_of(ring)
    return abs(signed_area(ring)) * METRES_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))


def _round_number(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"
