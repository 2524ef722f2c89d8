"""Whatever is sent over HTTP is answered with a documented problem, never with a fault of ours."""

import json
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from coordination.describe.problem_codes import problem_codes
from coordination.room.registry import named_commands
from tests.coordination.access_walk.rows import command
from tests.coordination.access_walk.tables import API
from tests.stage.full_room import Stage

pytestmark = pytest.mark.django_db

CODES = {code.code for code in problem_codes()}
HOSTILE_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"words"',
    b"1e999",
    b"[" * 50_000,
    b'{"a":' * 10_000,
    b"\xff\xfe",
    b'{"id": NaN}',
    b'{"type": ["post_message"]}',
    b'{"type": {"a": 1}}',
    b'{"\\ud800": 1}',
    b"{" + b" " * 70_000 + b"}",
]
HOSTILE_VALUES: list[object] = [
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e",
    "x" * 10_000,
    "<script>alert(1)</script>" * 500,
    [],
    [[[]]],
    {"a": "b"},
    [["a", "b"]] * 3,
    [[1e300, 1e300]] * 3,
]

# What gets past JSON and could trip a database.
TREACHEROUS: list[object] = ["a\x00b", "\ud800", 10**30, "<script>alert(1)</script>", [[1e300, 1e300]] * 3]


def filled(stage: Stage, route: str) -> str:
    path = route.partition(" ")[2]
    for name, value in API[route].ids(stage).items():
        path = path.replace(f"{{uuid:{name}}}", str(value))
    return f"/api/v1{path}"


def send(stage: Stage, route: str, body: bytes | str) -> HttpResponse:
    """Send a body to a route as the insider."""
    method, address, headers = route.partition(" ")[0], filled(stage, route), stage.headers("insider")
    response: object = Client().generic(method, address, body, content_type="application/json", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def complaint(response: HttpResponse) -> str | None:
    """Return what is wrong with an answer to something wrong; None when it is a documented problem."""
    if not 400 <= response.status_code < 500:
        return f"status {response.status_code}"
    if response["Content-Type"] != "application/problem+json":
        return str(response["Content-Type"])
    code = json.loads(response.content)["code"]
    return None if code in CODES else f"code {code}"


WITH_BODIES = [route for route, row in API.items() if row.body is not None]


@pytest.mark.parametrize("route", WITH_BODIES)
def test_a_hostile_body_is_refused_with_a_documented_problem(stage: Stage, route: str) -> None:
    complaints = {}
    for body in HOSTILE_BODIES:
        complaints[body[:40]] = complaint(send(stage, route, body))

    assert {body: why for body, why in complaints.items() if why} == {}


@pytest.mark.parametrize("route", WITH_BODIES)
def test_a_hostile_value_in_any_field_is_refused_or_taken_as_it_is(stage: Stage, route: str) -> None:
    make = API[route].body
    assert make is not None
    faults = {}
    for field in make(stage):
        for value in HOSTILE_VALUES:
            whole = make(stage)
            body = json.dumps({**whole, **({"id": str(uuid4())} if "id" in whole else {}), field: value})
            response = send(stage, route, body)
            if response.status_code >= 500 or (response.status_code >= 400 and complaint(response)):
                faults[field, str(value)[:20]] = response.status_code

    assert faults == {}


def test_a_hostile_value_in_any_field_of_any_command_is_refused_or_taken_as_it_is(stage: Stage) -> None:
    address, client = f"/api/v1/rooms/{stage.room.id}/commands", Client()
    faults = {}
    stage.aid_id()  # while the insider commands: some of these commands are carried out
    for one in named_commands():
        for field in one.model.model_fields:
            for value in TREACHEROUS:
                body = {**command(stage, one.word), "id": str(uuid4()), field: value}
                response = client.post(
                    address, json.dumps(body), content_type="application/json", headers=stage.headers("insider")
                )
                if response.status_code >= 500:
                    faults[one.word, field, str(value)[:20]] = response.status_code

    assert faults == {}


@pytest.mark.parametrize(
    "query",
    [
        "/rooms/{room}/entries?after=-1",
        "/rooms/{room}/entries?after=x",
        "/rooms/{room}/entries?limit=0",
        "/rooms/{room}/entries?limit=501",
        "/rooms/{room}/entries?before=-1",
        "/rooms/{room}/state?at=0",
        "/rooms/{room}/state?at=x",
        "/rooms/{room}/state?at=1&since=1",
        "/rooms/{room}/state?since=-1",
        "/rooms/{room}/state?since=999",
        "/facilities",
        "/facilities?bbox=1,2,3",
        "/facilities?bbox=nan,0,1,1",
        "/facilities?bbox=0,0,inf,1",
        "/facilities?bbox=%00",
        "/rooms/not-a-uuid/state",
        "/rooms/{room}/attachments/00000000-0000-0000-0000-000000000000",
        "/nothing/here",
    ],
)
def test_a_hostile_query_is_refused_with_a_documented_problem(stage: Stage, query: str) -> None:
    address = "/api/v1" + query.replace("{room}", str(stage.room.id))

    response = Client().get(address, headers=stage.headers("insider"))

    if query in {"/nothing/here", "/rooms/not-a-uuid/state"}:
        assert response.status_code == 404
    else:
        assert complaint(response) is None, response.content  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["after=" + "9" * 30, "before=" + "9" * 30])
def test_a_seq_beyond_every_number_is_beyond_the_log(stage: Stage, query: str) -> None:
    response = Client().get(f"/api/v1/rooms/{stage.room.id}/entries?{query}", headers=stage.headers("insider"))

    assert response.status_code == 200


@pytest.mark.parametrize("token", ["", "x", "\x00", "x" * 5000, "é"])
def test_a_hostile_token_is_nobody(stage: Stage, token: str) -> None:
    response = Client().get("/api/v1/me", headers={"X-Session-Token": token})

    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("username", ["\x00", "a\x00b", "\ud800", "x" * 10_000, "<script>", ["a"], {"a": 1}, None])
def test_a_hostile_name_does_not_sign_in(stage: Stage, username: object) -> None:
    body = json.dumps({"username": username, "password": "x\x00"})

    response = Client().post("/_allauth/app/v1/auth/login", body, content_type="application/json")

    assert response.status_code == 400


def test_an_unknown_address_of_the_api_answers_a_problem_and_not_a_page(client: Client) -> None:
    answer = client.get("/api/v1/nothing-of-the-kind")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


# --- who is asked for, and where --------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("token", ["expired", "x"])
def test_a_token_that_has_expired_is_401_whatever_is_asked(stage: Stage, method: str, token: str) -> None:
    """An app that is told of CSRF cannot know that it has to sign in anew: it would try for ever."""
    headers = {"X-Session-Token": token}
    by_app = Client(enforce_csrf_checks=True).generic(method, f"/api/v1/sites/{uuid4()}/plan-imports", headers=headers)
    me = Client(enforce_csrf_checks=True).post("/api/v1/ws-tickets", headers=headers)

    assert (me.status_code, me.json()["code"]) == (401, "not_authenticated")
    if method in {"GET", "POST"}:
        assert (by_app.status_code, by_app.json()["code"]) == (401, "not_authenticated")


def test_a_cookie_still_needs_its_csrf_token(stage: Stage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = stage.session("officer")

    answer = client.post("/api/v1/ws-tickets")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.parametrize(
    "path", ["/api/v1/rooms/1/commands", "/api/v1/rooms/1/poll", "/api/v1/nowhere", "/_allauth/app/v1/nowhere"]
)
def test_an_address_that_leads_nowhere_answers_a_problem_to_every_method(stage: Stage, path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, "{}", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["me", "incidents", "rooms/{room}/state", "rooms/{room}/entries", "nowhere"])
def test_what_the_interface_answers_is_kept_by_no_cache_and_differs_by_who_asks(stage: Stage, path: str) -> None:
    for headers in ({}, stage.headers("insider")):
        answer = Client().get(f"/api/v1/{path.format(room=stage.room.id)}", headers=headers)

        assert answer["Cache-Control"] in {"no-store", "private, no-cache"}
        assert {"Cookie", "X-Session-Token"} <= {one.strip() for one in answer["Vary"].split(",")}
