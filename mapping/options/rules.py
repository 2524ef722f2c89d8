"""What people can do in a room or another place when danger is near, from what was seen there on foot. Pure."""

import re
from dataclasses import dataclass

from mapping.options.vocabulary import BuildingLock, OptionsState, PlaceKind, PlaceWay, RoomLock, WayOutKind
from mapping.vocabulary import Freshness

# What a file without ids calls a room: by its place in the file. The next file may call another room so.
NAME_BY_PLACE = re.compile(r"#\d+$")
MOST_WAYS_OUT = 6
WAY_CHARS = 80
NOTE_CHARS = 300
MOST_COVER_M = 2_000


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out besides the door that people come in by. `to`: where it leads, in words; may be empty."""

    kind: WayOutKind
    to: str


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """What was seen in a room.

    `is_hidden`: people can be out of sight from the door and its window. `cover_m`: how far it is to something that
    stops a bullet or to another room that locks; None: no one said.
    """

    locks: RoomLock
    can_barricade: bool
    is_hidden: bool
    ways_out: tuple[WayOut, ...] = ()
    cover_m: int | None = None

    @property
    def can_hold(self) -> bool:
        """Tell whether the room can be closed against someone without going into the hall."""
        return self.locks is RoomLock.INSIDE or self.can_barricade

    @property
    def has_option(self) -> bool:
        """Tell whether people can close the room from inside, or leave it another way."""
        return self.can_hold or bool(self.ways_out)


@dataclass(frozen=True, slots=True)
class PlaceWayOut:
    """Where people get to from a place: a kind of goal, and which one, in words."""

    kind: PlaceWay
    to: str


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What was seen in a hall, outdoors, or of a whole building.

    `locks`: of a building alone. `cover_m`: how far the nearest of the ways is; None: no one said.
    """

    kind: PlaceKind
    ways_out: tuple[PlaceWayOut, ...] = ()
    cover_m: int | None = None
    locks: BuildingLock | None = None

    @property
    def has_option(self) -> bool:
        """Tell whether people get behind a door that locks, or away. Cover is on the way to that, and no option."""
        is_closed = self.locks in (BuildingLock.ONCE, BuildingLock.EACH)
        return is_closed or any(one.kind is not PlaceWay.COVER for one in self.ways_out)


type Options = RoomOptions | PlaceOptions


def state_of(options: Options | None, freshness: Freshness) -> OptionsState:
    """Return what can be said of a place by what was seen there, and by how old that is."""
    if options is None or freshness is Freshness.UNVERIFIED:
        return OptionsState.NOT_WALKED
    if freshness is Freshness.OVERDUE:
        return OptionsState.TOO_OLD
    return OptionsState.HAS_OPTION if options.has_option else OptionsState.NO_OPTION


def is_of_room(*, ref: str, label_then: str, label_now: str) -> bool:
    """Tell whether what was seen under a ref is of the place that has it now. In doubt it is not."""
    return label_then == label_now or NAME_BY_PLACE.search(ref) is None


def number_key(label: str) -> tuple[int, str]:
    """Return by what places are put in order, as people count: 9 before 10, and rooms without a number last."""
    digits = ""
    for letter in label.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ- "):
        if not letter.isdigit():
            break
        digits += letter
    return (int(digits) if digits else 1_000_000_000, label)
