"""The ground: places with a meaning, what was seen and how old that is, and how doors are. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.ground.vocabulary import (
    THREATS,
    DoorCondition,
    GroundFunction,
    GroundKind,
    SightingAge,
    SightingKind,
)
from coordination.room.capability import (
    NO_ONE,
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
from coordination.room.wire.addressed import AudienceWord
from coordination.room.wire.model import Label, Latitude, Longitude, LonLat, Reason
from coordination.vocabulary import Audience
from push.texts import PushWords

MOST_POINTS = 500
PLAN, PANEL = "ground/ground_plan.js", "ground/ground_panel.js"
FACES = Faces(map=PLAN, board=PANEL, table=PANEL)
Points = Annotated[
    tuple[LonLat, ...],
    Field(min_length=1, max_length=MOST_POINTS, description="One point, a line, or a ring without its end repeated."),
]
Rooms = Annotated[
    tuple[UUID, ...],
    Field(min_length=1, max_length=20, description="The place by rooms of one floor instead of points: their ids."),
]
InRoom = Annotated[UUID | None, Field(description="The id of the room in which it is, instead of a point.")]


class GroundPlace(RoomObject):
    """A place with a meaning. `function`: that one, or command, changes it. `where`: its rooms, in words.

    `points`: each `[lon, lat]`. A closed place stays, with who closed it, when and why.
    """

    state_key: ClassVar = "ground_places"
    faces: ClassVar = FACES
    kind: GroundKind
    name: str | None = None
    points: tuple[LonLat, ...]
    level_id: UUID | None = None
    where: str | None = None
    function: GroundFunction
    set_by: UUID
    set_at: str
    shaped_by: UUID | None = None
    shaped_at: str | None = None
    confirmed_by: UUID | None = None
    confirmed_at: str | None = None
    closed_by: UUID | None = None
    closed_at: str | None = None
    close_reason: Annotated[str | None, Field(description="Why it was closed.")] = None


class Sighting(RoomObject):
    """A suspect or a hazard, where it was seen last. From `old_at` on it is old, from `stale_at` on stale.

    `seen_by` saw it last. What was taken back stays, with the reason.
    """

    state_key: ClassVar = "sightings"
    faces: ClassVar = FACES
    kind: SightingKind
    what: str | None = None
    lon: float
    lat: float
    level_id: UUID | None = None
    where: str | None = None
    audience: AudienceWord
    reported_by: UUID
    reported_at: str
    seen_by: UUID
    seen_at: str
    old_at: str
    stale_at: str
    taken_back_by: UUID | None = None
    taken_back_at: Annotated[str | None, Field(description="When it was said to be nothing: RFC 3339.")] = None
    take_back_reason: Annotated[str | None, Field(description="Why it was said to be nothing.")] = None


class DoorState(RoomObject):
    """How a door is, under the id of the plan's opening; of a plan without doors, under the room's (`is_room`)."""

    state_key: ClassVar = "door_states"
    faces: ClassVar = FACES
    door: str
    is_room: bool
    lon: float
    lat: float
    level_id: UUID
    state: DoorCondition
    note: str | None = None
    told_by: UUID
    told_at: str


class SetGroundPlace(Command):
    """Set a place with a meaning, by points or by rooms. `place_id` is made by the client."""

    type: Literal["set_ground_place"]
    place_id: UUID
    kind: GroundKind
    name: Label | None = None
    points: Points | None = None
    level_id: UUID | None = None
    rooms: Rooms | None = None


class ReshapeGroundPlace(Command):
    """Move a place, or give it another shape. Its former one stays in the log."""

    type: Literal["reshape_ground_place"]
    place_id: UUID
    points: Points | None = None
    level_id: UUID | None = None
    rooms: Rooms | None = None


class RelabelGroundPlace(Command):
    """Call a place something else; without a name it is called by its kind."""

    type: Literal["relabel_ground_place"]
    place_id: UUID
    name: Label | None = None


class ConfirmGroundPlace(Command):
    """Say that a place still is there."""

    type: Literal["confirm_ground_place"]
    place_id: UUID


class CloseGroundPlace(Command):
    """Close a place, and say why."""

    type: Literal["close_ground_place"]
    place_id: UUID
    reason: Reason


class ReportSighting(Command):
    """Say what was seen, and where: at a point or in a room. `sighting_id` is made by the client.

    `audience`: left out, responders read what a responder saw, and everyone what another person saw.
    """

    type: Literal["report_sighting"]
    sighting_id: UUID
    kind: SightingKind
    what: Annotated[Reason | None, Field(description="How it looks, in words.")] = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    level_id: UUID | None = None
    in_room: InRoom = None
    seen_min_ago: Annotated[int, Field(ge=0, le=240, description="How many minutes ago it was seen.")] = 0
    audience: Audience | None = None


class ConfirmSighting(Command):
    """Say that it was seen again: now, and at the same place unless another one is said."""

    type: Literal["confirm_sighting"]
    sighting_id: UUID
    lon: Longitude | None = None
    lat: Latitude | None = None
    level_id: UUID | None = None
    in_room: InRoom = None


class TakeBackSighting(Command):
    """Say that it was nothing, and why."""

    type: Literal["take_back_sighting"]
    sighting_id: UUID
    reason: Reason


class TellDoor(Command):
    """Say how a door is, being there. `door_id`: an opening of the plan, or a room where plans have no doors."""

    type: Literal["tell_door"]
    door_id: UUID
    state: DoorCondition
    note: Reason | None = None


class GroundPlaceSet(Event):
    """What was said stands here: the place changes, and its entry does not."""

    type: Literal["ground_place_set"] = "ground_place_set"
    place_id: UUID
    kind: GroundKind
    name: str | None = None
    where: str | None = None
    function: GroundFunction


class GroundPlaceReshaped(Event):
    """The former shape is in the entries before: a fold up to the one before this has it."""

    type: Literal["ground_place_reshaped"] = "ground_place_reshaped"
    place_id: UUID
    kind: GroundKind
    name: str | None = None
    where: str | None = None


class GroundPlaceRelabeled(Event):
    """`before`: what it was called."""

    type: Literal["ground_place_relabeled"] = "ground_place_relabeled"
    place_id: UUID
    kind: GroundKind
    name: str | None = None
    before: str | None = None


class GroundPlaceConfirmed(Event):
    type: Literal["ground_place_confirmed"] = "ground_place_confirmed"
    place_id: UUID
    kind: GroundKind
    name: str | None = None


class GroundPlaceClosed(Event):
    type: Literal["ground_place_closed"] = "ground_place_closed"
    place_id: UUID
    kind: GroundKind
    name: str | None = None
    reason: str


class SightingReported(Event):
    """`seen_at`: earlier than the entry where it was seen before it was said."""

    type: Literal["sighting_reported"] = "sighting_reported"
    sighting_id: UUID
    kind: SightingKind
    what: str | None = None
    where: str | None = None
    seen_at: str


class SightingConfirmed(Event):
    """`has_moved`: it was seen at another place than before."""

    type: Literal["sighting_confirmed"] = "sighting_confirmed"
    sighting_id: UUID
    kind: SightingKind
    what: str | None = None
    where: str | None = None
    has_moved: bool = False


class SightingTakenBack(Event):
    type: Literal["sighting_taken_back"] = "sighting_taken_back"
    sighting_id: UUID
    kind: SightingKind
    what: str | None = None
    reason: str


class DoorTold(Event):
    """`before`: how the door was, as far as it was told."""

    type: Literal["door_told"] = "door_told"
    door_id: UUID
    door: str
    state: DoorCondition
    before: DoorCondition | None = None
    note: str | None = None


OF_PLACE, OF_SIGHTING = {"place_id": GroundPlace}, {"sighting_id": Sighting}
CAPABILITY = Capability(
    title=gettext_noop("Places, sightings and doors"),
    page_words="ground_words",
    panel=PANEL,
    lists=(GroundKind, GroundFunction, SightingKind, SightingAge, DoorCondition),
    objects=(GroundPlace, Sighting, DoorState),
    needs=("accountability", "command", "floorplans"),
    commands=(
        CommandRule(SetGroundPlace, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_PLACE),
        CommandRule(ReshapeGroundPlace, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_PLACE),
        CommandRule(RelabelGroundPlace, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_PLACE),
        CommandRule(ConfirmGroundPlace, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_PLACE),
        CommandRule(CloseGroundPlace, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_PLACE),
        CommandRule(ReportSighting, need=RoomNeed.READ, touches=OF_SIGHTING),
        CommandRule(ConfirmSighting, need=RoomNeed.READ, touches=OF_SIGHTING),
        CommandRule(TakeBackSighting, need=RoomNeed.READ, who=Who.AUTHOR, touches=OF_SIGHTING),
        CommandRule(TellDoor, need=RoomNeed.READ, who=Who.RESPONDER, touches={"door_id": DoorState}),
    ),
    events=(
        EventRule(GroundPlaceSet, words=gettext_noop("Set: {kind} · {name} · {where} · {function}"), alert=NO_ONE),
        EventRule(
            GroundPlaceReshaped, words=gettext_noop("Moved or reshaped: {kind} · {name} · {where}"), alert=NO_ONE
        ),
        EventRule(
            GroundPlaceRelabeled, words=gettext_noop("{kind} is now called {name} · before: {before}"), alert=NO_ONE
        ),
        EventRule(
            GroundPlaceConfirmed, words=gettext_noop("Still there: {kind} · {name}"), alert=NO_ONE, is_quiet=True
        ),
        EventRule(GroundPlaceClosed, words=gettext_noop("Closed: {kind} · {name} · {reason}"), alert=NO_ONE),
        EventRule(
            SightingReported,
            words=gettext_noop("Seen: {kind} · {what} · {where}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_sighting",
                when=lambda event: getattr(event, "kind", None) in THREATS,
                title=gettext_noop("A threat was seen"),
                push=PushWords(gettext_noop("A threat was seen in the incident")),
            ),
        ),
        EventRule(SightingConfirmed, words=gettext_noop("Seen again: {kind} · {what} · {where}"), alert=NO_ONE),
        EventRule(SightingTakenBack, words=gettext_noop("It was nothing: {kind} · {what} · {reason}"), alert=NO_ONE),
        EventRule(DoorTold, words=gettext_noop("Door {door}: {state} · before: {before} · {note}"), alert=NO_ONE),
    ),
)
