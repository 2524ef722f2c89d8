"""Draw what makes a sheet a map: the site's grid with its names, true north, and a scale bar. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from mapping.exports.sheets.ink import draw_group, draw_path, draw_rectangle, write_text
from mapping.exports.sheets.labels.taken import Rectangle
from mapping.exports.sheets.paper import FEET_PER_M, STRIP_MM, Frame, scale_bar
from mapping.geometry.grid import Grid, letters_of

INK = "#1c2630"
# Names of squares closer together than this would run into each other.
LEAST_CELL_MM = 5.0
LINE = {"fill": "none", "stroke": "#5c7288", "stroke_width": "0.15", "stroke_dasharray": "0.6 0.6"}


def draw_grid(
    lines: Element, root: Element, frame: Frame, grid: Grid | None, *, written: Sequence[Rectangle] = ()
) -> None:
    """Draw the lines of the site's grid, and beside the map the letters of its columns and numbers of its rows.

    `lines` is their group in the window. They break off where something is written: a number that is struck through
    is read as another one.
    """
    names = draw_group(root, "grid")
    draw_rectangle(names, (0, 0, frame.map_width_mm, frame.map_height_mm), fill="none", stroke=INK, stroke_width="0.4")
    if grid is not None:
        every = max(1, math.ceil(LEAST_CELL_MM / frame.mm(grid.cell_m)))
        _draw_columns(lines, names, frame, grid, every, written)
        _draw_rows(lines, names, frame, grid, every, written)


def _draw_columns(
    lines: Element, names: Element, frame: Frame, grid: Grid, every: int, written: Sequence[Rectangle]
) -> None:
    west, _, east, north = frame.ground()
    first = max(0, math.floor((west - grid.west) / grid.lon_step_deg))
    last = min(grid.columns, math.ceil((east - grid.west) / grid.lon_step_deg))
    _, top = frame.point((west, grid.north))
    _, bottom = frame.point((west, grid.north - grid.rows * grid.lat_step_deg))
    for column in range(first, last + 1):
        x, _ = frame.point((grid.west + column * grid.lon_step_deg, north))
        if column % every == 0:
            cuts = [(box[1], box[3]) for box in written if box[0] < x < box[2]]
            draw_path(lines, [[(x, a), (x, b)] for a, b in _left_of(top, bottom, cuts)], is_closed=False, **LINE)
        middle = x + frame.mm(grid.cell_m) / 2
        if column < grid.columns and column % every == 0 and 1.5 <= middle <= frame.map_width_mm - 1.5:
            write_text(names, letters_of(column), (middle, -STRIP_MM / 2), 3, fill=INK, font_weight="bold")


def _draw_rows(
    lines: Element, names: Element, frame: Frame, grid: Grid, every: int, written: Sequence[Rectangle]
) -> None:
    west, south, _, north = frame.ground()
    first = max(0, math.floor((grid.north - north) / grid.lat_step_deg))
    last = min(grid.rows, math.ceil((grid.north - south) / grid.lat_step_deg))
    left, _ = frame.point((grid.west, north))
    right, _ = frame.point((grid.west + grid.columns * grid.lon_step_deg, north))
    for row in range(first, last + 1):
        _, y = frame.point((west, grid.north - row * grid.lat_step_deg))
        if row % every == 0:
            cuts = [(box[0], box[2]) for box in written if box[1] < y < box[3]]
            draw_path(lines, [[(a, y), (b, y)] for a, b in _left_of(left, right, cuts)], is_closed=False, **LINE)
        middle = y + frame.mm(grid.cell_m) / 2
        if row < grid.rows and row % every == 0 and 1.5 <= middle <= frame.map_height_mm - 1.5:
            write_text(names, str(row + 1), (-STRIP_MM / 2, middle), 3, fill=INK, font_weight="bold")


def _left_of(start: float, end: float, cuts: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield what is left of a stretch without its cuts."""
    for begin, stop in sorted(cuts):
        if start < begin < end:
            yield (start, begin)
        start = max(start, stop)
    if start < end:
        yield (start, end)


def draw_measures(root: Element, frame: Frame) -> None:
    """Draw a scale bar and the arrow to true north below the map: on it they would hide rooms."""
    here = draw_group(root, "measures")
    base = frame.map_height_mm + 5.6
    told = scale_bar(frame)
    length_m = told / FEET_PER_M if frame.is_in_feet else told
    length = frame.mm(length_m)
    for part in range(4):
        box = (length * part / 4, base - 1.3, length * (part + 1) / 4, base)
        draw_rectangle(here, box, fill=INK if part % 2 == 0 else "#ffffff", stroke=INK, stroke_width="0.2")
    write_text(here, "0", (0, base - 2.9), 2, anchor="start", fill=INK)
    words = f"{told} ft · {length_m:.1f} m" if frame.is_in_feet else f"{told} m · {told * FEET_PER_M:.0f} ft"
    write_text(here, words, (length + 1.5, base - 0.7), 2.2, anchor="start", fill=INK)
    x, y = frame.map_width_mm - 5, frame.map_height_mm + 4.4
    draw_path(here, [[(x, y - 3.4), (x + 1.9, y + 2.8), (x, y + 1.6), (x - 1.9, y + 2.8)]], is_closed=True, fill=INK)
    write_text(here, "N", (x + 3.6, y), 3, fill=INK, font_weight="bold")
