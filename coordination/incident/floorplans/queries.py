"""Read the floors of a room's site with the plans the incident opened with, and say which have a newer one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.room.access import RoomGrant
from coordination.room.models import Incident
from mapping.access import standing_allows
from mapping.models import Floorplan, Site
from mapping.places.gazetteer import Gazetteer
from mapping.places.queries import gazetteer_of_plans
from mapping.plans.levels import LevelView, views_of_levels
from mapping.plans.queries import published_floorplans
from mapping.vocabulary import SiteNeed


@dataclass(frozen=True, slots=True)
class RoomLevelView:
    """A floor as the incident knows it. `newer_version` was published since it opened."""

    level: LevelView
    newer_floorplan_id: UUID | None
    newer_version: int | None
    site_id: UUID


def sites_now(incident: Incident) -> list[Site]:
    """Return the sites that are in an incident now, its own first. One query, none where none has joined."""
    here = [incident.site] if incident.is_at(incident.site_id) else []
    if not incident.joined:
        return here
    joined = Site.objects.filter(pk__in=incident.site_ids_now()).exclude(pk=incident.site_id)
    return [*here, *joined.select_related("district").order_by("name", "pk")]


def plan_sites_for(grant: RoomGrant, *, user_id: int, at: datetime) -> list[Site]:
    """Return the sites of an incident whose floors the reader may see: by what opens the room, or by another standing.

    None of an incident that is away from its site and that no site has joined. As many queries as ever at one site.
    """
    return [
        one
        for one in sites_now(grant.incident)
        if grant.sees_plans_of(one.pk) or standing_allows(user_id=user_id, site=one, need=SiteNeed.FLOORPLAN, at=at)
    ]


def room_levels(incident: Incident, sites: Sequence[Site], at: datetime) -> list[RoomLevelView]:
    """Return the floors of these sites of an incident with the pinned plans, five queries a site.

    A floor that had no plan shows what is published. Where others have joined, buildings are named with their site.
    """
    pins = _pinned_plans(incident) if sites else []
    return [one for site in sites for one in _levels_of_site(incident, site, pins, at)]


def _levels_of_site(incident: Incident, site: Site, pins: Sequence[Floorplan], at: datetime) -> list[RoomLevelView]:
    pinned = {plan.floor_id: plan for plan in pins}
    published = {plan.floor_id: plan for plan in published_floorplans(site)}
    found = []
    levels = views_of_levels(site, {**published, **pinned}, at)
    is_alone = len({one.building_id for one in levels if one.building_id is not None}) == 1
    for level in levels:
        newer = published.get(level.id)
        is_newer = newer is not None and newer.pk != level.floorplan_id
        found.append(
            RoomLevelView(
                level=_named_with_site(level, site, is_alone=is_alone) if incident.joined else level,
                newer_floorplan_id=newer.pk if newer is not None and is_newer else None,
                newer_version=newer.version if newer is not None and is_newer else None,
                site_id=site.pk,
            )
        )
    return found


def _named_with_site(level: LevelView, site: Site, *, is_alone: bool) -> LevelView:
    """Return a floor whose building, or which itself outdoors, says of which site; an only building is the site."""
    if level.building_id is None:
        return replace(level, name=f"{site.name}: {level.name}")
    return replace(level, building_name=site.name if is_alone else f"{site.name}: {level.building_name}")


def room_gazetteer(incident: Incident) -> Gazetteer:
    """Return the places of the plans that `room_levels` shows. Three queries if they are known already, seven if not.

    By the plans in force a message that was written about the old door 7 would fly the reader to the new one. Of the
    incident's own site: words that are said name no other.
    """
    if not incident.is_at(incident.site_id):
        return gazetteer_of_plans(incident.site, [])
    pinned = _pinned_plans(incident)
    held = {plan.level_id for plan in pinned}
    unpinned = [plan for plan in published_floorplans(incident.site) if plan.level_id not in held]
    return gazetteer_of_plans(incident.site, [*pinned, *unpinned])


def _pinned_plans(incident: Incident) -> list[Floorplan]:
    pins = IncidentFloorplan.objects.filter(incident=incident)
    return [pin.floorplan for pin in pins.select_related("floorplan__verified_by")]
