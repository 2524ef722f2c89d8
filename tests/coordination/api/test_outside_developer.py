"""What a developer who has only the documents meets, at the door where it was met."""

import gzip
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from coordination.models import User
from tests.factories.cast import make_cast
from tests.factories.mou import make_user
from tests.stage.served import session_of
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()


def ask(who: User, method: str, path: str, body: object = None) -> Any:
    sent: dict[str, Any] = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
    return Client().generic(method, f"/api/v1{path}", headers={"X-Session-Token": session_of(who)}, **sent)


# --- the description --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json"])
def test_what_is_served_is_what_is_committed_for_everyone_and_known_by_its_tag(name: str) -> None:
    committed = (ROOT / "docs" / name).read_bytes()

    plain = Client().get(f"/api/v1/{name}")
    packed = Client().get(f"/api/v1/{name}", headers={"Accept-Encoding": "gzip"})
    known = Client().get(f"/api/v1/{name}", headers={"If-None-Match": plain["ETag"]})
    other = Client().get(f"/api/v1/{name}", headers={"If-None-Match": '"another"'})

    assert (plain.status_code, plain.content, gzip.decompress(packed.content)) == (200, committed, committed)
    assert packed["ETag"] != plain["ETag"]
    assert [(one.status_code, one.content == b"") for one in (known, other)] == [(304, True), (200, False)]


# --- trusted hosts ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://10.1.2.3/hook", 201),
        ("https://localhost/hook", 201),
        ("https://10.1.2.4/hook", 422),
        ("http://10.1.2.3/hook", 422),
        ("https://10.1.2.3.elsewhere.example@127.0.0.1/hook", 422),
    ],
)
def test_a_host_that_the_operator_trusts_is_taken_at_registration_and_no_other_inside(
    settings: Settings, url: str, status: int
) -> None:
    settings.PUSH_TRUSTED_HOSTS = frozenset({"10.1.2.3", "localhost"})
    body = {"kind": "webhook", "value": url, "platform": "cad", "locale": "en", "app_version": "1"}

    answer = ask(make_user(username="bridge"), "POST", "/devices", body)

    assert answer.status_code == status, answer.content


# --- what the protocol says -------------------------------------------------------------------------------------------
def test_the_protocol_names_the_list_of_sites_and_its_id_opens_an_incident() -> None:
    cast = make_cast()
    assert "`GET /api/v1/sites` lists the caller's sites" in PROTOCOL

    (site,) = ask(cast.insider, "GET", "/sites").json()
    about = {"incident_type": "STDBY", "severity": "severe", "title": "Gas leak", "is_exercise": False}
    body = {"type": "open_incident", "id": str(uuid.uuid4()), "site_id": site["id"], **about}

    assert ask(cast.insider, "POST", "/incidents", body).status_code == 201


def test_the_protocol_names_every_collection_of_the_map() -> None:
    named = re.search(r"under `/api/v1/ogc/collections` are (.*?), each", PROTOCOL, re.DOTALL)
    assert named is not None

    served = ask(make_cast().insider, "GET", "/ogc/collections").json()["collections"]

    assert set(re.findall(r"`(\w+)`", named[1])) == {one["id"] for one in served}
