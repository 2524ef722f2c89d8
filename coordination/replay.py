"""Fold log entries into a room's state. Pure: no Django. The tables must say the same (promise 9)."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from coordination.vocabulary import (
    Audience,
    IncidentStatus,
    IncidentType,
    MarkerKind,
    ResponderStatus,
    Severity,
    ShapeKind,
)
from coordination.wire import events
from coordination.wire.model import LonLat, WireModel


class ParticipantState(WireModel):
    """A person who is or was in the room."""

    participant_id: UUID
    name: str
    role: str
    agency_id: UUID
    agency: str
    agency_kind: str
    presence: Literal["in_room", "left", "removed"]
    joined_at: str
    status: ResponderStatus | None = None
    status_note: str | None = None
    status_at: str | None = None


class MarkerState(WireModel):
    """A marker on the map now."""

    marker_id: UUID
    kind: MarkerKind
    label: str
    lon: float
    lat: float
    level_id: UUID | None
    audience: Audience
    placed_by: UUID
    placed_at: str
    moved_at: str


class ShapeState(WireModel):
    """A line or zone on the map now."""

    shape_id: UUID
    kind: ShapeKind
    points: tuple[LonLat, ...]
    label: str | None
    level_id: UUID | None
    audience: Audience
    drawn_by: UUID
    drawn_at: str


class RoomState(WireModel):
    """What a reader of certain audiences sees of a room at `seq`. Ordered by id: equal states are equal JSON."""

    room_id: UUID
    seq: int
    incident_id: UUID
    site_id: UUID
    site: str
    incident_type: IncidentType
    severity: Severity
    title: str
    is_exercise: bool
    status: IncidentStatus
    opened_at: str
    participants: tuple[ParticipantState, ...]
    markers: tuple[MarkerState, ...]
    shapes: tuple[ShapeState, ...]
    struck: tuple[int, ...]


class Fold:
    """A state under construction: one method per event, found by the event's type."""

    def __init__(self) -> None:
        self.opened: events.IncidentOpened | None = None
        self.opened_at = ""
        self.status = IncidentStatus.ACTIVE
        self.participants: dict[UUID, ParticipantState] = {}
        self.markers: dict[UUID, MarkerState] = {}
        self.shapes: dict[UUID, ShapeState] = {}
        self.struck: set[int] = set()

    def apply(self, entry: events.EntryContent) -> None:
        """Take one entry in; entries come in the order of their seq."""
        getattr(self, f"on_{entry.event.type}")(entry, entry.event)

    def on_incident_opened(self, entry: events.EntryContent, event: events.IncidentOpened) -> None:
        self.opened, self.opened_at = event, entry.at

    def on_participant_joined(self, entry: events.EntryContent, event: events.ParticipantJoined) -> None:
        who = event.participant
        before = self.participants.get(who.participant_id)
        self.participants[who.participant_id] = ParticipantState(
            **who.model_dump(),
            presence="in_room",
            joined_at=entry.at,
            status=before.status if before else None,
            status_note=before.status_note if before else None,
            status_at=before.status_at if before else None,
        )

    def on_participant_left(self, entry: events.EntryContent, event: events.ParticipantLeft) -> None:
        self._change_participant(event.participant_id, presence="left")

    def on_participant_removed(self, entry: events.EntryContent, event: events.ParticipantRemoved) -> None:
        self._change_participant(event.participant_id, presence="removed")

    def on_message_posted(self, entry: events.EntryContent, event: events.MessagePosted) -> None:
        """A message changes the timeline, not the state."""

    def on_file_attached(self, entry: events.EntryContent, event: events.FileAttached) -> None:
        """A file changes the timeline, not the state."""

    def on_marker_placed(self, entry: events.EntryContent, event: events.MarkerPlaced) -> None:
        self.markers[event.marker_id] = MarkerState(
            **event.model_dump(exclude={"type"}),
            audience=entry.audience,
            placed_by=entry.by.participant_id,
            placed_at=entry.at,
            moved_at=entry.at,
        )

    def on_marker_moved(self, entry: events.EntryContent, event: events.MarkerMoved) -> None:
        self.markers[event.marker_id] = self.markers[event.marker_id].model_copy(
            update={"lon": event.lon, "lat": event.lat, "level_id": event.level_id, "moved_at": entry.at}
        )

    def on_marker_removed(self, entry: events.EntryContent, event: events.MarkerRemoved) -> None:
        del self.markers[event.marker_id]

    def on_shape_drawn(self, entry: events.EntryContent, event: events.ShapeDrawn) -> None:
        self.shapes[event.shape_id] = ShapeState(
            **event.model_dump(exclude={"type"}),
            audience=entry.audience,
            drawn_by=entry.by.participant_id,
            drawn_at=entry.at,
        )

    def on_shape_erased(self, entry: events.EntryContent, event: events.ShapeErased) -> None:
        del self.shapes[event.shape_id]

    def on_status_set(self, entry: events.EntryContent, event: events.StatusSet) -> None:
        self._change_participant(
            entry.by.participant_id, status=event.status, status_note=event.note, status_at=entry.at
        )

    def on_entry_struck(self, entry: events.EntryContent, event: events.EntryStruck) -> None:
        self.struck.add(event.seq)

    def on_incident_closed(self, entry: events.EntryContent, event: events.IncidentClosed) -> None:
        self.status = IncidentStatus.CLOSED

    def on_incident_reopened(self, entry: events.EntryContent, event: events.IncidentReopened) -> None:
        self.status = IncidentStatus.REOPENED

    def _change_participant(self, participant_id: UUID, **changes: str | None) -> None:
        self.participants[participant_id] = self.participants[participant_id].model_copy(update=changes)


def state_from_entries(entries: Iterable[events.EntryContent], *, seq: int) -> RoomState:
    """Return the state at `seq` for a reader of exactly these entries; withheld ones are simply not among them.

    Raises: ValueError: the first entry is not an incident_opened.
    """
    fold = Fold()
    room_id: UUID | None = None
    for entry in entries:
        room_id = entry.room_id
        fold.apply(entry)
    if fold.opened is None or room_id is None:
        raise ValueError("a log begins with incident_opened")
    return RoomState(
        room_id=room_id,
        seq=seq,
        **fold.opened.model_dump(exclude={"type"}),
        status=fold.status,
        opened_at=fold.opened_at,
        participants=tuple(sorted(fold.participants.values(), key=lambda p: str(p.participant_id))),
        markers=tuple(sorted(fold.markers.values(), key=lambda m: str(m.marker_id))),
        shapes=tuple(sorted(fold.shapes.values(), key=lambda s: str(s.shape_id))),
        struck=tuple(sorted(fold.struck)),
    )
