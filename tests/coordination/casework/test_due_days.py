"""Days that were set for something: each is told of once, when it has come where the thing is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.casework.clocks import MOST_DAYS_AHEAD, SchoolCalendar, day_in, newest_day
from coordination.casework.due_days import MOST_AT_ONCE, DueMoment, tell_by_key
from coordination.prevention.support.models import Referral
from coordination.prevention.support.rules.clocks import due_at
from coordination.prevention.support.vocabulary import ReferralUrgency
from tests.factories.cast import make_cast
from tests.factories.prevention.support import make_referral, make_support_team

EVENING = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def test_no_place_has_a_later_day_than_the_newest() -> None:
    assert newest_day(EVENING) == date(2026, 12, 1)
    assert day_in("Pacific/Kiritimati", EVENING) == newest_day(EVENING)
    assert day_in("America/Chicago", EVENING) == date(2026, 11, 30)


def test_a_clock_of_school_days_ends_also_by_a_calendar_without_any() -> None:
    """A calendar whose holidays have no end is a mistake: no one waits for years."""
    never = SchoolCalendar("UTC", closed=[(date(2026, 1, 1), date.max)])

    ends = due_at(ReferralUrgency.ROUTINE, EVENING, never)

    assert ends.date() == EVENING.date() + timedelta(days=MOST_DAYS_AHEAD)


@pytest.mark.django_db
def test_nobody_to_tell_is_told_later_and_what_waits_is_told_in_the_next_look() -> None:
    told: list[str] = []
    due = [(f"case:{number}", lambda number=number: [number] if number else []) for number in range(MOST_AT_ONCE + 1)]

    count = tell_by_key(due, lambda key, _people: told.append(key))

    assert (count, told[0], told[-1]) == (MOST_AT_ONCE - 1, "case:1", f"case:{MOST_AT_ONCE - 1}")


@pytest.mark.django_db
def test_a_moment_that_has_passed_is_told_once_while_the_thing_waits() -> None:
    cast, at = make_cast(), EVENING
    team = make_support_team(cast.school, members=[cast.teacher])
    late = make_referral(team, by=cast.insider, at=at, due_at=at)
    soon = make_referral(team, by=cast.insider, at=at, due_at=at + timedelta(hours=1))
    make_referral(team, by=cast.insider, at=at, due_at=at, state="in_support")
    told: list[Referral] = []
    waiting = Referral.objects.filter(state="received")
    due = DueMoment(lambda: waiting, "due_at", "told_late_at", lambda thing, _at: told.append(thing))

    assert [due.tell_late(at), due.tell_late(at), due.tell_late(at + timedelta(hours=1))] == [1, 0, 1]
    assert told == [late, soon]
