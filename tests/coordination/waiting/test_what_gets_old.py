"""What readiness calls expiring or old waits for who mends it, with the day on which it counts no more."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from coordination.incident.reach.facts import TEST_AGES, TEST_IS_FRESH
from coordination.incident.reach.queries import list_waiting_tests
from coordination.models import User
from coordination.readiness.queries import district_readiness
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from coordination.records.backup.waiting import list_waiting_backups
from coordination.web.backup_report import OLD_AFTER, TRIAL_OLD_AFTER, Report, backups_in_words, write_report
from mapping.models import Site
from mapping.reunification_sites.waiting import list_waiting_hosts
from mou.access.together import asking_together
from mou.foundation.waiting import WaitingLine
from mou.vocabulary import MemberRole
from tests.coordination.waiting.readiness_steps import answered_test, host, make_operator
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def state_of(cast: Cast, keeper: User, topic: Topic) -> State:
    [line] = [one for one in district_readiness(keeper.pk, cast.district, now()) if one.site_id == cast.site.pk]
    return line.standings[topic].state


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("days", "expected", "overdue"),
    [(2, State.CURRENT, None), (38, State.EXPIRING, False), (50, State.OLD, True)],
)
def test_a_test_of_the_alarm_waits_from_the_day_on_which_readiness_calls_it_late(
    cast: Cast, keeper: User, days: int, expected: State, overdue: bool | None
) -> None:
    answered_test(cast.school, days=days)
    lines = {user: list(list_waiting_tests(user.pk, now())) for user in (cast.insider, keeper)}

    assert state_of(cast, keeper, Topic.TEST) is expected
    for found in lines.values():
        assert [one.is_overdue for one in found] == ([] if overdue is None else [overdue])
        assert all(one.due_on is not None for one in found)
    for other in (cast.teacher, cast.officer, cast.stranger):
        assert list(list_waiting_tests(other.pk, now())) == []
    assert timedelta(0) < TEST_AGES < TEST_IS_FRESH


def test_an_alarm_that_was_never_answered_waits_without_a_day(cast: Cast, keeper: User) -> None:
    [line] = list_waiting_tests(cast.insider.pk, now())

    assert (line.words, line.due_on, line.is_overdue) == ("Lincoln High", None, False)
    assert state_of(cast, keeper, Topic.TEST) is State.MISSING


def test_of_two_hosts_the_one_that_agrees_longer_counts_and_it_is_the_schools_keepers_who_are_told(
    cast: Cast, keeper: User
) -> None:
    host(cast, rank=1, days=-3)
    assert state_of(cast, keeper, Topic.REUNIFICATION) is State.OLD
    [line] = list_waiting_hosts(keeper.pk, now())
    host(cast, rank=2, days=20)
    assert state_of(cast, keeper, Topic.REUNIFICATION) is State.EXPIRING
    [later] = list_waiting_hosts(cast.insider.pk, now())
    others = [list(list_waiting_hosts(user.pk, now())) for user in (cast.teacher, cast.officer, cast.stranger)]
    host(cast, rank=3, days=None)

    assert (line.words, line.is_overdue, later.is_overdue) == ("Lincoln High School", True, False)
    assert later.due_on == now().date() + timedelta(days=20)
    assert others == [[], [], []]
    assert list(list_waiting_hosts(keeper.pk, now())) == []
    assert state_of(cast, keeper, Topic.REUNIFICATION) is State.CURRENT


def test_three_hundred_schools_cost_as_many_queries_as_one(cast: Cast, keeper: User) -> None:
    host(cast, rank=1, days=20)

    def ask() -> int:
        with CaptureQueriesContext(connection) as captured, asking_together():
            assert list(list_waiting_tests(keeper.pk, now())) + list(list_waiting_hosts(keeper.pk, now()))
        return len(captured)

    few = ask()
    for number in range(4):
        make_site(cast.district, name=f"School {number}")
    Site.objects.filter(pk=cast.site.pk).update(name="Another")

    assert ask() == few


# --- the server's own ------------------------------------------------------------------------------------------------
@pytest.fixture
def operator(settings: Settings, tmp_path: Path) -> User:
    """An operator of a server whose timer has made a backup and proved it."""
    settings.VAR_DIR = tmp_path
    return make_operator()


def report_of(at: datetime, *, made: timedelta, tried: timedelta | None) -> Report:
    return Report(
        made_at=(at - made).isoformat(), tried_at=None if tried is None else (at - tried).isoformat(), tried_times=1
    )


NIGHT, WEEK = timedelta(hours=9), timedelta(days=7)


@pytest.mark.parametrize(
    ("made", "tried", "waits", "overdue"),
    [
        (NIGHT, WEEK, False, False),
        # One night was missed: said before readiness calls it old.
        (timedelta(hours=33), WEEK, True, False),
        (timedelta(hours=60), WEEK, True, True),
        (NIGHT, timedelta(days=33), True, False),
        (NIGHT, timedelta(days=40), True, True),
    ],
)
def test_a_late_backup_waits_for_the_operator_from_the_night_that_was_missed(
    operator: User, made: timedelta, tried: timedelta, waits: bool, overdue: bool
) -> None:
    at = now()
    write_report(report_of(at, made=made, tried=tried))

    found = list(list_waiting_backups(operator.pk, at))

    due_on = (at + min(OLD_AFTER - made, TRIAL_OLD_AFTER - tried)).date()
    assert [(one.due_on, one.is_overdue) for one in found] == ([(due_on, overdue)] if waits else [])
    assert backups_in_words(report_of(at, made=made, tried=tried), at).startswith("old") == overdue


def test_a_failed_backup_and_one_that_never_was_wait_and_for_operators_alone(
    operator: User, cast: Cast, keeper: User
) -> None:
    def found(user: User) -> list[WaitingLine]:
        return list(list_waiting_backups(user.pk, now()))

    [never] = found(operator)
    write_report(Report(made_at=now().isoformat(), tried_at=now().isoformat(), fault="No space left"))
    [failed] = found(operator)

    assert (never.due_on, never.is_overdue, failed.is_overdue) == (None, False, True)
    assert failed.link == "/administration/backups"
    assert [found(user) for user in (keeper, cast.insider, cast.stranger)] == [[], [], []]
    assert isinstance(failed.due_on, date)
