"""A district's connection: who sets it, when it is read, what is stored of it, and that a failure changes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.rosters.connection.due import claim_one, due_connections, next_night
from coordination.rosters.connection.keeping import connection_of, set_connection
from coordination.rosters.connection.reading import read_claimed
from coordination.rosters.connection.wire import RosterConnectionIn
from coordination.rosters.models import RosterConnection, RosterImport, RosterPerson
from coordination.rosters.vocabulary import RosterReadFailure
from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW, make_member
from tests.factories.rosters import QUINCE, TEACHER_MAIL, bring, packed, tables
from tests.fakes.http import Reply
from tests.fakes.oneroster import CLIENT, JSON, SECRET, FakeSis, row, school_tables, user
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
F = RosterReadFailure


@pytest.fixture
def cast(db: None) -> Cast:
    """In this district no one else administers anything; beside others: `test_second_reader.py`."""
    cast = make_cast()
    AgencyMember.objects.filter(user=cast.insider).update(role=MemberRole.STAFF.value)
    return cast


@pytest.fixture
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        started.tables |= school_tables("Lincoln High", family=QUINCE, students=30, teacher_mail=TEACHER_MAIL)
        yield started


@pytest.fixture
def keeper(cast: Cast) -> Client:
    person = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    return Client(headers={"X-Session-Token": session_of(person)})


def base(cast: Cast) -> str:
    return f"/api/v1/agencies/{cast.district.id}/roster/connection"


def given(sis: FakeSis, **changes: object) -> dict[str, object]:
    return {"base_url": sis.url, "token_url": sis.token_url, "client_id": CLIENT, "secret": SECRET, **changes}


def put(client: Client, cast: Cast, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
    answer = client.put(base(cast), body, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else {}


def connect(cast: Cast, sis: FakeSis) -> RosterConnection:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    said = RosterConnectionIn.model_validate(given(sis)).make_input()
    set_connection(actor_id=keeper.pk, agency_id=cast.district.pk, given=said, at=NOW)
    return RosterConnection.objects.get()


def ask(**changes: object) -> None:
    RosterConnection.objects.update(asked_at=NOW, **changes)


def read_now(at: datetime = NOW, **changes: object) -> RosterConnection:
    """Have the roster read as asked for, and return how the connection stands then."""
    ask(**changes)
    claim = claim_one(at)
    assert claim is not None, "asked for"
    read_claimed(claim, clock=lambda: at, heard=lambda _table, _done, _total: None, tries_after_s=())
    return RosterConnection.objects.get()


def students() -> int:
    return RosterPerson.objects.filter(kind="student", left_at__isnull=True).count()


# --- reading ----------------------------------------------------------------------------------------------------------
def test_a_roster_is_read_whole_and_then_in_changes(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)

    first = read_now()
    new = user("student-31", "student", given="New", family=QUINCE, at="2999-01-01T00:00:00.000Z")
    gone = {**sis.tables["users"][2], "status": "tobedeleted", "dateLastModified": "2999-01-01T00:00:00.000Z"}
    sis.tables["users"][2] = gone
    sis.tables["users"].append(new)
    second = read_now(NOW + timedelta(days=1))

    assert (first.failure, first.read_at, first.read_whole_at) == ("", NOW, NOW)
    assert (second.read_at, second.read_whole_at) == (NOW + timedelta(days=1), NOW)
    assert [one.is_bulk for one in RosterImport.objects.order_by("id")] == [True, False]
    assert "filter" in sis.asked("users")[-1]
    assert RosterPerson.objects.get(sourced_id="student-31").left_at is None
    assert RosterPerson.objects.get(sourced_id=gone["sourcedId"]).left_at == NOW + timedelta(days=1)
    assert students() == 30
    assert not sis.asked("demographics") + sis.asked("courses")


def test_a_connection_and_a_file_are_read_alike(cast: Cast, sis: FakeSis) -> None:
    sis.tables["orgs"].append(row("org-2", name="=1+1"))
    connect(cast, sis)

    read_now()

    stored = RosterImport.objects.get()
    assert (stored.source, stored.defects) == ("rest", [["orgs", 3, "name", "formula"]])
    assert stored.counts["enrollments"]["new"] == 31


@pytest.mark.parametrize("table", ["users", "enrollments"])
@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (Reply(503), F.BUSY),
        (Reply(200, b'{"users": [{"sourcedId": ', JSON), F.BROKEN),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), F.BROKEN),
        (Reply(403, b"{}", JSON), F.REFUSED),
        (Reply(404, b"", JSON), F.NOT_ONEROSTER),
    ],
)
def test_a_half_answer_changes_nothing_and_says_why(
    cast: Cast, sis: FakeSis, table: str, reply: Reply, failure: RosterReadFailure
) -> None:
    connect(cast, sis)
    read_now()
    sis.tables["users"] = sis.tables["users"][:20]
    sis.instead = lambda asked, _request: reply if asked == table else None

    found = read_now(NOW + timedelta(days=7), asked_whole=True)

    assert (found.failure, found.failed_table, found.failed_at) == (failure.value, table, NOW + timedelta(days=7))
    assert (found.read_at, found.claim, students()) == (NOW, None, 30)
    assert RosterImport.objects.count() == 1


def test_a_server_that_is_away_is_tried_again_in_an_hour_and_then_at_night(cast: Cast, sis: FakeSis) -> None:
    row_now = connect(cast, sis)
    sis.instead = lambda _table, _request: Reply(503)

    waits = []
    for number in range(6):
        at = NOW + timedelta(hours=number)
        found = read_now(at)
        assert found.next_at is not None
        waits.append(found.next_at - at)

    assert waits[:4] == [timedelta(hours=1)] * 4
    assert found.next_at == next_night(row_now, at)
    assert found.failures == 6


def test_what_will_not_pass_by_itself_waits_for_the_night(cast: Cast, sis: FakeSis) -> None:
    row_now = connect(cast, sis)
    sis.instead = lambda _table, _request: Reply(401, b"{}", JSON)

    assert read_now().next_at == next_night(row_now, NOW)


def test_more_than_a_fifth_leaves_only_when_somebody_confirms_it(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)
    read_now()
    sis.tables["users"] = sis.tables["users"][:31]

    assert read_now(asked_whole=True).failure == F.SHRINKS.value
    assert students() == 30
    assert read_now(asked_whole=True, asked_may_shrink=True).failure == ""
    assert students() == 15
    # What was confirmed once is not confirmed for the night.
    sis.tables["users"] = sis.tables["users"][:7]
    assert read_now(asked_whole=True).failure == F.SHRINKS.value


def test_a_server_without_anybody_is_not_ready(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)
    sis.tables["users"] = []

    found = read_now()

    assert (found.failure, found.failed_table) == (F.INCOMPLETE.value, "users")


def test_a_connection_that_is_taken_away_in_the_middle_stores_nothing(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)

    def forgotten(table: str, _request: object) -> Reply | None:
        return Reply(503, b"", {"Retry-After": "0"}) if table == "classes" else None

    sis.instead = forgotten
    ask()
    claim = claim_one(NOW)
    assert claim is not None
    RosterConnection.objects.update(claim=None)

    look = read_claimed(claim, clock=lambda: NOW, heard=lambda _table, _done, _total: None, tries_after_s=())

    assert (look, students(), RosterConnection.objects.get().failure) == (None, 0, "")


# --- when -------------------------------------------------------------------------------------------------------------
def test_of_two_readers_one_has_it_and_a_dead_one_lets_go(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)
    ask()

    assert claim_one(NOW) is not None
    assert claim_one(NOW) is None
    assert not due_connections(NOW + timedelta(minutes=30)).exists()
    assert claim_one(NOW + timedelta(hours=1)) is not None


def test_nights_are_the_districts(cast: Cast, sis: FakeSis) -> None:
    found = connect(cast, sis)
    found.roster.district.time_zone = "America/Chicago"
    found.hour = 2

    night = next_night(found, datetime(2026, 11, 24, 15, 0, tzinfo=UTC))

    assert night is not None
    assert (night.day, night.hour) == (25, 8)
    found.is_nightly = False
    assert next_night(found, NOW) is None


def test_after_a_file_the_next_read_is_whole(cast: Cast, sis: FakeSis) -> None:
    connect(cast, sis)
    read_now(NOW - timedelta(days=1))
    bring(cast.district, packed(tables(students=28)))

    read_now(NOW + timedelta(hours=1))

    assert "filter" not in sis.asked("users")[-1]
    assert students() == 30


# --- who sets it ------------------------------------------------------------------------------------------------------
def test_a_keeper_sets_tries_reads_and_forgets_and_nobody_sees_the_secret(
    cast: Cast, sis: FakeSis, keeper: Client
) -> None:
    assert keeper.get(base(cast)).status_code == 404
    assert put(keeper, cast, given(sis))[0] == 204
    view = keeper.get(base(cast))
    tried = keeper.post(f"{base(cast)}/tests").json()
    asked = keeper.post(f"{base(cast)}/reads", {}, content_type="application/json")
    waiting = keeper.get(base(cast)).json()["state"]
    claim_one(datetime.now(UTC))
    again = keeper.post(f"{base(cast)}/reads", {}, content_type="application/json")
    forgotten = keeper.delete(base(cast))

    assert SECRET not in view.content.decode()
    assert SECRET not in str(list(AdministrativeAct.objects.values_list("changes", flat=True)))
    assert view.json()["base_url"] == f"{sis.url}/ims/oneroster/rostering/v1p2"
    assert tried == {"answers": True, "failure": None, "organizations": 1}
    assert (asked.status_code, waiting, again.status_code) == (202, "waiting", 409)
    assert again.json()["code"] == "roster_read_under_way"
    assert (forgotten.status_code, RosterConnection.objects.exists()) == (204, False)


def test_a_secret_is_stored_sealed_and_stays_with_its_server(cast: Cast, sis: FakeSis, keeper: Client) -> None:
    put(keeper, cast, given(sis))
    stored = RosterConnection.objects.get().sealed_secret

    kept = put(keeper, cast, given(sis, secret="", hour=3))
    stolen = put(keeper, cast, given(sis, secret="", token_url="https://thief.example.org/token"))

    assert SECRET not in stored
    assert (kept[0], RosterConnection.objects.get().hour) == (204, 3)
    assert (stolen[0], stolen[1]["errors"][0]["pointer"]) == (422, "/secret")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base_url", "http://sis.example.org"),
        ("base_url", "https://169.254.169.254/latest"),
        ("base_url", "https://10.0.0.8"),
        ("base_url", "https://user:word@sis.example.org"),
        ("base_url", "https://sis.example.org/?x=1"),
        ("base_url", "file:///etc/passwd"),
        ("base_url", "https://[::1"),
        ("token_url", "https://[fd00::1]/token"),
        ("token_url", "gopher://sis.example.org"),
        ("client_id", " "),
        ("secret", ""),
        ("secret", "two\nlines"),
    ],
)
def test_an_address_that_leads_inside_or_a_field_that_cannot_be_is_refused(
    cast: Cast, sis: FakeSis, keeper: Client, field: str, value: str
) -> None:
    status, problem = put(keeper, cast, given(sis, **{field: value}))

    assert (status, problem["code"], problem["errors"][0]["pointer"]) == (422, "bad_roster_connection", f"/{field}")
    assert not RosterConnection.objects.exists()


def test_a_test_says_what_is_wrong(cast: Cast, sis: FakeSis, keeper: Client) -> None:
    put(keeper, cast, given(sis, secret="not the one"))

    tried = keeper.post(f"{base(cast)}/tests").json()

    assert tried == {"answers": False, "failure": "refused", "organizations": None}


def test_nobody_else_reaches_it(cast: Cast, sis: FakeSis, keeper: Client) -> None:
    put(keeper, cast, given(sis))
    other = make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
    before = RosterConnection.objects.values().get()

    for person in (cast.insider, cast.teacher, cast.officer, cast.stranger, other):
        client = Client(headers={"X-Session-Token": session_of(person)})
        answers = [
            client.get(base(cast)),
            client.put(base(cast), given(sis, hour=5), content_type="application/json"),
            client.post(f"{base(cast)}/tests"),
            client.post(f"{base(cast)}/reads", {}, content_type="application/json"),
            client.delete(base(cast)),
        ]
        assert {one.status_code for one in answers} == {404}

    assert RosterConnection.objects.values().get() == before


def test_a_keeper_does_the_same_on_the_page(cast: Cast, sis: FakeSis) -> None:
    client = Client()
    client.force_login(make_member(cast.district, role=MemberRole.ADMINISTRATOR).user)
    path = f"/administration/rosters/{cast.district.pk}/connection"
    form = {"act": "set", **given(sis), "hour": "4", "is_nightly": "yes"}

    empty = client.get(path)
    refused = client.post(path, {**form, "base_url": "https://10.0.0.8"})
    saved = client.post(path, form)
    idle = client.get(path).content.decode()
    tried = client.post(path, {"act": "test"}).content.decode()
    client.post(path, {"act": "read", "is_whole": "yes"})
    waiting = client.get(path).content.decode()
    RosterConnection.objects.update(failure="away", failed_table="users", failed_at=NOW, asked_at=None)
    roster = client.get(f"/administration/rosters/{cast.district.pk}").content.decode()
    gone = client.post(path, {"act": "forget"})

    assert (empty.status_code, refused.status_code, saved.status_code) == (200, 422, 303)
    assert "10.0.0.8" in refused.content.decode()
    assert SECRET not in idle + refused.content.decode()
    assert "Read now" in idle
    assert "It has 1 school or office." in tried
    assert "data-reading" in waiting
    assert "It does not answer" in roster
    assert (gone.status_code, RosterConnection.objects.exists()) == (303, False)
    assert client.post(path, {"act": "nonsense"}).status_code == 404
    client.force_login(cast.insider)
    assert client.get(path).status_code == 404
    assert client.post(path, form).status_code == 404


# --- the console ------------------------------------------------------------------------------------------------------
def test_the_console_reads_now_and_says_why_not(cast: Cast, sis: FakeSis, capsys: pytest.CaptureFixture[str]) -> None:
    connect(cast, sis)

    call_command("roster_sync", district=cast.district.name)
    done = capsys.readouterr().out
    sis.instead = lambda _table, _request: Reply(403, b"{}", JSON)
    with pytest.raises(CommandError, match="refused"):
        call_command("roster_sync", district=cast.district.name, stderr=StringIO())

    assert "users: 61 new" in done
    assert QUINCE not in done
    with pytest.raises(CommandError):
        call_command("roster_sync")
    assert connection_of(cast.district) is not None
