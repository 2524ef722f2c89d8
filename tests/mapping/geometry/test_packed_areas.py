"""Areas are carried as two runs of numbers, and written from them as they are written one position at a time."""

import math
import random
import struct

import pytest

from mapping.geometry.packed_areas import PackedAreas, pack_areas, unpack_areas, write_plain_areas
from mapping.geometry.rounding import rounded_area
from mapping.geometry.shapes import MultiPolygon, Ring
from mapping.geometry.wkb import area_as_wkb

LON, LAT, STEP = -97.0, 38.0, 1e-5
RING: Ring = ((LON, LAT), (LON + STEP, LAT), (LON + STEP, LAT + STEP), (LON, LAT))
PLAIN: MultiPolygon = ((RING,),)
WITH_HOLE: MultiPolygon = ((RING, RING),)
OF_TWO: MultiPolygon = ((RING,), (RING,))
NEAR: MultiPolygon = ((((LON, LAT), (LON + 1e-9, LAT), *RING[1:]),),)
LINE: MultiPolygon = ((RING[:3],),)
HALF: MultiPolygon = ((((-97.000000005, LAT), *RING[1:-1], (-97.000000005, LAT)),),)
NOT_FINITE: MultiPolygon = ((((math.nan, LAT), *RING[1:]),),)
AREAS = [PLAIN, WITH_HOLE, OF_TWO, NEAR, LINE, HALF, PLAIN, (), PLAIN]


def test_areas_come_out_as_they_went_in() -> None:
    assert unpack_areas(pack_areas(AREAS)) == AREAS
    assert unpack_areas(pack_areas([])) == []


def test_only_what_is_one_ring_and_plainly_rounded_is_written_without_a_closer_look() -> None:
    written = write_plain_areas(pack_areas([*AREAS, NOT_FINITE]))

    assert [one is not None for one in written] == [area is PLAIN for area in [*AREAS, NOT_FINITE]]
    assert set(written) - {None} == {area_as_wkb(PLAIN)}


def test_what_is_written_at_once_is_what_is_written_number_by_number() -> None:
    chance = random.Random(344)

    def number(base: float) -> float:
        value = base + chance.uniform(0, 1e-3)
        return chance.choice((value, round(value, 8), float(f"{value:.9f}"), float(f"{value:.8f}5"), -0.0))

    areas: list[MultiPolygon] = []
    for _ in range(3000):
        ring = [(number(LON), number(LAT)) for _ in range(3)]
        areas.append((((*ring, ring[0]),),))

    written = write_plain_areas(pack_areas(areas))

    found = [(raw, area) for raw, area in zip(written, areas, strict=True) if raw is not None]
    assert 100 < len(found) < len(areas)
    assert all(raw == area_as_wkb(rounded_area(area)) for raw, area in found)


@pytest.mark.parametrize(
    ("counts", "positions"),
    [((1, 1, 4), 3), ((1, 1, 4), 5), ((1, 1), 4), ((1, 2, 4), 4), ((2, 1, 4), 4), ((1, 1, 2**32 - 1), 4), ((), 1)],
)
def test_numbers_that_do_not_fit_together_are_a_fault(counts: tuple[int, ...], positions: int) -> None:
    packed = PackedAreas(struct.pack(f"{len(counts)}I", *counts), bytes(16 * positions))

    with pytest.raises(ValueError, match="than areas have"):
        unpack_areas(packed)
    with pytest.raises(ValueError, match="than areas have"):
        write_plain_areas(packed)
