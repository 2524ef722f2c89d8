"""Where an agency asks it, an app proves itself for its session before anything but a press of the alarm."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.accounts.security_settings import change_security
from coordination.models import AgencySecurity, SessionState, User
from coordination.sign_in.attestation.errors import AttestationNotSetUp
from coordination.sign_in.own_apps.named_apps import AndroidApp
from coordination.sign_in.security_rules import Choices
from mou.vocabulary import MemberRole
from tests.coordination.sign_in.test_app_onboarding import ask
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.fakes.app_proofs import FakeApple, FakeGoogle

pytestmark = pytest.mark.django_db
APP, PACKAGE, PRINT = "ABCDE12345.org.example.muster", "org.example.muster", ":".join(["0A"] * 32)
PASSWORD, WHERE = "a long way to the ford", "/api/v1/me/attestation"


@pytest.fixture
def apple(settings: Settings, tmp_path: Path) -> FakeApple:
    cache.clear()
    made = FakeApple(timezone.now())
    settings.IOS_APPS, settings.ANDROID_APPS = (APP,), ()
    settings.APP_ATTEST_ROOTS = made.write_root(tmp_path)
    return made


@pytest.fixture
def cast(apple: FakeApple) -> Cast:
    made = make_cast()
    AgencySecurity.objects.create(agency=made.school, attests_apps=True)
    return made


def sign_in(person: User) -> str:
    """Sign in as an app does; return the token."""
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save()
    return str(ask("auth/login", username=person.username, password=PASSWORD)[1]["meta"]["session_token"])


def challenge_for(token: str) -> str:
    status, said = ask(WHERE, token, method="GET")
    assert status == 200, said
    return str(said["challenge"])


def prove(token: str, sent: dict[str, str]) -> tuple[int, Any]:
    status, said = ask(WHERE, token, **sent)
    return status, said.get("code")


def what_is_served(token: str) -> tuple[int, Any]:
    status, said = Client().get("/api/v1/me", headers={"X-Session-Token": token}), None
    return status.status_code, status.json().get("code", said)


def press(token: str, cast: Cast) -> int:
    body: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "site_id": str(cast.site.pk),
        "kind": "medical",
        "is_exercise": False,
    }
    return ask("/api/v1/panics", token, type="raise_panic", **body)[0]


def test_an_app_that_has_proven_itself_is_served_and_one_that_has_not_only_presses(
    cast: Cast, apple: FakeApple
) -> None:
    token = sign_in(cast.teacher)
    asked = ask(WHERE, token, method="GET")[1]

    assert what_is_served(token) == (403, "app_not_attested")
    assert ask("/api/v1/ws-tickets", token)[0] == 403
    assert press(token, cast) == 201
    assert (asked["is_asked"], asked["attested_at"], asked["checks"]) == (True, None, ["app_attest"])
    assert prove(token, apple.attest(APP, asked["challenge"])) == (200, None)
    assert what_is_served(token) == (200, None)
    assert ask(WHERE, token, method="GET")[1]["attested_at"] is not None


def test_a_failed_proof_opens_nothing_and_stops_no_press(cast: Cast, apple: FakeApple) -> None:
    token, other = sign_in(cast.teacher), sign_in(make_member(cast.school, role=MemberRole.STAFF).user)
    of_other = challenge_for(other)
    mine = challenge_for(token)
    refused = [
        prove(token, FakeApple(timezone.now()).attest(APP, mine)),
        prove(token, apple.attest("ABCDE12345.org.evil", mine)),
        # What was made for another session, and what the app made up.
        prove(token, apple.attest(APP, of_other)),
        prove(token, apple.attest(APP, "A" * 52)),
        prove(token, apple.attest(APP, "ñ")),
        prove(token, apple.attest(APP, "_" * 52)),
    ]

    assert refused == [(422, "attestation_refused")] * 6
    assert prove(token, {**apple.attest(APP, mine), "kind": "play_integrity"}) == (422, "attestation_not_checked")
    assert prove(token, {**apple.attest(APP, mine), "kind": "other"})[0] == 422
    assert prove(token, {**apple.attest(APP, mine), "statement": "A" * 40_001})[0] == 422
    assert what_is_served(token) == (403, "app_not_attested")
    assert press(token, cast) == 201


def test_a_proof_that_was_overheard_proves_nothing_for_another_session_nor_later(
    cast: Cast, apple: FakeApple, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sign_in(cast.teacher), sign_in(cast.teacher)
    sent = apple.attest(APP, challenge_for(first))

    assert prove(first, sent) == (200, None)
    assert prove(second, sent) == (422, "attestation_refused")
    # Twice for the same session says nothing new.
    assert prove(first, sent) == (200, None)
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert prove(first, sent) == (422, "attestation_refused")


def test_an_android_app_proves_itself_by_google(settings: Settings, cast: Cast, tmp_path: Path) -> None:
    google = FakeGoogle(PACKAGE, PRINT)
    settings.ANDROID_APPS = (AndroidApp(PACKAGE, PRINT),)
    settings.PLAY_INTEGRITY_KEYS = google.write_keys(tmp_path)
    token = sign_in(cast.teacher)
    challenge = challenge_for(token)

    assert prove(token, google.attest("d" * 52, timezone.now()) | {"challenge": challenge})[0] == 422
    assert prove(token, google.attest(challenge, timezone.now())) == (200, None)
    assert what_is_served(token) == (200, None)


def test_pages_are_not_asked_and_an_app_that_shows_one_is(cast: Cast, apple: FakeApple) -> None:
    token = sign_in(cast.teacher)
    browser, in_app = Client(), Client()
    browser.post("/accounts/login/", {"login": cast.teacher.username, "password": PASSWORD})
    in_app.cookies["sessionid"] = token

    assert browser.get("/account/sessions").status_code == 200
    assert in_app.get("/account/sessions").status_code == 403
    assert in_app.get("/panic").status_code == 200


def test_it_is_asked_of_none_where_it_cannot_be_checked(settings: Settings, cast: Cast) -> None:
    token = sign_in(cast.teacher)
    settings.APP_ATTEST_ROOTS = ""

    assert what_is_served(token) == (200, None)


def test_an_agency_asks_it_only_where_all_apps_of_the_host_can_prove_themselves(settings: Settings, cast: Cast) -> None:
    chief = make_member(cast.school, role=MemberRole.ADMINISTRATOR).user
    about: dict[str, Any] = {"actor_id": chief.pk, "agency_id": cast.school.pk, "at": timezone.now()}
    page, client = f"/security/{cast.school.pk}", Client()
    client.force_login(chief)

    assert b'name="attests_apps"' in client.get(page).content
    settings.ANDROID_APPS = (AndroidApp(PACKAGE, PRINT),)
    assert b'name="attests_apps"' not in client.get(page).content
    with pytest.raises(AttestationNotSetUp):
        change_security(**about, choices=Choices(attests_apps=True))
    change_security(**about, choices=Choices(attests_apps=False))
    assert not AgencySecurity.objects.get(agency=cast.school).attests_apps
    settings.ANDROID_APPS = ()
    change_security(**about, choices=Choices(attests_apps=True))
    assert AgencySecurity.objects.get(agency=cast.school).attests_apps


def test_a_session_that_is_asked_nothing_may_prove_itself_and_is_served_either_way(
    cast: Cast, apple: FakeApple
) -> None:
    AgencySecurity.objects.all().delete()
    token = sign_in(cast.teacher)

    assert what_is_served(token) == (200, None)
    assert prove(token, apple.attest(APP, challenge_for(token))) == (200, None)
    assert not SessionState.objects.exists()
    assert ask(WHERE, method="GET")[0] == 401
