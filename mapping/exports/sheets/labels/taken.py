"""Keep what is written on a sheet apart: which rectangles are taken. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterator

from mapping.exports.sheets.paper import Point

type Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
# Wider than a label is high, so that one lies in few of them.
CELL_MM = 8.0
STEP_MM, THICK_MM = 0.7, 0.25


class Taken:
    """The rectangles that are taken, by the cells of a coarse net: a large plan has thousands."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = defaultdict(list)

    def add(self, box: Rectangle) -> None:
        for cell in _cells_of(box):
            self._cells[cell].append(box)

    def remove(self, box: Rectangle) -> None:
        for cell in _cells_of(box):
            self._cells[cell].remove(box)

    def is_free(self, box: Rectangle) -> bool:
        return not any(do_overlap(box, other) for cell in _cells_of(box) for other in self._cells.get(cell, ()))

    def add_line(self, start: Point, end: Point) -> None:
        """Take a thin line: a row of small squares."""
        for point in points_along(start, end):
            self.add(box_around(point, 2 * THICK_MM, 2 * THICK_MM))

    def is_free_line(self, start: Point, end: Point) -> bool:
        return all(self.is_free(box_around(point, THICK_MM, THICK_MM)) for point in points_along(start, end))


def box_around(centre: Point, width_mm: float, height_mm: float) -> Rectangle:
    """Return the rectangle of a size around a point."""
    (x, y), across, down = centre, width_mm / 2, height_mm / 2
    return (x - across, y - down, x + across, y + down)


def do_overlap(a: Rectangle, b: Rectangle) -> bool:
    """Tell whether two rectangles share ground."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def edge_towards(box: Rectangle, point: Point) -> Point:
    """Return the point of a rectangle that is nearest to a point."""
    return (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))


def is_within(box: Rectangle, outer: Rectangle) -> bool:
    """Tell whether a rectangle lies in another one."""
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _cells_of(box: Rectangle) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (math.floor(side / CELL_MM) for side in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def points_along(start: Point, end: Point) -> Iterator[Point]:
    """Yield points along a line, closer together than anything is thin."""
    steps = max(1, math.ceil(math.dist(start, end) / STEP_MM))
    for step in range(steps + 1):
        part = step / steps
        yield (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
