"""No agency takes the name of another one: by it people are led to a sign-in, and read whose notice they accept."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from coordination.models import User
from mou.agencies.actions import change_agency, create_agency, set_agency_active
from mou.errors import AgencyNameTaken
from mou.models import AdministrativeAct, Agency
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
ZONE = "America/Chicago"


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def hostile() -> Agency:
    return make_agency(AgencyKind.FIRE, name="Farther Fire")


def rename(agency: Agency, name: str, short_name: str = "") -> None:
    actor = make_member(agency, role=MemberRole.ADMINISTRATOR).user_id
    call = {"name": name, "short_name": short_name or f"Short {agency.name}"[:40], "time_zone": ZONE}
    change_agency(actor_id=actor, agency_id=agency.pk, at=datetime.now(UTC), **call)


def found(kind: AgencyKind, name: str, parent: Agency | None = None) -> None:
    create_agency(
        actor_id=OPERATOR,
        kind=kind,
        name=name,
        short_name=name[:40],
        time_zone=ZONE,
        parent_id=None if parent is None else parent.pk,
        at=datetime.now(UTC),
    )


@pytest.mark.parametrize(
    "taken",
    [
        "Prairie District",
        "prairie district",
        "Prairie  District",
        "\uff30rairie District",
        "PD",
        # The same to the eye: letters of Cyrillic and Greek, an accent, a capital i and a figure.
        "\u0420r\u0430irie District",
        "Prairie Dist\u0433ict".replace("\u0433", "r\u0307"),
        "Prair\u03b9e Distr\u0456ct",
        "Pra1rie DlstrIct",
        "\u0420D",
    ],
)
def test_no_agency_takes_another_one_s_name_or_short_name(district: Agency, hostile: Agency, taken: str) -> None:
    Agency.objects.filter(pk=district.pk).update(short_name="PD")

    for name, short_name in ((taken, "FF"), ("Farther Fire", taken)):
        with pytest.raises(AgencyNameTaken):
            rename(hostile, name, short_name)
    with pytest.raises(AgencyNameTaken):
        found(AgencyKind.POLICE, taken)

    assert Agency.objects.get(pk=hostile.pk).name == "Farther Fire"
    assert Agency.objects.count() == 2
    assert not AdministrativeAct.objects.exists()


def test_names_that_read_apart_are_two(district: Agency, hostile: Agency) -> None:
    for name in ("Prairie District Fire", "Pradera", "\u041f\u0440\u0435\u0440\u0438\u044f", "\u8349\u539f"):
        rename(hostile, name)

    assert Agency.objects.get(pk=hostile.pk).name == "\u8349\u539f"


def test_the_interface_and_the_page_say_which_field(district: Agency, hostile: Agency) -> None:
    chief = make_member(hostile, role=MemberRole.ADMINISTRATOR).user
    body = {"name": "Farther Fire", "short_name": district.name, "time_zone": ZONE}
    client, browser = Client(headers={"X-Session-Token": session_of(chief)}), Client()
    browser.force_login(User.objects.get(pk=chief.pk))

    answer = client.put(f"/api/v1/agencies/{hostile.pk}", body, content_type="application/json")
    page = browser.post(
        f"/administration/agencies/{hostile.pk}", {**body, "act": "change", "agency_id": str(hostile.pk)}
    )

    problem = json.loads(answer.content)
    assert (answer.status_code, problem["code"]) == (409, "agency_name_taken")
    assert [one["pointer"] for one in problem["errors"]] == ["/short_name"]
    assert page.status_code == 422
    assert "Another agency is called that" in page.content.decode()


def test_schools_of_two_districts_may_have_one_name_and_of_one_may_not(district: Agency) -> None:
    other = make_agency(AgencyKind.DISTRICT, name="Meadow District")
    found(AgencyKind.SCHOOL, "Lincoln High", district)
    found(AgencyKind.SCHOOL, "Lincoln High", other)

    for name, parent in (("lincoln high", district), ("Prairie District", other)):
        with pytest.raises(AgencyNameTaken):
            found(AgencyKind.SCHOOL, name, parent)
    with pytest.raises(AgencyNameTaken):
        found(AgencyKind.POLICE, "Lincoln High")


def test_the_name_of_an_agency_that_was_switched_off_is_free_until_it_comes_back(
    district: Agency, hostile: Agency
) -> None:
    def switch(is_active: bool) -> None:
        set_agency_active(actor_id=OPERATOR, agency_id=district.pk, is_active=is_active, at=datetime.now(UTC))

    switch(False)
    rename(hostile, "Prairie District")

    with pytest.raises(AgencyNameTaken):
        switch(True)
    assert not Agency.objects.get(pk=district.pk).is_active


def test_another_time_zone_asks_for_no_other_name_of_who_shares_one_already(district: Agency, hostile: Agency) -> None:
    Agency.objects.filter(pk=hostile.pk).update(name=district.name, short_name="FF")

    rename(Agency.objects.get(pk=hostile.pk), district.name, "FF")

    assert Agency.objects.get(pk=hostile.pk).time_zone == ZONE


@pytest.mark.django_db(transaction=True)
def test_of_two_agencies_that_take_one_name_at_once_one_has_it() -> None:
    both = [make_agency(AgencyKind.FIRE) for _ in range(2)]
    start = Barrier(2)

    def take(agency: Agency) -> bool:
        start.wait(10)
        try:
            rename(agency, "Prairie Fire")
        except AgencyNameTaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, both)) == [False, True]
    assert Agency.objects.filter(name="Prairie Fire").count() == 1
