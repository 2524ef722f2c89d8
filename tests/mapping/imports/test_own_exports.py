"""A site's own export, brought into the same site or a new one, is the same building; who says otherwise is heard."""

import json

import pytest
from django.test import Client

from coordination.models import User
from mapping.exports.site_plan import site_plan
from mapping.imports.work import work_one
from mapping.models import Building, Floorplan, ImportJob, Site
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import bring_plan, draw_level, make_plan, make_site
from tests.factories.mou import NOW, make_member
from tests.mapping.exports.test_round_trips import WRITERS

pytestmark = pytest.mark.django_db(transaction=True)
HOUSE = "Triview"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def planner(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.PLANNER).user


@pytest.fixture
def site(cast: Cast) -> Site:
    site = make_site(cast.district)
    make_plan(site, draw_level(), draw_level(ordinal="1"), building=HOUSE)
    return site


def written(site: Site, kind: str) -> bytes:
    return WRITERS[kind](site_plan(Site.objects.select_related("district").get(pk=site.pk)))


def bring(site: Site, planner: User, raw: bytes, *, building: str = "", is_dry_run: bool = False) -> ImportJob:
    job = bring_plan(actor_id=planner.pk, site=site, raw=raw, building=building, is_dry_run=is_dry_run)
    assert work_one(clock=lambda: NOW, may_go_on=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("done", "")
    return job


def houses(site: Site) -> list[str]:
    return sorted(Building.objects.filter(site=site).values_list("name", flat=True))


def versions(site: Site) -> list[tuple[str, float, int, str]]:
    found = Floorplan.objects.filter(level__site=site).order_by("level__ordinal", "version")
    return [
        (str(one.level.building), float(one.level.ordinal), one.version, one.state)
        for one in found.select_related("level__building")
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_an_own_export_is_the_next_version_of_the_same_building(site: Site, planner: User, kind: str) -> None:
    job = bring(site, planner, written(site, kind))

    assert (houses(site), job.building_name) == ([HOUSE], HOUSE)
    assert [one[1:] for one in versions(site)] == [
        (0.0, 1, "published"),
        (0.0, 2, "draft"),
        (1.0, 1, "published"),
        (1.0, 2, "draft"),
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_into_a_new_site_the_building_keeps_its_name(cast: Cast, site: Site, planner: User, kind: str) -> None:
    new = make_site(cast.district, name="Annex")

    bring(new, planner, written(site, kind))

    assert houses(new) == houses(site) == [HOUSE]


def test_what_a_person_says_beside_the_file_names_its_one_building(cast: Cast, site: Site, planner: User) -> None:
    new = make_site(cast.district, name="Annex")

    bring(new, planner, written(site, "geojson"), building="South wing")

    assert houses(new) == ["South wing"]


def test_a_file_that_names_no_building_is_of_the_only_one(site: Site, planner: User) -> None:
    (space,) = [
        one for one in json.loads(written(site, "geojson"))["features"] if one["properties"]["kind"] == "space"
    ][:1]
    room = {**space, "properties": {"number": "1", "level": "1"}}

    job = bring(site, planner, json.dumps({"type": "FeatureCollection", "features": [room]}).encode())

    assert (houses(site), job.building_name) == ([HOUSE], HOUSE)


def test_with_two_buildings_none_is_proposed_and_the_file_still_counts(site: Site, planner: User) -> None:
    Building.objects.create(site=site, name="Gym")

    bring(site, planner, written(site, "imdf"))

    assert houses(site) == ["Gym", HOUSE]


def test_a_dry_run_says_which_building_it_would_be_and_makes_none(cast: Cast, site: Site, planner: User) -> None:
    new = make_site(cast.district, name="Annex")

    job = bring(new, planner, written(site, "kml"), is_dry_run=True)

    assert (houses(new), job.building_name) == ([], HOUSE)


def test_the_page_proposes_the_only_building_and_fills_in_none(site: Site, planner: User, client: Client) -> None:
    client.force_login(planner)

    page = client.get(f"/sites/{site.pk}/plan-imports").content.decode()

    assert f'placeholder="{HOUSE}"' in page
    assert 'value="Main building"' not in page
