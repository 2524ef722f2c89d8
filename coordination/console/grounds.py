"""The shapes below the console's map: grounds and buildings of the sites that a person sees."""

from datetime import datetime

from django.contrib.gis.geos import GEOSGeometry

from coordination.room.wire.model import JsonObject, WireModel
from mapping.access import sites_for

# About two meters: less is not seen on a map of a county, and a boundary from a survey has thousands of corners.
TOLERANCE_DEG = 0.00002


class Ground(WireModel):
    """One site: its district and place, its boundary and buildings as GeoJSON geometries (text), as far as known."""

    district: str
    lon: float
    lat: float
    boundary: str | None
    buildings: tuple[str, ...]


def grounds_for(user_id: int, at: datetime) -> list[JsonObject]:
    """Return the shapes of every site that a person may know of, as JSON values. Two queries."""
    sites = sites_for(user_id, at).select_related("district").prefetch_related("buildings").order_by("pk")
    found = []
    for site in sites:
        outlines = [building.outline for building in site.buildings.all()]
        ground = Ground(
            district=site.district.name,
            lon=site.location.x,
            lat=site.location.y,
            boundary=None if site.boundary is None else _simple_outline(site.boundary),
            buildings=tuple(_simple_outline(outline) for outline in outlines if outline is not None),
        )
        dumped: JsonObject = ground.model_dump(mode="json")
        found.append(dumped)
    return found


def _simple_outline(shape: GEOSGeometry) -> str:
    return str(shape.simplify(TOLERANCE_DEG, preserve_topology=True).json)
