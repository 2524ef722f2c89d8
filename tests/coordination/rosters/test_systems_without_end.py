"""A school's system that stalls, drips, never ends or resets, at every stage of its token and of its pages."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from coordination.rosters.connection.client import Account, SisClient, Timing
from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.vocabulary import RosterReadFailure
from push.outgoing import calls
from push.transports.outbound import Outbound
from tests.fakes.hostile import HTTP_STAGES, MARGIN_S, Manner, http_cases, outcomes_of
from tests.fakes.oneroster import CLIENT, SECRET, SERVICE, FakeSis

WITHIN_S = 0.5
# The only tries are its own: here no one waits for the next.
ONCE = Timing(now_s=time.monotonic, pause=lambda _wait_s: None, tries_after_s=())
# What an endless or broken answer is taken for besides.
NO_ROSTER = {F.value for F in (RosterReadFailure.AWAY, RosterReadFailure.TOO_LARGE, RosterReadFailure.BROKEN)}


@pytest.fixture(scope="module")
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        yield started


def outbound(deadline_s: float) -> Outbound:
    return Outbound(
        replace(calls.ROSTER_READ, deadline_s=deadline_s), trusted_hosts=frozenset({"localhost"}), allows_local=True
    )


def reading(account: Account, *, deadline_s: float = WITHIN_S, timing: Timing = ONCE) -> Callable[[], str]:
    client = SisClient(account, outbound(deadline_s), timing)

    def read() -> str:
        try:
            client.first_page()
        except RosterNotRead as error:
            return str(error.failure.value)
        return "read"

    return read


def account_of(base_url: str, token_url: str) -> Account:
    return Account(
        base_url=base_url, token_url=token_url, client_id=CLIENT, secret=SECRET, scopes="roster-core.readonly"
    )


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("stage_of", ["token", "page"])
def test_a_system_that_never_comes_to_an_end_holds_no_reader(stage_of: str, manner: Manner, sis: FakeSis) -> None:
    def door(url: str) -> Callable[[], str]:
        token_url = f"{url}/token" if stage_of == "token" else sis.token_url
        return reading(account_of(url, token_url))

    found = outcomes_of(door, http_cases(manner), most_s=2 * WITHIN_S + MARGIN_S)

    assert set(found.values()) <= NO_ROSTER, found
    assert len(found) >= len(HTTP_STAGES)


def test_a_page_waits_no_longer_than_the_whole_read_may_take(sis: FakeSis) -> None:
    """A system that drips a single page within that page's own deadline, while the time of the read runs out."""
    timing = replace(ONCE, within_s=WITHIN_S)

    def door(url: str) -> Callable[[], str]:
        return reading(account_of(url, sis.token_url), deadline_s=60.0, timing=timing)

    found = outcomes_of(door, http_cases(Manner.DRIPS), most_s=WITHIN_S + MARGIN_S)

    assert set(found.values()) <= {RosterReadFailure.TOO_SLOW.value, RosterReadFailure.AWAY.value}, found


def test_a_system_that_answers_is_read(sis: FakeSis) -> None:
    assert reading(account_of(f"{sis.url}{SERVICE}", sis.token_url), deadline_s=30.0)() == "read"
