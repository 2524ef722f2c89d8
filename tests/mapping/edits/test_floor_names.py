"""A floor is renamed with a new version, and a building says how it counts; who may, and who may not."""

import pytest
from django.test import Client

from coordination.models import User
from mapping.models import Building, Floorplan, Level, Space
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import make_member
from tests.stage.maps.plan_client import PlanClient

# Each rename is a durable transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)
NAME = {"name": "Second floor", "short_name": "2"}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="203", name="")))
    return cast


@pytest.fixture
def planner(cast: Cast) -> PlanClient:
    return PlanClient(make_member(cast.district, role=MemberRole.PLANNER).user)


def found(user: User, cast: Cast, text: str) -> list[str]:
    client = Client()
    client.force_login(user)
    places = client.get(f"/api/v1/sites/{cast.site.pk}/resolve", {"q": text}).json()["places"]
    return [one["label"] for one in places]


def test_a_renamed_floor_is_found_by_its_new_name_and_is_a_new_version(cast: Cast, planner: PlanClient) -> None:
    level = Level.objects.get()
    before = Floorplan.objects.get()
    assert found(cast.officer, cast, "second floor, room 203") == ["Room 203"]
    assert found(cast.officer, cast, "second floor") == []

    planner.ask("GET", f"/levels/{level.pk}/versions")
    answer = planner.ask("PUT", f"/levels/{level.pk}/name", NAME)

    assert (planner.status, answer["name"], answer["short_name"]) == (200, "Second floor", "2")
    assert found(cast.officer, cast, "second floor") == ["second floor"]
    versions = Floorplan.objects.order_by("version").values_list("version", "state", "verified_by", "verified_on")
    assert list(versions) == [
        (1, "superseded", before.verified_by_id, before.verified_on),
        (2, "published", before.verified_by_id, before.verified_on),
    ]
    assert Space.objects.filter(floorplan__version=2).count() == Space.objects.filter(floorplan__version=1).count()


def test_whoever_has_not_seen_the_newest_version_renames_nothing(cast: Cast, planner: PlanClient) -> None:
    level = Level.objects.get()

    planner.ask("PUT", f"/levels/{level.pk}/name", NAME, if_match=None)
    without = planner.status
    planner.ask("PUT", f"/levels/{level.pk}/name", NAME, if_match='"old"')

    assert (without, planner.status) == (428, 412)
    assert Floorplan.objects.count() == 1


def test_while_a_draft_is_open_the_floor_keeps_its_name(cast: Cast, planner: PlanClient) -> None:
    level = Level.objects.get()
    planner.start(level.pk)
    planner.ask("GET", f"/levels/{level.pk}/versions")

    answer = planner.ask("PUT", f"/levels/{level.pk}/name", NAME)

    assert (planner.status, answer["code"]) == (409, "draft_is_open")


def test_a_partner_may_see_floors_and_rename_none(cast: Cast) -> None:
    officer = PlanClient(cast.officer)
    level, building = Level.objects.get(), Building.objects.get()

    officer.ask("PUT", f"/levels/{level.pk}/name", NAME)
    renamed = officer.status
    officer.ask("PUT", f"/sites/{cast.site.pk}/buildings/{building.pk}/floor-counting", {"floor_counting": "uk"})

    assert (renamed, officer.status) == (403, 403)
    assert Level.objects.get().name != "Second floor"


def test_a_stranger_finds_neither_floor_nor_building(cast: Cast) -> None:
    stranger = PlanClient(cast.stranger)
    level, building = Level.objects.get(), Building.objects.get()

    for method, path, body in (
        ("PUT", f"/levels/{level.pk}/name", NAME),
        ("GET", f"/sites/{cast.site.pk}/buildings", None),
        ("PUT", f"/sites/{cast.site.pk}/buildings/{building.pk}/floor-counting", {"floor_counting": "uk"}),
    ):
        stranger.ask(method, path, body)
        assert stranger.status == 404


def test_a_building_that_counts_as_in_britain_has_its_first_floor_above_the_ground(
    cast: Cast, planner: PlanClient
) -> None:
    Level.objects.update(name="Science", short_name="S", ordinal=1)
    building = Building.objects.get()
    assert found(cast.officer, cast, "second floor") == ["Science"]

    planner.ask("PUT", f"/sites/{cast.site.pk}/buildings/{building.pk}/floor-counting", {"floor_counting": "uk"})

    assert found(cast.officer, cast, "first floor") == ["Science"]
    assert found(cast.officer, cast, "second floor") == []
