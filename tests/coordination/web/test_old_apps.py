"""An old app is told that it is old, and nothing that it asks for is refused, above all no press of the alarm."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from coordination.app_versions import needed_version
from coordination.environment import app_minimums
from coordination.models import User
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.push import make_device
from tests.stage.served import session_of

MINIMUM = {"ios": "2.4.0", "android": "2.10"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def minimum(settings: Settings) -> None:
    settings.APP_MINIMUM = MINIMUM


def ask(user: User, path: str, said: str = "ios/2.3.9", body: object = None) -> Any:
    headers = {"X-Session-Token": session_of(user), "X-App-Version": said}
    if body is None:
        return Client().get(path, headers=headers)
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        ("ios/2.3.9", "2.4.0"),
        ("iOS/2.3", "2.4.0"),
        ("ios/2.3.9-beta.7", "2.4.0"),
        ("ios/2.4", None),
        ("ios/2.4.0+81", None),
        ("ios/10.0", None),
        # As numbers, not as text.
        ("android/2.9", "2.10"),
        ("android/2.10.1", None),
        ("web/0.1", None),
        ("ios", None),
        ("ios/", None),
        ("ios/two", None),
        ("ios/2.3.9\x00", None),
        ("ios/٢.٣", None),
        ("", None),
    ],
)
def test_what_an_app_says_of_itself_is_compared_as_numbers_and_what_makes_no_sense_is_left(
    said: str, needed: str | None
) -> None:
    assert needed_version(said, MINIMUM) == needed


@given(st.text())
def test_no_text_of_an_app_can_stop_an_answer(said: str) -> None:
    assert needed_version(said, MINIMUM) in (None, "2.4.0", "2.10")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", {}), ("ios=2.4.0", {"ios": "2.4.0"}), (" ios=2 , android=2.3 ", {"ios": "2", "android": "2.3"})],
)
def test_the_operator_sets_a_minimum_by_platform(text: str, expected: dict[str, str]) -> None:
    assert app_minimums(text) == expected


@pytest.mark.parametrize("text", ["ios", "ios=", "ios=x", "=2", "iOS 2=1", "ios=2.4.0.1.2"])
def test_a_minimum_that_cannot_be_meant_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MUSTERPOINT_APP_MINIMUM"):
        app_minimums(text)


@pytest.mark.django_db
def test_an_old_app_presses_and_is_told_that_it_is_old(cast: Cast) -> None:
    press = {"id": str(uuid4()), "type": "raise_panic", "site_id": str(cast.site.id), "is_exercise": False}

    answer = ask(cast.teacher, "/api/v1/panics", body=press)

    assert (answer.status_code, answer.headers["X-App-Update"]) == (201, "2.4.0")


@pytest.mark.django_db
def test_an_old_app_reads_and_registers_and_a_new_one_hears_nothing(cast: Cast) -> None:
    room = open_room(cast, at=datetime.now(UTC))
    phone = {"kind": "console", "value": "phone-1", "platform": "ios", "locale": "en", "app_version": "0.0.1"}
    paths = ("/api/v1/me", "/api/v1/incidents", f"/api/v1/rooms/{room.id}/state", "/api/v1/nowhere")

    old = [ask(cast.insider, path, "ios/0.0.1") for path in paths]
    registered = ask(cast.insider, "/api/v1/devices", "ios/0.0.1", body=phone)
    new = [ask(cast.insider, path, "ios/2.4.0") for path in paths]

    assert [(one.status_code, one.headers["X-App-Update"]) for one in old] == [(200, "2.4.0")] * 3 + [(404, "2.4.0")]
    assert registered.status_code == 201
    assert [(one.status_code, "X-App-Update" in one.headers) for one in new] == [(200, False)] * 3 + [(404, False)]


def test_a_cache_on_the_way_tells_no_new_app_what_it_kept_for_an_old_one() -> None:
    old, new = (
        Client().get("/api/v1/openapi.json", headers={"X-App-Version": said}) for said in ("ios/2.3", "ios/2.4")
    )

    assert ("X-App-Update" in old.headers, "X-App-Update" in new.headers) == (True, False)
    assert all("X-App-Version" in one.headers["Vary"] for one in (old, new))


@pytest.mark.django_db
def test_a_device_of_an_old_app_is_told_like_every_other(cast: Cast) -> None:
    phone = make_device(user=cast.officer)
    phone.app_version = "0.0.1"
    phone.save()
    press = {"id": str(uuid4()), "type": "raise_panic", "site_id": str(cast.site.id), "is_exercise": False}

    ask(cast.teacher, "/api/v1/panics", body=press)

    assert phone.notifications.filter(kind="panic_pressed").exists()


@pytest.mark.django_db
def test_everyone_learns_from_me_which_version_is_needed(cast: Cast, settings: Settings) -> None:
    told = ask(cast.officer, "/api/v1/me", "").json()["minimum_app_versions"]
    settings.APP_MINIMUM = {}
    without = ask(cast.officer, "/api/v1/me")

    assert told == MINIMUM
    assert (without.json()["minimum_app_versions"], "X-App-Update" in without.headers) == ({}, False)
