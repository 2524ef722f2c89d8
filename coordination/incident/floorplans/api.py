"""The floors and places of an incident over HTTP: the plans it opened with."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from coordination.incident.floorplans.queries import RoomLevelView, plan_sites_for, room_gazetteer, room_levels
from coordination.room.access import Asker, RoomGrant, room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of
from mapping.access import site_for
from mapping.places.api import Language, gazetteer_response
from mapping.places.schemas import GazetteerOut
from mapping.sites.schemas import LevelOut
from mapping.vocabulary import SiteNeed

router = Router(tags=["rooms"])


class RoomLevelOut(LevelOut):
    """A floor with the plan its incident opened with; `newer_*` names what was published since.

    `site_id`: whose floor it is, where sites have joined the incident.
    """

    newer_floorplan_id: UUID | None
    newer_version: int | None
    site_id: UUID


@router.get("/rooms/{uuid:room_id}/levels", response=list[RoomLevelOut], operation_id="list_room_levels")
def list_room_levels(request: HttpRequest, room_id: UUID) -> list[RoomLevelOut]:
    """List the site's floors with the plans the incident opened with, and say where a newer one is published.

    Where sites have joined: of those whose floorplans the caller may see, with the plans that they joined with.
    """
    asker = caller_of(request).asker()
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    sites = plan_sites_for(grant, user_id=asker.user_id, at=asker.at)
    if not sites:
        _grant_with_plans(asker, room_id)
    return levels_out(room_levels(grant.incident, sites, asker.at))


def levels_out(levels: Iterable[RoomLevelView]) -> list[RoomLevelOut]:
    """Return floors as the interface and the room's page tell them."""
    return [
        RoomLevelOut(
            **LevelOut.model_validate(one.level).model_dump(),
            newer_floorplan_id=one.newer_floorplan_id,
            newer_version=one.newer_version,
            site_id=one.site_id,
        )
        for one in levels
    ]


@router.get("/rooms/{uuid:room_id}/gazetteer", response=GazetteerOut, operation_id="read_room_gazetteer")
def read_room_gazetteer(request: HttpRequest, room_id: UUID, lang: Language | None = None) -> HttpResponseBase:
    """Return the places of the plans the incident opened with, as `read_gazetteer` does of those in force."""
    grant = _grant_with_plans(caller_of(request).asker(), room_id)
    return gazetteer_response(request, room_gazetteer(grant.incident), lang)


def _grant_with_plans(asker: Asker, room_id: UUID) -> RoomGrant:
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    # What opens the room may be without floorplans; then another agency's agreement may give them.
    if not grant.sees_plans():
        site_for(user_id=asker.user_id, site_id=grant.incident.site_id, need=SiteNeed.FLOORPLAN, at=asker.at)
    return grant
