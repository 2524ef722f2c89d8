"""The page of a site says which agencies have not acknowledged the version in force, to the site's own people only."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from mapping.edits.steps import acknowledge_floorplan
from mapping.models import Floorplan
from mapping.plans.unacknowledged import unacknowledged_floors
from mapping.plans.versions import etag_of
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import make_agency, make_memorandum

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
BOTH = ("Fairview Dispatch", "Fairview Police")


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space()), draw_level(draw_space(number="201"), ordinal="1"))
    return cast


def waiting(cast: Cast) -> list[tuple[str, ...]]:
    return [floor.agencies for floor in unacknowledged_floors(cast.site, NOW)]


def look_at(cast: Cast, *plans: Floorplan) -> None:
    for plan in plans:
        acknowledge_floorplan(actor_id=cast.officer.pk, floorplan_id=plan.pk, if_match=etag_of(plan), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_agency_that_acknowledged_a_floor_is_asked_for_the_others_only() -> None:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space()), draw_level(draw_space(number="201"), ordinal="1"))
    assert waiting(cast) == [BOTH, BOTH]

    look_at(cast, *Floorplan.objects.filter(level__ordinal=0))
    assert waiting(cast) == [("Fairview Dispatch",), BOTH]

    # A new version is another plan: whoever saw the one before has not seen this one.
    make_plan(cast.site, draw_level(draw_space(number="102")))
    assert waiting(cast) == [BOTH, BOTH]


def test_whoever_may_not_see_the_plans_is_not_asked(cast: Cast) -> None:
    without = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, without, withheld=[TermKind.FLOORPLAN_ACCESS], grants=[TermKind.ROSTER_ACCESS])
    elsewhere = make_agency(AgencyKind.EMS, name="Fairview Ambulance")
    make_memorandum(cast.district, elsewhere, sites=[], expires_on=date(2999, 1, 1))

    assert waiting(cast) == [BOTH, BOTH]


def test_it_costs_the_same_however_many_floors(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_plan(cast.site, *(draw_level(draw_space(), ordinal=str(n)) for n in range(9)), building="Annex")

    with django_assert_max_num_queries(6):
        assert len(waiting(cast)) == 11


@pytest.mark.parametrize(("name", "sees"), [("insider", True), ("teacher", True), ("officer", False)])
def test_only_the_site_s_own_people_are_told_who_has_not_looked(
    cast: Cast, client: Client, name: str, sees: bool
) -> None:
    client.force_login(getattr(cast, name))

    page = client.get(f"/sites/{cast.site.pk}").content.decode()

    assert ('id="unacknowledged"' in page, "Fairview Dispatch" in page) == (sees, sees)
