"""Read a bounding box from a query string. Pure."""

import math

from mapping.errors import BadBox
from mapping.sites.queries import Box


def box_from_text(text: str) -> Box:
    """Return west, south, east, north from "west,south,east,north" in degrees (OGC API - Features, part 1, 7.15.3).

    Raises: BadBox: not four finite numbers on the earth, or south above north. A box over the date line is not read.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadBox("bbox is west,south,east,north in degrees") from error
    numbers = (west, south, east, north)
    on_earth = (
        all(map(math.isfinite, numbers)) and max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90
    )
    if not on_earth or west > east or south > north:
        raise BadBox("bbox must lie on the earth, west before east and south before north")
    return numbers
