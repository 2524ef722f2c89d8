"""Read a bounding box from a query string. Pure."""

import math

from mapping.errors import BadBox
from mapping.sites.queries import Box


def boxes_from_text(text: str) -> tuple[Box, ...]:
    """Return one box of four or six numbers, or two that meet at the date line where west is east of east.

    Of six numbers the third and the last are heights, which no feature here has (OGC 17-069r4, 7.15.3).
    Raises: BadBox.
    """
    parts = text.split(",")
    flat = [*parts[0:2], *parts[3:5]] if len(parts) == 6 else parts
    if len(parts) == 6 and not all(_is_number(part) for part in (parts[2], parts[5])):
        raise BadBox("bbox has two heights, both of them numbers")
    if len(flat) == 4 and all(map(_is_number, flat)) and float(flat[0]) > float(flat[2]):
        west, south, east, north = flat
        return (box_from_text(f"{west},{south},180,{north}"), box_from_text(f"-180,{south},{east},{north}"))
    return (box_from_text(",".join(flat)),)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


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
