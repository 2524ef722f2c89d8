"""Fit a piece of ground on paper: true north up, the largest round scale that holds it, never turned. Pure."""

from dataclasses import dataclass, replace

from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import Position
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

type Box = tuple[float, float, float, float]  # west, south, east, north
type Point = tuple[float, float]  # millimeters from the top left corner of the map, y down

# What an inch on paper is on the ground, in feet: the marks of an engineer's scale ruler and their tens.
FEET_PER_INCH = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000)
METRIC = (50, 100, 150, 200, 250, 300, 400, 500, 600, 750, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000)
METRIC_LARGE = (12500, 15000, 20000, 25000)
INCHES_PER_FOOT = 12
FEET_PER_M = 3.280_84
# What no printer reaches, the title below the map, the strip for the names of the grid, the one for scale and north.
MARGIN_MM, TITLE_MM, STRIP_MM, FOOT_MM = 9, 37, 6, 9
LEAST_M = 8.0
# Around what is drawn: numbers of rooms that are too small stand there.
AIR_MM = 9.0
# A smaller map is none, and a smaller list beside it holds nothing.
LEAST_MAP_MM, LEAST_BELOW_MM, LEAST_BESIDE_MM = 55.0, 26.0, 78.0


class Paper(Labelled):
    """The sizes that printers hold."""

    LETTER = "letter", _("Letter, 8.5 x 11 in (scale in feet)")
    TABLOID = "tabloid", _("Tabloid, 11 x 17 in (scale in feet)")
    A4 = "a4", _("A4 (metric scale)")
    A3 = "a3", _("A3 (metric scale)")


SIZES_MM = {
    Paper.LETTER: (215.9, 279.4),
    Paper.TABLOID: (279.4, 431.8),
    Paper.A4: (210.0, 297.0),
    Paper.A3: (297.0, 420.0),
}
IN_FEET = frozenset({Paper.LETTER, Paper.TABLOID})


@dataclass(frozen=True, slots=True)
class Frame:
    """The map on one sheet: the paper's size as it lies, the map's size, and which ground is where on it.

    The map is cut to what is drawn; what is left of the paper, `below_mm` or `beside_mm`, is for the list of rooms.
    """

    width_mm: float
    height_mm: float
    map_width_mm: float
    map_height_mm: float
    scale: int
    plane: TangentPlane
    is_in_feet: bool
    below_mm: float = 0.0
    beside_mm: float = 0.0

    @property
    def scale_words(self) -> str:
        """Return the scale as it is read from a ruler."""
        told = f"1 : {self.scale}"
        return f'1" = {self.scale // INCHES_PER_FOOT} ft ({told})' if self.is_in_feet else told

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


def frame_for(box: Box, paper: Paper, *, leaves_room: bool = False) -> Frame:
    """Return the sheet on which a box is shown largest, upright or lying.

    `leaves_room`: the map is cut to the box, and the rest of the sheet is free for a list.
    """
    west, south, east, north = box
    plane = TangentPlane(((west + east) / 2, (south + north) / 2), rotation_deg=0)
    right_m, up_m = plane.xy_from_lonlat(east, north)
    needed = (max(2 * right_m, LEAST_M), max(2 * up_m, LEAST_M))
    short, long = SIZES_MM[paper]
    sides = [_largest_scale(needed, *size) for size in ((short, long), (long, short))]
    least, width, height = min(sides)
    scales = [one * INCHES_PER_FOOT for one in FEET_PER_INCH] if paper in IN_FEET else [*METRIC, *METRIC_LARGE]
    scale = next((one for one in scales if one >= least), _scale_beyond(least, scales[-1]))
    across, down = _map_size(width, height)
    frame = Frame(width, height, across, down, scale, plane, paper in IN_FEET)
    return _cut_map(frame, needed) if leaves_room else frame


def _largest_scale(needed_m: tuple[float, float], width_mm: float, height_mm: float) -> tuple[float, float, float]:
    across, down = _map_size(width_mm, height_mm)
    least = max(needed_m[0] / (across - 2 * AIR_MM), needed_m[1] / (down - 2 * AIR_MM)) * 1000
    return (least, width_mm, height_mm)


def _map_size(width_mm: float, height_mm: float) -> tuple[float, float]:
    return (width_mm - 2 * MARGIN_MM - STRIP_MM, height_mm - 2 * MARGIN_MM - TITLE_MM - STRIP_MM - FOOT_MM)


def _scale_beyond(least: float, last: int) -> int:
    """Return a scale for ground that is larger than any site: a whole multiple of the last one."""
    return last * int(least / last + 1)


def _cut_map(frame: Frame, needed_m: tuple[float, float]) -> Frame:
    """Return the frame with the map cut on the side where more of the sheet would be blank."""
    wide, high = (max(frame.mm(side) + 2 * AIR_MM, LEAST_MAP_MM) for side in needed_m)
    beside, below = frame.map_width_mm - wide, frame.map_height_mm - high
    if below >= LEAST_BELOW_MM and below * frame.map_width_mm >= beside * frame.map_height_mm:
        return replace(frame, map_height_mm=high, below_mm=below)
    if beside >= LEAST_BESIDE_MM:
        return replace(frame, map_width_mm=wide, beside_mm=beside)
    return frame


def scale_bar(frame: Frame) -> int:
    """Return a round length, in feet or meters, that takes between a tenth and a third of the map's width."""
    width = frame.map_width_mm * frame.scale / 1000 * (FEET_PER_M if frame.is_in_feet else 1)
    lengths = (2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000)
    return max((one for one in lengths if one <= width / 3), default=2)
