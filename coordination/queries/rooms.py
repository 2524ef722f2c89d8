"""Read a room's present state from the tables; replaying the log must give the same (promise 9)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, LineString, Polygon

from coordination.models import LogEntry, Marker, Participant, Room, Shape, Strike
from coordination.queries import alarms
from coordination.replay import MarkerState, ParticipantState, RoomState, ShapeState
from coordination.vocabulary import (
    Audience,
    IncidentStatus,
    IncidentType,
    MarkerKind,
    ResponderStatus,
    Severity,
    ShapeKind,
)
from coordination.wire.frames import time_text
from coordination.wire.model import LonLat


def snapshot(room: Room, *, audiences: Iterable[Audience]) -> RoomState:
    """Return what a reader of these audiences sees now. At most nine queries.

    Call it inside a transaction that holds the room's state still: `seq` and the rest must be of one instant.
    """
    names = [audience.value for audience in audiences]
    incident = room.incident
    return RoomState(
        room_id=room.id,
        seq=room.head_seq,
        incident_id=incident.id,
        site_id=incident.site_id,
        site=incident.site.name,
        incident_type=IncidentType(incident.incident_type),
        severity=Severity(incident.severity),
        title=incident.title,
        is_exercise=incident.is_exercise,
        status=IncidentStatus(incident.status),
        opened_at=time_text(incident.opened_at),
        participants=_ordered_participants(room),
        markers=_ordered_markers(room, names),
        shapes=_ordered_shapes(room, names),
        struck=_struck(room, names),
        panics=alarms.panic_states(room),
        stand_down=alarms.stand_down_state(room),
        flashes=alarms.flash_states(room, audiences=names),
    )


def heads(room_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the head seq of each room: what the beacon compares with. One query for all rooms of a process."""
    return dict(Room.objects.filter(pk__in=list(room_ids)).values_list("pk", "head_seq"))


def _ordered_participants(room: Room) -> tuple[ParticipantState, ...]:
    rows = Participant.objects.filter(room=room)
    return tuple(sorted((_participant_state(row) for row in rows), key=lambda one: str(one.participant_id)))


def _participant_state(row: Participant) -> ParticipantState:
    return ParticipantState(
        participant_id=row.id,
        name=row.name,
        role=row.role,
        agency_id=row.agency_id,
        agency=row.agency,
        agency_kind=row.agency_kind,
        presence="removed" if row.removed_at else "left" if row.left_at else "in_room",
        joined_at=time_text(row.joined_at),
        status=ResponderStatus(row.status) if row.status else None,
        status_note=row.status_note or None,
        status_at=_optional_time(row.status_at),
    )


def _optional_time(at: datetime | None) -> str | None:
    return time_text(at) if at else None


def _ordered_markers(room: Room, audiences: list[str]) -> tuple[MarkerState, ...]:
    rows = Marker.objects.filter(room=room, audience__in=audiences, removed_at__isnull=True)
    states = (
        MarkerState(
            marker_id=row.marker_id,
            kind=MarkerKind(row.kind),
            label=row.label,
            lon=row.location.x,
            lat=row.location.y,
            level_id=row.level_id,
            audience=Audience(row.audience),
            placed_by=row.placed_by_id,
            placed_at=time_text(row.placed_at),
            moved_at=time_text(row.moved_at),
        )
        for row in rows
    )
    return tuple(sorted(states, key=lambda one: str(one.marker_id)))


def _ordered_shapes(room: Room, audiences: list[str]) -> tuple[ShapeState, ...]:
    rows = Shape.objects.filter(room=room, audience__in=audiences, erased_at__isnull=True)
    states = (
        ShapeState(
            shape_id=row.shape_id,
            kind=ShapeKind(row.kind),
            points=points_from_geometry(row.geometry),
            label=row.label or None,
            level_id=row.level_id,
            audience=Audience(row.audience),
            drawn_by=row.drawn_by_id,
            drawn_at=time_text(row.drawn_at),
        )
        for row in rows
    )
    return tuple(sorted(states, key=lambda one: str(one.shape_id)))


def points_from_geometry(geometry: GEOSGeometry) -> tuple[LonLat, ...]:
    """Return a shape's points; a zone's ring without its repeated end, as it was drawn."""
    assert isinstance(geometry, Polygon | LineString)
    ring = geometry.exterior_ring.coords[:-1] if isinstance(geometry, Polygon) else geometry.coords
    return tuple((float(point[0]), float(point[1])) for point in ring)


def _struck(room: Room, audiences: list[str]) -> tuple[int, ...]:
    readable = LogEntry.objects.filter(room=room, audience__in=audiences).values("seq")
    return tuple(Strike.objects.filter(room=room, seq__in=readable).order_by("seq").values_list("seq", flat=True))
