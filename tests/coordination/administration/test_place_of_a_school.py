"""What the place of a school says on its page: its time zone, and whether its ground can be one."""

import json

import pytest

from mapping.models import Site
from mou.models import Agency
from tests.coordination.administration.test_pages import (
    REFUSED,
    SCHOOL,
    SEE_OTHER,
    browser,
    keeper,
    operator,
    text_of,
)
from tests.factories.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_ground_of_a_few_meters_is_questioned_and_taken_when_someone_says_that_it_is(cast: Cast) -> None:
    client = browser(keeper(cast))
    address = f"/districts/{cast.district.id}/new-school"
    small = {**SCHOOL, "boundary": "39.80000, -98.50000\n39.80000, -98.49993\n39.80006, -98.49993\n39.80006, -98.50000"}

    asked = client.post(address, small)

    assert (asked.status_code, Site.objects.filter(name="Ford Elementary").exists()) == (422, False)
    assert 'name="is_large"' in asked.content.decode()
    assert client.post(address, {**small, "is_large": "on"}).status_code == SEE_OTHER


def test_the_place_proposes_the_time_zone_and_a_person_may_choose_another(cast: Cast) -> None:
    client = browser(keeper(cast))
    address = f"/districts/{cast.district.id}/new-school"
    denver = {**SCHOOL, "boundary": "39.80, -105.00\n39.80, -104.99\n39.81, -104.99"}
    at_sea = {"name": "Ship", "lon": -40.0, "lat": 30.0}

    assert client.post(address, {**denver, "time_zone": ""}).status_code == SEE_OTHER
    site = Site.objects.get(name="Ford Elementary")
    assert site.school is not None
    assert (site.time_zone, site.school.time_zone) == ("America/Denver", "America/Denver")
    settings = f"/sites/{site.pk}/settings"
    assert "whose clock is another" not in text_of(client.get(settings))

    assert client.post(settings, {**denver, "school_id": str(site.school_id)}).status_code == SEE_OTHER
    site.refresh_from_db()
    assert site.time_zone == "America/Chicago"
    assert "Its place lies in the time zone America/Denver, whose clock is another." in text_of(client.get(settings))

    refused = client.post(f"/api/v1/districts/{cast.district.id}/sites", json.dumps(at_sea), "application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_site")
    assert (
        client.post(address, {**SCHOOL, "time_zone": "", "boundary": "", "lat": "30", "lon": "-40"}).status_code == 422
    )
    assert "No time zone is known of this place" in refused.content.decode()


def test_who_founds_an_agency_chooses_its_time_zone_and_nothing_is_proposed_by_the_server(cast: Cast) -> None:
    client = browser(operator())
    form = {"act": "found", "kind": "district", "name": "Ford Schools", "short_name": "FS", "time_zone": ""}

    page = text_of(client.get("/administration/agencies/new"))

    assert '<option value="" selected>' in page
    assert 'label="In this country"' in page
    assert page.index("America/Denver") < page.index("Africa/Abidjan")
    assert client.post("/administration/agencies/new", form).status_code == REFUSED
    assert not Agency.objects.filter(name="Ford Schools").exists()
