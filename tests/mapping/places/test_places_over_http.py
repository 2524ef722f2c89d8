"""Places over HTTP: answered for readers of the plans, not found for all others, read once per version."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mapping.access import site_for
from mapping.demo_school.store import create_demo_sites
from mapping.geometry.rings import apart_m
from mapping.imports.saving.record import Source
from mapping.imports.saving.store import import_floorplan
from mapping.interchange.drawing import LevelDrawing, PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.models import Level, Site
from mapping.places.gazetteer import Gazetteer
from mapping.places.queries import gazetteer_of
from mapping.places.resolve import resolve_text
from mapping.places.wire import gazetteer_json
from mapping.vocabulary import FloorplanState, SiteNeed
from mou.vocabulary import OPERATOR, AgencyKind, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, draw_level, draw_space, make_plan
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum
from tests.mapping.places.school import lincoln

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="112", name="Library", category="library")))
    return cast


def labels(client: Client, path: str, **headers: str) -> list[tuple[str, str, float]]:
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == 200, response.content
    return [(one["label"], one["words"], one["confidence"]) for one in response.json()["places"]]


def test_a_partner_with_the_plans_is_told_what_a_text_can_mean(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)

    english = labels(client, f"/sites/{cast.site.id}/resolve?q=library&lang=en")
    spanish = labels(client, f"/sites/{cast.site.id}/resolve?q=sal%C3%B3n+112", **{"Accept-Language": "es"})

    assert english == [("Library 112", "Library 112, ground floor, nearest exterior door 1, grid J11", 0.9)]
    said = "Biblioteca 112, planta baja, puerta exterior más cercana 1, cuadrícula J11"
    assert spanish == [("Biblioteca 112", said, 1.0)]


@pytest.mark.parametrize("path", ["resolve?q=library", "gazetteer"])
def test_without_the_plans_there_is_nothing_to_ask(client: Client, cast: Cast, path: str) -> None:
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants={TermKind.ROOM_ACCESS}, expires_on=date(2999, 1, 1))
    without_plans = make_member(fire).user
    assert site_for(user_id=without_plans.pk, site_id=cast.site.pk, need=SiteNeed.SEE, at=NOW) == cast.site

    for user in (without_plans, cast.stranger, cast.former):
        client.force_login(user)
        assert client.get(f"/api/v1/sites/{cast.site.id}/{path}").json()["code"] == "site_not_found"


@pytest.mark.parametrize("query", ["", "?q=", f"?q={'x' * 201}", "?q=gym&lang=xx"])
def test_a_question_that_is_none_is_refused(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.officer)

    assert client.get(f"/api/v1/sites/{cast.site.id}/resolve{query}").status_code == 422


def test_a_gazetteer_that_is_known_costs_a_304_and_a_new_plan_is_another(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    path = f"/api/v1/sites/{cast.site.id}/gazetteer"
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": etag})
    make_plan(cast.site, draw_level(draw_space(number="113", name="")))
    changed = client.get(path, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    assert "Room 113" in changed.content.decode()


def test_the_gazetteer_is_read_in_five_queries_and_then_known_by_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        first = gazetteer_of(cast.site)
    with django_assert_max_num_queries(1):
        assert gazetteer_of(cast.site) is first


def named(gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return sorted((one.kinds, one.keys, one.phrase, one.said_en, one.floor, one.side) for one in gazetteer.places)


def test_the_stored_school_is_named_as_its_drawing_is() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    create_demo_sites(actor_id=OPERATOR, district_id=district.id, school_ids={}, time_zone="America/Chicago", at=NOW)

    stored = gazetteer_of(Site.objects.get(name="Lincoln High School"))

    assert named(stored) == named(lincoln())
    assert stored.grid == lincoln().grid


# --- floors on which nothing has a name -------------------------------------------------------------------------------
NAMES = ("Mezzanine", "Basement 3", "C", "Concourse", "2F West Gate and Long Distance Bus Concourse", "Ground floor")


def bare_level(name: str, ordinal: str, *, is_outdoor: bool = False) -> LevelDrawing:
    level = draw_level(draw_space(number="", name="", category="unspecified"), ordinal=ordinal)
    openings = tuple(replace(one, number="", is_exterior=False) for one in level.openings)
    return replace(level, name=name, short_name=name[:12], is_outdoor=is_outdoor, openings=openings, objects=())


def test_every_floor_in_force_is_found_by_its_own_name(client: Client) -> None:
    cast = make_cast()
    levels = [bare_level(name, str(number)) for number, name in enumerate(NAMES)]
    make_plan(cast.site, *levels, bare_level("Concourse Outdoor", "0", is_outdoor=True))
    book = gazetteer_of(cast.site)

    for level in Level.objects.filter(site=cast.site):
        found = resolve_text(level.name, book)
        assert [one.level_id for one in found] == [level.pk], level.name
        assert apart_m(found[0].lonlat, CENTRE) < 50


def test_a_page_finds_the_same_floor_on_which_nothing_has_a_name() -> None:
    cast = make_cast()
    make_plan(cast.site, bare_level("Mezzanine", "1"))
    book = gazetteer_of(cast.site)

    (floor,) = json.loads(gazetteer_json(book, "en"))["floors"]

    (place,) = resolve_text("mezzanine", book)
    assert tuple(floor["middle"]) == place.lonlat


def test_a_floor_with_named_rooms_needs_no_middle_and_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        book = gazetteer_of(cast.site)

    assert [floor.middle for floor in book.floors] == [None]


def test_a_floor_that_is_a_draft_is_not_found_by_its_name() -> None:
    cast = make_cast()
    import_floorplan(
        actor_id=OPERATOR,
        site_id=cast.site.pk,
        building_name="Main building",
        drawing=PlanDrawing(outline=(), levels=(bare_level("Mezzanine", "1"),)),
        ledger=Ledger(),
        source=Source("drawn in a test", "0" * 64),
        state=FloorplanState.DRAFT,
        at=NOW,
    )

    assert resolve_text("mezzanine", gazetteer_of(cast.site)) == []
