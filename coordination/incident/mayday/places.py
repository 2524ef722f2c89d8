"""Say where a mayday comes from in the words of the plans, for the people who run there."""

from coordination.incident.mayday.capability import CallMayday
from mapping.models import Site
from mapping.places.coordinates import usng_text
from mapping.plans.nearest import length_in_words, whereabouts_of_point
from mapping.sites.grid_queries import cell_at


def place_of_mayday(site: Site | None, command: CallMayday) -> str | None:
    """Return building, floor, room, nearest door, grid square and USNG, as far as they are known; None for no point.

    Without a site, of an incident that is away from it, no door of its building is the nearest.
    """
    if command.lon is None or command.lat is None:
        return None
    if site is None:
        return usng_text(lon=command.lon, lat=command.lat) or None
    found = whereabouts_of_point(site, lon=command.lon, lat=command.lat, level_id=command.level_id)
    door = (
        f"door {found.door.number}, {length_in_words(found.door.distance_m)}"
        if found.door and found.door.number
        else ""
    )
    parts = (
        found.building,
        found.level,
        found.room,
        door,
        cell_at(site, lon=command.lon, lat=command.lat),
        usng_text(lon=command.lon, lat=command.lat),
    )
    return ", ".join(part for part in parts if part) or None
