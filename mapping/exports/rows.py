"""Write the list of a floor: each room, exterior door and thing, with the square in which it is."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from mapping.exports.sheets.ground import code_of
from mapping.exports.sheets.paper import Frame
from mapping.exports.sheets.room_list import IndexRow, in_order
from mapping.exports.writers.site_plan import LevelPlan, title_of
from mapping.geometry.areas import inner_point
from mapping.geometry.grid import Grid
from mapping.geometry.shapes import Position
from mapping.sites.wording.words import map_words

# A corridor in fifty parts crosses fifty squares; listing more than this many does not help.
MAX_SQUARES = 12
NO_SQUARE = "-"


def rows_of(level: LevelPlan, grid: Grid | None, frame: Frame) -> list[IndexRow]:
    """Return the rows in the order in which people look for them; nothing is left out.

    Rooms with neither number nor name stand together, one row for each kind.
    """
    rooms = [*_room_rows(level, grid, frame)]
    return [
        *sorted(rooms, key=in_order),
        *_nameless_rows(level, grid, frame),
        *_door_rows(level, grid, frame),
        *_thing_rows(level, grid, frame),
    ]


def _room_rows(level: LevelPlan, grid: Grid | None, frame: Frame) -> Iterator[IndexRow]:
    words = map_words()
    for space in level.spaces:
        if space.number or space.name:
            kind = words.get(space.category, space.category)
            yield IndexRow(space.number, space.name, kind, _square_of(grid, frame, inner_point(space.polygons)))


def _nameless_rows(level: LevelPlan, grid: Grid | None, frame: Frame) -> Iterator[IndexRow]:
    words = map_words()
    squares: dict[str, list[str]] = defaultdict(list)
    for space in level.spaces:
        if not (space.number or space.name):
            kind = words.get(space.category, space.category)
            squares[kind].append(_square_of(grid, frame, inner_point(space.polygons)))
    for kind, found in sorted(squares.items()):
        where = sorted(set(found))
        told = ", ".join(where[:MAX_SQUARES]) + (", …" if len(where) > MAX_SQUARES else "")
        yield IndexRow("", f"({len(found)})", kind, told)


def _door_rows(level: LevelPlan, grid: Grid | None, frame: Frame) -> Iterator[IndexRow]:
    words = map_words()
    found = [
        IndexRow(
            door.number,
            door.name,
            f"{words.get(door.category, door.category)} ({_('exterior')})",
            _square_of(grid, frame, door.line[0]),
        )
        for door in level.openings
        if door.is_exterior and (door.number or door.name)
    ]
    yield from sorted(found, key=in_order)


def _thing_rows(level: LevelPlan, grid: Grid | None, frame: Frame) -> Iterator[IndexRow]:
    words = map_words()
    for thing in level.objects:
        kind = words.get(thing.kind, thing.kind.replace("_", " "))
        square = _square_of(grid, frame, thing.location)
        yield IndexRow(code_of(thing.kind), title_of("", thing.label, kind), kind, square)


def _square_of(grid: Grid | None, frame: Frame, place: Position) -> str:
    """Return the square of a place, or that it is not on the map."""
    west, south, east, north = frame.ground()
    if not (west <= place[0] <= east and south <= place[1] <= north):
        return _("off map")
    return NO_SQUARE if grid is None else grid.cell_of(*place) or NO_SQUARE
