"""What stands on the ground as pictures and lists of an incident's map draw it: points, floor and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from coordination.incident.ground.capability import DoorState, GroundPlace, Sighting
from coordination.incident.ground.places import LonLat
from coordination.incident.ground.vocabulary import DoorCondition, GroundShape
from coordination.room.reading.state import RoomState


@dataclass(frozen=True, slots=True)
class GroundMark:
    """A thing on the ground. `points`: lon before lat. `known_at`: when it was set, moved, seen or told of last."""

    points: tuple[LonLat, ...]
    level_id: UUID | None
    words: str
    is_area: bool
    known_at: str


def ground_marks(state: RoomState) -> Iterator[GroundMark]:
    """Return the places that are open, the sightings that stand, and the doors that are not as usual."""
    for place in state.of(GroundPlace).values():
        if place.closed_at is None:
            is_area = place.kind.shape is GroundShape.AREA
            known_at = place.shaped_at or place.set_at
            yield GroundMark(place.points, place.level_id, _joined(place.kind.label, place.name), is_area, known_at)
    for one in state.of(Sighting).values():
        if one.taken_back_at is None:
            words = _joined(one.kind.label, one.what)
            yield GroundMark(((one.lon, one.lat),), one.level_id, words, is_area=False, known_at=one.seen_at)
    for door in state.of(DoorState).values():
        if door.state is not DoorCondition.USABLE:
            words = _joined(door.door, door.state.label)
            yield GroundMark(((door.lon, door.lat),), door.level_id, words, is_area=False, known_at=door.told_at)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
