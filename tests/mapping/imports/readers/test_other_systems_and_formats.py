"""GeoJSON in another coordinate system is placed by what it says; what is not read is refused by its name."""

import json
from pathlib import Path

import pyproj
import pytest

from mapping.errors import BadFile
from mapping.geometry.rings import apart_m
from mapping.imports.readers.looking import look_at
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from tests.factories.files.plan_files import geojson_of, rooms, zipped

TO_UTM = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:26914", always_xy=True)
UTM = "urn:ogc:def:crs:EPSG::26914"


def in_utm(crs: object = None, *, count: int = 3) -> bytes:
    """Return rooms as QGIS writes them in a grid, with what they say of it."""
    whole = json.loads(geojson_of(rooms()[:count]))
    for one in whole["features"]:
        ring = one["geometry"]["coordinates"][0]
        one["geometry"]["coordinates"] = [[list(TO_UTM.transform(*position)) for position in ring]]
    return json.dumps(whole | ({} if crs is None else {"crs": crs})).encode()


def named(name: str) -> dict[str, object]:
    return {"type": "name", "properties": {"name": name}}


def read(tmp_path: Path, raw: bytes, *, crs: str = "", name: str = "plan.geojson") -> tuple[PlanDrawing, Ledger]:
    (tmp_path / name).write_bytes(raw)
    ledger = Ledger()
    return read_plan_file(tmp_path / name, ReadingOrder(crs=crs, level="0"), ledger), ledger


def refusal_of(tmp_path: Path, raw: bytes, *, crs: str = "") -> BadFile:
    with pytest.raises(BadFile) as refusal:
        read(tmp_path, raw, crs=crs)
    return refusal.value


def assert_in_place(plan: PlanDrawing, count: int = 3) -> None:
    found = [position for level in plan.levels for space in level.spaces for position in space.polygons[0][0]]
    was = [position for room in rooms()[:count] for position in room.ring]
    assert len(found) == len(was)
    assert all(min(apart_m(one, other) for other in was) < 0.01 for one in found)


@pytest.mark.parametrize("name", [UTM, "EPSG:26914", "http://www.opengis.net/def/crs/EPSG/0/26914"])
def test_a_file_that_names_its_coordinate_system_is_placed_by_it(tmp_path: Path, name: str) -> None:
    plan, ledger = read(tmp_path, in_utm(named(name)))

    assert_in_place(plan)
    assert ledger.defects == []


def test_a_file_that_names_none_is_placed_by_what_a_person_says(tmp_path: Path) -> None:
    plan, _ = read(tmp_path, in_utm(), crs="EPSG:26914")

    assert_in_place(plan)


def test_what_the_file_says_of_its_system_counts_before_what_a_person_says(tmp_path: Path) -> None:
    plan, _ = read(tmp_path, in_utm(named(UTM)), crs="EPSG:26915")

    assert_in_place(plan)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_stay_degrees_whatever_is_said_beside_them(tmp_path: Path, name: str) -> None:
    whole = json.loads(geojson_of(rooms()[:3])) | {"crs": named(name)}

    for raw, crs in ((json.dumps(whole).encode(), ""), (geojson_of(rooms()[:3]), "EPSG:26914")):
        plan, _ = read(tmp_path, raw, crs=crs)
        assert_in_place(plan)


def test_coordinates_that_are_no_degrees_are_refused_with_what_to_say(tmp_path: Path) -> None:
    refusal = refusal_of(tmp_path, in_utm())

    assert (refusal.code, "EPSG:26985" in refusal.detail) == ("crs_unknown", True)
    look = look_at(tmp_path / "plan.geojson", ReadingOrder())
    assert look.code == "crs_unknown"
    assert look_at(tmp_path / "plan.geojson", ReadingOrder(crs="EPSG:26914")).code == ""


@pytest.mark.parametrize(
    "crs",
    [
        named("EPSG:999999"),
        named("/etc/passwd"),
        named("+proj=utm +zone=14 +nadgrids=/etc/passwd"),
        named("https://example.org/crs"),
        {"type": "link", "properties": {"href": "https://example.org/crs"}},
        "EPSG:26914",
        [1],
    ],
)
def test_a_system_that_is_not_known_is_refused_and_nothing_is_opened(tmp_path: Path, crs: object) -> None:
    assert refusal_of(tmp_path, in_utm(crs)).code == "crs_unknown"


def test_positions_that_are_none_are_refused_one_by_one_in_another_system_too(tmp_path: Path) -> None:
    whole = json.loads(in_utm(named(UTM)))
    for ring in ([[1e300, 1], [2, 2], [3, 1], [1e300, 1]], [["a", 1], [2, 2]], [[None, 2]], [], [[10**400, 1], [2, 2]]):
        geometry = {"type": "Polygon", "coordinates": [ring]}
        whole["features"].append({"type": "Feature", "properties": {"level": "1"}, "geometry": geometry})

    plan, ledger = read(tmp_path, json.dumps(whole).encode())

    assert_in_place(plan)
    assert ledger.counts()["refused"] == 5


def test_of_an_archive_each_file_is_placed_by_its_own_system(tmp_path: Path) -> None:
    files = {"one.geojson": in_utm(named(UTM)), "two.geojson": geojson_of(rooms()[:3])}

    plan, _ = read(tmp_path, zipped(files), name="plan.zip")

    assert sum(len(level.spaces) for level in plan.levels) == 6


@pytest.mark.parametrize(
    ("raw", "code", "name"),
    [
        (b"ISO-10303-21;\nHEADER;", "format_unknown", "IFC"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "format_unknown", "SVG"),
        (b'<c:IndoorFeatures xmlns:c="http://www.opengis.net/indoorgml/1.0/core"/>', "format_unknown", "IndoorGML"),
        (b'<CityModel xmlns="http://www.opengis.net/citygml/2.0"/>', "format_unknown", "CityGML"),
        (b'{"type": "CityJSON", "version": "1.1", "CityObjects": {}, "vertices": []}', "format_unknown", "CityJSON"),
        (b'{"type": "Topology", "objects": {}}', "format_unknown", "TopoJSON"),
        (b"II*\x00" + bytes(20), "format_unknown", "TIFF"),
        (zipped({"house.ifc": b"ISO-10303-21;"}), "format_unknown", "IFC"),
        (geojson_of([]).decode().encode("utf-16"), "not_utf8", "UTF-16"),
        (geojson_of([]).decode().encode("utf-16-le"), "not_utf8", "UTF-16"),
    ],
    ids=str,
)
def test_what_is_not_read_is_refused_by_its_name_with_what_to_do(
    tmp_path: Path, raw: bytes, code: str, name: str
) -> None:
    refusal = refusal_of(tmp_path, raw)

    assert (refusal.code, name in refusal.detail, "save it as" in refusal.detail) == (code, True, True)


def test_what_no_one_knows_is_still_refused_without_a_name(tmp_path: Path) -> None:
    assert "no kind of plan" in refusal_of(tmp_path, b"hello").detail
