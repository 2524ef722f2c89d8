"""Geometry is rounded first and mended then: what is stored is what is written, and comes in again unchanged."""

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from mapping.geometry.rounding import rounded_area, rounded_line
from mapping.imports.saving.valid_plans import ValidPlan, valid_plan
from mapping.interchange.drawing import PlanDrawing, SpaceDrawing
from mapping.interchange.ledger import Ledger
from tests.factories.mapping import CENTRE, draw_level

LON, LAT = CENTRE
STEP = 1e-4
# Two lines of it cross where no coordinate is round.
BOW = ((LON, LAT), (LON + STEP, LAT + STEP / 3), (LON + STEP, LAT), (LON + STEP / 7, LAT + STEP / 1.1), (LON, LAT))


def plan_of(*rings: tuple[tuple[float, float], ...]) -> tuple[ValidPlan, Ledger]:
    rooms = [
        SpaceDrawing(source_ref=f"room/{n}", category="room", number=str(n), name="", polygons=((ring,),))
        for n, ring in enumerate(rings)
    ]
    ledger = Ledger()
    for room in rooms:
        ledger.read(room.source_ref)
        ledger.keep(room.source_ref)
    return valid_plan(PlanDrawing(outline=(), levels=(draw_level(*rooms),)), ledger), ledger


def areas_of(plan: ValidPlan) -> list[MultiPolygon]:
    shapes = [GEOSGeometry(memoryview(raw)) for raw in plan.areas[0]]
    return [shape for shape in shapes if isinstance(shape, MultiPolygon)]


def test_what_is_mended_is_on_the_grid_of_what_is_written_and_valid_there() -> None:
    plan, ledger = plan_of(BOW)

    (area,) = areas_of(plan)
    rings = tuple(tuple(ring) for polygon in area.coords for ring in polygon)
    assert [one.code for one in ledger.defects] == ["polygon_invalid"]
    assert rings == tuple(rounded_line(ring) for ring in rings)
    assert area.valid


def test_what_was_mended_needs_no_mending_when_it_comes_in_again() -> None:
    plan, _ = plan_of(BOW)

    again, ledger = plan_of(*(polygon[0] for polygon in areas_of(plan)[0].coords))

    assert ledger.defects == []
    assert sum(area.area for area in areas_of(again)) == pytest.approx(areas_of(plan)[0].area)


def test_a_room_that_is_smaller_than_what_is_kept_is_refused_with_its_reason() -> None:
    tiny = 1e-9
    square = ((LON, LAT), (LON + tiny, LAT), (LON + tiny, LAT + tiny), (LON, LAT + tiny), (LON, LAT))

    plan, ledger = plan_of(square, ((LON, LAT), (LON + STEP, LAT), (LON + STEP, LAT + STEP), (LON, LAT)))

    assert [(one.feature_ref, one.code) for one in ledger.defects] == [("room/0", "no_area")]
    assert [room.number for room in plan.drawing.levels[0].spaces] == ["1"]


def test_a_spike_that_rounding_makes_is_mended_and_not_stored() -> None:
    """Two corners that differ by less than is kept become one: what was written collapsed when it came back."""
    near = 3e-9
    ring = (
        *((LON, LAT), (LON + STEP, LAT), (LON + STEP, LAT + STEP), (LON + STEP / 2, LAT + STEP)),
        *((LON + STEP / 2, LAT + 2 * STEP), (LON + STEP / 2 - near, LAT + STEP), (LON, LAT + STEP), (LON, LAT)),
    )

    plan, _ = plan_of(ring)

    (area,) = areas_of(plan)
    written = tuple(tuple(tuple(ring) for ring in polygon) for polygon in area.coords)
    assert area.valid
    assert rounded_area(written) == written


def test_a_hole_that_shrinks_to_nothing_is_no_hole() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    hole = ((0.5, 0.2), (0.500000001, 0.2), (0.5, 0.200000001), (0.5, 0.2))

    assert rounded_area(((square, hole),)) == ((square,),)
