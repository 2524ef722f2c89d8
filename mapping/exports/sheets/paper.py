"""Fit a piece of ground on paper: true north up, the largest round scale that holds it, never turned. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import Position

type Box = tuple[float, float, float, float]  # west, south, east, north
type Point = tuple[float, float]  # millimetres from the top left corner of the map, y down

SCALES = (100, 150, 200, 250, 300, 400, 500, 600, 750, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000)
# What a printer cannot reach, the title below the map, and the strip for the names of the grid.
MARGIN_MM, TITLE_MM, STRIP_MM = 9, 33, 6
LEAST_M = 20.0


class Paper(StrEnum):
    """The sizes that American printers hold."""

    LETTER = "letter"
    TABLOID = "tabloid"


SIZES_MM = {Paper.LETTER: (215.9, 279.4), Paper.TABLOID: (279.4, 431.8)}


@dataclass(frozen=True, slots=True)
class Frame:
    """The map on one sheet: the paper's size as it lies, the map's size, and which ground is where on it."""

    width_mm: float
    height_mm: float
    map_width_mm: float
    map_height_mm: float
    scale: int
    plane: TangentPlane

    def point(self, position: Position) -> Point:
        """Return where a place is on the map."""
        east_m, north_m = self.plane.xy_from_lonlat(*position)
        per_m = 1000 / self.scale
        return (
            round(self.map_width_mm / 2 + east_m * per_m, 3),
            round(self.map_height_mm / 2 - north_m * per_m, 3),
        )

    def mm(self, metres: float) -> float:
        """Return a length on the map."""
        return metres * 1000 / self.scale

    def ground(self) -> Box:
        """Return the ground that the map shows: west, south, east, north."""
        east_m, north_m = self.map_width_mm * self.scale / 2000, self.map_height_mm * self.scale / 2000
        west, south = self.plane.lonlat_from_xy(-east_m, -north_m)
        east, north = self.plane.lonlat_from_xy(east_m, north_m)
        return (west, south, east, north)


def frame_for(box: Box, paper: Paper) -> Frame:
    """Return the sheet on which a box is shown largest, upright or lying; a scale beyond the last one is not round."""
    west, south, east, north = box
    plane = TangentPlane(((west + east) / 2, (south + north) / 2), rotation_deg=0)
    right_m, up_m = plane.xy_from_lonlat(east, north)
    needed = (max(2 * right_m, LEAST_M), max(2 * up_m, LEAST_M))
    short, long = SIZES_MM[paper]
    upright, lying = (_frame(needed, plane, *size) for size in ((short, long), (long, short)))
    return min(upright, lying, key=lambda frame: frame.scale)


def _frame(needed_m: tuple[float, float], plane: TangentPlane, width_mm: float, height_mm: float) -> Frame:
    across = width_mm - 2 * MARGIN_MM - STRIP_MM
    down = height_mm - 2 * MARGIN_MM - TITLE_MM - STRIP_MM
    # A little air, so that nothing touches the frame.
    least = max(needed_m[0] / across, needed_m[1] / down) * 1000 * 1.06
    scale = next((one for one in SCALES if one >= least), round(least / 1000 + 1) * 1000)
    return Frame(width_mm, height_mm, across, down, scale, plane)


def scale_bar_m(frame: Frame) -> int:
    """Return a round length, in metres, that takes between a tenth and a third of the map's width."""
    width_m = frame.map_width_mm * frame.scale / 1000
    return max((one for one in (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000) if one <= width_m / 3), default=5)
