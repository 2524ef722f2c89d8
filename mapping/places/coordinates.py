"""Read places given as numbers: USNG or MGRS references, and latitude with longitude. Pure.

Source: NGA.STND.0037 (grids and grid reference systems); USNG writes the same references with spaces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mgrs import MGRS
from mgrs.core import MGRSError

USNG = re.compile(
    r"(?<![A-Za-z0-9])([0-9]{1,2}[C-HJ-NP-Xc-hj-np-x]) ?([A-HJ-NP-Za-hj-np-z]{2}) ?([0-9]{2,5} [0-9]{2,5}|[0-9]{4,10})"
    r"(?![A-Za-z0-9])"
)
LATLON = re.compile(r"(?<![0-9.])(-?[0-9]{1,2}\.[0-9]{3,9}) ?[,; ] ?(-?[0-9]{1,3}\.[0-9]{3,9})(?![0-9.])")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place that was given as numbers, and where in the text it stands."""

    kind: str
    start: int
    end: int
    lon: float
    lat: float
    said: str


def coordinates_in(text: str) -> Iterator[Coordinates]:
    """Yield every USNG reference and every latitude with longitude of a text; what names no place is left out."""
    for match in USNG.finditer(text):
        found = _from_usng(match)
        if found is not None:
            yield found
    for match in LATLON.finditer(text):
        lat, lon = float(match[1]), float(match[2])
        if abs(lat) <= 90 and abs(lon) <= 180:
            yield Coordinates("lonlat", match.start(), match.end(), lon, lat, f"{match[1]}, {match[2]}")


def _from_usng(match: re.Match[str]) -> Coordinates | None:
    zone, square, digits = match[1].upper(), match[2].upper(), match[3].split()
    if len(digits) == 1:
        half = len(digits[0]) // 2
        digits = [digits[0][:half], digits[0][half:]] if len(digits[0]) % 2 == 0 else []
    if len(digits) != 2 or len(digits[0]) != len(digits[1]):
        return None
    try:
        lat, lon = MGRS().toLatLon(f"{zone}{square}{''.join(digits)}")
    except MGRSError:
        return None
    return Coordinates("usng", match.start(), match.end(), lon, lat, f"{zone} {square} {digits[0]} {digits[1]}")


def usng_text(*, lon: float, lat: float) -> str:
    """Return a point in the United States National Grid, to a meter; empty beyond the grid, at the poles."""
    if not -80 <= lat <= 84:
        return ""
    found: str = MGRS().toMGRS(lat, lon, MGRSPrecision=5)
    square, east, north = found[:-10], found[-10:-5], found[-5:]
    return f"{square[:-2]} {square[-2:]} {east} {north}"
