"""Room tags as architects place them, and drawings in any unit: numbers, names and sizes come in as they are meant."""

import io
from collections.abc import Callable

import pytest
from ezdxf.document import Drawing
from ezdxf.filemanagement import new as new_drawing

from mapping.geometry.areas import signed_area
from mapping.geometry.shapes import MultiPolygon
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.dxf import read_dxf
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.interchange.drawing import SpaceDrawing
from mapping.interchange.ledger import Ledger
from tests.factories.files.plan_files import PLANE

GROUND = FieldMapping(default_level="0")
ROOM, TEXT = {"layer": "A-ROOM"}, {"layer": "A-TEXT"}
SIDE_M = 10.0
AREA_M2, ROUND_M2 = SIDE_M**2, 78.54
# A polygon of a round room, and the plane of the drawing: at most two parts in a thousand.
NEAR = 0.002
UNITS = {"unitless": (0, 1.0), "inches": (1, 0.0254), "feet": (2, 0.3048), "mm": (4, 0.001), "m": (6, 1.0)}


def area_m2(polygons: MultiPolygon) -> float:
    ((ring,),) = polygons
    return abs(signed_area(tuple(PLANE.xy_from_lonlat(*position) for position in ring)))


def points_of(unit_m: float) -> tuple[ControlPoint, ...]:
    corners = ((0.0, 0.0), (90.0, 0.0), (0.0, 60.0))
    return tuple(ControlPoint(x / unit_m, y / unit_m, *PLANE.lonlat_from_xy(x, y)) for x, y in corners)


def drawing(unit_m: float = 1.0, *, version: str = "R2018") -> Drawing:
    document, side = new_drawing(version), SIDE_M / unit_m
    corners = [(0, 0), (side, 0), (side, side), (0, side)]
    document.modelspace().add_lwpolyline(corners, close=True, dxfattribs=ROOM)
    return document


def read(document: Drawing, unit_m: float = 1.0, *, encoding: str = "utf-8", end: str = "\n") -> list[SpaceDrawing]:
    stream = io.StringIO()
    document.write(stream)
    raw = stream.getvalue().replace("\n", end).encode(encoding)
    plan = read_dxf(raw, GROUND, points_of(unit_m), Ledger(), crs="")
    return [one for level in plan.levels for one in level.spaces]


def told(document: Drawing, **how: str) -> list[tuple[str, str]]:
    return [(one.number, one.name) for one in read(document, **how)]  # type: ignore[arg-type]  # encoding and end


# --- units ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("code", "unit_m"), UNITS.values(), ids=UNITS)
def test_a_room_is_as_large_as_it_was_drawn_in_whatever_unit(code: int, unit_m: float) -> None:
    document = drawing(unit_m)
    document.header["$INSUNITS"] = code

    (room,) = read(document, unit_m)

    assert area_m2(room.polygons) == pytest.approx(AREA_M2, rel=NEAR)


@pytest.mark.parametrize(("code", "unit_m"), UNITS.values(), ids=UNITS)
def test_a_round_room_is_as_round_in_feet_as_in_millimetres_and_has_not_thousands_of_corners(
    code: int, unit_m: float
) -> None:
    document = new_drawing("R2018")
    document.header["$INSUNITS"] = code
    document.modelspace().add_circle((20 / unit_m, 20 / unit_m), SIDE_M / 2 / unit_m, dxfattribs=ROOM)

    (room,) = read(document, unit_m)

    assert area_m2(room.polygons) == pytest.approx(ROUND_M2, rel=NEAR)
    assert 50 < len(room.polygons[0][0]) < 200


# --- tags -------------------------------------------------------------------------------------------------------------
def tag(document: Drawing, values: dict[str, str], **look: object) -> None:
    block = document.blocks.new("TAG")
    block.add_circle((0, 0), 0.5)
    for row, name in enumerate(values):
        block.add_attdef(name, (0, -row))
    placed = document.modelspace().add_blockref("TAG", (5, 5), dxfattribs={**TEXT, **look})
    placed.add_auto_attribs(values)


def test_a_tag_says_its_number_also_where_the_name_comes_first() -> None:
    document = drawing()
    tag(document, {"NAME": "Chemistry", "NUMBER": "203", "AREA": "100 m2"})

    assert told(document) == [("203", "Chemistry")]


def test_a_turned_and_scaled_tag_names_the_room_in_which_it_stands() -> None:
    document = drawing()
    tag(document, {"ROOM_NO": "203", "ROOM_NAME": "Chemistry"}, rotation=90, xscale=0.5, yscale=0.5)

    assert told(document) == [("203", "Chemistry")]


def test_a_block_that_is_a_room_with_its_tag_is_a_room_with_its_number() -> None:
    document = new_drawing("R2018")
    block = document.blocks.new("CLASSROOM")
    block.add_lwpolyline([(0, 0), (10, 0), (10, 10), (0, 10)], close=True, dxfattribs=ROOM)
    block.add_attdef("ROOM_NO", (5, 5), dxfattribs=TEXT)
    for number, across in (("203", 0), ("204", 20)):
        placed = document.modelspace().add_blockref("CLASSROOM", (across, 0), dxfattribs=ROOM)
        placed.add_auto_attribs({"ROOM_NO": number})

    assert sorted(told(document)) == [("203", ""), ("204", "")]


def test_a_tag_within_a_block_of_the_whole_floor_names_its_room() -> None:
    document = drawing()
    tags = document.blocks.new("TAG")
    tags.add_attdef("ROOM_NO", (0, 0))
    floor = document.blocks.new("FLOOR")
    floor.add_blockref("TAG", (5, 5), dxfattribs=TEXT).add_auto_attribs({"ROOM_NO": "203"})
    document.modelspace().add_blockref("FLOOR", (0, 0), dxfattribs=TEXT)

    assert told(document) == [("203", "")]


def test_what_a_tag_hides_and_what_a_block_only_defines_is_no_name() -> None:
    document = drawing()
    tag(document, {"ROOM_NO": "203", "PHONE": "555-0100"})
    (placed,) = document.modelspace().query("INSERT")
    placed.attribs[1].is_invisible = True  # type: ignore[attr-defined]  # an INSERT has them

    assert told(document) == [("203", "")]


# --- texts ------------------------------------------------------------------------------------------------------------
CODE_PAGES = {
    "cp1250": "Třída biologie",
    "cp1251": "Кабинет химии",
    "cp1252": "Salón de música",
    "cp932": "理科室",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize(("encoding", "name"), CODE_PAGES.items())
def test_texts_of_an_old_drawing_are_read_by_its_code_page(encoding: str, name: str, end: str) -> None:
    document = drawing(version="R2000")
    document.encoding = encoding
    document.modelspace().add_mtext(f"203\\P{name}", dxfattribs={**TEXT, "insert": (2, 5)})

    assert told(document, encoding=encoding, end=end) == [("203", name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Sal\\U+00F3n", "Salón"), ("\\M+197BF\\M+189C8", "料科"), ("{\\C1;\\LLab\\l}", "Lab"), ("Lab %%p0", "Lab ±0")],
    ids=["unicode", "two bytes", "styled", "sign"],
)
def test_codes_within_a_text_are_not_read_as_its_words(text: str, name: str) -> None:
    document = drawing()
    document.modelspace().add_mtext(text, dxfattribs={**TEXT, "insert": (2, 5)})

    assert [one for _, one in told(document)] == [name]


STANDING: dict[str, Callable[[Drawing], object]] = {
    "two texts": lambda one: [
        one.modelspace().add_text("203", dxfattribs=TEXT).set_placement((2, 6)),
        one.modelspace().add_text("Chemistry", dxfattribs=TEXT).set_placement((2, 4)),
    ],
    "one text of three lines": lambda one: one.modelspace().add_mtext(
        "ROOM 203\\PCHEMISTRY\\P850 SF", dxfattribs={**TEXT, "insert": (2, 8)}
    ),
}


@pytest.mark.parametrize("how", STANDING)
def test_the_number_of_a_room_is_found_however_it_is_written(how: str) -> None:
    document = drawing()
    STANDING[how](document)

    assert [number for number, _ in told(document)] == ["203"]


@pytest.mark.parametrize("measure", ["850 SF", "850 sq. ft.", "Area: 78.5 m²", "78,5 m2", "1,250 SQ FT"])
def test_how_large_a_room_is_is_neither_its_number_nor_its_name(measure: str) -> None:
    document = drawing()
    document.modelspace().add_mtext(f"{measure}\\P203", dxfattribs={**TEXT, "insert": (2, 5)})

    assert told(document) == [("203", "")]
