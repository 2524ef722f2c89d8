"""Second factors: real codes of an app, what is refused until there is one, and who may take them away."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.accounts.security_settings import change_security
from coordination.models import AgencySecurity, SessionState, User
from coordination.sign_in.factors import FactorAdapter
from coordination.sign_in.mail import wait_until_sent
from coordination.sign_in.security_rules import Choices
from mou.errors import MouError
from mou.models import AdministrativeAct
from mou.vocabulary import MemberRole
from push.models import Device
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
APP = "/_allauth/app/v1/"
PAGE = "/accounts/factors/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    cast = make_cast()
    for person in (cast.officer, cast.teacher):
        person.set_password(PASSWORD)
        person.save()
    return cast


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def app_sign_in(user: User) -> tuple[int, dict[str, Any]]:
    body = {"username": user.username, "password": PASSWORD}
    answer = Client().post(f"{APP}auth/login", body, content_type="application/json")
    return answer.status_code, answer.json()


def token_of(user: User) -> str:
    return str(app_sign_in(user)[1]["meta"]["session_token"])


def code_of(secret: str, steps: int = 0) -> str:
    """Return what an authenticator app shows, so many half minutes from now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


def set_up(user: User) -> str:
    """Give a person an authenticator app; return its secret."""
    secret = str(totp.generate_totp_secret())
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": FactorAdapter().encrypt(secret)}
    )
    return secret


# --- setting one up ---------------------------------------------------------------------------------------------------
def test_an_app_is_set_up_with_its_code_and_asked_for_at_the_next_sign_in(cast: Cast) -> None:
    client = sign_in(cast.teacher)
    page = client.get(f"{PAGE}app/")
    secret = client.session["mfa.totp.secret"]
    assert "data:image/svg+xml;base64," in page.content.decode()

    done = client.post(f"{PAGE}app/", {"code": code_of(secret, -1)})
    codes = client.get(done["Location"]).content.decode()
    again = sign_in(cast.teacher)

    assert done["Location"] == f"{PAGE}recovery-codes/"
    assert codes.count('<li class="code">') == 10
    # Shown once.
    assert '<li class="code">' not in client.get(f"{PAGE}recovery-codes/").content.decode()
    assert again.get("/account/sessions").status_code == 302
    assert again.post(f"{PAGE}code/", {"code": code_of(secret)})["Location"] == "/"
    assert again.get("/account/sessions").status_code == 200


def test_the_database_holds_no_secret_that_makes_codes(cast: Cast) -> None:
    secret = set_up(cast.teacher)

    assert secret not in str(Authenticator.objects.get().data)
    assert FactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) == secret


def test_a_secret_survives_a_new_secret_key(cast: Cast, settings: Settings) -> None:
    secret = set_up(cast.teacher)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert FactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) == secret


def test_an_app_of_ours_signs_in_with_password_and_code(cast: Cast) -> None:
    secret = set_up(cast.officer)
    status, answer = app_sign_in(cast.officer)
    assert status == 401
    assert [flow["id"] for flow in answer["data"]["flows"] if flow.get("is_pending")] == ["mfa_authenticate"]
    headers = {"X-Session-Token": answer["meta"]["session_token"]}
    assert Client().get("/api/v1/me", headers=headers).status_code == 401

    body = {"code": code_of(secret)}
    done = Client().post(f"{APP}auth/2fa/authenticate", body, content_type="application/json", headers=headers)

    token = done.json()["meta"]["session_token"]
    assert done.status_code == 200
    assert Client().get("/api/v1/me", headers={"X-Session-Token": token}).status_code == 200


def test_a_recovery_code_works_once(cast: Cast) -> None:
    set_up(cast.teacher)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(cast.teacher).get_unused_codes()[0]

    answers = [sign_in(cast.teacher).post(f"{PAGE}code/", {"code": code}).status_code for _ in range(2)]

    assert answers == [302, 200]


def test_a_code_is_taken_once_by_whichever_process(cast: Cast) -> None:
    secret = set_up(cast.teacher)
    code = code_of(secret)

    answers = []
    for _ in range(2):
        answers.append(sign_in(cast.teacher).post(f"{PAGE}code/", {"code": code}).status_code)
        cache.clear()  # as another process, which has a cache of its own

    assert answers == [302, 200]


def test_five_wrong_codes_make_even_the_right_one_wait_wherever_they_come_from(cast: Cast) -> None:
    secret = set_up(cast.teacher)
    for number in range(5):
        client = sign_in(cast.teacher)
        client.post(f"{PAGE}code/", {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}")
        cache.clear()

    assert sign_in(cast.teacher).post(f"{PAGE}code/", {"code": code_of(secret)}).status_code == 200
    status, answer = app_sign_in(cast.teacher)
    headers = {"X-Session-Token": answer["meta"]["session_token"]}
    body = {"code": code_of(secret)}
    app = Client().post(f"{APP}auth/2fa/authenticate", body, content_type="application/json", headers=headers)
    assert (status, app.status_code) == (401, 400)


PASSKEY = {"id": "YQ", "rawId": "YQ", "type": "public-key"}
SAID = {"clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30", "userHandle": "YQ"}


@pytest.mark.parametrize(
    "credential", [5, "x", [], {}, {"id": 1}, {"response": 5}, PASSKEY, {**PASSKEY, "response": SAID}]
)
def test_an_answer_of_no_passkey_is_refused(cast: Cast, credential: object) -> None:
    address = f"{APP}auth/webauthn/login"
    headers = {"X-Session-Token": Client().get(address).json()["meta"]["session_token"]}

    app = Client().post(address, {"credential": credential}, content_type="application/json", headers=headers)
    page = Client().post("/accounts/login/passkey/", {"credential": json.dumps(credential)})

    assert (app.status_code, page.status_code) == (400, 302)


# --- who must have one ------------------------------------------------------------------------------------------------
def test_an_officer_without_a_factor_is_led_to_set_one_up_and_then_goes_on(cast: Cast) -> None:
    client = sign_in(cast.officer)

    assert client.get("/")["Location"] == PAGE
    assert "Set one up now" in client.get(PAGE).content.decode()
    client.get(f"{PAGE}app/")
    client.post(f"{PAGE}app/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert client.get("/").status_code == 200


def test_until_then_nothing_is_served(cast: Cast) -> None:
    client, token = sign_in(cast.officer), token_of(cast.officer)
    device = {"kind": "webhook", "address": "https://push.example/x", "name": "Phone"}
    tries: list[Callable[[], Any]] = [
        *(
            lambda path=path: client.get(path)
            for path in (f"/sites/{cast.site.id}", "/account/sessions", "/account/alerts", "/agreements")
        ),
        lambda: client.post("/accounts/address/", {"act": "begin"}),
        lambda: client.post("/accounts/password/change/", {}),
    ]
    asked: list[Callable[[], Any]] = [
        lambda: client.get("/api/v1/me"),
        lambda: client.get("/api/v1/incidents"),
        lambda: Client().get("/api/v1/me", headers={"X-Session-Token": token}),
        lambda: Client().post("/api/v1/ws-tickets", headers={"X-Session-Token": token}),
        lambda: Client().post(
            "/api/v1/devices", device, content_type="application/json", headers={"X-Session-Token": token}
        ),
        lambda: Client().post(
            f"{APP}account/password/change", {}, content_type="application/json", headers={"X-Session-Token": token}
        ),
    ]

    assert {(answer.status_code, answer["Location"]) for answer in (one() for one in tries)} == {(302, PAGE)}
    problems = [one() for one in asked]
    assert [(one.status_code, one.json()["code"]) for one in problems] == [(403, "second_factor_needed")] * len(asked)
    assert not Device.objects.exists()
    assert client.get("/panic").status_code == 200


def test_a_teacher_without_a_factor_is_asked_for_nothing(cast: Cast) -> None:
    assert sign_in(cast.teacher).get("/").status_code == 200
    assert Client().get("/api/v1/me", headers={"X-Session-Token": token_of(cast.teacher)}).status_code == 200
    assert not SessionState.objects.exists()


def test_an_agency_asks_for_one_from_the_next_sign_in_on(cast: Cast) -> None:
    before = sign_in(cast.teacher)
    AgencySecurity.objects.create(agency=cast.school, requires_factor=True)

    assert before.get("/").status_code == 200
    assert sign_in(cast.teacher).get("/")["Location"] == PAGE


def test_the_last_factor_stays_while_an_agency_asks_for_one(cast: Cast) -> None:
    secret = set_up(cast.officer)
    client = sign_in(cast.officer)
    client.post(f"{PAGE}code/", {"code": code_of(secret)})

    answer = client.post(f"{PAGE}app/remove/")

    assert "this is your last one" in answer.content.decode()
    assert Authenticator.objects.filter(user=cast.officer, type="totp").exists()


def test_a_factor_that_goes_otherwise_stops_the_session_at_once(cast: Cast) -> None:
    secret = set_up(cast.officer)
    client = sign_in(cast.officer)
    client.post(f"{PAGE}code/", {"code": code_of(secret)})
    assert client.get("/").status_code == 200

    Authenticator.objects.all().delete()

    assert client.get("/")["Location"] == PAGE


def test_the_demo_alone_signs_the_police_in_with_a_password_and_says_so(cast: Cast, settings: Settings) -> None:
    settings.CJIS_RULES = False
    client = sign_in(cast.officer)

    assert client.get("/").status_code == 200
    assert "This is a demo" in client.get(f"/security/{cast.police.id}").content.decode()


# --- administrators ---------------------------------------------------------------------------------------------------
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_administrator_sets_the_rule_and_it_is_written_down(cast: Cast) -> None:
    client, address = browser(keeper(cast)), f"/security/{cast.school.id}"

    done = client.post(address, {"act": "security", "requires_factor": "on"})

    assert (done.status_code, AgencySecurity.objects.get(agency=cast.school).requires_factor) == (303, True)
    act = AdministrativeAct.objects.get(agency=cast.school)
    assert (act.kind, act.changes["requires_factor"]) == ("agency_changed", ["False", "True"])
    assert "always: an authenticator app" in client.get(address).content.decode()


def test_nobody_else_sets_it_and_a_stranger_finds_nothing(cast: Cast) -> None:
    form = {"act": "security", "requires_factor": "on"}

    assert browser(cast.teacher).get(f"/security/{cast.school.id}").status_code == 200
    for person, agency in ((cast.teacher, cast.school), (cast.officer, cast.school), (keeper(cast), cast.police)):
        assert browser(person).post(f"/security/{agency.id}", form).status_code == 404
    with pytest.raises(MouError):
        change_security(
            actor_id=cast.teacher.pk, agency_id=cast.school.id, choices=Choices(requires_factor=True), at=timezone.now()
        )
    assert not AgencySecurity.objects.exists()


def test_an_administrator_takes_lost_factors_away_in_two_clicks_and_the_person_is_told(
    cast: Cast, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    User.objects.filter(pk=cast.teacher.pk).update(email="tess@example.org", home_agency=cast.school)
    signed_in = sign_in(cast.teacher)
    set_up(cast.teacher)
    device = make_device(user=cast.teacher)
    client, address = browser(keeper(cast)), f"/administration/people/{cast.teacher.public_id}"

    assert "Second factor lost" in client.get(address).content.decode()
    assert client.post(address, {"act": "reset_factors"}).status_code == 303

    wait_until_sent()
    assert not Authenticator.objects.exists()
    assert signed_in.get("/account/sessions").status_code == 302
    device.refresh_from_db()
    assert not device.is_active
    assert [one.to for one in mail.outbox] == [["tess@example.org"]]
    assert AdministrativeAct.objects.get(agency=cast.school).changes["second_factors"] == ["1", "0"]


def test_who_does_not_keep_the_account_takes_no_factor_away(cast: Cast) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(home_agency=None)
    set_up(cast.teacher)
    address = f"/administration/people/{cast.teacher.public_id}"
    self_kept = keeper(cast)
    User.objects.filter(pk=self_kept.pk).update(home_agency=cast.district)
    set_up(self_kept)

    # No agency keeps the teacher's account; an officer has no such page; no one resets their own.
    assert browser(self_kept).post(address, {"act": "reset_factors"}).status_code == 422
    assert browser(cast.officer).post(address, {"act": "reset_factors"}).status_code == 404
    own = f"/administration/people/{self_kept.public_id}"
    assert browser(self_kept).post(own, {"act": "reset_factors"}).status_code == 422
    assert Authenticator.objects.count() == 2
