"""Response actions: what everybody in a place does now, from the first word to the release (SRP). Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.sites.capability import LeaveSite
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
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
from coordination.room.wire.model import Label, WireModel
from coordination.vocabulary import (
    ReleaseMode,
    ResponseActionKind,
    ResponseActionStatus,
    SafetyStrategy,
    ShelterHazard,
)
from push.texts import PushWords

# A wing, or the rooms around a gas leak; for more there are floors and buildings.
MAX_SPACES = 100


class OpenedRoom(WireModel):
    """A room of a lockdown that a responder has opened."""

    room: str
    opened_by: UUID
    opened_at: str


class ResponseAction(RoomObject):
    """One action at one place. `scope` names the place: the whole site, a building, a floor, or single rooms.

    `hides`: a lockdown, and what a lockdown was turned into: devices of people at the school stay silent.
    `opened` are the rooms of a lockdown that responders have opened, by their id.
    `site_id`: of which site, where it is one that has joined the incident; left out at the incident's own.
    """

    state_key: ClassVar = "response_actions"
    faces: ClassVar = Faces(
        map="response/response_plan.js",
        board="response/responses.js",
        table="response/responses.js",
    )
    kind: ResponseActionKind
    status: ResponseActionStatus
    scope: str
    site_id: UUID | None = None
    building_id: UUID | None = None
    level_id: UUID | None = None
    spaces: dict[str, str] = {}
    hazard: ShelterHazard | None = None
    strategy: SafetyStrategy | None = None
    destination: str | None = None
    hides: bool
    initiated_by: UUID
    initiated_at: str
    replaces: UUID | None = None
    replaced_by: UUID | None = None
    opened: dict[str, OpenedRoom] = {}
    release_mode: ReleaseMode | None = None
    released_by: UUID | None = None
    released_at: str | None = None


class Directive(WireModel):
    """What is to be done, and where; without a place, at the whole site.

    `site_id`: at which site, where others have joined the incident; without it, at the incident's own.
    """

    kind: ResponseActionKind
    site_id: UUID | None = None
    building_id: UUID | None = None
    level_id: UUID | None = None
    space_ids: Annotated[tuple[UUID, ...], Field(max_length=MAX_SPACES)] = ()
    hazard: ShelterHazard | None = None
    strategy: SafetyStrategy | None = None
    destination: Label | None = None


class StartResponseAction(Directive, Command):
    """Start a response action. Anybody in the room may: who sees the danger says so. `action_id` is the client's."""

    type: Literal["start_response_action"]
    action_id: UUID


class ChangeResponseAction(Directive, Command):
    """Turn an action into another, as a lockdown into an evacuation to the gym. `action_id` is the new one's.

    For those who may release it; a lockdown is turned by responders only.
    """

    type: Literal["change_response_action"]
    action_id: UUID
    replaces: UUID


class OpenLockedRooms(Command):
    """Say that one stands in rooms of a lockdown and has opened them. For responders."""

    type: Literal["open_locked_rooms"]
    action_id: UUID
    space_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MAX_SPACES)]


class ReleaseResponseAction(Command):
    """End an action: by command, with the all clear. A lockdown by responders, once they have opened every room."""

    type: Literal["release_response_action"]
    action_id: UUID


class ResponseActionStarted(Event):
    """`is_told`: false where the entry before tells the same people, as a panic press does."""

    type: Literal["response_action_started"] = "response_action_started"
    action_id: UUID
    is_told: bool


class ResponseActionChanged(Event):
    """Another action took the place of one; `action_id` is the new one's."""

    type: Literal["response_action_changed"] = "response_action_changed"
    action_id: UUID
    replaces: UUID


class LockedRoomsOpened(Event):
    type: Literal["locked_rooms_opened"] = "locked_rooms_opened"
    action_id: UUID
    rooms: tuple[str, ...]


class ResponseActionReleased(Event):
    type: Literal["response_action_released"] = "response_action_released"
    action_id: UUID


def _directive_words(text: str) -> PushWords:
    return PushWords(text, body=text, says_what_to_do=True)


ACTION = About(ResponseAction, "action_id")
ONE = {"action_id": ResponseAction}
# What people are to do: term and directive of the Standard Response Protocol, said twice, as on a loudspeaker.
DIRECTIVES = {
    ResponseActionKind.HOLD: _directive_words(gettext_noop("Hold! In your room or area. Clear the halls.")),
    ResponseActionKind.SECURE: _directive_words(gettext_noop("Secure! Get inside. Lock outside doors.")),
    ResponseActionKind.LOCKDOWN: _directive_words(gettext_noop("Lockdown! Locks, lights, out of sight.")),
    ResponseActionKind.EVACUATE: _directive_words(gettext_noop("Evacuate! To the announced location.")),
    ResponseActionKind.SHELTER: _directive_words(gettext_noop("Shelter! Use the announced strategy.")),
}
CAPABILITY = Capability(
    title=gettext_noop("Response actions"),
    page_words="response_words",
    panel="response/responses.js",
    objects=(ResponseAction,),
    needs=("command", "lifecycle", "sites"),
    guards={CloseIncident: "refuse_while_in_force", LeaveSite: "refuse_leaving_in_force"},
    hiding="people_who_hide",
    commands=(
        CommandRule(StartResponseAction, need=RoomNeed.READ, touches=ONE, has_tables=True),
        CommandRule(
            ChangeResponseAction,
            need=RoomNeed.READ,
            who=Who.RESPONDER,
            touches={**ONE, "replaces": ResponseAction},
            has_tables=True,
        ),
        CommandRule(OpenLockedRooms, need=RoomNeed.READ, who=Who.RESPONDER, touches=ONE),
        CommandRule(ReleaseResponseAction, need=RoomNeed.READ, who=Who.RESPONDER, touches=ONE, has_tables=True),
    ),
    events=(
        EventRule(
            ResponseActionStarted,
            words=gettext_noop("{kind} · {scope} · {hazard} · {strategy} · {destination}"),
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.OF_INCIDENT,
                when=lambda event: getattr(event, "is_told", True),
                chosen_by="told_of_start",
                detail="place_of_action",
                title=gettext_noop("Response action"),
                push=PushWords(gettext_noop("A response action has begun")),
            ),
            about=ACTION,
        ),
        EventRule(
            ResponseActionChanged,
            words=gettext_noop("Now {kind} · {scope} · {hazard} · {strategy} · {destination}"),
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.OF_INCIDENT,
                chosen_by="told_of_start",
                detail="place_of_action",
                title=gettext_noop("Response action changed"),
                push=PushWords(gettext_noop("The response action has changed")),
            ),
            about=ACTION,
        ),
        EventRule(LockedRoomsOpened, words=gettext_noop("Opened: {rooms}"), alert=NO_ONE, about=ACTION),
        EventRule(
            ResponseActionReleased,
            words=gettext_noop("Released: {kind} · {scope} · {release_mode}"),
            alert=Alert(
                Told.SITE,
                detail="place_of_action",
                title=gettext_noop("Response action released"),
                push=PushWords(gettext_noop("Released: a response action has ended")),
            ),
            about=ACTION,
        ),
    ),
)
