"""A chore is done once a day by one process, however many ask, and again when that one dies."""

from datetime import timedelta

import pytest

from mou.agreements.chores import (
    EVERY,
    LEASE,
    begin_chore,
    end_chore,
)
from tests.factories.mou import NOW
from tests.stage.races import all_at_once

NAME = "reminders"


def begins(minutes: float = 0, *, is_asked_for: bool = False) -> bool:
    return begin_chore(name=NAME, at=NOW + timedelta(minutes=minutes), is_asked_for=is_asked_for)


@pytest.mark.django_db
def test_it_is_done_once_a_day_or_when_somebody_asks_for_it() -> None:
    begun = [begins(), begins(1), begins(2, is_asked_for=True)]
    end_chore(name=NAME, at=NOW)
    begun += [begins(3), begins(4, is_asked_for=True)]
    end_chore(name=NAME, at=NOW)

    assert begun == [True, False, False, False, True]
    assert begins(EVERY.total_seconds() / 60)


@pytest.mark.django_db
def test_of_a_process_that_dies_another_takes_over_after_the_lease() -> None:
    lease_min = LEASE.total_seconds() / 60

    assert [begins(), begins(lease_min - 1), begins(lease_min)] == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_of_processes_that_ask_at_once_one_does_it() -> None:
    assert sorted(all_at_once([begins] * 6)) == [False] * 5 + [True]
