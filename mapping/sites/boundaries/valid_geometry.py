"""Make geometries that a spatial database accepts; say in the ledger what had to be mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon, Polygon

from mapping.bounded_mending import mended_apart
from mapping.geometry import shapes
from mapping.geometry.rounding import rounded_area
from mapping.geometry.validity import why_invalid
from mapping.geometry.wkb import area_as_wkb
from mapping.interchange.ledger import Ledger

SRID = 4326
TOO_SMALL = "Smaller than a millimeter"
# What is left of each area that was not valid, by its polygons; None if mending it takes too long.
type Mended = Mapping[shapes.MultiPolygon, shapes.MultiPolygon | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """An area that is not valid as it is drawn, rounded; without polygons where it is too small. And why."""

    polygons: shapes.MultiPolygon
    reason: str


def valid_area(
    polygons: shapes.MultiPolygon, *, ref: str, ledger: Ledger, mended: Mended | None = None
) -> MultiPolygon | None:
    """Return a valid multipolygon of what the rings enclose; None, and a refusal, if they enclose nothing.

    What is not mended yet is mended now, in a process that is started for it.
    """
    polygons = rounded_area(polygons)
    with why_invalid() as why:
        reason = why(area_as_wkb(polygons)) if polygons else TOO_SMALL
    if not reason:
        return _area_of(polygons)
    found = account_for(Broken(polygons, reason), ref=ref, ledger=ledger, mended=mended or mended_of([polygons]))
    return _area_of(found) if found else None


def account_for(broken: Broken, *, ref: str, ledger: Ledger, mended: Mended) -> shapes.MultiPolygon | None:
    """Return what mending left of an area, which is a repair; None, and a refusal, if nothing is left."""
    polygons, reason = broken.polygons, broken.reason
    if polygons:
        ledger.stands_at(ref, polygons[0][0][0])
    found = mended[polygons] if polygons else ()
    if found is None:
        ledger.refuse(ref, "mending_too_long", f"{reason}; mending it takes longer than it may.")
        return None
    if not found:
        ledger.refuse(ref, "no_area", f"{reason}; no area is left after mending.")
        return None
    ledger.repair(ref, "polygon_invalid", f"{reason}; mended to {len(found)} part(s).")
    return found


def mended_of(areas: Iterable[shapes.MultiPolygon]) -> Mended:
    """Return what is left of each area that is not valid. Starts one process for all of them, if there are any."""
    with why_invalid() as why:
        found = (one for one in map(rounded_area, areas) if one and why(area_as_wkb(one)))
        broken = list(dict.fromkeys(found))
    return dict(zip(broken, mended_apart(broken), strict=True))


def _area_of(polygons: shapes.MultiPolygon) -> MultiPolygon:
    return MultiPolygon([Polygon(*polygon) for polygon in polygons], srid=SRID)
