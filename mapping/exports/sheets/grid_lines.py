"""Draw what makes a sheet a map: the site's grid with its names, true north, and a scale bar. Pure."""

import math
from xml.etree.ElementTree import Element

from mapping.exports.sheets.ink import group, path, rectangle, write
from mapping.exports.sheets.paper import STRIP_MM, Frame, scale_bar_m
from mapping.geometry.grid import Grid, letters_of

INK = "#1c2630"
FEET_PER_M = 3.280_84


def draw_grid(root: Element, frame: Frame, grid: Grid | None) -> None:
    """Draw the lines of the site's grid, and beside the map the letters of its columns and numbers of its rows."""
    here = group(root, "grid")
    rectangle(here, (0, 0, frame.map_width_mm, frame.map_height_mm), fill="none", stroke=INK, stroke_width="0.4")
    if grid is None:
        return
    west, south, east, north = frame.ground()
    first = max(0, math.floor((west - grid.west) / grid.lon_step_deg))
    last = min(grid.columns, math.ceil((east - grid.west) / grid.lon_step_deg))
    look = {"fill": "none", "stroke": "#5c7288", "stroke_width": "0.15", "stroke_dasharray": "0.6 0.6"}
    for column in range(first, last + 1):
        x, _ = frame.point((grid.west + column * grid.lon_step_deg, north))
        if 0 <= x <= frame.map_width_mm:
            path(here, [[(x, 0), (x, frame.map_height_mm)]], is_closed=False, **look)
        middle = x + frame.mm(grid.cell_m) / 2
        if column < grid.columns and 0 <= middle <= frame.map_width_mm:
            write(here, letters_of(column), (middle, -STRIP_MM / 2), 3, fill=INK, font_weight="bold")
    top = max(0, math.floor((grid.north - north) / grid.lat_step_deg))
    bottom = min(grid.rows, math.ceil((grid.north - south) / grid.lat_step_deg))
    for row in range(top, bottom + 1):
        _, y = frame.point((west, grid.north - row * grid.lat_step_deg))
        if 0 <= y <= frame.map_height_mm:
            path(here, [[(0, y), (frame.map_width_mm, y)]], is_closed=False, **look)
        middle = y + frame.mm(grid.cell_m) / 2
        if row < grid.rows and 0 <= middle <= frame.map_height_mm:
            write(here, str(row + 1), (-STRIP_MM / 2, middle), 3, fill=INK, font_weight="bold")


def draw_measures(root: Element, frame: Frame) -> None:
    """Draw the arrow to true north, and a scale bar in metres and feet, into the lower corners of the map."""
    here = group(root, "measures")
    x, y = frame.map_width_mm - 8, frame.map_height_mm - 10
    rectangle(here, (x - 6, y - 9, x + 6, y + 8), fill="#ffffff", stroke=INK, stroke_width="0.2")
    path(here, [[(x, y - 7), (x + 2.6, y + 2), (x, y + 0.4), (x - 2.6, y + 2)]], is_closed=True, fill=INK)
    write(here, "N", (x, y + 4.6), 3, fill=INK, font_weight="bold")
    length_m = scale_bar_m(frame)
    length, left, base = frame.mm(length_m), 4.0, frame.map_height_mm - 5
    rectangle(here, (left - 2, base - 6, left + length + 22, base + 3), fill="#ffffff", stroke=INK, stroke_width="0.2")
    for part in range(4):
        box = (left + length * part / 4, base - 1.2, left + length * (part + 1) / 4, base)
        rectangle(here, box, fill=INK if part % 2 == 0 else "#ffffff", stroke=INK, stroke_width="0.2")
    write(here, "0", (left, base - 3.4), 2, fill=INK)
    told = f"{length_m} m · {round(length_m * FEET_PER_M)} ft"
    write(here, told, (left + length + 1.5, base - 0.8), 2.2, anchor="start", fill=INK)
