"""Signing in: one answer whoever is asked for, slower for an address that guesses, and nothing else of allauth."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from unittest.mock import patch

import argon2
import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from coordination.models import User, WrongPassword
from coordination.sign_in.attempts.guesses import forget_wrong_passwords, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.passwords import PasswordBackend, person_with_login
from tests.factories.mou import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
PAGE, APP = "/accounts/login/", "/_allauth/app/v1/auth/login"


@pytest.fixture
def dispatcher() -> User:
    user = make_user(username="dispatcher")
    user.set_password(PASSWORD)
    user.email = "dispatch@example.org"
    user.save()
    return user


def sign_in(login: str, password: str, *, address: str = "192.0.2.1", by: str = "username") -> HttpResponse:
    body = {by: login, "password": password}
    return cast("HttpResponse", Client().post(APP, body, content_type="application/json", REMOTE_ADDR=address))


@pytest.mark.parametrize(("login", "asked"), [("nobody", 1), ("nobody@example.org", 3)])
def test_what_is_no_e_mail_is_looked_for_among_names_alone_with_one_hash_as_ever(
    dispatcher: User, django_assert_num_queries: DjangoAssertNumQueries, login: str, asked: int
) -> None:
    with patch("coordination.sign_in.attempts.passwords.make_password") as hashed, django_assert_num_queries(asked):
        found = PasswordBackend().authenticate(None, username=login, password=PASSWORD)

    assert found is None
    hashed.assert_called_once_with(PASSWORD)
    assert person_with_login("dispatch@example.org") == person_with_login("Dispatcher") == dispatcher


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"password": PASSWORD}, ["username"]),
        ({"username": "", "password": PASSWORD}, ["username"]),
        ({}, ["password", "username"]),
        ({"username": "dispatcher"}, ["password"]),
    ],
)
def test_an_app_that_leaves_a_field_out_is_told_which(
    dispatcher: User, said: dict[str, str], missing: list[str]
) -> None:
    answer = Client().post(APP, said, content_type="application/json")

    assert answer.status_code == 400
    assert sorted((fault["param"], fault["code"]) for fault in answer.json()["errors"]) == [
        (name, "required") for name in missing
    ]


# --- what a token at the door does ------------------------------------------------------------------------------------
def test_who_signs_in_with_the_token_of_an_open_session_is_told_that_they_are_signed_in(dispatcher: User) -> None:
    token = token_of(sign_in("dispatcher", PASSWORD))

    answer = sign_in_with(token)

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert {name: answer.json()[name] for name in ("status", "code")} == {"status": 409, "code": "signed_in_already"}


def test_who_signs_in_with_the_token_of_a_session_that_is_over_is_told_so_and_comes_in_without_it(
    dispatcher: User,
) -> None:
    token = token_of(sign_in("dispatcher", PASSWORD))
    left = Client().delete("/_allauth/app/v1/auth/session", headers={"X-Session-Token": token})

    answer = sign_in_with(token)

    assert (left.status_code, left.json()["meta"]) == (401, {"is_authenticated": False})
    assert (answer.status_code, answer.json()["meta"]) == (410, {"is_authenticated": False})
    assert (answer["Content-Type"], answer.json()["code"]) == ("application/problem+json", "session_over")
    assert sign_in("dispatcher", PASSWORD).status_code == 200


def token_of(answer: HttpResponse) -> str:
    return str(json.loads(answer.content)["meta"]["session_token"])


def sign_in_with(token: str) -> Any:
    body = {"username": "dispatcher", "password": PASSWORD}
    return Client().post(APP, body, content_type="application/json", headers={"X-Session-Token": token})


# --- who guesses ------------------------------------------------------------------------------------------------------
def test_wrong_passwords_slow_down_the_address_they_come_from_and_say_for_how_long(dispatcher: User) -> None:
    answers = [sign_in("dispatcher", "wrong horse battery") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 400, 429]
    assert (answers[-1]["Content-Type"], answers[-1]["Retry-After"]) == ("application/problem+json", "20")


def test_wrong_passwords_are_counted_over_all_processes(dispatcher: User) -> None:
    answers = []
    for _ in range(6):
        answers.append(sign_in("dispatcher", "wrong horse battery").status_code)
        cache.clear()  # as another process, which has a cache of its own

    assert answers == [400] * 5 + [429]


def test_on_the_page_too_and_in_words(dispatcher: User) -> None:
    wrong = {"login": "dispatcher", "password": "wrong horse battery"}
    answers = [Client().post(PAGE, wrong) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "20"
    assert "No one is locked out" in answers[-1].content.decode()


def test_wrong_passwords_of_a_stranger_lock_nobody_out(dispatcher: User) -> None:
    for number in range(8):
        sign_in("dispatcher", f"wrong horse {number}", address="203.0.113.9")

    assert sign_in("dispatcher", PASSWORD).status_code == 200


def test_wrong_passwords_for_one_person_cost_the_others_at_the_same_address_nothing(dispatcher: User) -> None:
    for _ in range(6):
        sign_in("somebody", "wrong horse battery")

    assert sign_in("dispatcher", PASSWORD).status_code == 200


def test_all_addresses_that_an_ipv6_subscriber_holds_are_one(dispatcher: User) -> None:
    answers = [sign_in("dispatcher", "wrong horse battery", address=f"2001:db8:1:2::{n}") for n in range(1, 7)]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 400, 429]
    assert sign_in("dispatcher", PASSWORD, address="2001:db8:1:3::1").status_code == 200


def test_ipv4_addresses_that_are_written_as_ipv6_are_counted_apart(dispatcher: User) -> None:
    for _ in range(6):
        sign_in("dispatcher", "wrong horse battery", address="::ffff:203.0.113.9")

    assert sign_in("dispatcher", PASSWORD, address="203.0.113.9").status_code == 429
    assert sign_in("dispatcher", PASSWORD, address="::ffff:203.0.113.10").status_code == 200


def test_right_passwords_do_not_count(dispatcher: User) -> None:
    assert {sign_in("dispatcher", PASSWORD).status_code for _ in range(40)} == {200}


@pytest.mark.parametrize(("most", "within_s"), [(5, 20), (20, 300)])
def test_an_address_waits_until_its_wrong_passwords_are_old_enough(most: int, within_s: int) -> None:
    at, seconds = timezone.now(), timedelta(seconds=within_s)
    # As slowly as the shorter limits let it.
    pauses = timedelta(seconds=within_s / most * 0.99)
    for number in range(most):
        note_wrong_password(address="192.0.2.1", login="dispatcher", at=at + pauses * number)

    def waits(at: datetime, *, address: str = "192.0.2.1", login: str = "Dispatcher") -> bool:
        return has_guessed_too_often(address=address, login=login, at=at)

    last = at + pauses * (most - 1)
    assert waits(last)
    assert not waits(last, address="192.0.2.2")
    assert not waits(last, login="officer")
    assert not waits(at + seconds)


def test_one_address_has_a_limit_for_all_logins_together() -> None:
    at = timezone.now()
    for number in range(120):
        note_wrong_password(address="192.0.2.1", login=f"person {number}", at=at)

    assert has_guessed_too_often(address="192.0.2.1", login="dispatcher", at=at)
    assert not has_guessed_too_often(address="192.0.2.2", login="dispatcher", at=at)


def test_what_was_typed_is_not_kept_and_the_rest_is_forgotten(dispatcher: User) -> None:
    sign_in("my password in the wrong field", "wrong horse battery")

    # Longer than SQLite compares.
    assert sign_in("x" * 200_000, "wrong horse battery").status_code == 400
    assert {len(one.login) for one in WrongPassword.objects.all()} == {64}
    forget_wrong_passwords(at=timezone.now())
    assert WrongPassword.objects.count() == 2
    forget_wrong_passwords(at=timezone.now() + timedelta(minutes=5))
    assert not WrongPassword.objects.exists()


@pytest.mark.parametrize(("proxies", "counts_as"), [(0, "192.0.2.1"), (1, "198.51.100.7")])
def test_an_address_is_what_the_one_trusted_proxy_says_and_nothing_that_a_client_says(
    dispatcher: User, settings: Settings, proxies: int, counts_as: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    def guess(claimed: str) -> int:
        headers = {"X-Forwarded-For": f"{claimed}, 198.51.100.7"}
        body = {"username": "dispatcher", "password": "wrong horse battery"}
        post = Client().post(APP, body, content_type="application/json", headers=headers, REMOTE_ADDR="192.0.2.1")
        return int(post.status_code)

    guesses = [guess(f"10.0.0.{number}") for number in range(6)]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    assert guesses == [400, 400, 400, 400, 400, 429]
    assert sign_in("dispatcher", "wrong horse battery", address=counts_as).status_code == 429


# --- one answer, one time ---------------------------------------------------------------------------------------------
@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the library hashed: what the time of an answer is made of."""
    done: Counter[str] = Counter()

    def counted[**P, R](function: Callable[P, R]) -> Callable[P, R]:
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            done["hashes"] += 1
            return function(*args, **kwargs)

        return wrapped

    monkeypatch.setattr(argon2.low_level, "hash_secret", counted(argon2.low_level.hash_secret))
    monkeypatch.setattr(argon2.low_level, "verify_secret", counted(argon2.low_level.verify_secret))
    return done


@pytest.mark.parametrize(
    ("by", "login"),
    [
        ("username", "dispatcher"),
        ("username", "nobody-of-that-name"),
        ("username", "gone"),
        ("email", "dispatch@example.org"),
        ("email", "nobody@example.org"),
    ],
)
def test_a_wrong_password_costs_one_hash_whoever_is_asked_for(
    dispatcher: User, hashes: Counter[str], by: str, login: str
) -> None:
    gone = make_user(username="gone", is_active=False)
    gone.set_password(PASSWORD)
    gone.save()
    hashes.clear()

    answer = sign_in(login, "wrong horse battery", by=by)

    assert answer.status_code == 400
    assert hashes["hashes"] == 1


def test_a_page_costs_one_hash_for_an_address_that_is_known_and_one_that_is_not(
    dispatcher: User, hashes: Counter[str]
) -> None:
    costs = []
    for login in ("dispatch@example.org", "nobody@example.org"):
        hashes.clear()
        Client().post(PAGE, {"login": login, "password": "wrong horse battery"})
        costs.append(hashes["hashes"])

    assert costs == [1, 1]


def test_an_unknown_person_and_a_wrong_password_have_one_answer(dispatcher: User) -> None:
    known, unknown = sign_in("dispatcher", "wrong horse battery"), sign_in("nobody", "wrong horse battery")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize("login", ["dispatcher", "Dispatch@Example.org"])
def test_a_name_and_an_address_both_sign_in(dispatcher: User, login: str) -> None:
    answer = Client().post(PAGE, {"login": login, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_browser_s_session_is_a_cookie_that_no_script_reads_and_no_other_site_s_form_brings(dispatcher: User) -> None:
    kept = Client().post(PAGE, {"login": "dispatcher", "password": PASSWORD}).cookies["sessionid"]

    assert (kept["httponly"], kept["samesite"], kept["secure"]) == (True, "Lax", "")


def test_an_address_that_one_person_proved_is_no_other_s(dispatcher: User) -> None:
    User.objects.filter(pk=dispatcher.pk).update(email_proved_at=timezone.now())
    other = make_user(username="other")
    other.email = dispatcher.email.upper()
    other.save()
    other.email_proved_at = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()

    assert sign_in("dispatch@example.org", PASSWORD, by="email").status_code == 200


# --- no more of allauth than is used ----------------------------------------------------------------------------------
NOT_MOUNTED = [
    "/accounts/signup/",
    "/accounts/email/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/password/set/",
    "/accounts/confirm-email/",
    "/accounts/login/code/confirm/",
    "/_allauth/app/v1/config",
    "/_allauth/app/v1/auth/signup",
    "/_allauth/app/v1/auth/2fa/trust",
    "/_allauth/app/v1/auth/webauthn/signup",
    "/_allauth/app/v1/auth/email/verify",
    "/_allauth/app/v1/auth/phone/verify",
    "/_allauth/app/v1/auth/code/confirm",
    "/_allauth/app/v1/account/email",
    "/_allauth/app/v1/account/phone",
    "/_allauth/app/v1/tokens/refresh",
    "/_allauth/browser/v1/auth/login",
    "/_allauth/browser/v1/auth/signup",
]


@pytest.mark.parametrize("path", NOT_MOUNTED)
def test_what_nobody_uses_is_not_there(dispatcher: User, path: str) -> None:
    body = {"username": "dispatcher", "email": "dispatch@example.org", "password": PASSWORD}
    client = Client()
    client.force_login(dispatcher)

    answers = [one.post(path, body, content_type="application/json").status_code for one in (Client(), client)]

    assert answers == [404, 404]
    assert client.get(path).status_code == 404


def test_a_new_password_needs_the_old_one(dispatcher: User) -> None:
    client = Client()
    client.force_login(dispatcher)
    new = {"password1": "another long password", "password2": "another long password"}

    assert client.get("/accounts/password/change/").status_code == 200
    client.post("/accounts/password/change/", {"oldpassword": "wrong horse battery", **new})
    dispatcher.refresh_from_db()
    assert dispatcher.check_password(PASSWORD)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    dispatcher.refresh_from_db()
    assert dispatcher.check_password("another long password")


def test_an_app_changes_its_password_with_the_old_one(dispatcher: User) -> None:
    token = sign_in("dispatcher", PASSWORD).json()["meta"]["session_token"]  # type: ignore[attr-defined]
    change, headers = "/_allauth/app/v1/account/password/change", {"X-Session-Token": token}

    def ask(old: str) -> int:
        body = {"current_password": old, "new_password": "another long password"}
        return int(Client().post(change, body, content_type="application/json", headers=headers).status_code)

    assert (ask("wrong horse battery"), ask(PASSWORD)) == (400, 200)
    assert sign_in("dispatcher", "another long password").status_code == 200
