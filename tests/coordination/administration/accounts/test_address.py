"""Another address for one's account: the password first, then a code that was sent there, and the old one is told."""

import re
from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.models import User
from coordination.sign_in.mail import wait_until_sent
from mou.models import AdministrativeAct
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db
PAGE, PASSWORD, NEW = "/accounts/address/", "correct horse battery", "tess.new@example.org"
SEE_OTHER, REFUSED = 303, 422


@pytest.fixture
def teacher(settings: Settings) -> User:
    settings.HAS_MAIL = True
    user = make_cast().teacher
    user.set_password(PASSWORD)
    user.email = "tess@example.org"
    user.save()
    return user


@pytest.fixture
def browser(teacher: User) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


def begin(client: Client, address: str, password: str = PASSWORD) -> int:
    return client.post(PAGE, {"act": "begin", "address": address, "password": password}).status_code


def finish(client: Client, code: str) -> int:
    return client.post(PAGE, {"act": "finish", "code": code}).status_code


def sent() -> Sequence[EmailMessage]:
    wait_until_sent()
    return mail.outbox


def code_in(message: EmailMessage) -> str:
    return str(re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(message.body), re.MULTILINE)[0])


def test_a_code_sent_to_the_new_address_changes_it_and_the_old_one_is_told(browser: Client, teacher: User) -> None:
    assert begin(browser, NEW) == SEE_OTHER
    assert sent()[0].to == [NEW]
    assert finish(browser, code_in(sent()[0]).lower()) == SEE_OTHER

    teacher.refresh_from_db()
    assert teacher.email == NEW
    assert sent()[1].to == ["tess@example.org"]
    assert AdministrativeAct.objects.filter(actor=teacher, kind="account_changed").count() == 1


def test_a_wrong_password_sends_nothing_and_is_not_drawn_again(browser: Client) -> None:
    answer = browser.post(PAGE, {"act": "begin", "address": NEW, "password": "wrong horse battery"})

    page = answer.content.decode()
    assert answer.status_code == REFUSED
    assert 'id="begin-password_error"' in page
    assert (f'value="{NEW}"' in page, "wrong horse" in page) == (True, False)
    assert sent() == []


def test_five_wrong_codes_are_the_end_of_it(browser: Client, teacher: User) -> None:
    begin(browser, NEW)
    code = code_in(sent()[0])

    assert [finish(browser, "AAAA-AAAA") for _ in range(5)] == [REFUSED] * 5
    assert finish(browser, code) == REFUSED
    teacher.refresh_from_db()
    assert teacher.email == "tess@example.org"


def test_an_address_of_somebody_else_is_answered_like_a_free_one_and_never_taken(
    browser: Client, teacher: User
) -> None:
    User.objects.filter(username="officer").update(email=NEW, email_proved_at=timezone.now())

    assert begin(browser, NEW.upper()) == SEE_OTHER
    assert sent() == []
    waiting = browser.session["administration.address"]
    assert finish(browser, waiting["code"]) == REFUSED
    teacher.refresh_from_db()
    assert teacher.email == "tess@example.org"


def test_an_address_that_somebody_wrote_down_for_another_account_keeps_nobody_off_it(
    browser: Client, teacher: User
) -> None:
    """Who reads the mail is who it names; what is only written down names no one."""
    User.objects.filter(username="officer").update(email=NEW)

    begin(browser, NEW)
    assert finish(browser, code_in(sent()[0])) == SEE_OTHER

    teacher.refresh_from_db()
    assert (teacher.email, teacher.email_proved_at is not None) == (NEW, True)
    assert sent()[1].to == ["tess@example.org"]


def test_one_s_own_address_is_confirmed_by_a_code_and_nobody_is_told_of_a_change(
    browser: Client, teacher: User
) -> None:
    begin(browser, teacher.email)
    assert finish(browser, code_in(sent()[0])) == SEE_OTHER

    teacher.refresh_from_db()
    assert teacher.email_proved_at is not None
    assert len(sent()) == 1


def test_a_code_of_one_browser_is_none_of_another(browser: Client, teacher: User) -> None:
    begin(browser, NEW)
    other = Client()
    other.force_login(teacher)

    assert other.post(PAGE, {"act": "finish", "code": code_in(sent()[0])}).status_code == REFUSED


def test_nobody_who_is_not_signed_in_finds_it(teacher: User) -> None:
    assert begin(Client(), NEW) == 302
    assert sent() == []
