"""What is asked of a school's system over HTTP, and what of its answers counts. A real server answers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coordination.rosters.connection import client
from coordination.rosters.connection.answers import RestRow
from coordination.rosters.connection.client import Account, SisClient, Timing
from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.vocabulary import RosterReadFailure, RosterTable
from push.outgoing.calls import ROSTER_READ
from push.transports.outbound import Outbound
from tests.fakes.http import Received, Reply
from tests.fakes.oneroster import CLIENT, JSON, SECRET, SERVICE, FakeSis, json_reply, row, school_tables

F = RosterReadFailure
SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"


@pytest.fixture
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        started.tables |= school_tables("Lincoln High", family="Quincewater", students=25)
        yield started


class Waits:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now_s, self.waited = 0.0, list[float]()

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now_s += seconds


def client_of(sis: FakeSis, waits: Waits | None = None, *, secret: str = SECRET, within_s: float = 10.0) -> SisClient:
    account = Account(sis.url + SERVICE, sis.token_url, CLIENT, secret, SCOPE)
    waits = waits or Waits()
    outbound = Outbound(replace(ROSTER_READ, deadline_s=within_s), trusted_hosts=frozenset(), allows_local=True)
    return SisClient(account, outbound, Timing(lambda: waits.now_s, waits.pause))


def read(found: SisClient, table: RosterTable = RosterTable.USERS, *, since: datetime | None = None) -> list[RestRow]:
    return found.read_table(table, since=since, heard=lambda _table, _done, _total: None)


def failure_of(found: SisClient, table: RosterTable = RosterTable.USERS) -> tuple[RosterReadFailure, object]:
    with pytest.raises(RosterNotRead) as caught:
        read(found, table)
    return caught.value.failure, caught.value.table


@pytest.mark.parametrize(("says_total", "says_link"), [(True, True), (True, False), (False, True), (False, False)])
def test_all_pages_come_together_however_the_server_says_that_more_follow(
    sis: FakeSis, says_total: bool, says_link: bool
) -> None:
    sis.page_most, sis.says_total, sis.says_link = 10, says_total, says_link

    rows = read(client_of(sis))

    assert sorted(one.id for one in rows) == sorted(str(one["sourcedId"]) for one in sis.tables["users"])
    assert [one["offset"] for one in sis.asked("users")][:3] == [["0"], ["10"], ["20"]]


def test_no_other_field_is_asked_for_and_the_token_goes_nowhere_else(sis: FakeSis) -> None:
    sis.page_most = 10

    rows = read(client_of(sis))

    fields = sis.asked("users")[0]["fields"][0].split(",")
    assert not {"password", "username", "metadata", "userIds"} & set(fields)
    assert "hidden" not in str(rows)
    assert {one.headers["host"] for one in sis.received} == {f"127.0.0.1:{sis.port}"}


def test_changes_are_asked_for_by_their_day(sis: FakeSis) -> None:
    sis.tables["users"].append(row("student-26", at="2026-10-02T00:00:00.000Z", givenName="New", familyName="Q"))

    rows = read(client_of(sis), since=datetime(2026, 10, 1, 12, tzinfo=UTC))

    assert [one.id for one in rows] == ["student-26"]
    assert sis.asked("users")[0]["filter"] == ["dateLastModified>='2026-10-01T12:00:00.000Z'"]


def test_a_token_that_ends_in_the_middle_is_asked_for_again(sis: FakeSis) -> None:
    sis.page_most = 10

    once = ["ended"]

    def ended(table: str, request: Received) -> Reply | None:
        if table == "users" and "offset=10" in request.path and once:
            once.pop()
            sis.tokens.clear()
            return Reply(401, b"{}", JSON)
        return None

    sis.instead = ended

    assert len(read(client_of(sis))) == 51


def test_a_token_is_renewed_before_its_time_is_over(sis: FakeSis) -> None:
    sis.page_most, sis.expires_in = 10, 40
    waits = Waits()
    found = client_of(sis, waits)
    read(found)
    waits.now_s += 30

    read(found)

    assert sum(one.path == "/oauth/token" for one in sis.received) == 2


def test_a_wrong_secret_is_refused_and_not_tried_again(sis: FakeSis) -> None:
    waits = Waits()

    assert failure_of(client_of(sis, waits, secret="wrong")) == (F.REFUSED, None)
    assert (len(sis.received), waits.waited) == (1, [])


@pytest.mark.parametrize("status", [401, 403])
def test_rights_that_do_not_reach_a_table_name_it(sis: FakeSis, status: int) -> None:
    sis.instead = lambda table, _request: Reply(status, b"{}", JSON) if table == "users" else None

    assert failure_of(client_of(sis)) == (F.REFUSED, RosterTable.USERS)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(sis: FakeSis, status: int) -> None:
    busy = iter([Reply(status, b"", {"Retry-After": "7"}), Reply(status)])
    sis.instead = lambda table, _request: next(busy, None) if table == "users" else None
    waits = Waits()

    assert len(read(client_of(sis, waits))) == 51
    assert waits.waited == [7.0, 10.0]


def test_a_server_that_stays_busy_or_wants_an_hour_is_left_alone(sis: FakeSis) -> None:
    sis.instead = lambda table, _request: Reply(503) if table == "users" else None
    waits = Waits()
    assert failure_of(client_of(sis, waits)) == (F.BUSY, RosterTable.USERS)
    assert waits.waited == list(client.TRIES_AFTER_S)

    sis.instead = lambda table, _request: Reply(429, b"", {"Retry-After": "3600"}) if table == "users" else None
    waits = Waits()
    assert failure_of(client_of(sis, waits)) == (F.BUSY, RosterTable.USERS)
    assert waits.waited == []


def test_retry_after_may_be_an_instant(sis: FakeSis) -> None:
    # In the past by any clock: at once.
    busy = iter([Reply(503, b"", {"Retry-After": "Tue, 01 Sep 2020 08:00:00 GMT"})])
    sis.instead = lambda table, _request: next(busy, None) if table == "users" else None
    waits = Waits()

    assert len(read(client_of(sis, waits))) == 51
    assert waits.waited == [0.0]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>sign in</html>", {"Content-Type": "text/html"}),
        Reply(200, b'{"users": []}', {"Content-Type": "text/plain"}),
        Reply(200, b'{"users": [{"sourcedId": "student-1"', JSON),
        Reply(200, b'{"orgs": []}', JSON),
        Reply(200, b'{"users": {"sourcedId": "student-1"}}', JSON),
        Reply(200, b'{"users": ["student-1"]}', JSON),
        Reply(200, b"[" * 100_000, JSON),
        Reply(200, b"\xff\xfe", JSON),
        Reply(200, b'{"users": ' + b"9" * 5_000 + b"}", JSON),
    ],
)
def test_an_answer_that_is_none_of_onerosters_is_broken(sis: FakeSis, reply: Reply) -> None:
    sis.instead = lambda table, _request: reply if table == "users" else None

    assert failure_of(client_of(sis)) == (F.BROKEN, RosterTable.USERS)


@pytest.mark.parametrize("status", [204, 302, 400, 404, 500])
def test_what_is_no_such_service_says_so_and_no_redirect_is_followed(sis: FakeSis, status: int) -> None:
    elsewhere = {"Location": f"{sis.url}/elsewhere"}
    sis.instead = lambda table, _request: Reply(status, b"", elsewhere) if table == "users" else None

    assert failure_of(client_of(sis)) == (F.NOT_ONEROSTER, RosterTable.USERS)
    assert not any(one.path == "/elsewhere" for one in sis.received)


@pytest.mark.parametrize("content", [b"{}", b"[]", b"no", b'{"access_token": "two\\nlines"}', b'{"access_token": 5}'])
def test_what_is_no_token_is_none(sis: FakeSis, content: bytes) -> None:
    sis.instead = lambda table, _request: Reply(200, content, JSON) if table == "token" else None

    assert failure_of(client_of(sis)) == (F.BROKEN, None)


def test_an_answer_that_is_cut_off_is_no_answer(sis: FakeSis) -> None:
    whole = json.dumps({"users": sis.tables["users"]}).encode()
    headers = {**JSON, "Content-Length": str(len(whole))}
    sis.instead = lambda table, _request: Reply(200, whole[: len(whole) // 2], headers) if table == "users" else None

    assert failure_of(client_of(sis, within_s=0.5))[0] is F.AWAY


def test_a_server_that_is_too_slow_is_away(sis: FakeSis) -> None:
    sis.instead = lambda table, _request: Reply(200, b"", JSON, delay_s=1.0) if table == "users" else None

    assert failure_of(client_of(sis, within_s=0.1)) == (F.AWAY, RosterTable.USERS)


def test_a_server_that_is_not_there_is_away(sis: FakeSis) -> None:
    with FakeSis() as gone:
        pass

    assert failure_of(client_of(gone))[0] is F.AWAY


def test_a_read_ends_when_its_time_is_over(sis: FakeSis) -> None:
    waits = Waits()
    found = client_of(sis, waits)
    read(found)
    waits.now_s += client.READ_WITHIN_S + 1

    assert failure_of(found) == (F.TOO_SLOW, RosterTable.USERS)


def test_a_huge_answer_is_not_read_to_its_end(sis: FakeSis) -> None:
    huge = b'{"users": [' + b" " * client.PAGE_MAX_BYTES + b"]}"
    sis.instead = lambda table, _request: Reply(200, huge, JSON) if table == "users" else None

    assert failure_of(client_of(sis)) == (F.TOO_LARGE, RosterTable.USERS)


def test_pages_without_end_are_not_followed_without_end(sis: FakeSis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGES_MAX", 5)
    numbers = iter(range(1_000))
    sis.instead = lambda table, _request: (
        json_reply({"users": [row(f"u-{next(numbers)}")]}, {"Link": '<x>; rel="next"'}) if table == "users" else None
    )

    assert failure_of(client_of(sis)) == (F.TOO_LARGE, RosterTable.USERS)


def test_a_table_that_changes_between_its_pages_is_read_again(sis: FakeSis) -> None:
    sis.page_most = 20

    def joined(table: str, request: Received) -> Reply | None:
        if table == "users" and "offset=20" in request.path and len(sis.tables["users"]) == 51:
            sis.tables["users"].append(row("aaa-first", givenName="New", familyName="Q"))
        return None

    sis.instead = joined

    assert len(read(client_of(sis))) == 52
    assert [one["offset"] for one in sis.asked("users")] == [["0"], ["20"], ["0"], ["20"], ["40"]]


def test_a_half_of_a_table_is_none(sis: FakeSis) -> None:
    """The server says that there are more than it gives: no one may leave by that."""
    sis.instead = lambda table, _request: (
        json_reply({"users": sis.tables["users"][:20] if "offset=0" in _request.path else []}, {"X-Total-Count": "51"})
        if table == "users"
        else None
    )

    assert failure_of(client_of(sis)) == (F.INCOMPLETE, RosterTable.USERS)


def test_rows_that_stand_twice_moved_while_others_were_never_seen(sis: FakeSis) -> None:
    sis.tables["users"].append(sis.tables["users"][0])

    assert failure_of(client_of(sis)) == (F.INCOMPLETE, RosterTable.USERS)
