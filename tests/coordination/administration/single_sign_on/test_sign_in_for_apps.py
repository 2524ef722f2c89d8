"""An app signs in with its agency's own sign-in, in the phone's browser; the code that comes back serves only it."""

import base64
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.accounts.sign_ins import end_everything
from coordination.administration.models import AgencyProvider
from coordination.models import AgencySecurity, SessionState, User
from coordination.sessions import SessionStore
from tests.factories.mou import make_user
from tests.fakes.app_proofs import FakeApple
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import DOMAIN, MAYA, begin, come_back, is_signed_in, led_to

pytestmark = pytest.mark.django_db
BEGIN, DONE, RETURN = "/agency-sign-in/app/", "/agency-sign-in/app/done/", "/agency-sign-in/app/return/"
TRADE = "/_allauth/app/v1/auth/agency/token"
VERIFIER, STATE = "v" * 43, "the-state-of-this-app-0001"


@pytest.fixture(autouse=True)
def own_app(settings: Settings) -> None:
    settings.IOS_APPS = ("ABCDE12345.org.example.muster",)


def asked(**more: str) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    return {"code_challenge": challenge, "code_challenge_method": "S256", "state": STATE, **more}


def sign_in(fake: FakeOpenId, browser: Client | None = None) -> tuple[Client, HttpResponse]:
    """Go the whole way in the browser; return what leads into the app."""
    browser = browser or Client()
    start = browser.get(BEGIN, asked())
    assert start["Location"].startswith("/agency-sign-in/?next=")

    page = browser.post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}", "next": DONE})
    led = {name: values[0] for name, values in parse_qs(urlsplit(led_to(page.content)).query).items()}
    back = come_back(browser, fake, led)
    assert back["Location"] == DONE, back.content
    return browser, cast("HttpResponse", browser.get(DONE))


def handed(answer: HttpResponse) -> dict[str, str]:
    address = urlsplit(answer["Location"])
    assert (address.netloc, address.path) == ("", RETURN)
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def trade(code: str, verifier: str = VERIFIER, **headers: str) -> Any:
    body = json.dumps({"code": code, "code_verifier": verifier})
    return Client().post(TRADE, body, content_type="application/json", headers=headers)


def me(token: str) -> Any:
    return Client().get("/api/v1/me", headers={"X-Session-Token": token})


def test_an_app_comes_in_by_its_agency_and_the_browser_keeps_nothing(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    browser, answer = sign_in(fake)
    back = handed(answer)

    assert back["state"] == STATE
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not is_signed_in(browser)
    assert browser.get("/account/sessions").status_code == 302
    assert browser.get(RETURN, back).status_code == 200  # uses nothing up
    told = trade(back["code"])
    assert told.status_code == 200, told.content
    token = told.json()["meta"]["session_token"]
    assert me(token).json()["name"] == "Maya Field"
    assert Client().delete("/_allauth/app/v1/auth/session", headers={"X-Session-Token": token}).status_code == 401
    assert me(token).status_code == 401


def test_the_session_of_the_app_is_listed_and_ends_with_all_others_when_the_phone_is_lost(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    token = trade(handed(sign_in(fake)[1])["code"]).json()["meta"]["session_token"]
    maya = User.objects.get(display_name="Maya Field")

    assert UserSession.objects.filter(user=maya, session_key__in=Session.objects.values("session_key")).count() == 1
    end_everything(maya, timezone.now())
    assert me(token).status_code == 401


def test_a_code_counts_once(fake: FakeOpenId, provider: AgencyProvider) -> None:
    code = handed(sign_in(fake)[1])["code"]

    first, second = trade(code), trade(code)

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 403, "app_code_refused")
    assert "session_token" not in second.content.decode()


@pytest.mark.parametrize("verifier", ["w" * 43, "", "v" * 42, "v" * 44, "v" * 129, "ñ" * 43])
def test_another_app_that_catches_the_code_gets_nothing_and_uses_it_up(
    fake: FakeOpenId, provider: AgencyProvider, verifier: str
) -> None:
    code = handed(sign_in(fake)[1])["code"]

    answers = [trade(code, verifier), trade("c" * 43), trade("")]

    assert {one.status_code for one in answers} <= {400, 403}
    assert not any("session_token" in one.content.decode() for one in answers)
    # What is malformed reaches no code; a wrong verifier ends it.
    assert trade(code).status_code == (200 if answers[0].status_code == 400 else 403)


def test_what_lies_until_then_signs_no_one_in_and_ends_by_itself(fake: FakeOpenId, provider: AgencyProvider) -> None:
    code = handed(sign_in(fake)[1])["code"]
    (lying,) = Session.objects.filter(session_key__startswith="handed")

    assert code not in lying.session_key
    assert me(lying.session_key).status_code == 401
    browser = Client()
    browser.cookies["sessionid"] = lying.session_key
    assert browser.get("/account/sessions").status_code == 302
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert trade(code).status_code == 403


def test_the_way_back_is_named_by_no_request(fake: FakeOpenId, provider: AgencyProvider) -> None:
    wrong: tuple[dict[str, str], ...] = (
        asked(redirect_uri="https://evil.example/"),
        asked(next="https://evil.example/"),
        asked(code_challenge_method="plain"),
        asked(code_challenge="short"),
        asked(state="x"),
        asked(state="a" * 20 + "\n"),
        {"code_challenge": "a" * 43},
        {},
    )
    for one in wrong:
        browser = Client()
        assert browser.get(BEGIN, one).status_code == 403, one
        assert browser.get(DONE).status_code == 403


def test_a_sign_in_that_no_app_began_here_is_handed_to_none(fake: FakeOpenId, provider: AgencyProvider) -> None:
    signed_in = Client()
    come_back(signed_in, fake, begin(signed_in))
    assert signed_in.get(DONE).status_code == 403
    # Led there by someone else, who is signed in already has proven nothing since.
    signed_in.get(BEGIN, asked())
    session = signed_in.session
    session["app_sign_in_begun"] |= {"at": timezone.now().timestamp() + 5}
    session.save()
    assert signed_in.get(DONE).status_code == 403
    assert is_signed_in(signed_in)


def test_what_was_begun_long_ago_is_over(fake: FakeOpenId, provider: AgencyProvider) -> None:
    browser = Client()
    browser.get(BEGIN, asked())
    session = browser.session
    session["app_sign_in_begun"] |= {"at": (timezone.now() - timedelta(minutes=11)).timestamp()}
    session.save()
    come_back(browser, fake, begin(browser))

    assert browser.get(DONE).status_code == 403


def test_a_state_of_another_browser_signs_no_one_in(fake: FakeOpenId, provider: AgencyProvider) -> None:
    mine, theirs = Client(), Client()
    mine.get(BEGIN, asked())
    led = begin(theirs)

    answer = come_back(mine, fake, led)

    assert answer.status_code == 403
    assert mine.get(DONE).status_code == 403


def test_who_was_switched_off_meanwhile_is_not_let_in(fake: FakeOpenId, provider: AgencyProvider) -> None:
    code = handed(sign_in(fake)[1])["code"]
    User.objects.filter(email=MAYA["email"]).update(is_active=False)

    told = trade(code)

    assert (told.status_code, told.json()["code"]) == (403, "app_code_refused")


def test_a_code_that_waits_ends_where_its_person_is_signed_out_everywhere_and_no_other(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    code = handed(sign_in(fake)[1])["code"]
    end_everything(make_user(username="another"), timezone.now())
    assert trade(code).status_code == 200

    code = handed(sign_in(fake)[1])["code"]
    end_everything(User.objects.get(email=MAYA["email"]), timezone.now())
    told = trade(code)

    assert (told.status_code, told.json()["code"]) == (403, "app_code_refused")
    assert not Session.objects.filter(session_key__startswith="handed").exists()


def test_the_apps_session_owes_what_the_agency_asks(fake: FakeOpenId, provider: AgencyProvider) -> None:
    AgencySecurity.objects.create(agency=provider.agency, locks_sessions=True)
    token = trade(handed(sign_in(fake)[1])["code"]).json()["meta"]["session_token"]
    assert me(token).status_code == 200

    assert SessionState.objects.filter(session_key=token).update(active_at=timezone.now() - timedelta(hours=1)) == 1
    row = Session.objects.get(session_key=token)
    said = row.get_decoded()
    for record in said["account_authentication_methods"]:
        record["at"] -= 3600
    row.session_data = SessionStore().encode(said)
    row.save()

    assert me(token).json()["code"] == "session_locked"


def test_what_was_a_browsers_is_an_apps_from_then_on_and_proves_which(
    settings: Settings, fake: FakeOpenId, provider: AgencyProvider, tmp_path: Path
) -> None:
    apple = FakeApple(timezone.now())
    settings.APP_ATTEST_ROOTS = apple.write_root(tmp_path)
    AgencySecurity.objects.create(agency=provider.agency, attests_apps=True)
    token = trade(handed(sign_in(fake)[1])["code"]).json()["meta"]["session_token"]
    client, headers = Client(), {"X-Session-Token": token}

    assert me(token).json()["code"] == "app_not_attested"
    challenge = client.get("/api/v1/me/attestation", headers=headers).json()["challenge"]
    sent = apple.attest(settings.IOS_APPS[0], challenge)
    proven = client.post("/api/v1/me/attestation", sent, content_type="application/json", headers=headers)
    assert (proven.status_code, me(token).status_code) == (200, 200)


def test_without_an_app_of_this_host_there_is_no_such_door(settings: Settings) -> None:
    settings.IOS_APPS = settings.ANDROID_APPS = ()

    assert Client().get(BEGIN, asked()).status_code == 404


def test_who_is_signed_in_already_keeps_that_session(fake: FakeOpenId, provider: AgencyProvider) -> None:
    token = trade(handed(sign_in(fake)[1])["code"]).json()["meta"]["session_token"]
    code = handed(sign_in(fake)[1])["code"]

    assert trade(code, **{"X-Session-Token": token}).status_code == 409
    assert trade(code).status_code == 200
