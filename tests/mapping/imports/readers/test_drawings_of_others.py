"""Drawings as other programs write them: code pages, Windows line ends, numbers and names in one text."""

import io
from pathlib import Path

import pytest
from ezdxf.document import Drawing
from ezdxf.filemanagement import new as new_drawing

from mapping.errors import BadFile
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.dxf import read_dxf
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.looking import look_at
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.ledger import Ledger

POINTS = (ControlPoint(0, 0, -77.0, 38.9), ControlPoint(10, 0, -76.9999, 38.9), ControlPoint(0, 10, -77.0, 38.9001))
GROUND = FieldMapping(default_level="0")


def drawing(version: str = "R2018") -> Drawing:
    document = new_drawing(version)
    document.modelspace().add_lwpolyline(
        [(0, 0), (10, 0), (10, 10), (0, 10)], close=True, dxfattribs={"layer": "A-ROOM"}
    )
    return document


def text_of(document: Drawing) -> str:
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue()


def read(raw: bytes) -> tuple[list[tuple[str, str]], Ledger]:
    ledger = Ledger()
    plan = read_dxf(raw, GROUND, POINTS, ledger, crs="")
    return [(one.number, one.name) for level in plan.levels for one in level.spaces], ledger


def test_a_drawing_of_2000_is_read_by_its_own_code_page() -> None:
    document = drawing("R2000")
    document.encoding = "cp1252"
    document.modelspace().add_text("Salón de música", dxfattribs={"layer": "A-TEXT"}).set_placement((2, 5))

    rooms, ledger = read(text_of(document).encode("cp1252"))

    assert rooms == [("", "Salón de música")]
    assert ledger.defects == []


def with_meshes() -> bytes:
    document = drawing()
    for layer in ("A-ROOM", "A-FURN"):
        mesh = document.modelspace().add_polymesh((4, 4), dxfattribs={"layer": layer})
        mesh.set_mesh_vertex((0, 0), (1, 1, 1))
        faces = document.modelspace().add_polyface(dxfattribs={"layer": layer})
        faces.append_faces([[(0, 0, 0), (1, 0, 0), (1, 1, 5)]])
    return text_of(document).encode()


def test_a_mesh_is_left_out_and_counted_and_the_rest_comes_in() -> None:
    rooms, ledger = read(with_meshes())

    assert len(rooms) == 1
    assert [one.code for one in ledger.defects] == ["geometry_not_supported"] * 2
    counts = ledger.counts()
    assert (counts["read"], counts["refused"], counts["ignored"]) == (5, 2, 2)


def test_a_drawing_with_meshes_can_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "plan.dxf").write_bytes(with_meshes())

    look = look_at(tmp_path / "plan.dxf", ReadingOrder())

    assert (look.code, look.features, look.undrawn) == ("", 5, 4)
    assert look.picture is not None


def test_a_drawing_from_windows_with_a_binary_chunk_is_read() -> None:
    document = drawing()
    document.appids.new("OTHER")
    for line in document.modelspace():
        line.set_xdata("OTHER", [(1004, bytes(range(64)))])
    raw = text_of(document).replace("\n", "\r\n").encode()

    rooms, _ = read(raw)

    assert b"\r\n1004\r\n" in raw
    assert rooms == [("", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("203\\PChemistry", ("203", "Chemistry")),
        ("Chemistry\\P203", ("203", "Chemistry")),
        ("203 Chemistry", ("203", "Chemistry")),
        ("{\\fArial|b0;B-12}\\PBoiler room", ("B-12", "Boiler room")),
        ("Chemistry", ("", "Chemistry")),
        ("3 Fountains", ("", "3 Fountains")),
    ],
)
def test_the_number_and_the_name_of_one_text_are_told_apart(text: str, told: tuple[str, str]) -> None:
    document = drawing()
    document.modelspace().add_mtext(text, dxfattribs={"layer": "A-TEXT", "insert": (2, 5)})

    rooms, _ = read(text_of(document).encode())

    assert rooms == [told]


def test_a_block_with_attributes_names_its_room() -> None:
    document = drawing()
    block = document.blocks.new("TAG")
    block.add_attdef("ROOM_NO", (0, 0))
    block.add_attdef("ROOM_NAME", (0, -1))
    tag = document.modelspace().add_blockref("TAG", (5, 5), dxfattribs={"layer": "A-TEXT"})
    tag.add_auto_attribs({"ROOM_NO": "203", "ROOM_NAME": "Chemistry"})

    rooms, _ = read(text_of(document).encode())

    assert rooms == [("203", "Chemistry")]


def test_what_is_wrong_with_a_drawing_is_told_before_what_lacks_beside_it() -> None:
    with pytest.raises(BadFile) as refused:
        read_dxf(b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\nnot a number", GROUND, (), Ledger(), crs="")

    assert refused.value.code == "dxf_unreadable"


def test_the_xml_of_openstreetmap_is_called_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "map.osm").write_text('<?xml version="1.0"?><osm version="0.6"><node id="1" lat="0" lon="0"/></osm>')

    with pytest.raises(BadFile) as refused:
        read_plan_file(tmp_path / "map.osm", ReadingOrder(), Ledger())

    assert refused.value.code == "osm_xml"
