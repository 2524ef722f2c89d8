"""The shapes below the console's map are those of sites that the reader may know of, and of no others."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.console.grounds import grounds_for
from mapping.models import Building
from mou.vocabulary import AgencyKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_user

pytestmark = pytest.mark.django_db
HOUSE = Polygon(((-98.5, 39.8), (-98.499, 39.8), (-98.499, 39.801), (-98.5, 39.801), (-98.5, 39.8)))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_dispatcher_is_given_the_grounds_and_buildings_of_the_sites_they_see_and_of_no_others(cast: Cast) -> None:
    Building.objects.create(site=cast.site, name="Main", outline=MultiPolygon(HOUSE))
    make_site(make_agency(AgencyKind.DISTRICT, name="District of elsewhere"))

    grounds = grounds_for(cast.dispatcher.pk, datetime.now(UTC))

    assert [one["district"] for one in grounds] == [cast.site.district.name]
    assert json.loads(str(grounds[0]["boundary"]))["coordinates"]
    assert "-98.499" in str(grounds[0]["buildings"])


def test_who_sees_no_site_is_given_no_ground(cast: Cast) -> None:
    assert grounds_for(make_user(username="nobody").pk, datetime.now(UTC)) == []


def test_more_sites_cost_no_more_queries(cast: Cast) -> None:
    at = datetime.now(UTC)
    grounds_for(cast.dispatcher.pk, at)
    with CaptureQueriesContext(connection) as one:
        grounds_for(cast.dispatcher.pk, at)
    for _ in range(3):
        make_site(cast.site.district)

    with CaptureQueriesContext(connection) as four:
        found = grounds_for(cast.dispatcher.pk, at)

    assert (len(found), len(four)) == (4, len(one))
