"""Where a person is, in the words of the plans: the drawn school answers as its drawing says."""

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from mapping.demo_school.store import create_demo_sites
from mapping.models import Site, Space
from mapping.plans.nearest import length_in_words, room_choices, whereabouts_of_point, whereabouts_of_space
from mou.vocabulary import OPERATOR, AgencyKind
from tests.factories.mapping import CENTRE, STEP, make_plan, make_site
from tests.factories.mou import NOW, make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def lincoln() -> Site:
    """The drawn high school: two floors, doors 1 to 17, sides A to D."""
    district = make_agency(AgencyKind.DISTRICT)
    create_demo_sites(actor_id=OPERATOR, district_id=district.id, school_ids={}, time_zone="America/Chicago", at=NOW)
    return Site.objects.get(name="Lincoln High School")


def room(site: Site, number: str) -> Space:
    return Space.objects.get(floorplan__level__site=site, number=number)


@pytest.mark.parametrize(("number", "level", "door"), [("112", "Floor 1", "4"), ("214", "Floor 2", "4")])
def test_a_room_has_its_floor_and_the_way_in(lincoln: Site, number: str, level: str, door: str) -> None:
    found = whereabouts_of_space(lincoln, room(lincoln, number).id)

    assert found is not None
    assert found.door is not None
    assert (found.building, found.level, found.room.split()[0]) == ("Main building", level, number)
    assert (found.door.number, found.door.side) == (door, "B")


def test_a_point_with_its_floor_is_in_the_room_and_without_it_only_in_the_house(lincoln: Site) -> None:
    space = room(lincoln, "112")
    inside = space.geometry.point_on_surface

    with_floor = whereabouts_of_point(lincoln, lon=inside.x, lat=inside.y, level_id=space.floorplan.level_id)
    without = whereabouts_of_point(lincoln, lon=inside.x, lat=inside.y, level_id=None)

    assert with_floor.room.startswith("112")
    assert (without.building, without.level, without.room) == ("Main building", "", "")


def test_a_room_of_another_site_is_nowhere_here(lincoln: Site) -> None:
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT))

    assert whereabouts_of_space(elsewhere, room(lincoln, "112").id) is None
    assert whereabouts_of_space(lincoln, uuid4()) is None
    assert room_choices(elsewhere) == []


def test_without_marked_sides_a_lone_door_has_none_and_a_point_outdoors_still_has_a_door() -> None:
    site = make_site(make_agency(AgencyKind.DISTRICT))
    make_plan(site)

    found = whereabouts_of_point(site, lon=CENTRE[0] - 5 * STEP, lat=CENTRE[1], level_id=None)

    assert found.door is not None
    assert (found.building, found.room, found.door.number, found.door.side) == ("", "", "1", "")


def test_a_place_costs_a_bounded_number_of_queries(
    lincoln: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    space = room(lincoln, "112")
    inside = space.geometry.point_on_surface

    with django_assert_max_num_queries(4):
        whereabouts_of_space(lincoln, space.id)
    with django_assert_max_num_queries(4):
        whereabouts_of_point(lincoln, lon=inside.x, lat=inside.y, level_id=None)
    with django_assert_max_num_queries(1):
        assert len(room_choices(lincoln)) > 60


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (1, "3 ft (1 m)"),
        (8, "26 ft (8 m)"),
        (17, "60 ft (17 m)"),
        (61, "200 ft (61 m)"),
        (1300, "0.8 mi (1,300 m)"),
    ],
)
def test_a_distance_is_said_as_scripts_say_it(metres: int, words: str) -> None:
    """The same in tests/coordination/web/scripts/positions.test.mjs."""
    assert length_in_words(metres) == words
