"""Turn what the presser could say about where they are into words of the plans."""

from coordination.errors import LevelNotAtSite, PlaceNotAtSite
from coordination.incident.panic.capability import PanicPlace, RaisePanic
from coordination.vocabulary import PanicKind
from mapping.models import Site
from mapping.places.coordinates import usng_text
from mapping.plans.levels import is_level_of_site
from mapping.plans.nearest import (
    Whereabouts,
    length_in_words,
    nearest_object,
    whereabouts_of_point,
    whereabouts_of_space,
)
from mapping.sites.grid_queries import cell_at
from mapping.vocabulary import ObjectKind


def place_of_press(site: Site, command: RaisePanic) -> PanicPlace:
    """Return the place; a room that was named goes before a measured point. Raises: PlaceNotAtSite, LevelNotAtSite."""
    if command.place is not None:
        return _place_away(site, command)
    found = _whereabouts_of(site, command)
    # A measured point is kept even where a room was named: it says where the phone is.
    lon, lat = found.lonlat or (None, None)
    if command.lon is not None and command.space_id is None:
        lon, lat = command.lon, command.lat
    door = found.door
    # What is not known is left out.
    return PanicPlace(
        site=site.name,
        address=site.address or None,
        building=found.building or None,
        level_id=found.level_id,
        level=found.level or None,
        space_id=found.space_id,
        room=found.room or None,
        door=(door.number or None) if door else None,
        door_m=door.distance_m if door else None,
        side=(door.side or None) if door else None,
        lon=lon,
        lat=lat,
        accuracy_m=command.accuracy_m if command.space_id is None else None,
        grid_cell=None if lon is None or lat is None else cell_at(site, lon=lon, lat=lat) or None,
        usng=None if lon is None or lat is None else usng_text(lon=lon, lat=lat) or None,
        aed=_nearest_aed(site, found, lon, lat) if command.kind is PanicKind.MEDICAL else None,
    )


def _place_away(site: Site, command: RaisePanic) -> PanicPlace:
    """Return the place of a press from away from the site: nothing of its plans is near."""
    lon, lat = command.lon, command.lat
    return PanicPlace(
        site=site.name,
        place=command.place,
        lon=lon,
        lat=lat,
        accuracy_m=command.accuracy_m,
        usng=None if lon is None or lat is None else usng_text(lon=lon, lat=lat) or None,
    )


def _nearest_aed(site: Site, found: Whereabouts, lon: float | None, lat: float | None) -> str | None:
    """Return the nearest defibrillator in words: what it is called, on which floor, and how far."""
    if lon is None or lat is None:
        return None
    nearest = nearest_object(site, ObjectKind.AED, (lon, lat), level_id=found.level_id)
    if nearest is None:
        return None
    parts = (nearest.label, nearest.level, length_in_words(nearest.distance_m))
    return ", ".join(part for part in parts if part)


def _whereabouts_of(site: Site, command: RaisePanic) -> Whereabouts:
    if command.level_id is not None and not is_level_of_site(site, command.level_id):
        raise LevelNotAtSite(pointer="/level_id")
    if command.space_id is not None:
        found = whereabouts_of_space(site, command.space_id)
        if found is None:
            raise PlaceNotAtSite(pointer="/space_id")
        return found
    if command.lon is not None and command.lat is not None:
        return whereabouts_of_point(site, lon=command.lon, lat=command.lat, level_id=command.level_id)
    return Whereabouts()
