"""Place the labels of one sheet: the numbers of rooms first, names where they fit, leader lines for small rooms. Pure.

A label lies wholly in its room, covers nothing, and is large enough to be read; a number without such a place stands on
blank ground nearby with a line to its room. What has no place at all is in the list beside the map.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mapping.exports.sheets.labels.lettering import Line, shorten_text, size_of, width_of, wrap_text
from mapping.exports.sheets.labels.taken import Rectangle, Taken, box_around, edge_towards, is_within, points_along
from mapping.exports.sheets.paper import Point
from mapping.geometry.areas import bounds_of, inner_point
from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import MultiPolygon

# Five points of type are the smallest that is read by flashlight.
NAME_MM, LEAST_MM, LEADER_MM = 2.0, 1.75, 1.9
SIZES = (4.0, 3.4, 2.8, 2.3, 2.0, LEAST_MM)
# The size of all numbers is one that seven rooms in ten hold.
SMALLER_OF_TEN = 3
MAX_CHARS, MAX_NAME_LINES, MAX_LEADER_CHARS = 40, 3, 22
PAD_MM = 0.25
RADII_MM = (4.0, 6.0, 8.0, 10.5, 13.5, 17.0, 21.0)
DIRECTIONS = 24
# Readers cannot follow more lines than this; the remaining labels are in the list.
MAX_LEADERS = 120
CELL_MM = 20.0


@dataclass(frozen=True, slots=True)
class Leader:
    """A line from a label to its room."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Label:
    """What is written where. `ref` is the room's id."""

    ref: str
    lines: tuple[Line, ...]
    box: Rectangle
    leader: Leader | None = None
    # False for a word that says only what kind of room it is: many rooms have the same.
    says_which: bool = True


@dataclass(frozen=True)
class Room:
    """A room as it lies on the map, in millimeters; `word` says its kind where it has neither number nor name.

    `is_open`: a corridor or open ground, on which the number of another room may stand.
    """

    ref: str
    number: str
    name: str
    word: str
    polygons: MultiPolygon
    is_open: bool

    @cached_property
    def box(self) -> Rectangle:
        return bounds_of(point for polygon in self.polygons for point in polygon[0])

    @cached_property
    def at(self) -> Point:
        return inner_point(self.polygons)

    @property
    def size(self) -> float:
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    def holds(self, box: Rectangle) -> bool:
        """Tell whether a rectangle lies in the room, as far as its corners and middles of sides do."""
        return is_within(box, self.box) and all(is_inside(point, self.polygons) for point in _rim_points(box))


class Lettering:
    """The labels of one map while they are placed; `taken` is what was drawn before them."""

    def __init__(self, rooms: Sequence[Room], window: Rectangle, taken: Taken) -> None:
        # Small rooms first: the larger ones have other places left.
        self._rooms = sorted((one for one in rooms if one.polygons), key=lambda one: (one.size, one.ref))
        self._window, self._taken = window, taken
        self._closed: dict[tuple[int, int], list[Room]] = defaultdict(list)
        for room in self._rooms:
            if not room.is_open:
                for cell in _cells_of(room.box):
                    self._closed[cell].append(room)
        self.placed: dict[str, Label] = {}

    def numbers(self) -> None:
        """Write the numbers of rooms into them: in one size as far as they fit, so that none looks more important."""
        numbered = [one for one in self._rooms if one.number]
        largest = _common_size(numbered)
        for room in numbered:
            if room.ref not in self.placed:
                self._first_that_fits(room, _numbers_of(room, largest))

    def leaders(self) -> None:
        """Write the numbers that fit into no room beside it, with a line."""
        self._lead([one for one in self._rooms if one.ref not in self.placed and one.number])

    def names(self) -> None:
        """Write names into rooms without a number, then below the numbers of others; last, kinds into the rest."""
        unnumbered = [one for one in self._rooms if not one.number]
        for room in unnumbered:
            self._first_that_fits(room, _names_of(room, room.name, NAME_MM))
        self._lead([one for one in unnumbered if one.name and one.ref not in self.placed])
        for room in self._rooms:
            if room.number and room.name:
                self._below_number(room)
        for room in unnumbered:
            if not room.name:
                self._first_that_fits(room, _names_of(room, room.word, LEAST_MM))

    def _below_number(self, room: Room) -> None:
        label = self.placed.get(room.ref)
        if label is None or label.leader is not None:
            return
        self._taken.remove(label.box)
        head = label.lines[0]
        for lines in _names_of(room, room.name, NAME_MM):
            if self._place(room, [head, *lines]):
                return
        self._taken.add(label.box)

    def _first_that_fits(self, room: Room, variants: Iterator[list[Line]]) -> None:
        for lines in variants:
            if self._place(room, lines):
                return

    def _place(self, room: Room, lines: list[Line]) -> bool:
        """Write lines where they fit into their room, as near to its middle as possible; tell whether they do."""
        width, height = size_of(lines)
        width, height = width + 2 * PAD_MM, height + PAD_MM
        left, top, right, bottom = room.box
        if width > right - left or height > bottom - top:
            return False
        for centre in _places_in_room(room, width, height):
            box = box_around(centre, width, height)
            if self._taken.is_free(box) and is_within(box, self._window) and room.holds(box):
                self._write(Label(room.ref, tuple(lines), box, says_which=bool(room.number or room.name)))
                return True
        return False

    def _lead(self, waiting: Sequence[Room]) -> None:
        """Give lines to rooms: first such as cross no other room, then any."""
        waiting = [one for one in waiting if is_within(box_around(one.at, 0, 0), self._window)][:MAX_LEADERS]
        for may_cross in (False, True):
            for room in waiting:
                if room.ref not in self.placed:
                    self._leader(room, may_cross=may_cross)

    def _leader(self, room: Room, *, may_cross: bool) -> None:
        text = shorten_text(room.number or room.name, MAX_LEADER_CHARS)
        line = Line(text, LEADER_MM, is_bold=bool(room.number))
        width, height = size_of([line])
        width, height = width + 1.0, height + 0.5
        for centre in _places_around(room.at, width, height):
            box = box_around(centre, width, height)
            end = edge_towards(box, room.at)
            if (
                is_within(box, self._window)
                and self._taken.is_free(box)
                and (may_cross or not self._crosses(room, end))
                and self._is_blank(box)
                and self._taken.is_free_line(room.at, end)
            ):
                self._taken.add_line(room.at, end)
                self._write(Label(room.ref, (line,), box, Leader(room.at, end)))
                return

    def _crosses(self, room: Room, end: Point) -> bool:
        """Tell whether a line from a room crosses another one."""
        return any(one.ref != room.ref for point in points_along(room.at, end) for one in self._rooms_at(point))

    def _rooms_at(self, point: Point) -> Iterator[Room]:
        cell = (math.floor(point[0] / CELL_MM), math.floor(point[1] / CELL_MM))
        for room in self._closed.get(cell, ()):
            if is_within(box_around(point, 0, 0), room.box) and is_inside(point, room.polygons):
                yield room

    def _is_blank(self, box: Rectangle) -> bool:
        """Tell whether a rectangle lies in no room: a number on it would be read as that of the room."""
        rim = [*_rim_points(box), ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)]
        return not any(True for point in rim for _ in self._rooms_at(point))

    def _write(self, label: Label) -> None:
        self._taken.add(label.box)
        self.placed[label.ref] = label


def _common_size(rooms: Sequence[Room]) -> float:
    """Return the largest size in which most rooms hold their numbers."""
    fitting = sorted(
        next(
            (size for size in SIZES if width_of(one.number, size, is_bold=True) < (one.box[2] - one.box[0]) * 0.8), 0.0
        )
        for one in rooms
    )
    fitting = [size for size in fitting if size]
    return fitting[len(fitting) * SMALLER_OF_TEN // 10] if fitting else LEAST_MM


def _numbers_of(room: Room, largest_mm: float) -> Iterator[list[Line]]:
    text = shorten_text(room.number, MAX_CHARS)
    for size in SIZES:
        if size <= largest_mm:
            yield [Line(text, size, is_bold=True)]


def _names_of(room: Room, name: str, size_mm: float) -> Iterator[list[Line]]:
    """Yield a name in fewer lines first, then smaller, then cut: one sees that it goes on."""
    name = shorten_text(" ".join(name.split()), MAX_CHARS)
    if not name:
        return
    room_mm = room.box[2] - room.box[0] - 2 * PAD_MM
    for size in dict.fromkeys((size_mm, LEAST_MM)):
        widths = dict.fromkeys((width_of(name, size), room_mm * 0.9, room_mm * 0.7, room_mm * 0.5))
        for width in widths:
            lines = wrap_text(name, min(width, room_mm), size, max_lines=MAX_NAME_LINES)
            if lines:
                yield [Line(one, size, is_bold=False) for one in lines]
    for chars in (14, 9):
        if len(name) > chars:
            yield [Line(shorten_text(name, chars), LEAST_MM, is_bold=False)]


def _places_in_room(room: Room, width: float, height: float) -> Iterator[Point]:
    """Yield where a label might stand in its room: the middle, then a net over it, the nearest first."""
    yield room.at
    left, top, right, bottom = room.box
    across, down = right - left - width, bottom - top - height
    net = [(left + width / 2 + across * i / 6, top + height / 2 + down * j / 6) for i in range(7) for j in range(7)]
    yield from sorted(net, key=lambda point: math.dist(point, room.at))


def _places_around(at: Point, width: float, height: float) -> Iterator[Point]:
    """Yield where a label beside a room might stand, the nearest first."""
    for radius in RADII_MM:
        for step in range(DIRECTIONS):
            turn = math.tau * step / DIRECTIONS
            yield (
                at[0] + math.cos(turn) * (radius + width / 2),
                at[1] + math.sin(turn) * (radius + height / 2),
            )


def _rim_points(box: Rectangle) -> list[Point]:
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (top + bottom) / 2
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [*corners, (middle, top), (middle, bottom), (left, half), (right, half)]


def _cells_of(box: Rectangle) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (math.floor(side / CELL_MM) for side in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row
