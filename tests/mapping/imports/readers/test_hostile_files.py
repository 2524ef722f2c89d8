"""Files that want to do harm: each is refused with a code that says why, before it does any."""

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from mapping.errors import BadFile
from mapping.imports.bounded_reading import ReadingStopped, read_bounded
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import PlanFormat
from tests.factories.files.plan_files import imdf_files, imdf_zip, zipped
from tests.factories.files.pointing_files import geopackage, shapefile

SQUARE = [[-98.5, 39.8], [-98.4999, 39.8], [-98.4999, 39.8001], [-98.5, 39.8001], [-98.5, 39.8]]


def refusal_of(tmp_path: Path, raw: bytes, order: ReadingOrder | None = None) -> str:
    path = tmp_path / "upload"
    path.write_bytes(raw)
    with pytest.raises(BadFile) as refusal:
        read_plan_file(path, order or ReadingOrder(level="0"), Ledger())
    return refusal.value.code


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def room(ring: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\windows\\x", "..\\up"])
def test_an_archive_that_would_write_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    raw = zipped({"unit.geojson": b"{}", "level.geojson": b"{}", name: b"x"})

    assert refusal_of(tmp_path, raw) == "archive_unsafe_path"


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("level.geojson", "{}")
        link = zipfile.ZipInfo("unit.geojson")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert refusal_of(tmp_path, buffer.getvalue()) == "archive_unsafe_path"


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    raw = zipped({"level.geojson": b"{}", "unit.geojson": b" " * 20_000_000})

    assert refusal_of(tmp_path, raw) == "archive_too_large"


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zipped({"level.geojson": b"{}", "unit.geojson": b"x" * 1000}))
    directory = raw.rindex(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

    assert refusal_of(tmp_path, bytes(raw)) in {"archive_too_large", "not_a_zip"}


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path) -> None:
    raw = zipped({"level.geojson": b"{}", "unit.geojson": b"{}", **{f"{n}": b"" for n in range(2_001)}})

    assert refusal_of(tmp_path, raw) == "archive_too_many_files"


def test_a_million_features_are_refused(tmp_path: Path) -> None:
    raw = b'{"type":"FeatureCollection","features":[' + b",".join([b"0"] * 1_000_000) + b"]}"

    assert refusal_of(tmp_path, raw) == "too_many_features"


def test_an_archive_whose_files_together_hold_too_many_features_is_refused(tmp_path: Path) -> None:
    """The limit held for each file alone, and one with too many doors came in without any."""
    many = b'{"type":"FeatureCollection","features":[' + b",".join([b'{"id":1}'] * 100_001) + b"]}"
    more = b'{"type":"FeatureCollection","features":[' + b",".join([b"0"] * 200_001) + b"]}"
    few = b'{"type":"FeatureCollection","features":[{"id":1}]}'

    together = refusal_of(tmp_path, zipped({"level.geojson": few, "unit.geojson": many, "opening.geojson": many}))
    doors = refusal_of(tmp_path, zipped({"level.geojson": few, "unit.geojson": few, "opening.geojson": more}))

    assert (together, doors) == ("too_many_features", "too_many_features")


def test_a_ring_of_a_million_vertices_is_refused_and_the_rest_comes_in(tmp_path: Path) -> None:
    ring = [[-98.5 + n * 1e-9, 39.8] for n in range(1_000_000)]
    (tmp_path / "f.geojson").write_bytes(collection(room(ring, level="0"), room(SQUARE, level="0")))
    ledger = Ledger()

    drawing = read_plan_file(tmp_path / "f.geojson", ReadingOrder(), ledger)

    assert [one.code for one in ledger.defects] == ["too_many_vertices"]
    assert len(drawing.levels[0].spaces) == 1


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_coordinates_that_are_no_numbers_are_refused(tmp_path: Path, number: str) -> None:
    raw = collection(room(SQUARE, level="0")).replace(b"-98.4999", number.encode(), 1)
    (tmp_path / "f.geojson").write_bytes(raw)
    ledger = Ledger()

    with pytest.raises(BadFile) as refusal:
        read_plan_file(tmp_path / "f.geojson", ReadingOrder(), ledger)

    assert [one.code for one in ledger.defects] == ["coordinate_not_finite"]
    assert refusal.value.code == "nothing_to_draw"


def test_a_file_with_latitude_first_is_refused_with_that_reason(tmp_path: Path) -> None:
    raw = collection(room([[lat, lon] for lon, lat in SQUARE], level="0"))

    assert refusal_of(tmp_path, raw) == "axes_swapped"


def test_json_nested_a_million_deep_is_refused(tmp_path: Path) -> None:
    raw = b'{"type":"FeatureCollection","features":' + b"[" * 1_000_000

    assert refusal_of(tmp_path, raw) == "not_json"


def test_a_file_that_is_not_what_it_is_said_to_be_is_refused(tmp_path: Path) -> None:

    assert refusal_of(tmp_path, b"%PDF-1.7", ReadingOrder(format=PlanFormat.GEOPACKAGE)) == "format_mismatch"
    assert refusal_of(tmp_path, b"MZ\x90\x00") == "format_unknown"
    assert refusal_of(tmp_path, b"PK\x03\x04broken") == "not_a_zip"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"SQLite format 3\x00" + b"\x00" * 200, "format_unknown"),
        (b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG" + b"\x00" * 200, "gis_unreadable"),
        (b"<?xml version='1.0'?><kml><Doc", "gis_unreadable"),
        (b"<?xml version='1.0'?><!DOCTYPE kml [<!ENTITY a 'aaaa'>]><kml>&a;</kml>", "xml_doctype"),
    ],
    ids=["sqlite", "geopackage", "kml", "entities"],
)
def test_broken_gis_files_are_refused(tmp_path: Path, raw: bytes, code: str) -> None:
    assert refusal_of(tmp_path, raw) == code


BROKEN_DRAWINGS = [
    b"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n",
    b"0\nSECTION\n2\nENTITIES\n0\n",
    b"999\nhello\n",
    b"0\n" * 50,
]


@pytest.mark.parametrize("raw", BROKEN_DRAWINGS, ids=["cut in its header", "cut", "word", "zeros"])
def test_broken_drawings_are_refused(tmp_path: Path, raw: bytes) -> None:
    assert refusal_of(tmp_path, raw, ReadingOrder(crs="EPSG:4326", level="0")) in {"dxf_unreadable", "nothing_to_draw"}


def test_a_geopackage_whose_names_are_no_text_is_refused(tmp_path: Path) -> None:
    raw = geopackage(tmp_path)
    of_the_schema = raw.replace(b"CREATE TABLE gpkg_contents", b"CREATE \xe2TABLEgpkg_contents"[:26])

    assert refusal_of(tmp_path, raw.replace(b"rooms", b"ro\xe2ms")) in {"gis_unreadable", "geopackage_not_plain"}
    assert refusal_of(tmp_path, of_the_schema) == "gis_unreadable"


def test_a_coordinate_system_that_gdal_cannot_write_out_is_refused(tmp_path: Path) -> None:
    files = shapefile(tmp_path / "shape")
    files["rooms.prj"] = files["rooms.prj"].replace(b'1984"', b'1984"\x08\x90\x907', 1)

    assert refusal_of(tmp_path, zipped(files)) in {"gis_unreadable", "crs_unknown"}


def test_a_picture_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    points = json.dumps([[0, 0, -98.5, 39.8], [1, 0, -98.4, 39.8], [0, 1, -98.5, 39.7]])

    assert refusal_of(tmp_path, buffer.getvalue(), ReadingOrder(control_points=points)) == "image_too_large"


def test_reading_runs_in_a_process_that_ends_with_the_file_and_not_with_us(tmp_path: Path) -> None:
    """The file is within all limits, and what it says takes more memory than the process may have."""
    path = tmp_path / "greedy"
    path.write_bytes(b'{"type":"FeatureCollection","features":[' + b"[]," * 20_000_000 + b"[]]}")
    order = ReadingOrder(level="0")

    try:
        reading = read_bounded(path, order, heard=lambda _done, _total: True)
        code = reading.code
    except BadFile as error:
        code = error.code

    assert code in {"file_too_complex", "too_many_features"}


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "slow.zip"
    path.write_bytes(imdf_zip(imdf_files()))

    with pytest.raises(BadFile) as refusal:
        read_bounded(path, ReadingOrder(), heard=lambda _done, _total: True, wall_s=0.0)

    assert refusal.value.code == "file_too_slow"


def test_reading_stops_when_nobody_wants_the_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "unwanted.zip"
    path.write_bytes(imdf_zip(imdf_files()))

    with pytest.raises(ReadingStopped):
        read_bounded(path, ReadingOrder(), heard=lambda _done, _total: False)


def test_what_is_read_in_the_process_is_what_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "school.zip"
    path.write_bytes(imdf_zip(imdf_files()))
    ledger = Ledger()
    here = read_plan_file(path, ReadingOrder(), ledger)

    there = read_bounded(path, ReadingOrder(), heard=lambda _done, _total: True)

    assert there.drawing == here
    assert there.ledger().counts() == ledger.counts()
