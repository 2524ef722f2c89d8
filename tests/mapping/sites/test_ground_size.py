"""A boundary, an outline and a waiting area are of a school's size and near their place."""

import math

import pytest

from mapping.geometry.shapes import MultiPolygon, Position
from mapping.sites.boundaries.ground_size import BOUNDARY, OUTLINE, WAITING_AREA, GroundLimits, area_m2, ground_fault

HERE = (-99.3, 39.7)
DEGREE_M = 111_320.0


def square(side_m: float, *, middle: Position = HERE, height_m: float | None = None) -> MultiPolygon:
    lon, lat = middle
    half_lon = side_m / 2 / DEGREE_M / math.cos(math.radians(lat))
    half_lat = (side_m if height_m is None else height_m) / 2 / DEGREE_M
    west, east, south, north = lon - half_lon, lon + half_lon, lat - half_lat, lat + half_lat
    return ((((west, south), (east, south), (east, north), (west, north), (west, south)),),)


def test_an_area_is_measured_without_its_holes() -> None:
    whole, hole = square(1_000), square(500)

    assert area_m2(whole) == pytest.approx(1e6, rel=0.001)
    assert area_m2(((whole[0][0], hole[0][0]),)) == pytest.approx(0.75e6, rel=0.001)


def test_a_campus_is_taken_a_large_one_is_questioned_and_a_continent_is_refused() -> None:
    assert ground_fault(square(1_900), HERE, BOUNDARY) == ""
    assert "4.4 km²" in ground_fault(square(2_100), HERE, BOUNDARY)
    assert ground_fault(square(2_100), HERE, BOUNDARY, may_be_large=True) == ""
    for continent in (square(11_000), square(2_000_000, height_m=1_600_000)):
        assert "no school is so large" in ground_fault(continent, HERE, BOUNDARY, may_be_large=True)
    # A thread across a country covers little.
    assert "no school is so large" in ground_fault(square(60_000, height_m=1), HERE, BOUNDARY, may_be_large=True)


def test_a_ground_of_a_few_meters_is_questioned_and_a_small_house_is_none() -> None:
    assert ground_fault(square(21), HERE, BOUNDARY) == ""
    assert "covers 40 m²" in ground_fault(square(6.32), HERE, BOUNDARY)
    assert ground_fault(square(6.32), HERE, BOUNDARY, may_be_large=True) == ""
    assert ground_fault(square(6.32), HERE, OUTLINE) == ""


@pytest.mark.parametrize("limits", [BOUNDARY, OUTLINE, WAITING_AREA])
def test_what_lies_elsewhere_than_its_point_is_refused(limits: GroundLimits) -> None:
    lon, lat = HERE

    assert ground_fault(square(100, middle=(lon, lat + 0.02)), HERE, limits) == ""
    assert "from its point" in ground_fault(square(100, middle=(lon, lat + 0.04)), HERE, limits)
    # Latitude and longitude in each other's place.
    assert "from its point" in ground_fault(square(100, middle=(39.7, -89.3)), HERE, limits)


@pytest.mark.parametrize(("limits", "taken_m", "refused_m"), [(OUTLINE, 900, 1_100), (WAITING_AREA, 1_900, 2_100)])
def test_no_house_and_no_lawn_is_larger_than_it_can_be(limits: GroundLimits, taken_m: float, refused_m: float) -> None:
    assert ground_fault(square(taken_m), HERE, limits) == ""
    assert ground_fault(square(refused_m), HERE, limits, may_be_large=True)
