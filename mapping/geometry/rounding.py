"""Round positions to what is kept of them, before anything is mended: what is stored is what is written. Pure."""

from collections.abc import Iterable

from mapping.geometry.shapes import MIN_RING, MultiPolygon, Position, Ring

# A millimeter on the ground; a value that was rounded once stays as it is.
DECIMALS = 8


def rounded_position(position: Position) -> Position:
    """Return a position as it is kept."""
    return (round(position[0], DECIMALS), round(position[1], DECIMALS))


def rounded_line(line: Iterable[Position]) -> Ring:
    """Return a line without the positions that become the one before them: one, where all of it is one place."""
    found: list[Position] = []
    for lon, lat in line:
        # As rounded_position does, without a call for each of a million positions.
        one = (round(lon, DECIMALS), round(lat, DECIMALS))
        if not found or one != found[-1]:
            found.append(one)
    return tuple(found)


def rounded_area(polygons: MultiPolygon) -> MultiPolygon:
    """Return what is left of an area: a hole or a part that shrinks to a line of two corners is gone."""
    found = []
    for outside, *holes in polygons:
        ring = rounded_line(outside)
        if len(ring) >= MIN_RING:
            rings = (rounded_line(hole) for hole in holes)
            found.append((ring, *(hole for hole in rings if len(hole) >= MIN_RING)))
    return tuple(found)
