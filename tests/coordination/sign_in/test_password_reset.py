"""A forgotten password: a code by mail, one answer for every address, and nothing of it in an address of a page."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.models import User
from coordination.sign_in.mail import wait_until_sent
from tests.factories.mou import make_user

pytestmark = pytest.mark.django_db

OLD, NEW = "correct horse battery", "another long password"
ASK, CODE, SET, DONE = (f"/accounts/password/reset/{step}" for step in ("", "code/", "new/", "done/"))


@pytest.fixture
def teacher(settings: Settings) -> User:
    settings.HAS_MAIL = True
    cache.clear()  # codes that were asked for are counted there
    user = make_user(username="teacher")
    user.set_password(OLD)
    user.email = "teacher@example.org"
    user.save()
    return user


def sent() -> Sequence[EmailMessage]:
    wait_until_sent()
    return mail.outbox


def code_of(message: EmailMessage) -> str:
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(message.body), re.MULTILINE)
    assert found
    return found.group()


def asked(address: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post(ASK, {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    return client


def test_a_code_from_a_mail_sets_a_new_password_and_ends_every_session(teacher: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(teacher)
    client = asked("Teacher@example.org")

    code = code_of(sent()[0])
    client.post(CODE, {"code": code})
    answer = client.post(SET, {"password1": NEW, "password2": NEW})

    assert answer["Location"] == DONE
    assert client.get(DONE).status_code == 200
    teacher.refresh_from_db()
    assert teacher.check_password(NEW)
    assert elsewhere.get("/account/sessions").status_code == 302
    # Told at the address, and not signed in by it.
    assert [str(one.subject) for one in sent()][1:] == ["Your Musterpoint account was changed"]
    assert client.get("/account/sessions").status_code == 302


def test_a_new_password_by_mail_takes_no_factor_and_gives_none(teacher: User) -> None:
    """Whoever reads someone's mail is asked for the code of their phone all the same."""
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    before = list(Authenticator.objects.values())
    client = asked("teacher@example.org")
    client.post(CODE, {"code": code_of(sent()[0])})

    client.post(SET, {"password1": NEW, "password2": NEW})
    led = Client().post("/accounts/login/", {"login": "teacher", "password": NEW})

    assert list(Authenticator.objects.values()) == before
    assert led["Location"].partition("?")[0] == "/accounts/factors/code/"


def test_an_unknown_address_has_the_same_answers_and_no_mail(teacher: User) -> None:
    known, unknown = asked("teacher@example.org"), asked("nobody@example.org")

    def page(client: Client, address: str) -> str:
        text = client.post(CODE, {"code": "AAAA-AAAA"}).content.decode()
        return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text).replace(address, "")

    assert page(known, "teacher@example.org") == page(unknown, "nobody@example.org")
    assert [one.to for one in sent()] == [["teacher@example.org"]]


def test_a_code_is_tried_three_times_and_works_in_one_browser(teacher: User) -> None:
    client = asked("teacher@example.org")
    code = code_of(sent()[0])

    assert Client().post(CODE, {"code": code})["Location"] == "/accounts/login/"
    for _ in range(3):
        client.post(CODE, {"code": "AAAA-AAAA"})
    assert client.post(CODE, {"code": code})["Location"] == "/accounts/login/"
    assert client.post(SET, {"password1": NEW, "password2": NEW})["Location"] == ASK
    teacher.refresh_from_db()
    assert teacher.check_password(OLD)


def test_a_code_is_over_after_a_quarter_of_an_hour(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = asked("teacher@example.org")
    code = code_of(sent()[0])
    later = (timezone.now() + timedelta(minutes=15, seconds=1)).timestamp()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)

    assert client.post(CODE, {"code": code})["Location"] == "/accounts/login/"


def test_a_new_password_is_not_set_before_the_code_was_typed_in(teacher: User) -> None:
    client = asked("teacher@example.org")

    assert client.post(SET, {"password1": NEW, "password2": NEW})["Location"] == CODE
    teacher.refresh_from_db()
    assert teacher.check_password(OLD)


def test_an_account_that_is_switched_off_gets_no_code(teacher: User) -> None:
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    asked("teacher@example.org")

    assert sent() == []


def test_the_sixth_code_within_a_minute_is_not_sent(teacher: User) -> None:
    for _ in range(5):
        asked("teacher@example.org")

    answer = Client().post(ASK, {"email": "teacher@example.org"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "20")
    assert len(sent()) == 5


def test_without_a_mail_server_nothing_is_offered_and_nothing_fails(teacher: User, settings: Settings) -> None:
    settings.HAS_MAIL = False

    assert "password/reset" not in Client().get("/accounts/login/").content.decode()
    asked("teacher@example.org")
    assert sent() == []


def test_a_mail_server_that_is_away_costs_the_answer_nothing(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: EmailMessage, **_how: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)

    asked("teacher@example.org")
    wait_until_sent()
