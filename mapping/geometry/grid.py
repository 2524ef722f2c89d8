"""Name the squares of one site: true north, letters across, numbers down, from the north-west corner. Pure.

One grid lies over all buildings and floors: "F7" is the same ground on each of them. A square is a box of degrees, so
any program with the seven numbers of a `Grid` draws and names the same squares without any formula of the earth.
"""

import math
import re
from dataclasses import dataclass

from mapping.geometry.georeference import TangentPlane

type Box = tuple[float, float, float, float]  # west, south, east, north

CELL_M = 20.0
# Without I and O, which are read as one and zero.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# A boundary wider than this is a mistake of its file; a page must not have to draw it.
MAX_CELLS = 500
# Nearer to a pole a degree of longitude is no longer a useful width.
MAX_LATITUDE = 85.0
CELL_NAME = re.compile(rf"([{LETTERS}]{{1,4}})([1-9][0-9]{{0,3}})")


class GridError(ValueError):
    """A box that no grid fits, or a name that is no square of this grid. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Grid:
    """Squares from (west, north) to the east and south; `cell_m` on the ground, the steps in degrees."""

    west: float
    north: float
    cell_m: float
    lon_step_deg: float
    lat_step_deg: float
    columns: int
    rows: int

    def cell_of(self, lon: float, lat: float) -> str | None:
        """Return the square of a place, as "F7"; None outside the grid. A line belongs to the square after it."""
        across, down = (lon - self.west) / self.lon_step_deg, (self.north - lat) / self.lat_step_deg
        # Written so that NaN is outside as well.
        if not (0 <= across < self.columns and 0 <= down < self.rows):
            return None
        return letters_of(math.floor(across)) + str(math.floor(down) + 1)

    def box_of(self, cell: str) -> Box:
        """Return the west, south, east and north of a square, in degrees.

        Raises: GridError: not a name such as "F7", or a square beyond the last one (code "no_such_cell").
        """
        read = CELL_NAME.fullmatch(cell)
        if read is None:
            raise GridError("no_such_cell")
        column, row = column_of(read[1]), int(read[2]) - 1
        if column >= self.columns or row >= self.rows:
            raise GridError("no_such_cell")
        west, north = self.west + column * self.lon_step_deg, self.north - row * self.lat_step_deg
        return (west, north - self.lat_step_deg, west + self.lon_step_deg, north)


def grid_from_box(box: Box, *, cell_m: float) -> Grid:
    """Return the grid of whole squares that covers a box; every point of the box is in a square.

    Within a kilometer of the corner a side differs from `cell_m` by less than five millimeters at 50 degrees.
    Raises: GridError: the box is turned round, too near to a pole (code "bad_box"), or too large (code "too_large").
    Source: Gridded Reference Graphics: equal squares, letters across, numbers down, origin in the north-west.
    """
    west, south, east, north = box
    if not (west <= east and south <= north and abs(south) <= MAX_LATITUDE and abs(north) <= MAX_LATITUDE):
        raise GridError("bad_box")
    right, lower = TangentPlane((west, north), rotation_deg=0).lonlat_from_xy(cell_m, -cell_m)
    lon_step_deg, lat_step_deg = right - west, north - lower
    # One more than the last full square: the box's own east and south lines need a square too.
    columns = math.floor((east - west) / lon_step_deg) + 1
    rows = math.floor((north - south) / lat_step_deg) + 1
    if max(columns, rows) > MAX_CELLS:
        raise GridError("too_large")
    return Grid(west, north, cell_m, lon_step_deg, lat_step_deg, columns, rows)


def letters_of(column: int) -> str:
    """Return the letters of a column counted from 0: A to Z, then AA, AB and on."""
    letters, rest = "", column + 1
    while rest > 0:
        rest, place = divmod(rest - 1, len(LETTERS))
        letters = LETTERS[place] + letters
    return letters


def column_of(letters: str) -> int:
    """Return the column, counted from 0, of letters that `letters_of` gave."""
    column = 0
    for letter in letters:
        column = column * len(LETTERS) + LETTERS.index(letter) + 1
    return column - 1
