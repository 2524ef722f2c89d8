"""What rooms offer over HTTP. Parse, call, answer; no rule stands here."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status
from pydantic import Field

from mapping.access import site_for
from mapping.options.actions import walk_room
from mapping.options.given import RoomWalkedIn
from mapping.options.queries import RoomWithOptions, site_options
from mapping.options.vocabulary import OptionsState, RoomLock, WayOutKind
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


class SiteOptionsOut(Answer):
    """The rooms of a site's published plans. `gone`: rooms that were walked and that no plan has any more."""

    rooms: Annotated[list[RoomOptionsOut], Field(description="Floor by floor, in the order of their numbers.")]
    gone: Annotated[list[str], Field(description="Rooms that were walked and that no published plan has any more.")]


@router.get("/sites/{uuid:site_id}/room-options", response=SiteOptionsOut, operation_id="list_room_options")
def list_options(request: HttpRequest, site_id: UUID) -> SiteOptionsOut:
    """List what one can do in each room of a site, for everyone who sees its floor plans."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    known = site_options(site, caller.at)
    return SiteOptionsOut(rooms=[_room_out(one) for one in known.rooms], gone=[one.label for one in known.gone])


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


def _room_out(one: RoomWithOptions) -> RoomOptionsOut:
    known = one.options
    return RoomOptionsOut(
        space_id=one.space_id,
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
