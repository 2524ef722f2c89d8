"""What rooms and other places offer over HTTP. Parse, call, answer; no rule stands here."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status
from pydantic import Field

from mapping.access import site_for
from mapping.options.actions import walk_place, walk_room
from mapping.options.given import PlaceWalkedIn, RoomWalkedIn
from mapping.options.queries import PlaceWithOptions, site_options
from mapping.options.rules import PlaceOptions, RoomOptions
from mapping.options.vocabulary import BuildingLock, OptionsState, PlaceKind, PlaceWay, RoomLock, WayOutKind
from mapping.options.words import options_line
from mapping.sites.schemas import Answer
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of

router = Router(tags=["map"])


class WayOutOut(Answer):
    """A further way out of a room. `to`: where it leads, in words; may be empty."""

    kind: WayOutKind
    to: str


class RoomOptionsOut(Answer):
    """A room, and what was seen in it last. Of a room that was not walked, all but its names is null or empty."""

    space_id: UUID
    level_id: UUID
    ref: Annotated[str, Field(description="What the room is called in every version of its floor's plan.")]
    label: Annotated[str, Field(description="Number and name, as the published plan has them.")]
    state: OptionsState
    locks: RoomLock | None
    can_barricade: bool | None
    is_hidden: Annotated[bool | None, Field(description="People can be out of sight from the door and its window.")]
    ways_out: Annotated[list[WayOutOut], Field(description="Besides the door that people come in by.")]
    cover_m: Annotated[int | None, Field(description="Meters to cover outside the room; null: not said.")]
    line: Annotated[str, Field(description="All of it in one line, in the caller's language.")]
    note: str
    walked_by: str
    walked_on: Annotated[date | None, Field(description="The day at the site.")]


class PlaceWayOutOut(Answer):
    """Where people get to from a hall, from outdoors, or out of a building."""

    kind: PlaceWay
    to: Annotated[str, Field(description="Which one, in words.")]


class PlaceOptionsOut(Answer):
    """A hall, a whole building or a place outdoors, and what was seen there last. `locks`: of a building alone."""

    place_id: Annotated[UUID, Field(description="Of a space or an area of the published plan, or of a building.")]
    kind: PlaceKind
    level_id: Annotated[UUID, Field(description="The floor in whose walk it stands.")]
    ref: Annotated[str, Field(description="What it is called in every version of its floor's plan.")]
    label: Annotated[str, Field(description="Number and name, as the published plan has them.")]
    state: OptionsState
    locks: Annotated[
        BuildingLock | None, Field(description="Of the outside doors; null: not walked, or it is no building.")
    ]
    ways_out: Annotated[list[PlaceWayOutOut], Field(description="Of a building: besides the main entrance.")]
    cover_m: Annotated[int | None, Field(description="Meters to the nearest of the ways; null: not said.")]
    line: Annotated[str, Field(description="All of it in one line, in the caller's language.")]
    note: str
    walked_by: str
    walked_on: Annotated[date | None, Field(description="The day at the site.")]


class SiteOptionsOut(Answer):
    """The rooms and other places of a site's published plans. `gone`: what was walked and no plan has any more."""

    rooms: Annotated[list[RoomOptionsOut], Field(description="Floor by floor, in the order of their numbers.")]
    places: Annotated[
        list[PlaceOptionsOut], Field(description="Halls, places outdoors and whole buildings, floor by floor.")
    ]
    gone: Annotated[list[str], Field(description="What was walked and no published plan has any more.")]
    unnamed: Annotated[
        int, Field(description="How many halls and places outdoors the plans call nothing; they cannot be walked.")
    ]


@router.get("/sites/{uuid:site_id}/room-options", response=SiteOptionsOut, operation_id="list_room_options")
def list_options(request: HttpRequest, site_id: UUID) -> SiteOptionsOut:
    """List what one can do in each room and other place of a site, for everyone who sees its floor plans."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    known = site_options(site, caller.at)
    return SiteOptionsOut(
        rooms=[_room_out(one) for one in known.rooms],
        places=[_place_out(one) for one in known.places if one.kind != PlaceKind.ROOM],
        gone=[one.label for one in known.gone],
        unnamed=known.unnamed,
    )


@router.post(
    "/levels/{uuid:level_id}/spaces/{uuid:space_id}/room-options", response={204: None}, operation_id="walk_room"
)
def post_walk(
    request: HttpRequest, level_id: UUID, space_id: UUID, given: Annotated[RoomWalkedIn, Body()]
) -> Status[None]:
    """Write down what was seen in a room; for people of the school and its district. The newest counts."""
    caller = caller_of(request)
    walk_room(user_id=caller.user_id, level_id=level_id, space_id=space_id, given=given, at=caller.at)
    return Status(204, None)


@router.post(
    "/sites/{uuid:site_id}/named-places/{uuid:named_place_id}/room-options",
    response={204: None},
    operation_id="walk_place",
)
def post_walk_of_place(
    request: HttpRequest, site_id: UUID, named_place_id: UUID, given: Annotated[PlaceWalkedIn, Body()]
) -> Status[None]:
    """Write down what was seen in a hall, outdoors, or of a whole building; for own people. The newest counts."""
    caller = caller_of(request)
    walk_place(user_id=caller.user_id, site_id=site_id, place_id=named_place_id, given=given, at=caller.at)
    return Status(204, None)


def _place_out(one: PlaceWithOptions) -> PlaceOptionsOut:
    known = one.options if isinstance(one.options, PlaceOptions) else None
    return PlaceOptionsOut(
        place_id=one.place_id,
        kind=PlaceKind(one.kind),
        level_id=one.level_id,
        ref=one.ref,
        label=one.label,
        state=OptionsState(one.state),
        locks=known.locks if known else None,
        ways_out=[PlaceWayOutOut(kind=way.kind, to=way.to) for way in known.ways_out] if known else [],
        cover_m=known.cover_m if known else None,
        line=options_line(known) if known else "",
        note=one.note,
        walked_by=one.walked_by,
        walked_on=one.walked_on,
    )


def _room_out(one: PlaceWithOptions) -> RoomOptionsOut:
    known = one.options if isinstance(one.options, RoomOptions) else None
    return RoomOptionsOut(
        space_id=one.place_id,
        level_id=one.level_id,
        ref=one.ref,
        label=one.label,
        state=OptionsState(one.state),
        locks=known.locks if known else None,
        can_barricade=known.can_barricade if known else None,
        is_hidden=known.is_hidden if known else None,
        ways_out=[WayOutOut(kind=way.kind, to=way.to) for way in known.ways_out] if known else [],
        cover_m=known.cover_m if known else None,
        line=options_line(known) if known else "",
        note=one.note,
        walked_by=one.walked_by,
        walked_on=one.walked_on,
    )
