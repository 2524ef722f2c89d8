"""Draw rooms, doors and things in meters; the pen turns them into a level drawing on the earth. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import MultiPolygon, Position, Ring
from mapping.interchange.drawing import (
    AreaDrawing,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    SpaceDrawing,
    correlation_of,
)
from mapping.vocabulary import AreaKind, ObjectKind, OpeningCategory

type Corner = tuple[float, float]  # meters in the plane of the drawing

NOT_LOCKED = frozenset(("walkway", "stairs", "elevator", "lobby", "opentobelow"))
OUTDOORS = frozenset(("parking", "road", "fieldofplay", "vegetation", "unenclosedarea", "terrace"))


@dataclass(frozen=True, slots=True)
class Room:
    """A space by its corners. `door` is the middle of its door, `door_is_tall` if the wall there runs up the page."""

    number: str
    name: str
    category: str
    corners: tuple[Corner, ...]
    door: Corner | None = None
    door_is_tall: bool = False
    # The same on each floor for a stair or lift.
    shaft: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A numbered exterior door."""

    number: str
    name: str
    category: OpeningCategory
    middle: Corner
    is_tall: bool
    width_m: float


@dataclass(frozen=True, slots=True)
class Thing:
    """An object to find."""

    kind: ObjectKind
    label: str
    place: Corner
    shaft: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A place without walls; `is_line` where only its course is drawn."""

    kind: AreaKind
    label: str
    corners: tuple[Corner, ...]
    is_line: bool = False


def box_corners(west: float, south: float, east: float, north: float) -> tuple[Corner, ...]:
    """Return the corners of a rectangle, counter-clockwise."""
    return ((west, south), (east, south), (east, north), (west, north))


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on one plane; `key` makes the references of this school different from another's."""

    plane: TangentPlane
    key: str

    def level(
        self,
        *,
        ordinal: int,
        name: str,
        short_name: str,
        rooms: Sequence[Room],
        doors: Sequence[Door],
        things: Sequence[Thing],
        is_outdoor: bool,
        grounds: Sequence[Ground] = (),
    ) -> LevelDrawing:
        """Return one floor."""
        prefix = f"{self.key}/{short_name}"
        return LevelDrawing(
            ordinal=Decimal(ordinal),
            name=name,
            short_name=short_name,
            is_outdoor=is_outdoor,
            spaces=tuple(self._space(prefix, index, room) for index, room in enumerate(rooms)),
            openings=(
                *(self._room_door(prefix, index, room) for index, room in enumerate(rooms) if room.door is not None),
                *(self._door(prefix, door) for door in doors),
            ),
            objects=tuple(self._thing(prefix, index, thing) for index, thing in enumerate(things)),
            areas=tuple(self._ground(prefix, index, ground) for index, ground in enumerate(grounds)),
        )

    def area(self, corners: Iterable[Corner], *holes: Iterable[Corner]) -> MultiPolygon:
        """Return one polygon with holes."""
        return ((self._ring(corners), *(self._ring(hole) for hole in holes)),)

    def place(self, corner: Corner) -> Position:
        """Return the position of a point."""
        return self.plane.lonlat_from_xy(*corner)

    def _ring(self, corners: Iterable[Corner]) -> Ring:
        positions = [self.place(corner) for corner in corners]
        return (*positions, positions[0])

    def _space(self, prefix: str, index: int, room: Room) -> SpaceDrawing:
        return SpaceDrawing(
            source_ref=f"{prefix}/{room.number or index}",
            category=room.category,
            number=room.number,
            name=room.name,
            polygons=self.area(room.corners),
            correlation_id=correlation_of(f"{self.key}/{room.shaft}") if room.shaft else None,
            is_lockable=None if room.category in OUTDOORS else room.category not in NOT_LOCKED,
        )

    def _room_door(self, prefix: str, index: int, room: Room) -> OpeningDrawing:
        return OpeningDrawing(
            source_ref=f"{prefix}/{room.number or index}/door",
            category=OpeningCategory.PEDESTRIAN,
            number="",
            name="",
            is_exterior=False,
            line=self._across(room.door or (0, 0), is_tall=room.door_is_tall, width_m=1.1),
        )

    def _door(self, prefix: str, door: Door) -> OpeningDrawing:
        return OpeningDrawing(
            source_ref=f"{prefix}/door-{door.number}",
            category=door.category,
            number=door.number,
            name=door.name,
            is_exterior=True,
            line=self._across(door.middle, is_tall=door.is_tall, width_m=door.width_m),
        )

    def _thing(self, prefix: str, index: int, thing: Thing) -> ObjectDrawing:
        return ObjectDrawing(
            source_ref=f"{prefix}/{thing.kind}-{index}",
            kind=thing.kind,
            label=thing.label,
            location=self.place(thing.place),
            correlation_id=correlation_of(f"{self.key}/{thing.shaft}") if thing.shaft else None,
        )

    def _ground(self, prefix: str, index: int, ground: Ground) -> AreaDrawing:
        line = tuple(self.place(corner) for corner in ground.corners)
        return AreaDrawing(
            source_ref=f"{prefix}/area-{index}",
            kind=ground.kind,
            label=ground.label,
            polygons=() if ground.is_line else ((self._ring(ground.corners),),),
            line=line if ground.is_line else (),
        )

    def _across(self, middle: Corner, *, is_tall: bool, width_m: float) -> Ring:
        (x, y), half = middle, width_m / 2
        ends = ((x, y - half), (x, y + half)) if is_tall else ((x - half, y), (x + half, y))
        return tuple(self.place(end) for end in ends)
