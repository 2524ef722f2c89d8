"""The grid of a site: every square has one name, every name one square, and it is the same ground on every floor."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.geometry.georeference import TangentPlane
from mapping.geometry.grid import CELL_M, LETTERS, Grid, GridError, column_of, grid_from_box, letters_of

BOX = (-99.22, 39.64, -99.21, 39.65)
GRID = grid_from_box(BOX, cell_m=CELL_M)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Grids anywhere but at the poles, of any cell size and up to a few hundred squares a side."""
    west, north = draw(st.floats(-179, 178)), draw(st.floats(-80, 80))
    width_deg, height_deg = draw(st.floats(0, 0.01)), draw(st.floats(0, 0.01))
    return grid_from_box(
        (west, north - height_deg, west + width_deg, north), cell_m=draw(st.sampled_from([5.0, 15.24, 20.0]))
    )


def middle_of(grid: Grid, cell: str) -> tuple[float, float]:
    west, south, east, north = grid.box_of(cell)
    return ((west + east) / 2, (south + north) / 2)


@given(grids(), st.data())
def test_the_middle_of_every_square_is_in_that_square(grid: Grid, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, grid.columns - 1))
    row = data.draw(st.integers(1, grid.rows))
    cell = f"{letters_of(column)}{row}"

    assert grid.cell_of(*middle_of(grid, cell)) == cell


@given(grids(), st.floats(0, 1), st.floats(0, 1))
def test_a_place_is_within_the_square_that_names_it(grid: Grid, across: float, down: float) -> None:
    lon = grid.west + across * (grid.columns - 0.001) * grid.lon_step_deg
    lat = grid.north - down * (grid.rows - 0.001) * grid.lat_step_deg

    cell = grid.cell_of(lon, lat)

    assert cell is not None
    west, south, east, north = grid.box_of(cell)
    # A degree of a double is known to some 1e-14 of 180; a square's line may be off by that much and no more.
    assert west - 1e-12 <= lon <= east + 1e-12
    assert south - 1e-12 <= lat <= north + 1e-12


@given(st.floats(-80, 80), st.floats(0, 0.01), st.floats(0, 0.01), st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_the_box_has_a_square_its_edges_too(
    north: float, width_deg: float, height_deg: float, across: float, down: float
) -> None:
    box = (10.0, north - height_deg, 10.0 + width_deg, north)
    grid = grid_from_box(box, cell_m=CELL_M)

    inside = (min(box[2], box[0] + across * width_deg), max(box[1], box[3] - down * height_deg))
    corners = [(box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])]

    assert None not in [grid.cell_of(*place) for place in [inside, *corners]]


@given(st.integers(0, 499), st.integers(0, 499))
def test_squares_are_lettered_eastward_and_numbered_southward(column: int, row: int) -> None:
    grid = Grid(10.0, 50.0, 20.0, 0.0002, 0.0002, 500, 500)
    cell = grid.cell_of(10.0 + (column + 0.5) * 0.0002, 50.0 - (row + 0.5) * 0.0002)

    assert cell == f"{letters_of(column)}{row + 1}"


@given(st.integers(0, 10**6))
def test_letters_count_like_a_sheet_and_never_hold_i_or_o(column: int) -> None:
    letters, after = letters_of(column), letters_of(column + 1)

    assert column_of(letters) == column
    assert not {"I", "O"} & set(letters)
    assert (len(letters), letters) < (len(after), after)


def test_the_letters_after_z_are_aa() -> None:
    expected = {0: "A", 7: "H", 8: "J", 12: "N", 13: "P", 23: "Z", 24: "AA", 25: "AB", 47: "AZ", 48: "BA"}

    assert {column: letters_of(column) for column in expected} == expected
    assert len(LETTERS) == 24


def test_the_north_west_corner_is_a1_and_a_step_further_out_is_nothing() -> None:
    west, _, _, north = BOX

    assert GRID.cell_of(west, north) == "A1"
    assert GRID.cell_of(west - 1e-9, north) is None
    assert GRID.cell_of(west, north + 1e-9) is None
    assert GRID.cell_of(west + GRID.columns * GRID.lon_step_deg + 1e-9, north) is None
    assert GRID.cell_of(math.nan, north) is None
    assert GRID.cell_of(west, math.inf) is None


def test_the_squares_are_square_on_the_ground() -> None:
    for cell in ("A1", "AB12", f"{letters_of(GRID.columns - 1)}{GRID.rows}"):
        west, south, east, north = GRID.box_of(cell)
        x, y = TangentPlane((west, north), rotation_deg=0).xy_from_lonlat(east, south)

        assert (x, -y) == pytest.approx((CELL_M, CELL_M), abs=0.005)


def test_neighbours_share_a_line() -> None:
    boxes = [GRID.box_of(f"{letters_of(column)}3") for column in range(GRID.columns)]

    assert all(left[2] == pytest.approx(right[0], abs=1e-12) for left, right in pairwise(boxes))


@pytest.mark.parametrize("name", ["", "7", "F", "F0", "F07", "I3", "O3", "f7", "F7 ", "F-1", "F1\n", "ZZZZ1", "A9999"])
def test_what_is_no_square_is_refused(name: str) -> None:
    with pytest.raises(GridError) as refused:
        GRID.box_of(name)

    assert refused.value.code == "no_such_cell"


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ((1.0, 1.0, 0.0, 2.0), "bad_box"),
        ((0.0, 2.0, 1.0, 1.0), "bad_box"),
        ((0.0, 85.5, 1.0, 86.0), "bad_box"),
        ((math.nan, 1.0, 1.0, 2.0), "bad_box"),
        ((-180.0, -60.0, 180.0, 60.0), "too_large"),
    ],
)
def test_a_box_that_no_grid_fits_is_refused(box: tuple[float, float, float, float], code: str) -> None:
    with pytest.raises(GridError) as refused:
        grid_from_box(box, cell_m=CELL_M)

    assert refused.value.code == code


def test_a_box_without_extent_is_one_square() -> None:
    grid = grid_from_box((10.0, 50.0, 10.0, 50.0), cell_m=CELL_M)

    assert (grid.columns, grid.rows, grid.cell_of(10.0, 50.0)) == (1, 1, "A1")
