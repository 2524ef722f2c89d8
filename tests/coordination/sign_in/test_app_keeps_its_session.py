"""An app keeps its session, proves its person's address and reads what agencies want read, with its token alone."""

import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.models import AgencySecurity, SessionState, User
from coordination.sessions import SessionStore
from mou.vocabulary import AgencyKind
from tests.coordination.sign_in.test_app_onboarding import ask
from tests.coordination.sign_in.test_password_reset import OLD, code_of, sent, teacher
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_user

__all__ = ["teacher"]
pytestmark = pytest.mark.django_db
TIMES, ADDRESS = "/api/v1/me/session", "/api/v1/me/address"
DAY = timedelta(days=1)


def token_of(user: User) -> str:
    status, said = ask("auth/login", username=user.username, password=OLD)
    assert status == 200, said
    return str(said["meta"]["session_token"])


def days_left(token: str) -> float:
    return float((Session.objects.get(session_key=token).expire_date - timezone.now()) / DAY)


def let_pass(token: str, days: int) -> None:
    """Let a session be older, and have begun earlier."""
    row = Session.objects.get(session_key=token)
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - days * DAY)


def said_who_it_is(token: str, days_ago: float) -> None:
    row, session = Session.objects.get(session_key=token), SessionStore(token)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - days_ago * 86400}]
    session.save()
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date)


# --- renewal ----------------------------------------------------------------------------------------------------------
def test_an_app_keeps_its_session_with_the_same_token(teacher: User) -> None:
    token = token_of(teacher)
    let_pass(token, 13)
    before = days_left(token)

    read = ask(TIMES, token, method="GET")
    status, said = ask(TIMES, token)

    assert (round(before), read[0], status, round(days_left(token))) == (1, 200, 200, 14)
    assert read[1]["expires_at"] < said["expires_at"] < said["renewable_until"]
    assert ask("/api/v1/me", token, method="GET")[0] == 200


def test_the_app_that_shows_pages_keeps_its_cookie_and_an_app_with_a_token_gets_none(
    teacher: User, client: Client
) -> None:
    client.force_login(teacher, backend="coordination.sign_in.attempts.passwords.PasswordBackend")
    token = client.session.session_key
    assert token
    said_who_it_is(token, 1)
    let_pass(token, 13)

    kept = client.post(TIMES)

    cookie = kept.cookies["sessionid"]
    assert (kept.status_code, round(days_left(token)), cookie.value) == (200, 14, token)
    assert 13 * 86400 < cookie["max-age"] <= 14 * 86400
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    answer = Client().post(TIMES, headers={"X-Session-Token": token})
    assert (answer.status_code, answer.cookies) == (200, {})


def test_a_session_that_is_over_is_not_renewed(teacher: User) -> None:
    token = token_of(teacher)
    let_pass(token, 15)

    answers = [ask(TIMES, one) for one in (token, "no-session", "")]

    assert [(status, said["code"]) for status, said in answers] == [(401, "not_authenticated")] * 3


@pytest.mark.parametrize(("days_ago", "answer", "left"), [(170, 200, 10), (179.9, 200, 5), (181, 403, 5)])
def test_who_did_not_say_for_half_a_year_who_they_are_is_asked(
    teacher: User, days_ago: float, answer: int, left: int
) -> None:
    """What was given before is never made shorter, and who says it again has two weeks anew."""
    token = token_of(teacher)
    let_pass(token, 9)
    said_who_it_is(token, days_ago)

    status, said = ask(TIMES, token)
    left_then = round(days_left(token))
    again = ask("auth/reauthenticate", token, password=OLD)

    assert (status, said.get("code"), left_then) == (answer, "sign_in_too_old" if answer == 403 else None, left)
    assert again[0] == 200
    assert (ask(TIMES, token)[0], round(days_left(token))) == (200, 14)


def test_a_locked_session_is_not_renewed_and_renewing_is_no_use() -> None:
    cast = make_cast()
    cast.teacher.set_password(OLD)
    cast.teacher.save()
    AgencySecurity.objects.create(agency=cast.school, locks_sessions=True)
    token = token_of(cast.teacher)
    said_who_it_is(token, 0.1)
    ago = timezone.now() - timedelta(minutes=29)
    SessionState.objects.filter(user=cast.teacher).update(active_at=ago)

    before = ask("/api/v1/me/in-use", token, method="GET")[1]["locks_at"]
    renewed = ask(TIMES, token)
    after = ask("/api/v1/me/in-use", token, method="GET")[1]["locks_at"]
    SessionState.objects.filter(user=cast.teacher).update(active_at=ago - timedelta(minutes=2))
    locked = ask(TIMES, token)

    assert renewed[0] == 200
    assert before == after
    assert (locked[0], locked[1]["code"]) == (403, "session_locked")


# --- the address ------------------------------------------------------------------------------------------------------
def test_a_person_proves_another_address_with_the_password_and_the_code_of_the_mail(teacher: User) -> None:
    token = token_of(teacher)

    asked = ask(ADDRESS, token, address="new@example.org", password=OLD)
    done = ask(f"{ADDRESS}/confirm", token, code=code_of(sent()[0]).lower())

    teacher.refresh_from_db()
    assert (asked[0], done[0], teacher.email) == (204, 204, "new@example.org")
    assert teacher.email_proved_at is not None
    # The old address is told.
    assert [message.to for message in sent()] == [["new@example.org"], ["teacher@example.org"]]


def test_without_the_password_no_code_is_sent_and_the_password_is_not_guessed_so(teacher: User) -> None:
    token = token_of(teacher)

    answers = [ask(ADDRESS, token, address="new@example.org", password=f"guess {number}") for number in range(6)]

    assert [(status, said["code"]) for status, said in answers] == [
        *[(422, "bad_password")] * 5,
        (429, "too_many_attempts"),
    ]
    assert sent() == []


def test_a_code_is_tried_five_times_in_the_session_that_asked(teacher: User) -> None:
    token, other = token_of(teacher), token_of(teacher)
    ask(ADDRESS, token, address="new@example.org", password=OLD)
    code = code_of(sent()[0])

    elsewhere = ask(f"{ADDRESS}/confirm", other, code=code)
    wrong = [ask(f"{ADDRESS}/confirm", token, code="AAAA-BBBB") for _ in range(5)]
    late = ask(f"{ADDRESS}/confirm", token, code=code)

    assert {(status, said["code"]) for status, said in (elsewhere, *wrong, late)} == {(422, "bad_address_code")}
    teacher.refresh_from_db()
    assert teacher.email == "teacher@example.org"


def test_an_address_that_another_proved_is_answered_like_a_free_one(teacher: User) -> None:
    other = make_user(username="other")
    User.objects.filter(pk=other.pk).update(email="other@example.org", email_proved_at=timezone.now())
    token = token_of(teacher)

    answers = [ask(ADDRESS, token, address=one, password=OLD) for one in ("other@example.org", "free@example.org")]

    assert answers[0] == answers[1] == (204, {})
    assert [message.to for message in sent()] == [["free@example.org"]]


def test_without_a_mail_server_no_code_is_promised(teacher: User, settings: Settings) -> None:
    settings.HAS_MAIL = False

    status, said = ask(ADDRESS, token_of(teacher), address="new@example.org", password=OLD)

    assert (status, said["code"]) == (404, "no_mail")


# --- notices ----------------------------------------------------------------------------------------------------------
def test_what_agencies_want_read_before_signing_in_is_read_without_a_token() -> None:
    cast: Cast = make_cast()
    stranger = make_agency(AgencyKind.POLICE, name="Farther Valley Police")
    # What an agency that no district trusts wants read is not shown to everyone.
    for agency, text in ((cast.school, "For school business only."), (stranger, "Call this number.")):
        AgencySecurity.objects.create(agency=agency, use_notice=text)

    status, said = ask("auth/notices", method="GET")

    assert (status, said["data"]["notices"]) == (200, [{"agency": "Lincoln High", "text": "For school business only."}])
    assert ask("auth/notices", "no-session", method="GET")[0] == 410
