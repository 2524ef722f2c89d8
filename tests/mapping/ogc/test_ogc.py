"""OGC API - Features: paging, boxes, policy, and GDAL's own client against a running server."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from mapping.access import sites_for
from mapping.interchange.drawing import SpaceDrawing
from mapping.models import Space
from mapping.ogc.queries import page_of
from mapping.ogc.question import Question
from mapping.vocabulary import MapCollection, SiteNeed
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, STEP, draw_level, make_plan, square
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
ROOMS = 25
ITEMS = "/api/v1/ogc/collections/spaces/items"


def room(number: int) -> SpaceDrawing:
    """Return one of a row of rooms from west to east."""
    place = (CENTRE[0] + number * STEP, CENTRE[1])
    area = (square(place, steps=0.9),)
    return SpaceDrawing(source_ref=f"r/{number}", category="classroom", number=str(number), name="", polygons=area)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(*(room(number) for number in range(ROOMS))))
    return cast


def walk(client: Client, address: str) -> list[str]:
    """Return the numbers of all rooms, page after page, as the links lead."""
    numbers: list[str] = []
    while address:
        page = client.get(address.replace("http://testserver", "")).json()
        assert page["numberReturned"] == len(page["features"])
        numbers += [one["properties"]["number"] for one in page["features"]]
        address = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
    return numbers


def test_pages_lead_through_all_features_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    numbers = walk(client, f"{ITEMS}?limit=7")

    assert sorted(map(int, numbers)) == list(range(ROOMS))


def test_a_box_gives_what_is_in_it_on_every_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    west, south = CENTRE[0] + 4.5 * STEP, CENTRE[1]
    box = f"{west},{south},{west + 5 * STEP},{south + STEP}"

    numbers = walk(client, f"{ITEMS}?limit=2&bbox={box}")

    assert sorted(map(int, numbers)) == [4, 5, 6, 7, 8, 9]


def test_superseded_plans_are_not_served(cast: Cast, client: Client) -> None:
    make_plan(cast.site, draw_level(room(99)))
    client.force_login(cast.officer)

    assert walk(client, ITEMS) == ["99"]


def test_a_stranger_finds_every_collection_empty_and_no_feature(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    names = [one["id"] for one in client.get("/api/v1/ogc/collections").json()["collections"]]
    root = "/api/v1/ogc/collections"

    found = {name: client.get(f"{root}/{name}/items").json()["features"] for name in names}

    assert found == {name: [] for name in names}
    assert client.get(f"{root}/spaces/items/{Space.objects.all()[0].pk}").status_code == 404


def test_whoever_may_finds_something_in_every_collection_but_the_empty_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    root = "/api/v1/ogc/collections"
    names = [one["id"] for one in client.get(root).json()["collections"]]

    found = {name: len(client.get(f"{root}/{name}/items").json()["features"]) for name in names}

    assert found == {"sites": 1, "levels": 1, "spaces": ROOMS, "openings": 1, "objects": 1, "areas": 0} | dict.fromkeys(
        ("opening_points", "area_lines"), 0
    )
    one = client.get(f"{root}/sites/items/{cast.site.pk}").json()
    assert (one["properties"]["name"], one["geometry"]["type"]) == (cast.site.name, "Point")


@pytest.mark.django_db(transaction=True)
def test_an_agreement_that_ends_empties_the_next_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    before = [len(walk(client, ITEMS)) for _ in range(2)]

    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Test.", at=datetime.now(UTC))

    assert (before, walk(client, ITEMS)) == ([ROOMS, ROOMS], [])


def test_a_feature_says_what_is_its_own_and_then_what_its_floor_says(cast: Cast, client: Client) -> None:
    named = replace(room(7), name='A "quoted" \u00fc\n\u0001 name', is_lockable=True)
    make_plan(cast.site, draw_level(named, replace(room(8), is_lockable=False), room(9)))
    space = Space.objects.select_related("floorplan__level__building").get(name=named.name)
    client.force_login(cast.officer)

    found = client.get(f"{ITEMS}/{space.pk}").json()
    others = {one["properties"]["number"]: one["properties"] for one in client.get(ITEMS).json()["features"]}

    level, verified_on = space.floorplan.level, space.floorplan.verified_on
    assert found["id"] == str(space.pk)
    assert found["properties"] == others["7"]
    assert list(found["properties"].items()) == [
        ("category", "classroom"),
        ("number", "7"),
        ("name", space.name),
        ("is_lockable", True),
        ("site_id", str(cast.site.pk)),
        ("level_id", str(level.pk)),
        ("level", level.name),
        ("ordinal", int(level.ordinal)),
        ("building", None if level.building is None else level.building.name),
        ("version", 2),
        ("verified_on", verified_on and str(verified_on)),
    ]
    assert [others[number]["is_lockable"] for number in "89"] == [False, None]


def test_a_page_costs_the_same_however_many_floors_it_touches(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_plan(cast.site, draw_level(room(1)), draw_level(room(30), ordinal="1"))
    sites = sites_for(cast.officer.pk, datetime.now(UTC), need=SiteNeed.FLOORPLAN)

    with django_assert_num_queries(2):
        page = page_of(MapCollection.SPACES, sites, Question(limit=100, boxes=(), after=None))

    assert {json.loads(one)["properties"]["level"] for one in page.features} == {"Level 0", "Level 1"}


@pytest.mark.parametrize(
    "query",
    [
        *("?limit=0", "?limit=x", "?limit=-1", "?limit=1.5", "?after=me", "?colour=red", "?limit=1&BBOX=1,2,3,4"),
        *("?bbox=1,2,3", "?bbox=a,b,c,d", "?bbox=1,2,x,3,4,5", "?bbox=1,2,3,4,5", "?bbox=0,-91,1,1", "?bbox=0,0,181,1"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_400(cast: Cast, client: Client, query: str) -> None:
    """OGC 17-069r4, /req/core/query-param-unknown and /req/core/query-param-invalid."""
    client.force_login(cast.officer)

    assert client.get(ITEMS + query).status_code == 400


@pytest.mark.parametrize("path", ["", "/conformance", "/collections", "/collections/spaces"])
def test_no_document_takes_a_parameter_that_it_does_not_describe(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.officer)

    assert client.get(f"/api/v1/ogc{path}").status_code == 200
    assert client.get(f"/api/v1/ogc{path}?f=html").status_code == 400


@pytest.mark.parametrize(
    ("box", "count"),
    [
        # With heights, which no feature here has.
        (f"{CENTRE[0] - 1},{CENTRE[1] - 1},-100,{CENTRE[0] + 1},{CENTRE[1] + 1},100", ROOMS),
        # Over the date line: all of America is east of 170 E and west of 60 W.
        ("170,-90,-60,90", ROOMS),
        ("170,-90,-170,90", 0),
    ],
)
def test_a_box_may_have_heights_and_may_cross_the_date_line(cast: Cast, client: Client, box: str, count: int) -> None:
    client.force_login(cast.officer)

    assert len(walk(client, f"{ITEMS}?bbox={box}&limit=10")) == count


def test_an_ordinal_is_a_number(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    rooms = client.get(ITEMS).json()["features"]
    levels = client.get("/api/v1/ogc/collections/levels/items").json()["features"]

    assert {one["properties"]["ordinal"] for one in (*rooms, *levels)} == {0}


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_gdal_reads_all_pages_and_asks_by_box_with_the_token_in_a_header(
    live_server: LiveServer, cast: Cast, tmp_path: Path
) -> None:
    headers = tmp_path / "headers"
    headers.write_text(f"X-Session-Token: {session_of(cast.officer)}\n")
    west, south = CENTRE[0] + 4.5 * STEP, CENTRE[1]
    box = [str(one) for one in (west, south, west + 5 * STEP, south + STEP)]

    everything = read_with_gdal(live_server.url, headers, tmp_path / "all.geojson")
    boxed = read_with_gdal(live_server.url, headers, tmp_path / "box.geojson", "-spat", *box)

    assert sorted(everything) == list(range(ROOMS))
    assert sorted(boxed) == [4, 5, 6, 7, 8, 9]


def read_with_gdal(url: str, headers: Path, target: Path, *options: str) -> list[int]:
    """Let ogr2ogr copy the spaces into a file, seven at a time, and return the numbers of the rooms."""
    command = ["ogr2ogr", "-f", "GeoJSON", *options, str(target), f"OAPIF:{url}/api/v1/ogc", "spaces"]
    command += ["-oo", "PAGE_SIZE=7", "--config", "GDAL_HTTP_HEADER_FILE", str(headers)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [int(one["properties"]["number"]) for one in json.loads(target.read_text())["features"]]
