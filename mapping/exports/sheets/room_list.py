"""Set the list of a floor in columns: beside its map as far as there is room, then on pages of its own. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.exports.sheets.labels.lettering import width_of
from mapping.exports.sheets.paper import FOOT_MM, MARGIN_MM, SIZES_MM, STRIP_MM, Frame, Paper

GAP_MM, LEAST_COLUMN_MM, PAGE_HEAD_MM = 4.0, 72.0, 9.0
TEXT_MM, LINE_MM, ROW_PAD_MM, HEAD_MM = 2.3, 2.95, 0.75, 5.0
# Number, name, kind, square: parts of a column's width. Between cells lies a little air.
PARTS = (0.19, 0.40, 0.27, 0.14)
CELL_AIR_MM = 1.4
DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A line of a floor's list: what one says on the radio, and in which square it is."""

    number: str
    name: str
    kind: str
    square: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: where it stands on its page, in millimeters inside the margins, and its lines."""

    left_mm: float
    top_mm: float
    width_mm: float
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class SetList:
    """A list that was set: what stands on the sheet, and the pages after it."""

    on_sheet: tuple[Column, ...]
    pages: tuple[tuple[Column, ...], ...]


def set_list(rows: Sequence[IndexRow], frame: Frame, paper: Paper) -> SetList:
    """Return the whole list in columns; nothing of it is left out."""
    waiting = [*rows]
    on_sheet = _fill_columns(waiting, _places_on_sheet(frame))
    pages = []
    while waiting:
        pages.append(_fill_columns(waiting, _places_on_page(paper)))
    return SetList(on_sheet, tuple(pages))


def in_order(row: IndexRow) -> tuple[object, ...]:
    """Return what sorts rows as people count: 9 before 10, what has a number before what has none."""
    text = row.number or row.name
    parts = tuple((0, int(one), "") if one.isdecimal() else (1, 0, one.casefold()) for one in DIGITS.split(text) if one)
    return (not row.number, parts, row.name, row.kind)


def _fill_columns(waiting: list[IndexRow], places: Sequence[_Place]) -> tuple[Column, ...]:
    """Take rows from the front of the list into places, as many as they hold."""
    columns = []
    for place in places:
        taken: list[IndexRow] = []
        left = place.height_mm - HEAD_MM
        # A page that holds not even one line would hold none of them ever.
        while waiting and (left >= _row_height(waiting[0], place.width_mm) or (not taken and place.height_mm > 100)):
            row = waiting.pop(0)
            left -= _row_height(row, place.width_mm)
            taken.append(row)
        if taken:
            columns.append(Column(place.left_mm, place.top_mm, place.width_mm, tuple(taken)))
    return tuple(columns)


def _row_height(row: IndexRow, width_mm: float) -> float:
    cells = (row.number, row.name, row.kind, row.square)
    lines = max(_count_lines(text, width_mm * part - CELL_AIR_MM) for text, part in zip(cells, PARTS, strict=True))
    return lines * LINE_MM + ROW_PAD_MM


def _count_lines(text: str, width_mm: float) -> int:
    """Return in how many lines a cell is broken; a word that is too long is broken anywhere."""
    lines, used = 1, 0.0
    for word in text.split():
        wide = width_of(word, TEXT_MM)
        if used and used + TEXT_MM * 0.35 + wide > width_mm:
            lines, used = lines + 1, 0.0
        elif used:
            used += TEXT_MM * 0.35
        lines += int((used + wide) / width_mm)
        used = (used + wide) % width_mm
    return lines


def _places_on_sheet(frame: Frame) -> list[_Place]:
    if frame.beside_mm:
        left = STRIP_MM + frame.map_width_mm + GAP_MM
        return [*_column_places(left, STRIP_MM, frame.beside_mm - GAP_MM, frame.map_height_mm)]
    if frame.below_mm:
        top = STRIP_MM + frame.map_height_mm + FOOT_MM + 1
        return [*_column_places(0, top, STRIP_MM + frame.map_width_mm, frame.below_mm - 2)]
    return []


def _places_on_page(paper: Paper) -> list[_Place]:
    width, height = (side - 2 * MARGIN_MM for side in SIZES_MM[paper])
    return [*_column_places(0, PAGE_HEAD_MM, width, height - PAGE_HEAD_MM - 6)]


def _column_places(left: float, top: float, width: float, height: float) -> Iterator[_Place]:
    number = max(1, int((width + GAP_MM) / (LEAST_COLUMN_MM + GAP_MM)))
    each = (width - GAP_MM * (number - 1)) / number
    for one in range(number):
        yield _Place(left + one * (each + GAP_MM), top, each, height)
