"""Every file that leaves the house holds what is on the plan, and other people's programs read it."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.gis.gdal import DataSource
from django.contrib.gis.gdal.layer import Layer

from mapping.exports.writers.geojson import geojson_of
from mapping.exports.writers.geopackage import site_geopackage
from mapping.exports.writers.imdf import imdf_archive, imdf_files
from mapping.exports.writers.kml import kml_of, kmz_of
from mapping.exports.writers.ng911 import ng911_geopackage
from mapping.exports.writers.site_plan import SitePlan
from mapping.geometry.areas import convex_hull, inner_point
from mapping.geometry.rings import is_inside
from tests.factories.files.ng911_template import write_ng911_template
from tests.mapping.exports.imdf_check import imdf_findings
from tests.mapping.exports.plans import HOSTILE, demo_plan, hostile_plan
from tests.support.public_data import NG911_TEMPLATE, public, public_path


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return demo_plan()


@pytest.fixture(params=["made", public("real", name="NENA")])
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The empty GeoPackage that a dispatch center takes rows in by."""
    if request.param == "real":
        return public_path(NG911_TEMPLATE)
    return write_ng911_template(tmp_path / "template.gpkg")


def counts(plan: SitePlan) -> tuple[int, int, int]:
    return (
        sum(len(level.spaces) for level in plan.levels),
        sum(len(level.openings) for level in plan.levels),
        sum(len(level.objects) for level in plan.levels),
    )


def layers_of(path: Path) -> list[Layer]:
    """Return what GDAL finds in a file."""
    source = DataSource(path)
    return [source[index] for index in range(len(source))]


# --- IMDF -------------------------------------------------------------------------------------------------------------
def test_our_imdf_passes_the_check_that_we_ask_of_others(plan: SitePlan) -> None:
    assert [one for one in imdf_findings(imdf_files(plan)) if not one.is_hint] == []


def test_an_imdf_archive_holds_every_space_door_and_object(plan: SitePlan) -> None:
    files = imdf_files(plan)

    number = {name: len(json.loads(raw)["features"]) for name, raw in files.items() if name.endswith("geojson")}
    assert (number["unit.geojson"], number["opening.geojson"], number["amenity.geojson"]) == counts(plan)
    assert number["venue.geojson"] == 1
    assert number["level.geojson"] == len(plan.levels)


def test_the_same_plan_gives_the_same_bytes(plan: SitePlan) -> None:
    assert imdf_archive(plan) == imdf_archive(demo_plan())
    assert kmz_of(plan) == kmz_of(demo_plan())
    assert geojson_of(plan) == geojson_of(demo_plan())


def test_a_door_that_is_only_a_point_becomes_a_line_in_the_nearest_wall_and_the_point_is_kept() -> None:
    files = imdf_files(hostile_plan())

    (door,) = json.loads(files["opening.geojson"])["features"]
    kept = [one for one in json.loads(files["musterpoint_plan.geojson"])["features"] if one["geometry"]]
    assert door["geometry"]["type"] == "LineString"
    assert [one["properties"]["feature_id"] for one in kept if "is_exterior" in one["properties"]] == [door["id"]]
    assert [one for one in imdf_findings(files) if not one.is_hint] == []


BROKEN = [
    (
        "unit",
        lambda one: one["properties"].update(level_id="00000000-0000-0000-0000-00000000dead"),
        "dangling_reference",
    ),
    ("unit", lambda one: one["properties"].update(category="dungeon"), "unknown_category"),
    ("unit", lambda one: one.update(id="room-1"), "id_not_uuid"),
    ("unit", lambda one: one.update(geometry={"type": "Point", "coordinates": [0, 0]}), "wrong_geometry"),
    ("unit", lambda one: one["properties"].update(display_point=[0, 0]), "display_point_unreadable"),
    ("unit", lambda one: one["properties"]["display_point"].update(coordinates=[0, 0]), "display_point_outside"),
    ("level", lambda one: one["properties"].update(short_name=None), "property_missing"),
    ("level", lambda one: one["properties"].update(building_ids=[one["id"]]), "reference_to_wrong_type"),
    ("opening", lambda one: one.update(feature_type="unit"), "wrong_feature_type"),
    ("venue", lambda one: one.update(geometry=None), "wrong_geometry"),
    ("address", lambda one: one.update(geometry={"type": "Point", "coordinates": [0, 0]}), "geometry_not_allowed"),
]


@pytest.mark.parametrize(("kind", "spoil", "code"), BROKEN, ids=[code for *_, code in BROKEN])
def test_the_check_names_what_is_wrong(plan: SitePlan, kind: str, spoil: object, code: str) -> None:
    assert callable(spoil)
    files = imdf_files(plan)
    collection = json.loads(files[f"{kind}.geojson"])
    spoil(collection["features"][0])
    files[f"{kind}.geojson"] = json.dumps(collection).encode()

    assert code in {one.code for one in imdf_findings(files)}


def test_the_check_misses_neither_manifest_nor_venue_and_survives_nonsense(plan: SitePlan) -> None:
    files = imdf_files(plan)
    del files["manifest.json"], files["venue.geojson"]
    files["unit.geojson"] = b"["
    files["level.geojson"] = b"[]"

    codes = {one.code for one in imdf_findings(files)}

    assert {"manifest_missing", "venue_count", "not_json", "not_a_feature_collection"} <= codes


# --- other people's programs ------------------------------------------------------------------------------------------
def test_gdal_reads_the_kml_and_every_name_is_text_in_it(tmp_path: Path) -> None:
    (tmp_path / "site.kml").write_bytes(kml_of(hostile_plan()))

    names = [str(one.get("Name")) for layer in layers_of(tmp_path / "site.kml") for one in layer]

    assert HOSTILE in " ".join(names)


def test_a_kmz_is_the_kml_in_an_archive(plan: SitePlan) -> None:
    with zipfile.ZipFile(io.BytesIO(kmz_of(plan))) as archive:
        assert archive.namelist() == ["doc.kml"]
        root = ET.fromstring(archive.read("doc.kml"))
    assert len(list(root.iter("{http://www.opengis.net/kml/2.2}Placemark"))) > sum(counts(plan))


def test_gdal_reads_the_geopackage_layer_by_layer(plan: SitePlan, tmp_path: Path) -> None:
    (tmp_path / "site.gpkg").write_bytes(site_geopackage(plan))

    layers = {layer.name: layer for layer in layers_of(tmp_path / "site.gpkg")}

    assert {name: layer.num_feat for name, layer in layers.items()} == {
        "sites": 1,
        "buildings": 1,
        "spaces": counts(plan)[0],
        "openings": counts(plan)[1],
        "objects": counts(plan)[2],
        "areas": sum(bool(area.polygons) for level in plan.levels for area in level.areas),
        "area_lines": sum(bool(area.line) for level in plan.levels for area in level.areas),
    }
    assert layers["spaces"].srs.srid == 4326
    assert "Unknown" not in {layer.geom_type.name for layer in layers.values()}


def test_the_same_plan_gives_the_same_geopackage(plan: SitePlan) -> None:
    assert site_geopackage(plan) == site_geopackage(demo_plan())


def test_the_ng911_file_has_exactly_the_columns_of_the_template(plan: SitePlan, template: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ng911.gpkg"
    ours.write_bytes(ng911_geopackage(plan, agency="gis.fairview.example"))

    ours_by_name, theirs = ({one.name: one for one in layers_of(path)} for path in (ours, template))
    for name in ("SiteStructureAddressPoint", "SiteStructureAddressPolygon"):
        written, wanted = ours_by_name[name], theirs[name]
        assert [*written.fields] == [*wanted.fields]
        assert [kind.__name__ for kind in written.field_types] == [kind.__name__ for kind in wanted.field_types]
        assert (written.geom_type.name, written.srs.srid) == (wanted.geom_type.name, wanted.srs.srid)


def test_rows_of_the_ng911_file_go_into_the_template_and_name_room_floor_and_structure(
    plan: SitePlan, tmp_path: Path
) -> None:
    ours = tmp_path / "ng911.gpkg"
    ours.write_bytes(ng911_geopackage(plan, agency="gis.fairview.example"))

    with closing(sqlite3.connect(ours)) as database:
        rows = database.execute(
            "SELECT Room, Floor, FloorIndex, Structure, Site, NGUID FROM SiteStructureAddressPoint "
            "WHERE Placement = 'InteriorCentroid' AND Room = '111'"
        ).fetchall()
        doors = database.execute("SELECT count(*) FROM SiteStructureAddressPoint WHERE LocMarker LIKE 'Door %'")
        heights = database.execute("SELECT count(*) FROM SiteStructureAddressPoint WHERE Elevation IS NOT NULL")
        numbers = (doors.fetchone()[0], heights.fetchone()[0])
    ((room, floor, index, structure, site, nguid),) = rows
    assert (room, floor, index, structure, site) == ("111", "Floor 1", 0, "Main building", plan.name)
    assert nguid.startswith("urn:emergency:uid:gis:SSAP:")
    assert nguid.endswith(":gis.fairview.example")
    assert numbers[0] > 5
    assert numbers[1] == 0


# --- areas ------------------------------------------------------------------------------------------------------------
def test_the_hull_is_convex_closed_and_counter_clockwise() -> None:
    assert convex_hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)]) == ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))
    assert convex_hull([(0, 0), (1, 1), (2, 2)]) == ()


def test_a_point_inside_is_inside_even_of_a_courtyard_and_of_an_l() -> None:
    ring = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
    hole = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0))
    corner = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (1.0, 1.0), (1.0, 9.0), (0.0, 9.0), (0.0, 0.0))

    for area in (((ring, hole),), ((corner,),)):
        assert is_inside(inner_point(area), area)
