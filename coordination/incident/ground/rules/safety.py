"""Which places and hazards a form of the incident lists, from the state at any entry. Pure.

For ICS 201 (map and safety briefing), 206 (transfer points), 208 (safety message), 209 (hazards), 215A (hazards).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coordination.incident.ground.capability import DoorState, GroundPlace, Sighting
from coordination.incident.ground.rules.ages import age_of_sighting
from coordination.incident.ground.vocabulary import DoorCondition, GroundFunction, GroundKind, SightingAge, SightingKind


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place that stands. `name`, `where`: as far as they were said. `known_at`: set, moved or confirmed last."""

    place_id: str
    kind: GroundKind
    name: str
    where: str
    function: GroundFunction
    known_at: str


@dataclass(frozen=True, slots=True)
class HazardLine:
    """A sighting that stands. `what`, `where`: as far as they were said. `seen_at`: when it was seen last."""

    sighting_id: str
    kind: SightingKind
    what: str
    where: str
    age: SightingAge
    seen_at: str


@dataclass(frozen=True, slots=True)
class DoorLine:
    """A door that is not as usual."""

    door_id: str
    door: str
    state: DoorCondition
    note: str
    told_at: str


@dataclass(frozen=True, slots=True)
class GroundLines:
    """What stands on the ground: places in the order of their kinds, hazards with the newest first, doors by name."""

    places: tuple[PlaceLine, ...]
    hazards: tuple[HazardLine, ...]
    doors: tuple[DoorLine, ...]


def ground_lines(
    *,
    places: Mapping[str, GroundPlace],
    sightings: Mapping[str, Sighting],
    doors: Mapping[str, DoorState],
    at: datetime,
) -> GroundLines:
    """Return what stands on the ground at a moment, from a state that its reader may read.

    Args:
        places, sightings, doors: the objects of the room by id, of the fold up to any entry.
        at: the moment of the form, for the age of sightings.
    """
    order = {kind: n for n, kind in enumerate(GroundKind)}
    open_places = [_place_line(one, place) for one, place in places.items() if place.closed_at is None]
    hazards = [_hazard_line(one, found, at) for one, found in sightings.items() if found.taken_back_at is None]
    told = [
        DoorLine(one, door.door, door.state, door.note or "", door.told_at)
        for one, door in doors.items()
        if door.state is not DoorCondition.USABLE
    ]
    return GroundLines(
        places=tuple(sorted(open_places, key=lambda one: (order[one.kind], one.name, one.place_id))),
        hazards=tuple(sorted(hazards, key=lambda one: (one.seen_at, one.sighting_id), reverse=True)),
        doors=tuple(sorted(told, key=lambda one: (one.door, one.door_id))),
    )


def _place_line(place_id: str, place: GroundPlace) -> PlaceLine:
    known_at = max(one for one in (place.set_at, place.shaped_at, place.confirmed_at) if one is not None)
    return PlaceLine(place_id, place.kind, place.name or "", place.where or "", place.function, known_at)


def _hazard_line(sighting_id: str, found: Sighting, at: datetime) -> HazardLine:
    age = age_of_sighting(old_at=found.old_at, stale_at=found.stale_at, taken_back_at=found.taken_back_at, at=at)
    return HazardLine(sighting_id, found.kind, found.what or "", found.where or "", age, found.seen_at)
