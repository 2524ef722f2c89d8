"""What has happened: one closed class per kind of log entry. Stored for ever; upcast.py lifts old forms. Pure."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from coordination.vocabulary import (
    Audience,
    DisclosureAuthority,
    IncidentType,
    MarkerKind,
    PanicKind,
    PressSource,
    ResponderStatus,
    Severity,
    ShapeKind,
)
from coordination.wire.model import LonLat, WireModel


class Author(WireModel):
    """Who did it, as they were then: names and roles are copied, so that the record does not change with the person."""

    participant_id: UUID
    name: str
    role: str
    agency_id: UUID
    agency: str
    agency_kind: str


class IncidentOpened(WireModel):
    type: Literal["incident_opened"] = "incident_opened"
    incident_id: UUID
    site_id: UUID
    site: str
    incident_type: IncidentType
    severity: Severity
    title: str
    is_exercise: bool


class ParticipantJoined(WireModel):
    type: Literal["participant_joined"] = "participant_joined"
    participant: Author


class ParticipantLeft(WireModel):
    type: Literal["participant_left"] = "participant_left"
    participant_id: UUID


class ParticipantRemoved(WireModel):
    type: Literal["participant_removed"] = "participant_removed"
    participant_id: UUID
    reason: str


class MessagePosted(WireModel):
    type: Literal["message_posted"] = "message_posted"
    text: str


class MarkerPlaced(WireModel):
    type: Literal["marker_placed"] = "marker_placed"
    marker_id: UUID
    kind: MarkerKind
    label: str
    lon: float
    lat: float
    level_id: UUID | None


class MarkerMoved(WireModel):
    type: Literal["marker_moved"] = "marker_moved"
    marker_id: UUID
    lon: float
    lat: float
    level_id: UUID | None


class MarkerRemoved(WireModel):
    type: Literal["marker_removed"] = "marker_removed"
    marker_id: UUID


class ShapeDrawn(WireModel):
    type: Literal["shape_drawn"] = "shape_drawn"
    shape_id: UUID
    kind: ShapeKind
    points: tuple[LonLat, ...]
    label: str | None
    level_id: UUID | None


class ShapeErased(WireModel):
    type: Literal["shape_erased"] = "shape_erased"
    shape_id: UUID


class StatusSet(WireModel):
    type: Literal["status_set"] = "status_set"
    status: ResponderStatus
    note: str | None


class EntryStruck(WireModel):
    type: Literal["entry_struck"] = "entry_struck"
    seq: int
    reason: str


class FileAttached(WireModel):
    type: Literal["file_attached"] = "file_attached"
    attachment_id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    caption: str | None


class IncidentClosed(WireModel):
    type: Literal["incident_closed"] = "incident_closed"
    reason: str


class IncidentReopened(WireModel):
    type: Literal["incident_reopened"] = "incident_reopened"
    reason: str


class PanicPlace(WireModel):
    """Where somebody pressed, as far as it was known then. Empty text and null are "not known", never a guess."""

    site: str
    address: str
    building: str
    level_id: UUID | None
    level: str
    room: str
    door: str
    door_m: int | None
    side: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    # The square of the site's grid ("F7"); entries before there was a grid have none.
    grid_cell: str = ""


class PanicPressed(WireModel):
    """`words` are for the radio, `dispatch_text` for 9-1-1. `is_news`: the first press, or one from another place."""

    type: Literal["panic_pressed"] = "panic_pressed"
    panic_id: UUID
    kind: PanicKind
    source: PressSource
    button: str | None
    place: PanicPlace
    note: str | None
    words: str
    dispatch_text: str
    confirmation_required: bool
    is_news: bool


class PanicCancelled(WireModel):
    type: Literal["panic_cancelled"] = "panic_cancelled"
    panic_id: UUID
    reason: str


class PanicConfirmed(WireModel):
    type: Literal["panic_confirmed"] = "panic_confirmed"
    panic_id: UUID


class StandDownProposed(WireModel):
    type: Literal["stand_down_proposed"] = "stand_down_proposed"
    reason: str


class StoodDown(WireModel):
    """The alarm has ended: proposed by one person, confirmed by the entry's author."""

    type: Literal["stood_down"] = "stood_down"
    proposed_by: UUID


class FlashPosted(WireModel):
    type: Literal["flash_posted"] = "flash_posted"
    flash_id: UUID
    text: str


class FlashAcknowledged(WireModel):
    type: Literal["flash_acknowledged"] = "flash_acknowledged"
    flash_id: UUID


class Widening(WireModel):
    """What an agency may see for as long as the incident is open, by which clause of which version."""

    agency_id: UUID
    agency: str
    grants: tuple[str, ...]
    memorandum_id: UUID
    memorandum: str
    version: int
    clause: str


class AccessWidened(WireModel):
    """Opening the incident has widened what agencies may see, as their agreements say; it ends with the incident."""

    type: Literal["access_widened"] = "access_widened"
    widenings: tuple[Widening, ...]


class AccessNarrowed(WireModel):
    """Closing the incident has ended what its opening had widened."""

    type: Literal["access_narrowed"] = "access_narrowed"
    widenings: tuple[Widening, ...]


class GlassBroken(WireModel):
    """A responder has taken rights for a while to save life; reviewed afterwards. In an exercise it opens nothing."""

    type: Literal["glass_broken"] = "glass_broken"
    glass_id: UUID
    grants: tuple[str, ...]
    reason: str
    until: str


class DisclosureRecorded(WireModel):
    """Student data was given to somebody. The threat and the students stand in the district's ledger, not here."""

    type: Literal["disclosure_recorded"] = "disclosure_recorded"
    disclosure_id: UUID
    authority: DisclosureAuthority
    categories: tuple[str, ...]
    agency_id: UUID
    agency: str
    recipient: str
    clause: str


Event = (
    IncidentOpened
    | ParticipantJoined
    | ParticipantLeft
    | ParticipantRemoved
    | MessagePosted
    | MarkerPlaced
    | MarkerMoved
    | MarkerRemoved
    | ShapeDrawn
    | ShapeErased
    | StatusSet
    | EntryStruck
    | FileAttached
    | IncidentClosed
    | IncidentReopened
    | PanicPressed
    | PanicCancelled
    | PanicConfirmed
    | StandDownProposed
    | StoodDown
    | FlashPosted
    | FlashAcknowledged
    | AccessWidened
    | AccessNarrowed
    | GlassBroken
    | DisclosureRecorded
)
AnyEvent = Annotated[Event, Field(discriminator="type")]
event_adapter: TypeAdapter[Event] = TypeAdapter(AnyEvent)


class EntryContent(WireModel):
    """Everything an entry says; its canonical JSON is what is stored, hashed and sent."""

    v: Literal[1] = 1
    room_id: UUID
    seq: int
    at: str
    exercise: bool
    audience: Audience
    by: Author
    command_id: UUID
    event: AnyEvent
