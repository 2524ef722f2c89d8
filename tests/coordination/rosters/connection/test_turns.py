"""Whose roster is read next: systems that never answer hold few of the readers, and no host holds all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from coordination.management.roster_keeper import AT_ONCE, clockworks_of_rosters
from coordination.rosters.connection.due import (
    READERS_OF_HOST,
    READERS_OF_SLOW,
    READERS_OF_UNPROVEN,
    claim_one,
)
from coordination.rosters.models import Roster, RosterConnection
from coordination.rosters.vocabulary import RosterReadFailure
from mou.vocabulary import AgencyKind
from tests.factories.mou import NOW, make_agency

pytestmark = pytest.mark.django_db
NIGHT = NOW - timedelta(hours=1)


def make_connection(
    host: str, *, failure: RosterReadFailure | None = None, read_at: datetime | None = NOW - timedelta(days=1)
) -> RosterConnection:
    """Return a district's connection to a system, which is due."""
    url = f"https://{host}/ims/oneroster/rostering/v1p2"
    return RosterConnection.objects.create(
        roster=Roster.objects.create(district=make_agency(AgencyKind.DISTRICT)),
        base_url=url,
        token_url=f"{url}/token",
        client_id="client",
        sealed_secret="sealed",
        scopes="read",
        hour=2,
        is_nightly=True,
        next_at=NIGHT,
        failure="" if failure is None else failure.value,
        read_at=read_at,
    )


def taken_up(*, readers: int = AT_ONCE) -> list[RosterConnection]:
    """Return what so many readers take in hand, one after the other."""
    claims = [claim_one(NOW) for _ in range(readers)]
    found = {one.claim: one for one in RosterConnection.objects.filter(claim__isnull=False)}
    return [found[claim] for claim in claims if claim is not None]


def ids(connections: Sequence[RosterConnection]) -> set[UUID]:
    return {one.pk for one in connections}


@pytest.mark.parametrize("failure", [RosterReadFailure.TOO_SLOW, RosterReadFailure.AWAY, RosterReadFailure.INTERRUPTED])
def test_systems_that_kept_a_reader_waiting_hold_one_of_them_and_go_behind_the_rest(failure: RosterReadFailure) -> None:
    """Four of them held every reader for three quarters of an hour, again and again."""
    slow = [make_connection(f"slow-{number}.example", failure=failure) for number in range(30)]
    good = [make_connection(f"good-{number}.example") for number in range(2)]

    found = taken_up()

    assert ids(found[:2]) == ids(good)
    assert len(found) == 2 + READERS_OF_SLOW
    assert ids(found[2:]) <= ids(slow)


def test_whoever_is_due_later_finds_readers_however_many_systems_never_answer() -> None:
    for number in range(30):
        make_connection(f"slow-{number}.example", failure=RosterReadFailure.TOO_SLOW)
    assert len(taken_up()) == READERS_OF_SLOW
    good = [make_connection(f"good-{number}.example") for number in range(AT_ONCE - READERS_OF_SLOW)]

    assert ids(taken_up()) == ids(good)


def test_systems_that_were_never_read_hold_two_and_those_that_were_read_before_go_first() -> None:
    for number in range(10):
        make_connection(f"new-{number}.example", read_at=None)
    good = [make_connection(f"good-{number}.example") for number in range(2)]

    found = taken_up()

    assert ids(found[:2]) == ids(good)
    assert len(found) == 2 + READERS_OF_UNPROVEN


def test_one_host_holds_two_of_the_readers_however_many_districts_name_it() -> None:
    for _ in range(10):
        make_connection("one.example")
    other = make_connection("other.example")

    found = taken_up()

    assert [one.base_url.split("/")[2] for one in found].count("one.example") == READERS_OF_HOST
    assert other.pk in ids(found)


def test_a_system_that_refuses_at_once_is_no_slow_one() -> None:
    for number in range(AT_ONCE):
        make_connection(f"refuses-{number}.example", failure=RosterReadFailure.REFUSED)

    assert len(taken_up()) == AT_ONCE


def test_an_operator_who_asks_for_a_certain_one_has_it_read_all_the_same() -> None:
    slow = [make_connection("slow.example", failure=RosterReadFailure.TOO_SLOW) for _ in range(3)]
    taken_up()
    waits = next(one for one in slow if RosterConnection.objects.get(pk=one.pk).claim is None)

    assert claim_one(NOW, of=waits.pk) is not None


def test_four_rosters_of_different_systems_are_read_at_a_time_and_each_by_one_reader() -> None:
    good = [make_connection(f"good-{number}.example") for number in range(6)]

    found = taken_up(readers=len(clockworks_of_rosters()))

    assert (AT_ONCE, len(clockworks_of_rosters())) == (4, 4)
    assert len(ids(found)) == AT_ONCE
    assert ids(found) <= ids(good)
