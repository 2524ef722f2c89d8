"""Read the floors of a room's site with the plans the incident opened with, and say which have a newer one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.room.models import Incident
from mapping.models import Floorplan
from mapping.places.gazetteer import Gazetteer
from mapping.places.queries import gazetteer_of_plans
from mapping.plans.levels import LevelView, views_of_levels
from mapping.plans.queries import published_floorplans


@dataclass(frozen=True, slots=True)
class RoomLevelView:
    """A floor as the incident knows it. `newer_version` was published since it opened."""

    level: LevelView
    newer_floorplan_id: UUID | None
    newer_version: int | None


def room_levels(incident: Incident, at: datetime) -> list[RoomLevelView]:
    """Return the floors with the pinned plans; a floor that had none shows what is published. Five queries.

    None of an incident away from its site.
    """
    if incident.place is not None:
        return []
    pinned = {plan.floor_id: plan for plan in _pinned_plans(incident)}
    published = {plan.floor_id: plan for plan in published_floorplans(incident.site)}
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


def room_gazetteer(incident: Incident) -> Gazetteer:
    """Return the places of the plans that `room_levels` shows. Three queries if they are known already, seven if not.

    By the plans in force a message that was written about the old door 7 would fly the reader to the new one.
    """
    if incident.place is not None:
        return gazetteer_of_plans(incident.site, [])
    pinned = _pinned_plans(incident)
    held = {plan.level_id for plan in pinned}
    unpinned = [plan for plan in published_floorplans(incident.site) if plan.level_id not in held]
    return gazetteer_of_plans(incident.site, [*pinned, *unpinned])


def _pinned_plans(incident: Incident) -> list[Floorplan]:
    pins = IncidentFloorplan.objects.filter(incident=incident)
    return [pin.floorplan for pin in pins.select_related("floorplan__verified_by")]
