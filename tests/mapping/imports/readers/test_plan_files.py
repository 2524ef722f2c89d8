"""The demo school in every format a school may have its plan in, written by GDAL and ezdxf, read by us."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from pyogrio.raw import write as write_layer

from mapping.errors import BadFile
from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Ring
from mapping.imports.readers.plan_file import ReadingOrder, format_of, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import ObjectKind, PlanFormat
from tests.factories.files.plan_files import (
    SCHOOL,
    dxf_control_points,
    dxf_of,
    geojson_of,
    imdf_files,
    imdf_zip,
    rooms,
    wkb_polygon,
    write_gis,
    zipped_folder,
)

ROOMS = rooms()
MAPPING = json.dumps({"number": "room_no", "name": "room_name", "category": "use", "level": "floor"})


def read(path: Path, order: ReadingOrder | None = None) -> tuple[PlanDrawing, Ledger]:
    ledger = Ledger()
    drawing = read_plan_file(path, order or ReadingOrder(mapping=MAPPING), ledger)
    counts = ledger.counts()
    assert counts["read"] == counts["imported"] + counts["repaired"] + counts["refused"] + counts["ignored"]
    return drawing, ledger


def rooms_of(drawing: PlanDrawing) -> dict[tuple[str, str], Ring]:
    """Return the outlines by floor and number or name."""
    return {
        (str(level.ordinal), space.number or space.name): space.polygons[0][0]
        for level in drawing.levels
        for space in level.spaces
    }


def assert_is_the_school(drawing: PlanDrawing, *, within_m: float) -> None:
    found = rooms_of(drawing)
    expected = {(room.floor, room.number or room.name): room.ring for room in ROOMS}
    assert set(found) == set(expected)
    for key, ring in expected.items():
        assert all(min(apart_m(a, b) for b in found[key]) <= within_m for a in ring), key


def test_a_geopackage_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_gis(tmp_path / "school.gpkg", "GPKG", ROOMS)

    drawing, ledger = read(tmp_path / "school.gpkg")

    assert format_of(tmp_path / "school.gpkg") is PlanFormat.GEOPACKAGE
    assert_is_the_school(drawing, within_m=0.001)
    assert ledger.counts()["imported"] == len(ROOMS)


def test_a_zipped_shapefile_comes_back_from_its_own_coordinate_system(tmp_path: Path) -> None:
    """UTM, written by PROJ: what comes back was reprojected twice and must lie where it was."""
    (tmp_path / "shp").mkdir()
    write_gis(tmp_path / "shp" / "rooms.shp", "ESRI Shapefile", ROOMS)
    (tmp_path / "school.zip").write_bytes(zipped_folder(tmp_path / "shp"))

    drawing, _ = read(tmp_path / "school.zip")

    assert format_of(tmp_path / "school.zip") is PlanFormat.SHAPEFILE
    assert_is_the_school(drawing, within_m=0.001)


@pytest.mark.parametrize("crs", ["EPSG:26914", "EPSG:3419"], ids=["UTM in metres", "state plane in US survey feet"])
def test_a_projected_shapefile_lies_where_gdal_says(tmp_path: Path, crs: str) -> None:
    """The program ogr2ogr projects the rooms; we read them back in degrees."""
    (tmp_path / "shp").mkdir()
    write_gis(tmp_path / "school.gpkg", "GPKG", ROOMS)
    ogr2ogr = shutil.which("ogr2ogr")
    assert ogr2ogr is not None
    target = str(tmp_path / "shp" / "rooms.shp")
    subprocess.run(
        [ogr2ogr, "-t_srs", crs, target, str(tmp_path / "school.gpkg")], check=True, capture_output=True, timeout=60
    )
    (tmp_path / "school.zip").write_bytes(zipped_folder(tmp_path / "shp"))

    drawing, ledger = read(tmp_path / "school.zip")

    assert_is_the_school(drawing, within_m=0.01)
    assert ledger.counts()["refused"] == 0


def test_features_are_grounds_by_the_field_mapping(tmp_path: Path) -> None:
    lon, lat = SCHOOL.location
    ring = [[lon, lat], [lon + 0.001, lat], [lon + 0.001, lat + 0.001], [lon, lat]]

    def member(kind: str, shape: str, coordinates: object) -> dict[str, object]:
        geometry = {"type": shape, "coordinates": coordinates}
        return {"type": "Feature", "id": kind, "properties": {"T": kind, "name": kind}, "geometry": geometry}

    members = [
        member("LOT", "Polygon", [ring]),
        member("LOOP", "LineString", ring),
        member("DRIVE", "LineString", ring[:3]),
        member("DOT", "Point", ring[0]),
    ]
    path = tmp_path / "grounds.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}))
    kinds = {"LOT": "area:parking", "LOOP": "area:bus_loop", "DRIVE": "area:road", "DOT": "area:field"}
    mapping = json.dumps({"kind": "T", "kinds": kinds, "default_level": "0"})

    drawing, ledger = read(path, ReadingOrder(mapping=mapping))

    found = {area.label: (area.kind.value, bool(area.polygons), len(area.line)) for area in drawing.levels[0].areas}
    assert found == {"LOT": ("parking", True, 0), "LOOP": ("bus_loop", True, 0), "DRIVE": ("road", False, 3)}
    assert [(one.feature_ref, one.code) for one in ledger.defects if one.outcome.value == "refused"] == [
        ("DOT", "not_an_area")
    ]


def test_a_shapefile_without_coordinate_system_needs_one_named(tmp_path: Path) -> None:
    (tmp_path / "shp").mkdir()
    write_gis(tmp_path / "shp" / "rooms.shp", "ESRI Shapefile", ROOMS)
    (tmp_path / "shp" / "rooms.prj").unlink()
    (tmp_path / "school.zip").write_bytes(zipped_folder(tmp_path / "shp"))

    with pytest.raises(BadFile) as refusal:
        read(tmp_path / "school.zip")
    drawing, _ = read(tmp_path / "school.zip", ReadingOrder(mapping=MAPPING, crs="EPSG:4326"))

    assert refusal.value.code == "crs_unknown"
    assert_is_the_school(drawing, within_m=0.001)


def test_a_zipped_file_geodatabase_comes_back(tmp_path: Path) -> None:
    write_gis(tmp_path / "school.gdb", "OpenFileGDB", ROOMS)
    (tmp_path / "school.zip").write_bytes(zipped_folder(tmp_path / "school.gdb", "school.gdb/"))

    drawing, _ = read(tmp_path / "school.zip")

    assert format_of(tmp_path / "school.zip") is PlanFormat.FILE_GEODATABASE
    assert_is_the_school(drawing, within_m=0.01)


@pytest.mark.parametrize("suffix", ["kml", "kmz"])
def test_kml_comes_back_zipped_or_not(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"school.{suffix}"
    write_gis(path, "LIBKML", ROOMS)

    drawing, _ = read(path)

    assert format_of(path) is PlanFormat.KML
    assert_is_the_school(drawing, within_m=0.001)


def test_plain_geojson_with_a_field_mapping_comes_back(tmp_path: Path) -> None:
    (tmp_path / "school.geojson").write_bytes(geojson_of(ROOMS))

    drawing, _ = read(tmp_path / "school.geojson")

    assert format_of(tmp_path / "school.geojson") is PlanFormat.GEOJSON
    assert_is_the_school(drawing, within_m=0.02)


def test_a_drawing_in_millimetres_is_placed_by_three_points_and_named_by_its_words(tmp_path: Path) -> None:
    (tmp_path / "school.dxf").write_bytes(dxf_of([room for room in ROOMS if room.floor == "0"]))
    mapping = json.dumps({"layers": {"A-ROOM": "space", "A-AED": "object:aed", "A-FURNITURE": "ignore"}})
    order = ReadingOrder(mapping=mapping, control_points=dxf_control_points(), level="0")

    drawing, ledger = read(tmp_path / "school.dxf", order)

    expected = {(room.floor, room.number or room.name): room.ring for room in ROOMS if room.floor == "0"}
    found = rooms_of(drawing)
    assert set(found) == set(expected)
    for key, ring in expected.items():
        assert all(min(apart_m(a, b) for b in found[key]) < 0.05 for a in ring), key
    assert [thing.kind for thing in drawing.levels[0].objects] == [ObjectKind.AED]
    assert list(ledger.ignored_by_reason()) == ["layer A-FURNITURE: not part of the plan"]


def test_a_drawing_that_nothing_places_is_refused(tmp_path: Path) -> None:
    (tmp_path / "school.dxf").write_bytes(dxf_of(ROOMS[:1]))

    with pytest.raises(BadFile) as refusal:
        read(tmp_path / "school.dxf", ReadingOrder(level="0"))

    assert refusal.value.code == "placement_missing"


def test_a_dwg_drawing_is_refused_with_what_to_do_instead(drawings: Path) -> None:
    with pytest.raises(BadFile) as refusal:
        read(drawings)

    assert refusal.value.code == "dwg_not_read"
    assert "(2018)" in refusal.value.detail
    assert "Save it as DXF" in refusal.value.detail


def test_an_imdf_archive_comes_back_complete(tmp_path: Path) -> None:
    (tmp_path / "school.zip").write_bytes(imdf_zip(imdf_files()))

    drawing, ledger = read(tmp_path / "school.zip")

    assert format_of(tmp_path / "school.zip") is PlanFormat.IMDF
    assert_is_the_school(drawing, within_m=0.001)
    indoor = [level for level in SCHOOL.plan.levels if not level.is_outdoor]
    assert [len(level.openings) for level in drawing.levels] == [len(level.openings) for level in indoor]
    assert sum(len(level.objects) for level in drawing.levels) == sum(len(level.objects) for level in indoor)
    assert [(one.name, len(one.outline)) for one in drawing.buildings] == [("Main", 1)]
    assert ledger.defects == []
    assert ledger.counts()["refused"] == 0


def shapefile_with_ids(folder: Path, ids: Sequence[object], *, column: str = "ROOM_ID", turned: bool = False) -> Path:
    folder.mkdir()
    numbered = [room for room in ROOMS if room.number][: len(ids)]
    found = numbered[::-1] if turned else numbered
    write_layer(
        folder / "rooms.shp",
        geometry=np.array([wkb_polygon(room.ring) for room in found], dtype=object),
        field_data=[np.array([room.number for room in found], dtype=object), np.array(ids, dtype=object)],
        fields=["number", column],
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver="ESRI Shapefile",
    )
    target = folder / "school.zip"
    target.write_bytes(zipped_folder(folder))
    return target


def refs_by_number(path: Path) -> tuple[dict[str, str], list[str]]:
    ledger = Ledger()
    plan = read_plan_file(path, ReadingOrder(level="0"), ledger)
    spaces = [space for level in plan.levels for space in level.spaces]
    return {space.number: space.source_ref for space in spaces}, [one.code for one in ledger.defects]


def test_rooms_of_a_shapefile_with_ids_are_known_by_these_in_whatever_order_they_come(tmp_path: Path) -> None:
    """They were known by their row, and what was said of one room stood beside another after the next import."""
    first = refs_by_number(shapefile_with_ids(tmp_path / "first", ["a1", "b2", "c3"]))
    again = refs_by_number(shapefile_with_ids(tmp_path / "again", ["c3", "b2", "a1"], turned=True))

    assert first == again
    assert (sorted(first[0].values()), first[1]) == (["rooms/a1", "rooms/b2", "rooms/c3"], [])


@pytest.mark.parametrize(
    ("ids", "column"),
    [
        (["a1", "a1", "c3"], "ROOM_ID"),
        (["a1", None, "c3"], "ROOM_ID"),
        (["x" * 41, "y" * 41, "z" * 41], "ROOM_ID"),
        (["1", "2", "3"], "OBJECTID"),
    ],
    ids=["twice", "one without", "too long", "counted anew by each program"],
)
def test_a_column_that_names_no_row_is_no_id_and_the_list_says_what_follows(
    ids: list[object], column: str, tmp_path: Path
) -> None:
    refs, codes = refs_by_number(shapefile_with_ids(tmp_path / "rooms", ids, column=column))

    assert sorted(refs.values()) == ["rooms/0", "rooms/1", "rooms/2"]
    assert codes == ["known_by_row"]
