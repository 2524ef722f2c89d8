"""DWG drawings: which are refused, and what becomes of one from GDAL's tables on, which are written by hand here."""

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mapping.errors import BadFile
from mapping.imports.bounded_reading import read_bounded
from mapping.imports.readers.drawings.dwg import plan_of_tables
from mapping.imports.readers.drawings.dwg_look import look_at_tables
from mapping.imports.readers.drawings.plane_drawing import placing_of
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.looking import look_at
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import PlanFormat
from mou.foundation.bounded_process.runner import go_on
from tests.factories.files.plan_files import dxf_control_points, dxf_of, rooms

# As GDAL's driver writes them: a polyline without the vertex that closes it, words of an MTEXT with their formatting.
ROOM = [[0, 0], [8, 0], [8, 6], [0, 6]]
DRAWN = (
    ("A-ROOM", "CADLWPolyline", "", "LineString", ROOM),
    ("A-ROOM", "CADLine", "", "LineString", [[0, 0], [8, 0]]),
    ("A-ROOM", "CADArc", "", "LineString", [[3, 3], [4, 4], [5, 3]]),
    ("A-TEXT", "CADText", "112", "Point", [2, 3]),
    ("A-TEXT", "CADMText", r"{\fArial|b0;Music\PRoom}", "Point", [2, 2]),
    ("A-TEXT", "CADAttdef", "ROOM_NO", "Point", [3, 3]),
    ("A-TEXT", "CADText", "Scale 1:100", "Point", [90, 90]),
    ("A-AED", "CADPoint", "", "Point", [7, 5]),
    ("A-DIMS", "CADLine", "", "LineString", [[0, -1], [8, -1]]),
)


def tables(folder: Path) -> Path:
    """Return what ogr2ogr would have written for a drawing: a table for each layer, in the plane of the drawing."""
    program = shutil.which("ogr2ogr")
    assert program is not None
    target = folder / "drawing.gpkg"
    for layer in dict.fromkeys(one[0] for one in DRAWN):
        members = [
            {
                "type": "Feature",
                "properties": {"cadgeom_type": kind, "color": "#FFFFFFFF", "text": text, "ROOM_NO": ""},
                "geometry": {"type": shape, "coordinates": coordinates},
            }
            for name, kind, text, shape, coordinates in DRAWN
            if name == layer
        ]
        source = folder / "layer.geojson"
        source.write_text(json.dumps({"type": "FeatureCollection", "features": members}))
        options = ["-f", "GPKG", "-update", "-append", "-nln", layer, "-nlt", "GEOMETRY", "-a_srs", "EPSG:26914"]
        subprocess.run([program, *options, str(target), str(source)], check=True, capture_output=True, timeout=60)
    return target


def plan(folder: Path) -> tuple[PlanDrawing, Ledger]:
    ledger = Ledger()
    mapping = FieldMapping(default_level="0", layers={"A-AED": "object:aed"})
    return plan_of_tables(tables(folder), mapping, lambda x, y: (-97 + x / 1e5, 38 + y / 1e5), ledger), ledger


def refusal_of(path: Path) -> BadFile:
    with pytest.raises(BadFile) as refusal:
        read_plan_file(path, ReadingOrder(level="0"), Ledger())
    return refusal.value


def test_a_closed_outline_is_a_room_with_the_texts_inside_it(tmp_path: Path) -> None:
    drawing, ledger = plan(tmp_path)

    (level,) = drawing.levels
    (room,) = level.spaces
    assert (room.number, room.name) == ("112", "Music Room")
    assert room.polygons[0][0] == tuple((-97 + x / 1e5, 38 + y / 1e5) for x, y in [*ROOM, ROOM[0]])
    assert [(one.kind.value, one.location) for one in level.objects] == [("aed", (-97 + 7e-5, 38 + 5e-5))]
    # The driver leaves the closing vertex out: that it was added is said, and where.
    assert (room.source_ref, "ring_not_closed", "repaired", (-97, 38)) in [
        (one.feature_ref, one.code, one.outcome.value, one.place) for one in ledger.defects
    ]


def test_each_part_of_a_drawing_is_accounted_for(tmp_path: Path) -> None:
    _, ledger = plan(tmp_path)

    counts = ledger.counts()
    assert counts["read"] == len(DRAWN)
    assert counts["read"] == counts["imported"] + counts["repaired"] + counts["refused"] + counts["ignored"]
    refused = {one.code for one in ledger.defects if one.outcome.value == "refused"}
    assert refused == {"arc_not_read", "not_an_area"}
    assert set(ledger.ignored_by_reason()) == {
        "text: empty",
        "text: stands in no room",
        "layer A-DIMS: not part of the plan",
    }


def test_the_look_shows_layers_and_lines(tmp_path: Path) -> None:
    seen = look_at_tables(tables(tmp_path), side_px=200)

    assert seen.layers == {"A-ROOM": 3, "A-TEXT": 4, "A-AED": 1, "A-DIMS": 1}
    assert (seen.picture is not None, seen.undrawn) == (True, 0)


def test_a_drawing_of_another_version_is_refused_alone_and_in_its_archive(drawings: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(drawings) as archive:
        name = next(one for one in archive.namelist() if one.lower().endswith(".dwg"))
        (tmp_path / "alone.dwg").write_bytes(archive.read(name))

    for path in (tmp_path / "alone.dwg", drawings):
        refusal = refusal_of(path)
        assert refusal.code == "dwg_not_read"
        assert "(2018)" in refusal.detail
        assert "Save it as DXF" in refusal.detail
        assert "install dwg2dxf of LibreDWG" in refusal.detail


# --- with a converter that an operator installed ----------------------------------------------------------------------
CONVERTER = """#!/bin/sh
# -o TARGET SOURCE: what LibreDWG's program is called with here; it leaves out a part of some drawings, and says so.
cp "$(dirname "$0")/converted.dxf" "$2"
exit 1
"""


def converter(folder: Path, monkeypatch: pytest.MonkeyPatch, dxf: bytes) -> None:
    """Install a program that answers as LibreDWG's does: a DXF beside the drawing."""
    folder.mkdir()
    (folder / "dwg2dxf").write_text(CONVERTER)
    (folder / "dwg2dxf").chmod(0o755)
    (folder / "converted.dxf").write_bytes(dxf)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_with_a_converter_a_drawing_of_any_version_is_read_like_a_dxf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [room for room in rooms() if room.floor == "0"]
    converter(tmp_path / "bin", monkeypatch, dxf_of(drawn))
    (tmp_path / "school.dwg").write_bytes(b"AC1032" + bytes(100))
    layers = json.dumps({"layers": {"A-ROOM": "space", "A-AED": "object:aed"}})

    order = ReadingOrder(level="0", mapping=layers, control_points=dxf_control_points())
    plan = read_plan_file(tmp_path / "school.dwg", order, Ledger())
    seen = look_at(tmp_path / "school.dwg", ReadingOrder())

    assert sum(len(level.spaces) for level in plan.levels) == len(drawn)
    assert (seen.format, seen.code) == (PlanFormat.DWG, "")
    assert "A-ROOM" in {layer.name for layer in seen.layers}
    assert seen.picture is not None


def test_a_converter_that_writes_nothing_is_told_as_a_damaged_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter(tmp_path / "bin", monkeypatch, b"")
    (tmp_path / "school.dwg").write_bytes(b"AC1032" + bytes(100))

    refusal = refusal_of(tmp_path / "school.dwg")

    assert refusal.code == "dwg_unreadable"
    assert "dwg2dxf" in refusal.detail


def test_the_converter_runs_inside_the_walls_of_the_process_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that copies stands for it, a text that is no drawing for the DXF: what refuses it is DXF's reader."""
    copying = shutil.which("iconv")
    assert copying is not None
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "dwg2dxf").symlink_to(copying)
        (folder / "school.dwg").write_bytes(b"AC1032 is no group code of a DXF")
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

        reading = read_bounded(folder / "school.dwg", ReadingOrder(level="0", crs="EPSG:26914"), heard=go_on)

    assert reading.code == "dxf_unreadable"


def test_several_drawings_in_one_archive_are_refused(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in ("ground.dwg", "first.DWG"):
            archive.writestr(name, b"AC1015" + bytes(100))
    (tmp_path / "school.zip").write_bytes(raw.getvalue())

    assert refusal_of(tmp_path / "school.zip").code == "several_drawings"


def test_a_drawing_that_nothing_places_is_refused(tmp_path: Path) -> None:
    (tmp_path / "school.dwg").write_bytes(b"AC1015" + bytes(100))

    assert refusal_of(tmp_path / "school.dwg").code == "placement_missing"


def test_a_drawing_is_refused_where_gdal_has_no_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to lack it: GDAL without the driver, and no GDAL."""
    (tmp_path / "school.dwg").write_bytes(b"AC1015" + bytes(100))
    order = ReadingOrder(level="0", crs="EPSG:26914")

    monkeypatch.setenv("GDAL_SKIP", "CAD")
    with pytest.raises(BadFile) as without_driver:
        read_plan_file(tmp_path / "school.dwg", order, Ledger())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadFile) as without_program:
        read_plan_file(tmp_path / "school.dwg", order, Ledger())

    assert {without_driver.value.code, without_program.value.code} == {"dwg_not_read"}
    assert "no driver" in without_driver.value.detail


def test_a_broken_drawing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "school.dwg").write_bytes(b"AC1015" + bytes(range(256)) * 20)

    with pytest.raises(BadFile) as refusal:
        read_plan_file(tmp_path / "school.dwg", ReadingOrder(level="0", crs="EPSG:26914"), Ledger())

    assert refusal.value.code == "dwg_unreadable"


def test_a_drawing_in_degrees_is_placed_as_it_is_drawn() -> None:
    assert placing_of((), "EPSG:4326")(-97.0, 38.0) == (-97.0, 38.0)
