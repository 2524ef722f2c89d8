"""A walk that gets old waits for who keeps the plans: from its last quarter on, and overdue after its last day."""

from datetime import date, datetime, timedelta

import pytest

from mapping.compliance.waiting import list_waiting_walks
from mapping.models import Floorplan
from mapping.vocabulary import FloorplanState
from mou.foundation.waiting import WaitingLine
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_member

pytestmark = pytest.mark.django_db
# Of the common list: a year, and its last quarter.
COUNTS_DAYS, AGES_AFTER_DAYS = 365, 273


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def walk_before(cast: Cast, days: int) -> date:
    """Let the floors have been walked so many days ago, past all doors."""
    walked_on = NOW.date() - timedelta(days=days)
    rows = Floorplan.objects.filter(state=FloorplanState.PUBLISHED)
    rows.update(verified_on=walked_on, verified_by=cast.insider)
    return walked_on


def lines_at(cast: Cast, at: datetime) -> list[WaitingLine]:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    return list(list_waiting_walks(keeper.pk, at))


@pytest.mark.parametrize(
    ("days", "found"),
    [(AGES_AFTER_DAYS, []), (AGES_AFTER_DAYS + 1, [False]), (COUNTS_DAYS, [False]), (COUNTS_DAYS + 1, [True])],
)
def test_it_waits_before_it_is_too_old_and_is_overdue_after(cast: Cast, days: int, found: list[bool]) -> None:
    walked_on = walk_before(cast, days)

    lines = lines_at(cast, NOW)

    assert [line.is_overdue for line in lines] == found
    assert {line.due_on for line in lines} <= {walked_on + timedelta(days=COUNTS_DAYS)}


def test_it_waits_for_no_one_who_does_not_keep_the_plans_and_not_where_no_walk_is_known(cast: Cast) -> None:
    assert lines_at(cast, NOW) == []
    walk_before(cast, COUNTS_DAYS)

    for user in (cast.teacher, cast.officer, cast.stranger, cast.former):
        assert list(list_waiting_walks(user.pk, NOW)) == []
    assert lines_at(cast, NOW) != []
