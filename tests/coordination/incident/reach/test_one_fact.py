"""One function per fact: whatever page, list or alarm says who is reached, on duty or tested says the same."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.reach.facts import (
    AgencyReach,
    agencies_reach,
    agreements_that_hold,
    reach_at,
    reach_of_agency,
    reach_of_all,
)
from coordination.incident.reach.models import AlarmTest, AlarmTestResult
from coordination.models import User
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.push import make_device
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    """The cast, where one officer of two is off duty and three of all have a way."""
    made = make_cast()
    make_member(made.police, user=make_user(username="night"), is_on_duty=False)
    make_member(made.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR)
    for who in (made.teacher, made.officer):
        make_device(user=who)
    return made


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered_test(cast: Cast, agency: Agency, *, answered: int, told: int, days: int = 2) -> None:
    at = datetime.now(UTC) - timedelta(days=days)
    test = AlarmTest.objects.create(
        agency=cast.district,
        started_at=at,
        with_partners=True,
        breaks_silence=False,
        told_all_at=at,
        ended_at=at,
        end="time",
    )
    AlarmTestResult.objects.create(test=test, agency=agency, told=told, answered=answered)


def found_of(cast: Cast) -> dict[str, AgencyReach]:
    at = datetime.now(UTC)
    return {one.name: one for one in agencies_reach(cast.district, agreements_that_hold(cast.district, at), at)}


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the table of agencies, by agency."""
    table = page[page.index('id="reach') :]
    rows = re.findall(r"<tr.*?</tr>", table[: table.index("</table>")], re.DOTALL)
    cells = [
        [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]
    return {row[0]: row[1:] for row in cells if row}


def test_all_pages_say_the_same_of_each_agency(cast: Cast, keeper: User) -> None:
    answered_test(cast, cast.police, answered=3, told=4)
    client = client_of(keeper)
    pages = [
        client.get(address).content.decode()
        for address in (
            f"/districts/{cast.district.pk}/readiness",
            "/panic-tiers",
            f"/administration/agencies/{cast.district.pk}",
        )
    ]

    first, *others = [rows_of(page) for page in pages]
    assert others == [first, first]
    assert first["Fairview Police"][1:3] == ["1 of 2", "2"]
    assert first["Fairview Police"][3].endswith("3 of 4 answered")
    assert first["Lincoln High"][1:] == ["1 of 2", "told at any hour", "never"]


def test_the_agency_s_own_leaders_read_the_same_as_the_district(cast: Cast) -> None:
    answered_test(cast, cast.police, answered=3, told=4)
    sergeant = User.objects.get(username="sergeant")
    page = client_of(sergeant).get("/account/alerts/duty").content.decode()

    assert reach_of_agency(cast.police, datetime.now(UTC)).reachable == found_of(cast)["Fairview Police"].reachable
    said = [" ".join(one.split()) for one in re.findall(r"<dd class=\"number\">(.*?)</dd>", page, re.DOTALL)]
    assert said[:2] == ["1 of 2", "2 of 3"]
    assert said[2].endswith("3 of 4 answered")


def test_what_is_said_before_the_day_is_what_an_alarm_then_counts(cast: Cast) -> None:
    at = datetime.now(UTC)
    before = reach_at(cast.district, [cast.site], agreements_that_hold(cast.district, at), at)[cast.site.pk]
    body = {
        "id": str(uuid4()),
        "type": "raise_panic",
        "site_id": str(cast.site.pk),
        "is_exercise": False,
        "kind": "active_threat",
    }
    answer = Client().post(
        "/api/v1/panics", body, content_type="application/json", headers={"X-Session-Token": session_of(cast.insider)}
    )

    told = json.loads(answer.content)["told"]
    # Who presses is not told by their own press.
    told_by_it = before.told - {cast.insider.pk}
    assert told["chosen"] == len(told_by_it)
    assert told["without_way"] == len(told_by_it - before.told_with_way)


def test_agencies_and_sites_count_the_same_people(cast: Cast) -> None:
    at = datetime.now(UTC)
    sites = reach_of_all(reach_at(cast.district, [cast.site], agreements_that_hold(cast.district, at), at).values())
    agencies = found_of(cast).values()

    assert len(sites.told) == sum(one.told for one in agencies)
    assert len(sites.told_with_way) == sum(one.reachable for one in agencies)


def test_an_agency_without_agreement_is_not_listed_and_one_off_duty_reaches_no_one(cast: Cast) -> None:
    AgencyMember.objects.filter(agency=cast.police).update(is_on_duty=False)
    make_agency(AgencyKind.FIRE, name="Far Fire")
    found = found_of(cast)

    assert "Far Fire" not in found
    assert (found["Fairview Police"].told, found["Fairview Police"].on_duty) == (0, 0)


@pytest.mark.parametrize(("days", "answered", "is_done"), [(2, 3, True), (43, 3, False), (40, 3, True), (2, 0, False)])
def test_the_checklist_asks_for_a_test_that_each_agency_answered_within_six_weeks(
    cast: Cast, keeper: User, *, days: int, answered: int, is_done: bool
) -> None:
    for agency in (cast.district, cast.school, cast.police, cast.dispatch):
        answered_test(cast, agency, answered=answered, told=4, days=days)
    page = client_of(keeper).get("/administration").content.decode()

    assert ("Each agency has answered a test alarm within six weeks" in page) is is_done


def test_who_is_of_another_agency_reads_none_of_it(cast: Cast) -> None:
    client = client_of(cast.officer)
    pages = (f"/districts/{cast.district.pk}/readiness", "/panic-tiers", f"/administration/agencies/{cast.district.pk}")

    assert [client.get(one).status_code for one in pages] == [404, 404, 404]
