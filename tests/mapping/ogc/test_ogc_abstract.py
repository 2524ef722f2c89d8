"""The abstract tests of OGC API - Features, part 1 core (OGC 17-069r4, annex A), each under its name there."""

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from django.contrib.gis.gdal import DataSource
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from coordination.describe.openapi import openapi_document
from coordination.management.described import text_of
from mapping.interchange.drawing import AreaDrawing, LevelDrawing, OpeningDrawing
from mapping.models import Space
from mapping.vocabulary import AreaKind, MapCollection, OpeningCategory
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, square
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/ogc"
SPACES = f"{ROOT}/collections/spaces/items"
TYPES: dict[str, set[str | None]] = {
    "sites": {"Point"},
    "levels": {"MultiPolygon", None},
    "spaces": {"MultiPolygon"},
    "openings": {"LineString"},
    "opening_points": {"Point"},
    "objects": {"Point"},
    "areas": {"MultiPolygon"},
    "area_lines": {"LineString"},
}


def mixed_level() -> LevelDrawing:
    """Return open ground with a door of each shape and a place of each shape."""
    lon, lat = CENTRE
    line = ((lon, lat), (lon + STEP, lat), (lon + STEP, lat + STEP))
    door = OpeningDrawing(
        source_ref="d", category=OpeningCategory.PEDESTRIAN, number="2", name="", is_exterior=False, line=line[:1]
    )
    areas = (
        AreaDrawing(source_ref="a", kind=AreaKind.PARKING, label="one", polygons=(square(CENTRE),)),
        AreaDrawing(
            source_ref="b",
            kind=AreaKind.PARKING,
            label="two",
            polygons=(square(CENTRE), square((lon + 3 * STEP, lat))),
        ),
        AreaDrawing(source_ref="c", kind=AreaKind.ROAD, label="", line=line),
    )
    return LevelDrawing(
        ordinal=Decimal("0.5"),
        name="Grounds",
        short_name="G",
        is_outdoor=True,
        spaces=(),
        openings=(door,),
        objects=(),
        areas=areas,
    )


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    rooms = [draw_space(number=str(number)) for number in range(101, 106)]
    make_plan(cast.site, draw_level(*rooms), mixed_level())
    return cast


@pytest.fixture
def asked(cast: Cast, client: Client) -> Client:
    client.force_login(cast.officer)
    return client


def links(document: dict[str, object]) -> dict[str, dict[str, str]]:
    found = document["links"]
    assert isinstance(found, list)
    return {one["rel"]: one for one in found}


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


# --- A.2.2 API root, definition, conformance --------------------------------------------------------------------------
def test_conf_core_root_success(asked: Client) -> None:
    found = asked.get(ROOT)

    assert found.status_code == 200
    assert {"service-desc", "conformance", "data"} <= set(links(found.json()))
    assert all(one["type"] for one in found.json()["links"])


def test_conf_core_api_definition_success(asked: Client) -> None:
    definition = links(asked.get(ROOT).json())["service-desc"]

    found = asked.get(path_of(definition["href"]))

    assert found.status_code == 200
    assert f"{ROOT}/conformance" in found.json()["paths"]


def test_conf_core_conformance_success(asked: Client) -> None:
    found = asked.get(path_of(links(asked.get(ROOT).json())["conformance"]["href"]))

    assert found.status_code == 200
    classes = {one.rpartition("/conf/")[2] for one in found.json()["conformsTo"]}
    assert classes == {"core", "geojson"}


# --- A.2.3 collections ------------------------------------------------------------------------------------------------
def test_conf_core_fc_md_success(asked: Client) -> None:
    found = asked.get(path_of(links(asked.get(ROOT).json())["data"]["href"])).json()

    assert "self" in links(found)
    assert [one["id"] for one in found["collections"]] == [str(one) for one in MapCollection]
    for one in found["collections"]:
        assert links(one)["items"]["type"] == "application/geo+json"
        assert asked.get(path_of(links(one)["items"]["href"])).status_code == 200


@pytest.mark.parametrize("collection", TYPES)
def test_conf_core_sfc_md_success(asked: Client, collection: str) -> None:
    """What a collection says of itself is what the list of all says of it."""
    listed = {one["id"]: one for one in asked.get(f"{ROOT}/collections").json()["collections"]}

    alone = asked.get(f"{ROOT}/collections/{collection}").json()

    assert alone == listed[collection]
    assert alone["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]


def test_a_collection_or_a_feature_that_is_not_there_is_not_found(asked: Client) -> None:
    for path in ("roofs", "roofs/items", "spaces/items/1", f"spaces/items/{uuid4()}"):
        assert asked.get(f"{ROOT}/collections/{path}").status_code == 404, path


# --- A.2.4 features ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("collection", TYPES)
def test_conf_core_fc_response(asked: Client, collection: str) -> None:
    """Each collection has one type of geometry, so that no program has to take the first feature's for all."""
    answer = asked.get(f"{ROOT}/collections/{collection}/items")

    found = answer.json()
    assert answer["Content-Type"] == "application/geo+json"
    assert found["type"] == "FeatureCollection"
    assert found["numberReturned"] == len(found["features"]) > 0
    assert found["timeStamp"].endswith("Z")
    shapes = {None if one["geometry"] is None else one["geometry"]["type"] for one in found["features"]}
    assert shapes <= TYPES[collection]
    assert links(found)["self"]["type"] == "application/geo+json"
    assert "next" not in links(found)


def test_conf_core_fc_links_next_keeps_every_parameter(asked: Client) -> None:
    question = {"limit": "2", "bbox": "-180,-90,180,90", "datetime": "2026-01-01T00:00:00Z"}

    following = links(asked.get(f"{SPACES}?{urlencode(question)}").json())["next"]

    told = {name: values[0] for name, values in parse_qs(urlsplit(following["href"]).query).items()}
    assert question.items() <= told.items()
    page = asked.get(path_of(following["href"])).json()
    assert page["numberReturned"] == 2


@pytest.mark.parametrize(("limit", "given"), [("1", 1), ("5", 5), ("1000", 5), ("100000", 5)])
def test_conf_core_fc_limit_response(asked: Client, limit: str, given: int) -> None:
    assert asked.get(f"{SPACES}?limit={limit}").json()["numberReturned"] == given


@pytest.mark.parametrize(
    ("box", "given"),
    [
        (f"{CENTRE[0] - 1},{CENTRE[1] - 1},{CENTRE[0] + 1},{CENTRE[1] + 1}", 5),
        (f"{CENTRE[0] - 1},{CENTRE[1] - 1},-5,{CENTRE[0] + 1},{CENTRE[1] + 1},5", 5),
        ("177,-90,-60,90", 5),
        ("177,-90,-177,90", 0),
        ("0,0,1,1", 0),
    ],
)
def test_conf_core_fc_bbox_response(asked: Client, box: str, given: int) -> None:
    assert asked.get(f"{SPACES}?bbox={box}").json()["numberReturned"] == given


def test_conf_core_fc_bbox_response_gives_what_has_no_place(asked: Client) -> None:
    """The open ground is a level without an outline: it matches any box."""
    levels = asked.get(f"{ROOT}/collections/levels/items?bbox=0,0,1,1").json()["features"]

    assert [one["properties"]["name"] for one in levels] == ["Grounds"]


@pytest.mark.parametrize(
    "moment",
    [
        "2018-02-12T23:20:50Z",
        "2018-02-12T23:20:50.5+02:00",
        "2018-02-12T00:00:00Z/2018-03-18T12:31:12Z",
        "2018-02-12T00:00:00Z/..",
        "../2018-03-18T12:31:12Z",
        "2018-02-12T00:00:00Z/",
        "/2018-03-18T12:31:12Z",
    ],
)
def test_conf_core_fc_time_response(asked: Client, moment: str) -> None:
    """No feature here has a time, and what has none matches any."""
    assert asked.get(f"{SPACES}?{urlencode({'datetime': moment})}").json()["numberReturned"] == 5


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=x", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=0,1,1,0", "bbox="),
        *(
            "datetime=",
            "datetime=..",
            "datetime=today",
            "datetime=1234567890",
            "datetime=../..",
            "datetime=2018-02-12",
            "datetime=2018-02-12T23:20:50",
        ),
        *("datetime=2018-02-12T00:00:00Z/2017-02-12T00:00:00Z", "datetime=../../..", "after=", "f=json", "Limit=1"),
    ],
)
def test_conf_core_query_param_invalid_and_unknown(asked: Client, query: str) -> None:
    assert asked.get(f"{SPACES}?{query}").status_code == 400


def test_conf_core_f_success_and_links(asked: Client) -> None:
    space = Space.objects.all()[0]

    found = asked.get(f"{SPACES}/{space.pk}")

    assert found["Content-Type"] == "application/geo+json"
    assert (found.json()["type"], found.json()["id"]) == ("Feature", str(space.pk))
    assert path_of(links(found.json())["self"]["href"]) == f"{SPACES}/{space.pk}"
    assert path_of(links(found.json())["collection"]["href"]) == f"{ROOT}/collections/spaces"


@pytest.mark.parametrize(("name", "kind"), [("limit", "integer"), ("bbox", "array"), ("datetime", "string")])
def test_conf_core_fc_limit_bbox_and_time_definition(name: str, kind: str) -> None:
    operation = json.loads(text_of(openapi_document()))["paths"][SPACES]["get"]

    (told,) = [one for one in operation["parameters"] if one["name"] == name]

    assert (told["in"], told["required"], told["style"], told["explode"]) == ("query", False, "form", False)
    schemas = told["schema"].get("oneOf", [told["schema"]])
    assert {one["type"] for one in schemas} == {kind}


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_gdal_copies_every_collection_without_a_warning(live_server: LiveServer, cast: Cast, tmp_path: Path) -> None:
    headers, target = tmp_path / "headers", tmp_path / "all.gpkg"
    headers.write_text(f"X-Session-Token: {session_of(cast.officer)}\n")
    command = ["ogr2ogr", "-f", "GPKG", str(target), f"OAPIF:{live_server.url}/api/v1/ogc", "-oo", "PAGE_SIZE=2"]

    done = subprocess.run(
        [*command, "--config", "GDAL_HTTP_HEADER_FILE", str(headers)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    source = DataSource(target)
    layers = [source[index] for index in range(len(source))]
    found = {layer.name: (layer.geom_type.name, layer.num_feat) for layer in layers}
    assert found == {
        "sites": ("Point", 1),
        "levels": ("MultiPolygon", 2),
        "spaces": ("MultiPolygon", 5),
        "openings": ("LineString", 1),
        "opening_points": ("Point", 1),
        "objects": ("Point", 1),
        "areas": ("MultiPolygon", 2),
        "area_lines": ("LineString", 1),
    }
    (ordinals,) = {tuple(layer.get_fields("ordinal")) for layer in layers if layer.name == "levels"}
    assert set(ordinals) == {0.0, 0.5}


def test_half_floors_and_whole_ones_are_numbers_of_one_kind(asked: Client) -> None:
    """A program that meets 0 first takes the column for whole numbers, and cuts 0.5 down."""
    text = asked.get(SPACES).content.decode()

    assert '"ordinal": 0.0' in text
