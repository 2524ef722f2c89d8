"""How long what an app holds is good while its phone is off, as docs/mobile.md says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.models import SessionState, User
from coordination.sessions import SessionStore
from coordination.sign_in.sessions.duties import STATE
from push.models import Device, Notification
from tests.factories.cast import Cast, make_cast
from tests.factories.push import make_device
from tests.stage.incident.panic import press
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long way to the ford"
TWO_WEEKS = timedelta(days=14)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def password_alone(settings: Settings) -> None:
    """A second factor changes nothing of how long a session lives."""
    settings.CJIS_RULES = False


def sign_in(user: User) -> str:
    user.set_password(PASSWORD)
    user.save()
    asked = {"username": user.username, "password": PASSWORD}
    answer = Client().post("/_allauth/app/v1/auth/login", asked, content_type="application/json")
    token: str = answer.json()["meta"]["session_token"]
    return token


def ask(token: str, path: str, body: object = None) -> Any:
    headers = {"X-Session-Token": token}
    if body is None:
        return Client().get(path, headers=headers)
    return Client().post(path, body, content_type="application/json", headers=headers)


def register(token: str) -> None:
    phone = {"kind": "console", "value": "phone-1", "platform": "ios", "locale": "en"}
    assert ask(token, "/api/v1/devices", phone).status_code == 201


def lapse(token: str) -> None:
    """Let the session run out, as time does."""
    Session.objects.filter(session_key=token).update(expire_date=datetime.now(UTC) - A_MINUTE)


def test_a_token_is_good_for_two_weeks_and_use_does_not_prolong_it(cast: Cast) -> None:
    token = sign_in(cast.officer)
    ends = Session.objects.get(session_key=token).expire_date

    answered = [ask(token, "/api/v1/me").status_code, ask(token, "/api/v1/me/in-use", {}).status_code]
    register(token)

    assert abs(ends - datetime.now(UTC) - TWO_WEEKS) < A_MINUTE
    assert answered == [200, 200]
    assert Session.objects.get(session_key=token).expire_date == ends


def test_a_session_that_has_run_out_answers_nothing_and_its_phone_still_rings(cast: Cast) -> None:
    token = sign_in(cast.officer)
    register(token)
    lapse(token)

    press(cast.teacher, cast.site, at=datetime.now(UTC))

    told = Notification.objects.get(device__user=cast.officer, kind="panic_pressed", step=0)
    receipt = ask(token, f"/api/v1/notifications/{told.id}/receipts", {"stage": "delivered"})
    assert (receipt.status_code, receipt.json()["code"]) == (401, "not_authenticated")
    assert ask(token, "/api/v1/me/missed?since=2026-01-01T00:00:00Z").status_code == 401


def test_after_signing_in_anew_the_same_phone_is_the_same_device_and_its_alert_can_be_answered(cast: Cast) -> None:
    old = sign_in(cast.officer)
    register(old)
    device_id = Device.objects.get(user=cast.officer).id
    press(cast.teacher, cast.site, at=datetime.now(UTC))
    lapse(old)

    new = session_of(cast.officer)
    register(new)

    told = Notification.objects.get(device__user=cast.officer, kind="panic_pressed", step=0)
    receipt = ask(new, f"/api/v1/notifications/{told.id}/receipts", {"stage": "acknowledged"})
    assert [one.id for one in Device.objects.filter(user=cast.officer, is_active=True)] == [device_id]
    assert receipt.status_code == 204


def test_a_phone_that_signed_out_rings_no_more(cast: Cast) -> None:
    token = sign_in(cast.officer)
    register(token)
    Client().delete("/_allauth/app/v1/auth/session", headers={"X-Session-Token": token})

    press(cast.teacher, cast.site, at=datetime.now(UTC))

    assert not Notification.objects.filter(device__user=cast.officer).exists()


def test_a_locked_session_says_nothing_of_alerts_and_takes_no_receipt(cast: Cast) -> None:
    token = session_of(cast.officer)
    make_device(user=cast.officer, session_key=token)
    press(cast.teacher, cast.site, at=datetime.now(UTC))
    told = Notification.objects.get(device__user=cast.officer, kind="panic_pressed", step=0)
    lock(token, cast.officer)

    receipt = ask(token, f"/api/v1/notifications/{told.id}/receipts", {"stage": "delivered"})
    missed = ask(token, "/api/v1/me/missed?since=2026-01-01T00:00:00Z")

    assert [(one.status_code, one.json()["code"]) for one in (receipt, missed)] == [(403, "session_locked")] * 2


def lock(token: str, user: User) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=13)
    state = SessionState.objects.create(user=user, session_key=token, locks=True, active_at=long_ago)
    session = SessionStore(token)
    session[STATE] = state.pk
    session["account_authentication_methods"] = [{"method": "password", "at": long_ago.timestamp()}]
    session.save()
