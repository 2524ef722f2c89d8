"""Names of floors over HTTP: rename one, and say how a building counts."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router
from pydantic import Field, StringConstraints

from mapping.access import site_for
from mapping.edits.floor_names import rename_floor, set_floor_counting
from mapping.models import Building, Level
from mapping.sites.queries import buildings_of
from mapping.sites.schemas import Answer, Asked
from mapping.vocabulary import NAME_MAX_CHARS, SHORT_NAME_MAX_CHARS, FloorCounting, SiteNeed
from mou.api.caller import caller_of
from mou.api.if_match import IfMatch

router = Router(tags=["plans"])
type FloorText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class FloorNameIn(Asked):
    """What people will hear and read; `short_name` is what stands on the switch of floors."""

    name: Annotated[FloorText, Field(max_length=NAME_MAX_CHARS)]
    short_name: Annotated[FloorText, Field(max_length=SHORT_NAME_MAX_CHARS)]


class FloorNameOut(Answer):
    id: UUID
    name: str
    short_name: str
    ordinal: float


class CountingIn(Asked):
    floor_counting: FloorCounting


class BuildingOut(Answer):
    id: UUID
    name: str
    floor_counting: FloorCounting


@router.put("/levels/{uuid:level_id}/name", response=FloorNameOut, operation_id="rename_floor")
def put_name(
    request: HttpRequest,
    level_id: UUID,
    told: Annotated[FloorNameIn, Body()],
    if_match: IfMatch = None,
) -> Level:
    """Rename a floor; what is in force goes on as a new version. `If-Match` names the newest version."""
    caller = caller_of(request)
    return rename_floor(
        actor_id=caller.user_id,
        level_id=level_id,
        name=told.name,
        short_name=told.short_name,
        if_match=if_match,
        at=caller.at,
    )


@router.get("/sites/{uuid:site_id}/buildings", response=list[BuildingOut], operation_id="list_buildings")
def get_buildings(request: HttpRequest, site_id: UUID) -> list[Building]:
    """List the buildings of a site and how each counts its floors."""
    caller = caller_of(request)
    return buildings_of(site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at))


@router.put(
    "/sites/{uuid:site_id}/buildings/{uuid:building_id}/floor-counting",
    response=BuildingOut,
    operation_id="set_floor_counting",
)
def put_counting(
    request: HttpRequest, site_id: UUID, building_id: UUID, told: Annotated[CountingIn, Body()]
) -> Building:
    """Say how a building counts its floors: from then on "second floor" is found and said so."""
    caller = caller_of(request)
    return set_floor_counting(
        actor_id=caller.user_id,
        site_id=site_id,
        building_id=building_id,
        counting=told.floor_counting,
        at=caller.at,
    )
