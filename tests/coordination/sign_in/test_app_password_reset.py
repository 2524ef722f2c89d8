"""A forgotten password, set anew by an app: a code by mail, and one answer for every address."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from coordination.models import User
from tests.coordination.sign_in.test_app_onboarding import ELSEWHERE, ask
from tests.coordination.sign_in.test_password_reset import NEW, OLD, code_of, sent, teacher

__all__ = ["teacher"]
pytestmark = pytest.mark.django_db
REQUEST, RESET = "auth/password/request", "auth/password/reset"


def asked(address: str) -> str:
    """Ask for a code; return the token that waits for it."""
    status, said = ask(REQUEST, email=address)
    assert (status, said["meta"]["is_authenticated"]) == (200, False)
    return str(said["meta"]["session_token"])


def test_a_code_sets_a_new_password_ends_every_session_and_signs_no_one_in(teacher: User) -> None:
    elsewhere = str(ask("auth/login", username="teacher", password=OLD)[1]["meta"]["session_token"])
    token = asked("Teacher@example.org")

    done = ask(RESET, token, key=code_of(sent()[0]), password=NEW)

    assert (done[0], done[1]["meta"]["is_authenticated"]) == (200, False)
    assert [ask("/api/v1/me", one, method="GET")[0] for one in (elsewhere, token)] == [401, 401]
    assert ask("auth/login", username="teacher", password=OLD)[0] == 400
    assert ask("auth/login", username="teacher", password=NEW)[0] == 200


def test_a_code_gives_no_factor_and_takes_none(teacher: User) -> None:
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    token = asked("teacher@example.org")
    ask(RESET, token, key=code_of(sent()[0]), password=NEW)

    status, said = ask("auth/login", username="teacher", password=NEW)

    assert (status, said["meta"]["is_authenticated"]) == (401, False)
    assert Authenticator.objects.filter(user=teacher).count() == 1


@pytest.mark.parametrize("body", [{"key": "AAAA-BBBB", "password": NEW}, {"key": "AAAA-BBBB", "password": "short"}, {}])
def test_who_asks_with_an_address_of_no_one_learns_nothing(teacher: User, body: dict[str, Any]) -> None:
    ours, strange = (ask(REQUEST, email=one)[1] for one in ("teacher@example.org", "stranger@example.org"))
    tokens = [str(one["meta"].pop("session_token")) for one in (ours, strange)]

    answers = [[ask(RESET, token, **body) for _ in range(4)] for token in tokens]

    assert ours == strange
    assert answers[0] == answers[1]
    assert [message.to for message in sent()] == [["teacher@example.org"]]


def test_a_code_is_tried_three_times_and_then_not_even_the_right_one_counts(teacher: User) -> None:
    token = asked("teacher@example.org")
    right = code_of(sent()[0])

    wrong = [ask(RESET, token, key="AAAA-BBBB", password=NEW)[0] for _ in range(3)]
    late = ask(RESET, token, key=right, password=NEW)

    assert wrong == [400] * 3
    assert (late[0], late[1]["code"]) == (409, "no_code_asked")
    assert User.objects.get(pk=teacher.pk).check_password(OLD)


def test_a_weak_password_beside_the_right_code_costs_no_try(teacher: User) -> None:
    token = asked("teacher@example.org")
    key = code_of(sent()[0])

    weak = [ask(RESET, token, key=key, password="way to ford") for _ in range(4)]

    assert {status for status, _ in weak} == {400}
    assert weak[0][1]["errors"][0]["param"] == "password"
    assert ask(RESET, token, key=key, password=NEW)[0] == 200
    assert User.objects.get(pk=teacher.pk).check_password(NEW)


def test_a_code_counts_with_the_token_that_asked_for_it_alone(teacher: User) -> None:
    asked("teacher@example.org")
    key = code_of(sent()[0])

    answers = [ask(RESET, token, key=key, password=NEW) for token in ("", asked("stranger@example.org"))]

    assert [(status, said.get("code")) for status, said in answers] == [(409, "no_code_asked"), (400, None)]
    assert User.objects.get(pk=teacher.pk).check_password(OLD)


def test_codes_are_sent_to_one_address_five_times_a_minute(teacher: User) -> None:
    answers = [ask(REQUEST, source=f"192.0.2.{number}", email="teacher@example.org") for number in range(6)]

    assert [status for status, _ in answers] == [200] * 5 + [429]
    assert answers[-1][1]["code"] == "too_many_attempts"
    assert ask(REQUEST, source=ELSEWHERE, email="other@example.org")[0] == 200
    assert len(sent()) == 5


def test_a_code_alone_is_not_asked_about(teacher: User) -> None:
    token = asked("teacher@example.org")

    assert ask(RESET, token, method="GET")[0] == 405
    assert [one["param"] for one in ask(RESET, token)[1]["errors"]] == ["key", "password"]
