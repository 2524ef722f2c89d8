"""A large plan is carried and held in parts, and comes out as it went in. No database."""

from dataclasses import replace

import pytest

from mapping.demo_school.school import demo_sites
from mapping.geometry.validity import why_invalid
from mapping.geometry.wkb import area_as_wkb, line_as_wkb, point_as_wkb, polygon_as_wkb, read_wkb
from mapping.imports.readers.reading_process import reading_as_lines, reading_in_parts, reading_of
from mapping.imports.saving.valid_plans import valid_plan, valid_plan_of_parts
from mapping.interchange.drawing import PART, PlanDrawing, PlanPart, bare_drawing, parts_of, whole_drawing
from mapping.interchange.ledger import Ledger
from tests.factories.mapping import CENTRE, draw_level, draw_space, square

(LON, LAT), STEP = CENTRE, 1e-4
SQUARE = square(CENTRE)
BOW = (((LON, LAT), (LON + STEP, LAT + STEP), (LON + STEP, LAT), (LON, LAT + STEP), (LON, LAT)),)


def many_rooms(count: int) -> PlanDrawing:
    rooms = [replace(draw_space(), source_ref=f"room/{number}", name="Two\nlines") for number in range(count)]
    return PlanDrawing(outline=(SQUARE,), levels=(draw_level(), draw_level(*rooms)))


@pytest.mark.parametrize("plan", [demo_sites()[0].plan, many_rooms(2 * PART + 1)], ids=["a school", "many rooms"])
def test_a_drawing_comes_out_of_its_lines_as_it_went_in(plan: PlanDrawing) -> None:
    reading, parts = reading_in_parts(reading_as_lines(reading_of(plan, Ledger())))

    assert reading.drawing == bare_drawing(plan)
    assert whole_drawing(bare_drawing(plan), parts) == plan


def test_a_refusal_has_no_parts() -> None:
    reading, parts = reading_in_parts(reading_as_lines(reading_of(None, Ledger(), code="not_json", detail="Not.")))

    assert (reading.code, reading.drawing, list(parts)) == ("not_json", None, [])


def test_parts_make_the_same_plan_and_the_same_list_as_the_whole() -> None:
    rooms = [
        replace(draw_space(), source_ref=f"room/{n}", polygons=(BOW if n % 3 == 0 else SQUARE,))
        for n in range(PART + 5)
    ]
    drawing, ledgers = PlanDrawing(outline=(), levels=(draw_level(*rooms),)), (Ledger(), Ledger())

    whole = valid_plan(drawing, ledgers[0])
    one_by_one = (PlanPart(level=0, spaces=(room,)) for room in rooms)
    others = replace(drawing.levels[0], spaces=())
    parts = [*one_by_one, *parts_of(replace(drawing, levels=(others,)))]

    assert valid_plan_of_parts(bare_drawing(drawing), parts, ledgers[1]) == whole
    assert ledgers[0].defects == ledgers[1].defects
    assert len(ledgers[0].defects) == len([n for n in range(PART + 5) if n % 3 == 0])


def test_a_part_of_a_level_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(IndexError):
        valid_plan_of_parts(PlanDrawing(outline=(), levels=()), [PlanPart(level=0)], Ledger())


def test_bytes_say_what_the_positions_said() -> None:
    hole = square((LON + STEP / 4, LAT + STEP / 4), steps=0.1)[0]
    with_hole = (SQUARE[0], hole)

    shapes = [point_as_wkb(CENTRE), line_as_wkb(hole), polygon_as_wkb(with_hole), area_as_wkb((SQUARE, with_hole))]

    read = [read_wkb(raw) for raw in shapes]
    assert [one.kind for one in read] == ["Point", "LineString", "Polygon", "MultiPolygon"]
    lists = [list(CENTRE), [list(one) for one in hole], [[list(one) for one in ring] for ring in with_hole]]
    assert [one.coordinates for one in read[:3]] == lists
    assert read[3].coordinates == [[[list(one) for one in SQUARE[0]]], lists[2]]


def test_only_what_is_not_valid_has_a_reason() -> None:
    with why_invalid() as why:
        assert why(area_as_wkb((SQUARE,))) == ""
        assert "Self-intersection" in why(area_as_wkb((BOW,)))
        with pytest.raises(ValueError, match="no geometry"):
            why(area_as_wkb((SQUARE,))[:-8])
        # An outline that does not come back to its beginning is no polygon.
        with pytest.raises(ValueError, match="no geometry"):
            why(polygon_as_wkb((SQUARE[0][:-1],)))
