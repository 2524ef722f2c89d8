"""Lists of desks ask the database as often for twenty things as for one."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from tests.factories.cast import Cast
from tests.factories.prevention.cases import make_case, make_case_team
from tests.factories.prevention.climate import make_climate_task, make_climate_team
from tests.factories.prevention.social_alerts import make_social_alert
from tests.factories.prevention.support import make_crisis, make_referral, make_support_team
from tests.factories.prevention.tips import make_desk, make_tip

pytestmark = pytest.mark.django_db
MANY = 20


@dataclass(frozen=True)
class Listed:
    """A page with a list, what makes the first thing on it, and what then makes one more."""

    address: str
    begin: Callable[[Cast, User], Callable[[int], object]]
    # What stands on the page once for each thing.
    leads: str


def begin_support(cast: Cast, reader: User) -> Callable[[int], object]:
    team = make_support_team(cast.school, members=[reader])

    def make(_number: int) -> object:
        make_crisis(team, by=cast.teacher)
        return make_referral(team, by=cast.teacher, owner=reader)

    return make


def begin_cases(cast: Cast, reader: User) -> Callable[[int], object]:
    team = make_case_team(cast.school, members=[reader])
    return lambda _number: make_case(team, people=[reader])


def begin_climate(cast: Cast, reader: User) -> Callable[[int], object]:
    team = make_climate_team(cast.school, members=[reader])
    return lambda number: make_climate_task(team, cast.school, school_year=2000 + number, owner=reader)


def begin_tips(cast: Cast, reader: User) -> Callable[[int], object]:
    desk = make_desk(cast.school, team=[reader])
    return lambda _number: make_tip(desk)


def begin_alerts(cast: Cast, reader: User) -> Callable[[int], object]:
    alert = make_social_alert(cast.site, team=[reader], keeper=cast.insider)

    def make(number: int) -> object:
        if number:
            alert.pk, alert.number, alert.post_hash = uuid4(), 1000 + number, f"hash-{number}"
            alert._state.adding = True
            alert.save()
        return alert

    return make


LISTS = {
    "support": Listed("/prevention/support", begin_support, "/prevention/support/referrals/"),
    "cases": Listed("/prevention/cases", begin_cases, "/prevention/cases/"),
    "climate": Listed("/prevention/climate", begin_climate, "/prevention/climate/tasks/"),
    "tips": Listed("/prevention/tips", begin_tips, "/prevention/tips/"),
    "social_alerts": Listed("/prevention/alerts", begin_alerts, "/prevention/alerts/"),
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_a_list_asks_as_often_for_twenty_as_for_one(
    cast: Cast, counselor: User, client: Client, listed: Listed
) -> None:
    make = listed.begin(cast, counselor)
    make(0)
    client.force_login(counselor)

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(listed.address)
        assert page.status_code == 200
        return len(asked), page.content.decode().count(f'href="{listed.leads}')

    queries()
    one, few = queries()
    for number in range(1, MANY):
        make(number)
    many, all_of_them = queries()

    assert all_of_them == few + MANY - 1
    assert many == one
