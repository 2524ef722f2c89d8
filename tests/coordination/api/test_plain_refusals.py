"""Below the addresses of programs every refusal is a problem with a code, also what Django and allauth refuse."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from tests.stage.full_room import Stage

pytestmark = pytest.mark.django_db
WRONG_METHODS = [
    ("POST", "/api/v1/me", "GET"),
    ("HEAD", "/api/v1/me", "GET"),
    ("GET", "/api/v1/panics", "POST"),
    ("DELETE", f"/api/v1/rooms/{uuid4()}/poll", "GET"),
    ("POST", "/api/v1/openapi.json", "GET, HEAD"),
    ("GET", "/_allauth/app/v1/auth/login", "POST, OPTIONS"),
    ("PATCH", "/_allauth/app/v1/auth/session", "GET, DELETE, HEAD, OPTIONS"),
]


@pytest.mark.parametrize(("method", "address", "allowed"), WRONG_METHODS)
def test_a_method_that_is_not_taken_is_a_problem_that_names_those_that_are(
    stage: Stage, method: str, address: str, allowed: str
) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address, headers=stage.headers("officer"))

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == allowed
    if method != "HEAD":
        told = answer.json()
        assert (told["code"], told["status"]) == ("method_not_allowed", 405)
        assert told["type"] == "urn:musterpoint:problem:method_not_allowed"


def test_it_is_said_in_the_language_that_is_asked_for() -> None:
    answer = Client().post("/api/v1/openapi.json", headers={"Accept-Language": "es"})

    assert answer["Content-Language"] == "es"
    assert answer.json()["title"] == "Esta dirección no acepta este método."


@pytest.mark.parametrize("address", ["auth/login", "auth/webauthn/login"])
def test_a_body_that_cannot_be_read_is_refused_as_the_sign_in_refuses(address: str) -> None:
    body = "{" if address == "auth/login" else '{"credential": {}}'
    answer = Client().post(f"/_allauth/app/v1/{address}", body, content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert answer.json()["status"] == 400
    assert [set(one) >= {"code", "message"} for one in answer.json()["errors"]] == [True]


def test_what_a_field_lacks_is_still_said_by_field() -> None:
    answer = Client().post("/_allauth/app/v1/auth/login", "{}", content_type="application/json")

    assert answer.status_code == 400
    assert {one["param"] for one in answer.json()["errors"]} == {"username", "password"}


def test_a_page_is_refused_as_a_page() -> None:
    assert not Client().put("/accounts/login/")["Content-Type"].startswith("application/problem+json")


def test_a_stranger_who_asks_with_a_wrong_method_learns_nothing_of_what_is_there(stage: Stage) -> None:
    there, nowhere = (
        Client().generic("PUT", f"/api/v1/rooms/{room}/state", headers=stage.headers("stranger"))
        for room in (stage.room.id, uuid4())
    )

    assert json.loads(there.content) == json.loads(nowhere.content)
