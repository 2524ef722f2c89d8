"""Find the tiles of a street map under a sheet: which ones, and where they lie. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.exports.sheets.paper import Box, Frame

EQUATOR_M = 40_075_016.686
TILE_PX = 256
# A tile is printed at about this many pixels to the inch; more would only be bytes.
DPI = 150
MAX_TILES = 64
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the ground: its box in degrees, and itself as a data URL."""

    box: Box
    address: str


@dataclass(frozen=True, slots=True)
class TilePlace:
    """The name of a tile (y from the north) and the ground it shows."""

    z: int
    x: int
    y: int
    box: Box


def zoom_for(frame: Frame) -> int:
    """Return the zoom at which tiles are sharp on paper and not too many."""
    latitude = math.radians(frame.plane.origin[1])
    pixel_m = frame.scale * MM_PER_INCH / 1000 / DPI
    zoom = math.log2(EQUATOR_M * math.cos(latitude) / TILE_PX / pixel_m)
    found = max(0, min(22, round(zoom)))
    while found > 0 and len(list(tiles_under(frame, found))) > MAX_TILES:
        found -= 1
    return found


def tiles_under(frame: Frame, zoom: int) -> Iterator[TilePlace]:
    """Yield the tiles of a zoom that lie under a map."""
    west, south, east, north = frame.ground()
    across = 1 << zoom
    for x in range(_column_of(west, across), _column_of(east, across) + 1):
        for y in range(_row_of(north, across), _row_of(south, across) + 1):
            box = (
                x / across * 360 - 180,
                _latitude_of(y + 1, across),
                (x + 1) / across * 360 - 180,
                _latitude_of(y, across),
            )
            yield TilePlace(zoom, x, y, box)


def _column_of(lon: float, across: int) -> int:
    return max(0, min(across - 1, math.floor((lon + 180) / 360 * across)))


def _row_of(lat: float, across: int) -> int:
    north = math.asinh(math.tan(math.radians(lat)))
    return max(0, min(across - 1, math.floor((1 - north / math.pi) / 2 * across)))


def _latitude_of(row: int, across: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / across))))
