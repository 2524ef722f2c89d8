"""Read the floors of a room's site with the plans the incident opened with, and say which have a newer one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.models import Incident, IncidentFloorplan
from mapping.queries.levels import LevelView, views_of_levels
from mapping.queries.plan import published_floorplans


@dataclass(frozen=True, slots=True)
class RoomLevelView:
    """A floor as the incident knows it. `newer_version` was published since it opened."""

    level: LevelView
    newer_floorplan_id: UUID | None
    newer_version: int | None


def room_levels(incident: Incident, at: datetime) -> list[RoomLevelView]:
    """Return the floors with the pinned plans; a floor that had none shows what is published. Four queries."""
    pins = IncidentFloorplan.objects.filter(incident=incident).select_related("floorplan__verified_by")
    pinned = {pin.level_id: pin.floorplan for pin in pins}
    published = {plan.level_id: plan for plan in published_floorplans(incident.site)}
    found = []
    for level in views_of_levels(incident.site, {**published, **pinned}, at):
        newer = published.get(level.id)
        is_newer = newer is not None and newer.pk != level.floorplan_id
        found.append(
            RoomLevelView(
                level=level,
                newer_floorplan_id=newer.pk if newer is not None and is_newer else None,
                newer_version=newer.version if newer is not None and is_newer else None,
            )
        )
    return found
