"""Fold log entries into a room's state. Pure: no Django. The tables must say the same (promise 9)."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from coordination.vocabulary import (
    Audience,
    IncidentStatus,
    IncidentType,
    MarkerKind,
    PanicKind,
    PressSource,
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


class PanicState(WireModel):
    """A press of the panic alarm and what became of it; a cancelled one stays."""

    panic_id: UUID
    kind: PanicKind
    source: PressSource
    button: str | None
    place: events.PanicPlace
    note: str | None
    words: str
    dispatch_text: str
    confirmation_required: bool
    pressed_by: UUID
    pressed_at: str
    confirmed_by: UUID | None = None
    confirmed_at: str | None = None
    cancelled_by: UUID | None = None
    cancelled_at: str | None = None


class StandDownState(WireModel):
    """A proposal to end the alarm and, once somebody else confirmed it, its end."""

    proposed_by: UUID
    proposed_at: str
    reason: str
    stood_down_by: UUID | None = None
    stood_down_at: str | None = None


class FlashState(WireModel):
    """A message that demands acknowledgement, and who of its audience has acknowledged."""

    flash_id: UUID
    text: str
    audience: Audience
    seq: int
    posted_by: UUID
    posted_at: str
    acknowledged_by: tuple[UUID, ...]


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
    panics: tuple[PanicState, ...] = ()
    stand_down: StandDownState | None = None
    flashes: tuple[FlashState, ...] = ()


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
        self.panics: dict[UUID, PanicState] = {}
        self.stand_down: StandDownState | None = None
        self.flashes: dict[UUID, FlashState] = {}

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

    def on_panic_pressed(self, entry: events.EntryContent, event: events.PanicPressed) -> None:
        self.panics[event.panic_id] = PanicState(
            **event.model_dump(exclude={"type", "is_news"}),
            pressed_by=entry.by.participant_id,
            pressed_at=entry.at,
        )
        # Whoever proposed to stand down did not know of this press.
        self.stand_down = None

    def on_panic_cancelled(self, entry: events.EntryContent, event: events.PanicCancelled) -> None:
        self._change_panic(event.panic_id, cancelled_by=entry.by.participant_id, cancelled_at=entry.at)

    def on_panic_confirmed(self, entry: events.EntryContent, event: events.PanicConfirmed) -> None:
        self._change_panic(event.panic_id, confirmed_by=entry.by.participant_id, confirmed_at=entry.at)

    def on_stand_down_proposed(self, entry: events.EntryContent, event: events.StandDownProposed) -> None:
        self.stand_down = StandDownState(proposed_by=entry.by.participant_id, proposed_at=entry.at, reason=event.reason)

    def on_stood_down(self, entry: events.EntryContent, event: events.StoodDown) -> None:
        assert self.stand_down is not None
        self.stand_down = self.stand_down.model_copy(
            update={"stood_down_by": entry.by.participant_id, "stood_down_at": entry.at}
        )

    def on_flash_posted(self, entry: events.EntryContent, event: events.FlashPosted) -> None:
        self.flashes[event.flash_id] = FlashState(
            flash_id=event.flash_id,
            text=event.text,
            audience=entry.audience,
            seq=entry.seq,
            posted_by=entry.by.participant_id,
            posted_at=entry.at,
            acknowledged_by=(),
        )

    def on_flash_acknowledged(self, entry: events.EntryContent, event: events.FlashAcknowledged) -> None:
        flash = self.flashes[event.flash_id]
        people = sorted({*flash.acknowledged_by, entry.by.participant_id}, key=str)
        self.flashes[event.flash_id] = flash.model_copy(update={"acknowledged_by": tuple(people)})

    def on_access_widened(self, entry: events.EntryContent, event: events.AccessWidened) -> None:
        """What agencies may see changes who reads, not what is read."""

    def on_access_narrowed(self, entry: events.EntryContent, event: events.AccessNarrowed) -> None:
        """As on_access_widened."""

    def on_glass_broken(self, entry: events.EntryContent, event: events.GlassBroken) -> None:
        """What a responder took changes the timeline, not the state."""

    def on_disclosure_recorded(self, entry: events.EntryContent, event: events.DisclosureRecorded) -> None:
        """A disclosure changes the timeline and the district's ledger, not the room's state."""

    def _change_panic(self, panic_id: UUID, **changes: UUID | str) -> None:
        self.panics[panic_id] = self.panics[panic_id].model_copy(update=changes)

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
        panics=tuple(sorted(fold.panics.values(), key=lambda p: str(p.panic_id))),
        stand_down=fold.stand_down,
        flashes=tuple(sorted(fold.flashes.values(), key=lambda f: str(f.flash_id))),
    )
