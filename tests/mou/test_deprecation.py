"""An operation that will end says so in each answer and in the description; the others say nothing."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI, Router, Schema
from ninja.testing import TestClient

from coordination.describe.openapi import Description
from coordination.describe.operations.answers import add_deprecation
from mou.api.deprecation import Deprecation, deprecate_operation
from mou.errors import MouError

ENDING = Deprecation(since=date(2026, 12, 1), ends=date(2027, 12, 1), instead="list_new")


class Thing(Schema):
    name: str


class Refused(MouError):
    code, status = "refused", 409


@pytest.fixture(scope="module")
def api() -> NinjaAPI:
    router = Router()

    @router.get("/old", response=list[Thing], operation_id="list_old")
    @deprecate_operation(ENDING)
    def list_old(request: HttpRequest, *, fails: bool = False) -> list[Thing]:
        """List things."""
        if fails:
            raise Refused
        return [Thing(name="one")]

    @router.get("/new", response=list[Thing], operation_id="list_new")
    def list_new(request: HttpRequest) -> list[Thing]:
        """List things."""
        return [Thing(name="one")]

    made = NinjaAPI(urls_namespace="test-deprecation")

    @made.exception_handler(Refused)
    def refuse(request: HttpRequest, error: Refused) -> Any:
        return made.create_response(request, {"code": error.code}, status=error.status)

    made.add_router("", router)
    return made


def test_its_answers_say_since_when_and_until_when_also_where_they_refuse(api: NinjaAPI) -> None:
    answers = [TestClient(api).get(path) for path in ("/old", "/old?fails=true", "/new")]

    assert [one.status_code for one in answers] == [200, 409, 200]
    for one in answers[:2]:
        assert one.headers["Deprecation"] == "@1796083200"
        assert one.headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
        assert 'rel="deprecation"' in one.headers["Link"]
    assert not {"Deprecation", "Sunset", "Link"} & set(answers[2].headers)
    assert answers[0].json() == answers[2].json()


def test_it_is_described_as_deprecated_with_what_to_use_instead(api: NinjaAPI) -> None:
    paths: Any = Description(api, "/")["paths"]
    old, new = paths["/old"]["get"], paths["/new"]["get"]
    for one in (old, new):
        add_deprecation(one)

    assert (old["deprecated"], "deprecated" in new) == (True, False)
    assert old["x-deprecation"] == {"since": "2026-12-01", "ends": "2027-12-01", "instead": "list_new"}
    assert "use `list_new` instead" in old["description"]
    assert set(old["responses"][200]["headers"]) == {"Deprecation", "Sunset"}
    assert "headers" not in new["responses"][200]


def test_less_than_a_year_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="365 days"):
        Deprecation(since=date(2026, 12, 1), ends=date(2027, 11, 30), instead="list_new")
