"""Carry the positions of many areas as two runs of numbers, not as lists in lists: there is nothing to parse. Pure."""

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import ClassVar

from pydantic import ConfigDict

from mapping.geometry.rounding import DECIMALS
from mapping.geometry.shapes import MIN_RING, MultiPolygon, Ring
from mapping.geometry.wkb import LITTLE_ENDIAN, MULTIPOLYGON, POLYGON

POSITION_BYTES = 16
SCALE = 10.0**DECIMALS
# No longitude is larger. Such a number times ten to the eighth is off by less than a twentieth of IN_DOUBT.
LARGEST, IN_DOUBT = 360.0, 1e-4
ONE_RING = struct.Struct("<BIIBIII")


@dataclass(frozen=True, slots=True)
class PackedAreas:
    """Areas one after another, as the numbers of one machine.

    `counts`: how many polygons an area has, how many rings each of these, how many positions each of those; four bytes
    each. `positions`: longitude and latitude, eight bytes each.
    """

    # They leave the process that reads files as JSON.
    __pydantic_config__: ClassVar = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    counts: bytes
    positions: bytes


def pack_areas(areas: Iterable[MultiPolygon]) -> PackedAreas:
    """Return areas, packed."""
    counts, values = array("I"), array("d")
    for polygons in areas:
        counts.append(len(polygons))
        for polygon in polygons:
            counts.append(len(polygon))
            for ring in polygon:
                counts.append(len(ring))
                values.extend(chain.from_iterable(ring))
    return PackedAreas(counts.tobytes(), values.tobytes())


def unpack_areas(packed: PackedAreas) -> list[MultiPolygon]:
    """Return the areas. Raises: ValueError: the numbers do not fit together."""
    numbers, values = iter(array("I", packed.counts)), iter(array("d", packed.positions))
    # Two by two: both take from the same run.
    positions = zip(values, values, strict=True)

    def next_ring() -> Ring:
        length = next(numbers)
        found = tuple(islice(positions, length))
        if len(found) < length:
            raise ValueError("fewer positions than areas have")
        return found

    try:
        found = [
            tuple(tuple(next_ring() for _ in range(next(numbers))) for _ in range(polygons)) for polygons in numbers
        ]
    except RuntimeError as error:
        raise ValueError("fewer counts than areas have") from error
    if next(positions, None) is not None:
        raise ValueError("more positions than areas have")
    return found


def write_plain_areas(packed: PackedAreas) -> list[bytes | None]:
    """Return each area as it is stored, rounded, as well-known binary; None: it has to be looked at by itself.

    That is one of several rings, one in which rounding lets two positions fall together, and one with a number so near
    to a half that only its decimals say which way it is rounded. Raises: ValueError: the numbers do not fit together.
    """
    import numpy as np  # noqa: PLC0415 - a server that imports nothing does without

    spans = list(_spans_of(array("I", packed.counts)))
    values = np.frombuffer(packed.positions, "d").reshape(-1, 2)
    if (spans[-1][1] if spans else 0) != len(values):
        raise ValueError("more or fewer positions than areas have")
    scaled = values * SCALE
    whole = np.rint(scaled)
    # A whole number of this size is exact, and so is the nearest quotient: what Python's round says digit by digit.
    rounded = whole / SCALE
    is_sure = (np.abs(values) <= LARGEST) & (np.abs(np.abs(scaled - whole) - 0.5) > IN_DOUBT)
    # Of each position, how many before it are not sure, and how many are as the one before them.
    unsure = np.cumsum(np.concatenate(([False], ~is_sure.all(axis=1)))).tolist()
    repeated = np.cumsum(np.concatenate(([False, False], (rounded[1:] == rounded[:-1]).all(axis=1)))).tolist()
    raw = rounded.tobytes()
    return [
        _head_of(end - start) + raw[start * POSITION_BYTES : end * POSITION_BYTES]
        if is_one and end - start >= MIN_RING and unsure[end] == unsure[start] and repeated[end] == repeated[start + 1]
        else None
        for start, end, is_one in spans
    ]


def _spans_of(counts: array[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield where the positions of each area begin and end, and whether they are one ring. Raises: ValueError."""
    at = start = 0
    try:
        while at < len(counts):
            if counts[at] == counts[at + 1] == 1:
                end = start + counts[at + 2]
                yield start, end, True
                at, start = at + 3, end
                continue
            polygons, at, end = counts[at], at + 1, start
            for _ in range(polygons):
                end += sum(counts[at + 1 + ring] for ring in range(counts[at]))
                at += 1 + counts[at]
            yield start, end, False
            start = end
    except IndexError as error:
        raise ValueError("fewer counts than areas have") from error


@lru_cache(maxsize=256)
def _head_of(positions: int) -> bytes:
    """Return what stands before the positions of an area of one ring."""
    return ONE_RING.pack(LITTLE_ENDIAN, MULTIPOLYGON, 1, LITTLE_ENDIAN, POLYGON, 1, positions)
