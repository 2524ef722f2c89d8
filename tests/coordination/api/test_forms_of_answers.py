"""An instant has one form wherever it is answered, and a flag is true or false."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import Client, RequestFactory

from coordination.api.rendering import AnswerRenderer
from tests.coordination.access_walk.described import INSTANT, instants_in_another_form
from tests.factories.mou import make_user
from tests.stage.full_room import Stage

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence to sign in with"
LOGIN = "/_allauth/app/v1/auth/login"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 2, 14, 5, tzinfo=UTC), "2026-03-02T14:05:00.000Z"),
        (datetime(2026, 3, 2, 14, 5, 0, 1, tzinfo=UTC), "2026-03-02T14:05:00.000Z"),
        (datetime(2026, 3, 2, 8, 5, tzinfo=timezone(timedelta(hours=-6))), "2026-03-02T14:05:00.000Z"),
    ],
)
def test_an_operation_answers_every_instant_in_one_form(at: datetime, said: str) -> None:
    rendered = AnswerRenderer().render(RequestFactory().get("/"), {"deep": [{"at": at}]}, response_status=200)

    assert json.loads(rendered) == {"deep": [{"at": said}]}


def test_who_looks_for_other_forms_finds_them_at_any_depth() -> None:
    told = {"a": ["2026-03-02T14:05:00Z", "2026-03-02T14:05:00.000Z"], "b": {"at": "2026-03-02T14:05:00.000001+00:00"}}

    assert [one.split(":")[0] for one in instants_in_another_form(told)] == ["$.a[0]", "$.b.at"]


def test_signing_in_says_when_a_person_proved_who_they_are_as_every_answer_says_instants() -> None:
    person = make_user(username="sergeant")
    person.set_password(PASSWORD)
    person.save()

    answer = Client().post(LOGIN, {"username": "sergeant", "password": PASSWORD}, content_type="application/json")

    assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (200, True)
    methods = answer.json()["data"]["methods"]
    assert [one["method"] for one in methods] == ["password"]
    assert INSTANT.fullmatch(methods[0]["at"])


@pytest.mark.parametrize("address", ["2fa/authenticate", "webauthn/authenticate"])
def test_who_is_not_signed_in_is_told_so_by_false_and_not_by_null(address: str) -> None:
    body = json.dumps({"code": "123456", "credential": {}})
    answer = Client().post(f"/_allauth/app/v1/auth/{address}", body, content_type="application/json")

    assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (401, False)
    assert answer.json()["data"]["flows"]


def test_a_search_in_all_rooms_says_null_where_an_incident_has_no_place(stage: Stage) -> None:
    answer = Client().get("/api/v1/entries/search?kind=incident_opened", headers=stage.headers("officer"))

    incidents = answer.json()["incidents"]
    assert incidents
    assert {one["place"] for one in incidents} == {None}
    assert all(isinstance(one["title_in"], dict) for one in incidents)
