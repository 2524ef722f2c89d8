"""In which order rooms are walked through, which of them an area has, and how far a floor is searched. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from uuid import UUID

from coordination.incident.room_search.vocabulary import SearchState

type NaturalKey = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """A space of a plan that is searched. `lon`, `lat`: a point inside it, in degrees."""

    space_id: UUID
    room: str
    number: str
    level_id: UUID
    level: str
    building: str
    ordinal: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class FloorSearched:
    """How far a floor is searched. `percent`: of its rooms cleared or secured, rounded down: 100 is every one."""

    level_id: UUID
    level: str
    building: str
    rooms: int
    cleared: int
    secured: int
    percent: int


def natural_key(number: str) -> NaturalKey:
    """Return by what a room's number is put in order: B9 comes before B10."""
    parts = re.findall(r"\d+|\D+", number.casefold().strip())
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts)


def walk_order(spaces: Iterable[SearchSpace]) -> list[SearchSpace]:
    """Return spaces floor by floor, each floor by its rooms' numbers; what has none comes after its nearest room."""
    floors: dict[tuple[str, float, str], list[SearchSpace]] = defaultdict(list)
    for one in spaces:
        floors[one.building, one.ordinal, str(one.level_id)].append(one)
    return [one for key in sorted(floors) for one in _walk_floor(floors[key])]


def _walk_floor(spaces: Sequence[SearchSpace]) -> list[SearchSpace]:
    numbered = sorted((one for one in spaces if one.number), key=lambda one: (natural_key(one.number), one.room))
    others = [one for one in spaces if not one.number]
    if not numbered:
        return _walk_nearest(others)
    after: dict[UUID, list[SearchSpace]] = defaultdict(list)
    for one in sorted(others, key=lambda one: (one.room, str(one.space_id))):
        after[min(numbered, key=lambda room: _measure_distance(room, one)).space_id].append(one)
    return [one for room in numbered for one in (room, *after[room.space_id])]


def _walk_nearest(spaces: Sequence[SearchSpace]) -> list[SearchSpace]:
    """Return spaces without numbers from the westernmost on, each time the nearest of those that are left."""
    left = sorted(spaces, key=lambda one: (one.lon, one.lat, str(one.space_id)))
    walked = left[:1]
    left = left[1:]
    while left:
        nearest = min(left, key=lambda one: _measure_distance(walked[-1], one))
        left.remove(nearest)
        walked.append(nearest)
    return walked


def _measure_distance(one: SearchSpace, other: SearchSpace) -> float:
    """Return how far apart two points are, in degrees of latitude: compared, never shown."""
    return hypot((one.lon - other.lon) * cos(radians(one.lat)), one.lat - other.lat)


def is_in_area(space: SearchSpace, *, level_id: UUID, wing: str, first: str, last: str) -> bool:
    """Tell whether an area has a space. `wing`: how the numbers of its rooms begin. `first`, `last`: both included."""
    if space.level_id != level_id:
        return False
    if wing and not space.number.casefold().startswith(wing.casefold()):
        return False
    if not (first or last):
        return True
    key = natural_key(space.number)
    return bool(space.number) and (not first or natural_key(first) <= key) and (not last or key <= natural_key(last))


def floors_searched(spaces: Iterable[SearchSpace], states: Mapping[UUID, SearchState]) -> list[FloorSearched]:
    """Return how far each floor is searched, in the order of the spaces."""
    floors: dict[UUID, list[SearchSpace]] = defaultdict(list)
    for one in spaces:
        floors[one.level_id].append(one)
    return [_floor_searched(found, [states.get(one.space_id) for one in found]) for found in floors.values()]


def _floor_searched(spaces: Sequence[SearchSpace], states: Collection[SearchState | None]) -> FloorSearched:
    cleared = sum(one is SearchState.CLEARED for one in states)
    secured = sum(one is SearchState.SECURED for one in states)
    first = spaces[0]
    percent = 100 * (cleared + secured) // len(spaces)
    return FloorSearched(first.level_id, first.level, first.building, len(spaces), cleared, secured, percent)
