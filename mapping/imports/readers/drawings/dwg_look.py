"""Preview a DWG drawing for the user who places it: its layers, and its lines as a picture. For a bounded process."""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mapping.geometry.shapes import Ring
from mapping.geometry.wkb import Coordinates
from mapping.imports.readers.drawings.dwg import ARC
from mapping.imports.readers.drawings.dwg_converter import dxf_of_dwg, has_converter
from mapping.imports.readers.drawings.dwg_file import dwg_of
from mapping.imports.readers.drawings.dwg_tables import drawn_in, tables_of
from mapping.imports.readers.drawings.dxf_look import look_at_dxf
from mapping.imports.readers.drawings.line_picture import picture_of
from mapping.imports.readers.drawings.seen import DrawingSeen
from mapping.interchange.ledger import Ledger


def look_at_dwg(path: Path, *, side_px: int) -> DrawingSeen:
    """Return what a drawing shows. Raises: BadFile."""
    if has_converter():
        return look_at_dxf(dxf_of_dwg(dwg_of(path, of_any_version=True)), side_px=side_px)
    return look_at_tables(tables_of(dwg_of(path), Ledger()), side_px=side_px)


def look_at_tables(tables: Path, *, side_px: int) -> DrawingSeen:
    """Return the same of the tables of a drawing. Raises: BadFile."""
    layers: Counter[str] = Counter()
    lines: list[Ring] = []
    for one in drawn_in(tables, Ledger()):
        layers[one.layer] += 1
        if one.geometry is not None and one.kind != ARC:
            lines.extend(_lines_of(one.geometry.coordinates))
    return DrawingSeen(dict(layers), picture_of(lines, side_px))


def _lines_of(coordinates: Coordinates) -> Iterator[Ring]:
    """Yield each line of a geometry, however deep it lies."""
    if isinstance(coordinates, float) or not coordinates or isinstance(coordinates[0], float):
        return
    positions = [_position_of(part) for part in coordinates]
    line = tuple(position for position in positions if position is not None)
    if len(line) == len(positions):
        if len(line) > 1:
            yield line
        return
    for part in coordinates:
        yield from _lines_of(part)


def _position_of(part: Coordinates) -> tuple[float, float] | None:
    if isinstance(part, float) or len(part) < 2:
        return None
    x, y = part[0], part[1]
    if not isinstance(x, float) or not isinstance(y, float) or not (math.isfinite(x) and math.isfinite(y)):
        return None
    return (x, y)
