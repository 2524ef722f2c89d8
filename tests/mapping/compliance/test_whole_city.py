"""A district of a city's 122 schools costs as many queries as one school: the rules, the API and the page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.web.navigation import forget_main_pages
from mapping.compliance.facts import rule_facts
from mapping.compliance.queries import district_rules
from mapping.models import Floorplan, Level, PlanObject, Site, WalkThrough
from mapping.vocabulary import FloorplanState
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def district(city: Path) -> Agency:
    """Return the district with every site that has a boundary, each with a published floor that someone walked."""
    call_command("import_sites", str(city), json=True, stdout=StringIO())
    district = Agency.objects.get(kind=AgencyKind.DISTRICT.value)
    walker = make_user(username="walker")
    sites = list(Site.objects.filter(district=district))
    levels = Level.objects.bulk_create(
        Level(site=site, ordinal=Decimal(0), name="Ground floor", short_name="1") for site in sites
    )
    plans = Floorplan.objects.bulk_create(
        Floorplan(
            level=level,
            version=1,
            state=FloorplanState.PUBLISHED,
            source="test",
            source_sha256="",
            imported_at=NOW,
            verified_by=walker,
            verified_on=date(2026, 6, 1),
        )
        for level in levels
    )
    WalkThrough.objects.bulk_create(
        WalkThrough(floorplan=plan, walked_on=date(2026, 6, 1), walked_by=walker, walked_with=[], recorded_at=NOW)
        for plan in plans
    )
    PlanObject.objects.bulk_create(
        PlanObject(floorplan=plan, kind="aed", location=site.location) for plan, site in zip(plans, sites, strict=True)
    )
    return district


def test_the_rules_of_122_schools_cost_the_queries_of_one(district: Agency) -> None:
    sites = list(Site.objects.filter(district=district))
    assert len(sites) == 122

    counts = []
    for some in (sites[:1], sites[:16], sites):
        with CaptureQueriesContext(connection) as asked:
            facts = rule_facts(some, NOW)
        assert len(facts) == len(some)
        assert all(one.things == {"aed": 1} and one.plans == 1 for one in facts.values())
        counts.append(len(asked))

    assert len(set(counts)) == 1
    assert counts[0] <= 22
    assert len(district_rules(district, NOW)[1]) == 122


@pytest.mark.parametrize("path", ["/districts/{}/map-rules", "/api/v1/districts/{}/map-rules"])
def test_the_district_s_page_and_answer_cost_the_same_however_many_schools(
    district: Agency, client: Client, path: str
) -> None:
    client.force_login(make_member(district, user=make_user(username="planner"), role=MemberRole.PLANNER).user)

    def cost() -> int:
        # What the navigation leads to is asked once a minute.
        forget_main_pages()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path.format(district.pk)).status_code == 200
        return len(asked)

    whole = cost()
    Site.objects.filter(pk__in=list(Site.objects.values_list("pk", flat=True)[1:])).update(district=other_district())

    assert cost() == whole


def other_district() -> Agency:
    """Return a district for the sites that are not looked at."""
    return Agency.objects.create(kind=AgencyKind.DISTRICT.value, name="Elsewhere", short_name="ELSE")
