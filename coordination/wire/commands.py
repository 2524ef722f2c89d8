"""What a person can ask for: one closed class for both transports, told apart by `type`. Pure."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, TypeAdapter, model_validator

from coordination.vocabulary import (
    Audience,
    DisclosureAuthority,
    IncidentType,
    MarkerKind,
    PanicKind,
    ResponderStatus,
    Severity,
    ShapeKind,
)
from coordination.wire.model import Label, Latitude, Longitude, LonLat, Reason, WireModel, Words
from mou.vocabulary import DataCategory

MAX_SHAPE_POINTS = 2000


class Command(WireModel):
    """`id` is made by the client. The same id from the same person has effect once, however often it is sent."""

    id: UUID


class OpenIncident(Command):
    """Open an incident at a site; its room opens with it, and the asker joins it."""

    type: Literal["open_incident"]
    site_id: UUID
    is_exercise: bool
    incident_type: IncidentType
    severity: Severity
    title: Label


class JoinRoom(Command):
    """Enter the room. `agency_id` chooses for whom, when the asker belongs to several agencies that may enter."""

    type: Literal["join_room"]
    agency_id: UUID | None = None


class LeaveRoom(Command):
    """Leave the room; joining again is allowed."""

    type: Literal["leave_room"]


class RemoveParticipant(Command):
    """Command only: end somebody's presence for good; their sockets close after this entry."""

    type: Literal["remove_participant"]
    participant_id: UUID
    reason: Reason


class PostMessage(Command):
    """Say something to an audience one belongs to."""

    type: Literal["post_message"]
    text: Words
    audience: Audience = Audience.EVERYONE


class Placed(Command):
    """A point on the site, on a level or outdoors."""

    lon: Longitude
    lat: Latitude
    level_id: UUID | None = None


class PlaceMarker(Placed):
    """Put a marker on the map. `marker_id` is made by the client."""

    type: Literal["place_marker"]
    marker_id: UUID
    kind: MarkerKind
    label: Label
    audience: Audience = Audience.EVERYONE


class MoveMarker(Placed):
    """Move a marker; its label and audience stay."""

    type: Literal["move_marker"]
    marker_id: UUID


class RemoveMarker(Command):
    """Take a marker off the map; the log keeps it."""

    type: Literal["remove_marker"]
    marker_id: UUID


class DrawShape(Command):
    """Draw a line (>= 2 points) or a zone (>= 3 points, not repeated at the end)."""

    type: Literal["draw_shape"]
    shape_id: UUID
    kind: ShapeKind
    points: Annotated[tuple[LonLat, ...], Field(min_length=2, max_length=MAX_SHAPE_POINTS)]
    label: Label | None = None
    level_id: UUID | None = None
    audience: Audience = Audience.EVERYONE

    @model_validator(mode="after")
    def a_zone_has_an_inside(self) -> Self:
        if not self.kind.is_line and len(set(self.points)) < 3:
            raise ValueError("a zone needs at least three different points")
        return self


class EraseShape(Command):
    """Take a shape off the map; the log keeps it."""

    type: Literal["erase_shape"]
    shape_id: UUID


class SetStatus(Command):
    """Say what oneself is doing."""

    type: Literal["set_status"]
    status: ResponderStatus
    note: Label | None = None


class StrikeEntry(Command):
    """Strike an entry: one's own, or anybody's for command. The original stays readable, struck through."""

    type: Literal["strike_entry"]
    seq: Annotated[int, Field(ge=1)]
    reason: Reason


class AttachFile(Command):
    """Put an uploaded photo or file into the log."""

    type: Literal["attach_file"]
    upload_id: UUID
    caption: Label | None = None
    audience: Audience = Audience.EVERYONE


class CloseIncident(Command):
    """Close the incident: the log stays readable, nothing more is added but reopening."""

    type: Literal["close_incident"]
    reason: Reason


class ReopenIncident(Command):
    """Open a closed incident again."""

    type: Literal["reopen_incident"]
    reason: Reason


class SharePosition(Placed):
    """Where the asker is. Never logged: the last value wins. `accuracy_m` is the radius of 68 % confidence."""

    type: Literal["share_position"]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)]
    fix_age_s: Annotated[float, Field(ge=0, le=86_400)] = 0.0
    heading_deg: Annotated[float, Field(ge=0, lt=360)] | None = None
    speed_mps: Annotated[float, Field(ge=0, le=150)] | None = None
    audience: Audience = Audience.EVERYONE


class StopSharingPosition(Command):
    """Take one's position off everybody's map."""

    type: Literal["stop_sharing_position"]


class RaisePanic(Command):
    """Call for help. One incident opens per alarm, however often and from wherever it is pressed.

    Say what is known: a room, or a point, or a floor, or nothing but the site. `accuracy_m` as in share_position.
    """

    type: Literal["raise_panic"]
    site_id: UUID
    is_exercise: bool
    kind: PanicKind = PanicKind.EMERGENCY
    space_id: UUID | None = None
    level_id: UUID | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self


class CancelPanic(Command):
    """Say that one's own press, or for command anybody's, was not meant. The record stays; so does the alarm."""

    type: Literal["cancel_panic"]
    panic_id: UUID
    reason: Reason


class ConfirmPanic(Command):
    """Administrators of the school or district only: a press is a real emergency. The alert never waited for it."""

    type: Literal["confirm_panic"]
    panic_id: UUID


class ProposeStandDown(Command):
    """Propose to end the alarm. It takes a second person; a further press takes the proposal back."""

    type: Literal["propose_stand_down"]
    reason: Reason


class ConfirmStandDown(Command):
    """End the alarm that somebody else proposed to end; one of the two has a command role."""

    type: Literal["confirm_stand_down"]


class PostFlash(Command):
    """Command only: say something that everybody in the audience must acknowledge. `flash_id` is made by the client."""

    type: Literal["post_flash"]
    flash_id: UUID
    text: Reason
    audience: Audience = Audience.EVERYONE


class AcknowledgeFlash(Command):
    """Say that one has read a flash message."""

    type: Literal["acknowledge_flash"]
    flash_id: UUID


class BreakGlass(Command):
    """Responders only, to save life: take floorplans or the roster for half an hour. It is told and reviewed."""

    type: Literal["break_glass"]
    grants: Annotated[tuple[Literal["floorplan_access", "roster_access"], ...], Field(min_length=1, max_length=2)]
    reason: Reason


class RecordDisclosure(Command):
    """The school only: write down that student data was given to somebody (34 CFR 99.32). Nothing is sent by it.

    `threat`: the articulable and significant threat (34 CFR 99.36), required in an emergency. `students`: about whom.
    """

    type: Literal["record_disclosure"]
    disclosure_id: UUID
    authority: DisclosureAuthority
    categories: Annotated[tuple[DataCategory, ...], Field(min_length=1, max_length=20)]
    agency_id: UUID
    recipient: Label
    students: Words
    threat: Words | None = None

    @model_validator(mode="after")
    def _an_emergency_names_its_threat(self) -> Self:
        if self.authority is DisclosureAuthority.EMERGENCY and not self.threat:
            raise ValueError("an emergency disclosure says which articulable threat it answers")
        return self


LoggedCommand = (
    OpenIncident
    | RaisePanic
    | JoinRoom
    | LeaveRoom
    | RemoveParticipant
    | PostMessage
    | PlaceMarker
    | MoveMarker
    | RemoveMarker
    | DrawShape
    | EraseShape
    | SetStatus
    | StrikeEntry
    | AttachFile
    | CloseIncident
    | ReopenIncident
    | CancelPanic
    | ConfirmPanic
    | ProposeStandDown
    | ConfirmStandDown
    | PostFlash
    | AcknowledgeFlash
    | BreakGlass
    | RecordDisclosure
)
LiveCommand = SharePosition | StopSharingPosition
AnyCommand = Annotated[LoggedCommand | LiveCommand, Field(discriminator="type")]

command_adapter: TypeAdapter[LoggedCommand | LiveCommand] = TypeAdapter(AnyCommand)
