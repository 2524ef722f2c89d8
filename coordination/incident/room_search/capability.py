"""The search of rooms: what is known of each room, by which team, and which team searches where. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.room_search.vocabulary import SearchState, SearchStep
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Reason
from push.texts import PushWords

Team = Annotated[Label, Field(description="The team that searches, as it is called by radio.", examples=["Contact 2"])]
RoomNumber = Annotated[Label, Field(description="The number of a room, as on its door.", examples=["B114"])]


class SpaceSearch(RoomObject):
    """What is known of a space by search, under the space's id.

    `opened_again_at`: it was cleared and then opened, and has not been searched since.
    """

    state_key: ClassVar = "space_searches"
    faces: ClassVar = Faces(
        map="room_search/search_plan.js", board="room_search/search_panel.js", table="room_search/search_panel.js"
    )
    room: str
    level_id: UUID
    state: SearchState
    team: str | None = None
    note: str | None = None
    marked_by: UUID
    marked_at: str
    opened_again_at: str | None = None


class SearchArea(RoomObject):
    """Rooms that a team searches: a floor, of it a wing, or rooms from a number to a number."""

    state_key: ClassVar = "search_areas"
    faces: ClassVar = Faces(
        map="room_search/search_plan.js", board="room_search/search_panel.js", table="room_search/search_panel.js"
    )
    name: str
    team: str
    level_id: UUID
    wing: str | None = None
    first_room: str | None = None
    last_room: str | None = None
    assigned_by: UUID
    assigned_at: str


class MarkSpace(Command):
    """Say how the search of a room stands. A step that its state does not allow is refused with that state's code.

    `withdraw` needs a `note` that says why.
    """

    type: Literal["mark_space"]
    space_id: UUID
    step: SearchStep
    team: Team | None = None
    note: Reason | None = None


class AssignSearchArea(Command):
    """Give a team a floor to search, or a part of it. `area_id` is made by the client."""

    type: Literal["assign_search_area"]
    area_id: UUID
    name: Label
    team: Team
    level_id: UUID
    wing: Annotated[Label | None, Field(description="How the numbers of its rooms begin.", examples=["B"])] = None
    first_room: RoomNumber | None = None
    last_room: RoomNumber | None = None


class ReleaseSearchArea(Command):
    """End the assignment of an area; what was found in its rooms stays."""

    type: Literal["release_search_area"]
    area_id: UUID


class SpaceMarked(Event):
    """`before`: the state it was in. What was said stands here: the room's state changes, and its entry does not."""

    type: Literal["space_marked"] = "space_marked"
    space_id: UUID
    step: SearchStep
    before: SearchState
    room: str
    state: SearchState
    team: str | None = None
    note: str | None = None


class SpaceOpenedAgain(Event):
    """A cleared room was opened: it counts as not searched."""

    type: Literal["space_opened_again"] = "space_opened_again"
    space_id: UUID
    before: SearchState
    room: str
    team: str | None = None
    note: str | None = None


class SearchAreaAssigned(Event):
    type: Literal["search_area_assigned"] = "search_area_assigned"
    area_id: UUID


class SearchAreaReleased(Event):
    """The area is gone from the state; what it was called stands here."""

    type: Literal["search_area_released"] = "search_area_released"
    area_id: UUID
    name: str
    team: str


AREA = About(SearchArea, "area_id")
CAPABILITY = Capability(
    title=gettext_noop("Search of rooms"),
    page_words="search_words",
    panel="room_search/search_panel.js",
    lists=(SearchState, SearchStep),
    objects=(SpaceSearch, SearchArea),
    needs=("accountability", "floorplans"),
    commands=(
        CommandRule(MarkSpace, need=RoomNeed.READ, who=Who.RESPONDER, touches={"space_id": SpaceSearch}),
        CommandRule(AssignSearchArea, need=RoomNeed.READ, who=Who.RESPONDER, touches={"area_id": SearchArea}),
        CommandRule(ReleaseSearchArea, need=RoomNeed.READ, who=Who.RESPONDER, touches={"area_id": SearchArea}),
    ),
    events=(
        EventRule(
            SpaceMarked,
            words=gettext_noop("{room}: {state} · {team} · {note}"),
            alert=Alert(
                Told.AUDIENCE,
                when=lambda event: getattr(event, "step", None) is SearchStep.FIND_HAZARD,
                title=gettext_noop("A hazard in a room"),
                push=PushWords(gettext_noop("A hazard was found in a room")),
            ),
        ),
        EventRule(
            SpaceOpenedAgain,
            words=gettext_noop("{room} was opened again · before: {before} · {team} · {note}"),
            alert=NO_ONE,
        ),
        EventRule(
            SearchAreaAssigned,
            words=gettext_noop("{team} searches {name} · {wing} · {first_room} · {last_room}"),
            alert=NO_ONE,
            about=AREA,
        ),
        EventRule(SearchAreaReleased, words=gettext_noop("{team} no longer searches {name}"), alert=NO_ONE),
    ),
)
