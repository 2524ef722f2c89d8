"""A fault that no one expected is a problem document to a program and a page to a person, and says nothing of itself.

This module is the site's addresses with two more, which fail.
"""

import logging
import sqlite3

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from ninja import NinjaAPI

from coordination import urls
from coordination.api import problems

SECRET = "dsn=postgres://somebody:secret@db"
FAULTS = {
    "value": ValueError(SECRET),
    "assertion": AssertionError(SECRET),
    "recursion": RecursionError(SECRET),
    "arithmetic": ZeroDivisionError(SECRET),
    "missing": FileNotFoundError(2, SECRET, "/srv/musterpoint"),
}
api = NinjaAPI(title="Faults", urls_namespace="faults", docs_url=None, openapi_url=None)
problems.register_errors(api)


@api.get("/{kind}")
def fail(request: HttpRequest, kind: str) -> None:
    raise FAULTS[kind]


@api.get("/malformed/{text}")
def malformed(request: HttpRequest, text: str) -> None:
    raise SuspiciousOperation(text)


def fail_beside(request: HttpRequest) -> HttpResponse:
    raise ValueError(SECRET)


def lose_the_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


def ask_nonsense(request: HttpRequest) -> HttpResponse:
    nonsense = sqlite3.OperationalError("no such column: x")
    nonsense.sqlite_errorname = "SQLITE_ERROR"
    raise OperationalError(str(nonsense)) from nonsense


urlpatterns = [
    path("api/v1/away", lose_the_database),
    path("away", lose_the_database),
    path("nonsense", ask_nonsense),
    path("api/v1/faults/", api.urls),
    path("api/v1/beside", fail_beside),
    path("a-page", fail_beside),
    *urls.urlpatterns,
]
handler500 = urls.handler500
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", [*(f"faults/{kind}" for kind in FAULTS), "beside"])
def test_an_unexpected_fault_is_a_problem_and_says_nothing_of_itself(
    client: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"/api/v1/{address}")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["code"] == "server_error"
    assert SECRET not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    written = [record for record in caplog.records if record.exc_info]
    assert [SECRET in str(record.exc_info and record.exc_info[1]) for record in written] == [True]


def test_a_fault_of_middleware_is_a_problem_too(client: Client, settings: object) -> None:
    name = f"{__name__}.failing_middleware"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MIDDLEWARE", [name])
        answer = Client(raise_request_exception=False).get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")


def failing_middleware(get_response: object) -> object:
    def answer(request: HttpRequest) -> HttpResponse:
        raise ValueError(SECRET)

    return answer


def test_what_is_malformed_is_no_fault_of_the_server(client: Client) -> None:
    answer = client.get("/api/v1/faults/malformed/x")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_a_person_gets_a_page(client: Client) -> None:
    answer = client.get("/a-page")

    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert SECRET not in answer.content.decode()


def test_a_program_without_database_is_asked_to_come_again_and_the_log_has_the_cause(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/v1/away")

    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "3", "try_later")
    assert "recorded" not in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert any(SECRET in str(record.exc_info and record.exc_info[1]) for record in caplog.records)


def test_a_page_without_database_comes_again_by_itself(client: Client) -> None:
    answer = client.get("/away")

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "data-again" in page
    assert 'href="tel:911"' in page
    assert "way of their own" not in page
    assert SECRET not in page


def test_a_form_that_may_be_carried_out_is_held_and_never_sends_itself(client: Client) -> None:
    page = client.post("/away", "name=Bus+7", content_type="application/x-www-form-urlencoded").content.decode()

    assert "may be recorded, or not" in page
    assert "data-again" not in page


def test_a_form_that_reached_no_view_is_held_and_sends_itself(client: Client, settings: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MIDDLEWARE", [f"{__name__}.middleware_without_database"])
        answer = Client(raise_request_exception=False).post(
            "/a-page", "name=Bus+7", content_type="application/x-www-form-urlencoded"
        )

    page = answer.content.decode()
    assert answer.status_code == 503
    assert '<input type="hidden" name="name" value="Bus 7">' in page.partition("data-again")[2]


def middleware_without_database(get_response: object) -> object:
    return lose_the_database


def test_what_no_database_takes_is_a_fault_of_ours(client: Client) -> None:
    assert client.get("/nonsense").status_code == 500
