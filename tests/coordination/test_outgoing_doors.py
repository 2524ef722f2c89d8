"""A provider, a school's system or a syslog receiver that stalls, drips, never ends or resets holds no one longer.

A deadline around the door's own makes it short: the earlier of the two counts, at every stage.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import override_settings

from coordination.administration.single_sign_on.errors import ProviderAway
from coordination.administration.single_sign_on.fetching import ProviderSession, fetched_from
from coordination.records.audit.syslog import Receiver, deliver_messages
from coordination.rosters.connection.client import Account, SisClient, Timing
from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.vocabulary import RosterTable
from push.outgoing.calls import ROSTER_READ
from push.outgoing.deadlines import within_deadline
from push.transports.outbound import Outbound
from tests.fakes.hostile import HTTP_STAGES, MARGIN_S, Manner, hostile_http, http_cases, may_be_answered, outcomes_of
from tests.fakes.oneroster import CLIENT, SECRET, FakeSis

WITHIN_S = 0.5
type Ask = Callable[[], str]


@pytest.fixture(scope="module")
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        yield started


def asked(ask: Callable[[], object]) -> str:
    try:
        with within_deadline(WITHIN_S):
            ask()
    except ProviderAway:
        return "away"
    return "answered"


def discovery_or_keys(url: str, _sis: FakeSis) -> Ask:
    return lambda: asked(lambda: fetched_from(url))


def token(url: str, _sis: FakeSis) -> Ask:
    return lambda: asked(lambda: ProviderSession().request("POST", url, data={"code": "1"}))


def roster(sis_url: str, token_url: str, *, within_s: float, call_s: float) -> Ask:
    def read() -> str:
        outbound = Outbound(replace(ROSTER_READ, deadline_s=call_s), trusted_hosts=frozenset(), allows_local=True)
        timing = Timing(time.monotonic, lambda _seconds: None, (), within_s=within_s)
        client = SisClient(Account(sis_url, token_url, CLIENT, SECRET, "roster-core.readonly"), outbound, timing)
        try:
            client.read_table(RosterTable.ORGS, since=None, heard=lambda _table, _done, _total: None)
        except RosterNotRead as error:
            return error.failure.value
        return "read"

    return read


def roster_page(url: str, sis: FakeSis) -> Ask:
    return roster(url, sis.token_url, within_s=60, call_s=WITHIN_S)


def roster_token(url: str, sis: FakeSis) -> Ask:
    return roster(sis.url, url, within_s=60, call_s=WITHIN_S)


def whole_roster(url: str, sis: FakeSis) -> Ask:
    return roster(url, sis.token_url, within_s=WITHIN_S, call_s=60)


# Who signs in by one provider has few turns, and is refused beyond them.
ONE_BY_ONE = ("discovery_or_keys", "token")
HTTP_DOORS = {one.__name__: one for one in (discovery_or_keys, token, roster_page, roster_token, whole_roster)}
FAILED = {"away", "too_slow", "broken", "too_large", "not_oneroster"}


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("name", HTTP_DOORS)
def test_a_server_that_never_comes_to_an_end_holds_no_door(name: str, manner: Manner, sis: FakeSis) -> None:
    door, at_once = HTTP_DOORS[name], 1 if name in ONE_BY_ONE else 16

    found = outcomes_of(lambda url: door(url, sis), http_cases(manner), most_s=WITHIN_S + MARGIN_S, at_once=at_once)

    wrong = {
        stage: outcome
        for stage, outcome in found.items()
        if outcome not in FAILED and not (outcome == "answered" and may_be_answered(stage, manner))
    }
    assert wrong == {}
    assert len(found) >= len(HTTP_STAGES)


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
@pytest.mark.parametrize("manner", Manner)
def test_a_syslog_receiver_that_never_comes_to_an_end_holds_nobody(scheme: str, manner: Manner) -> None:
    def door(url: str) -> Ask:
        to = Receiver(scheme, "127.0.0.1", int(url.rpartition(":")[2]))

        def send() -> str:
            try:
                with within_deadline(WITHIN_S), override_settings(SYSLOG_CA=""):
                    deliver_messages(to, [b"message"] * 5)
            except OSError:
                return "away"
            return "delivered"

        return send

    stage = HTTP_STAGES[0]
    found = outcomes_of(door, iter([("one", hostile_http(stage, manner), False)]), most_s=WITHIN_S + MARGIN_S)

    assert found == {"one": "away"}
