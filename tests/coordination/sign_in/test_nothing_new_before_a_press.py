"""What can stand before a request is declared somewhere; each of it says here why no press of the alarm meets it.

A new rule of an agency or duty of a session is asked by itself (`tests/stage/sign_in/what_agencies_ask.py`). A new
pace, queue, middleware or refusal of the sign-in fails here until someone has thought of the press.
"""

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from django.conf import settings
from django.db import models
from django.urls import get_resolver

from coordination.errors import CoordinationError
from coordination.sign_in.security_rules import Choices, SecurityRules
from coordination.sign_in.sessions.duties import COMMANDS, SessionDuties
from mapping.errors import MappingError
from mou.errors import MouError
from mou.foundation.installed_apps import app_presses
from push.errors import PushError
from tests.stage.sign_in.what_agencies_ask import RULES, all_duties, asking

ROOTS = (CoordinationError, MappingError, MouError, PushError)
# So far from the alarm that no route of it raises them.
ELSEWHERE = "of another capability: no route of the alarm calls it"
SIGNING_IN = "before a session is there: no one has one yet"
WAITS: dict[str, str] = {
    # Said by what an alarm is made of.
    "server_busy": "presses have a lane of their own: test_presses_in_full_lanes",
    "too_many_incidents": "a press opens one all the same: test_presses_by_socket",
    "too_many_presses": "said once the alarm is on and the press is in the log: test_panic_floods",
    "try_later": "the database is away: nothing at all can be written down",
    "day_card_too_often": "of reports and check-ins of a card; its press is not counted: test_day_cards",
    "too_many_day_card_tries": "of wrong codes; a right one is taken all the same: test_day_cards",
    "stop_guessed_too_often": "of codes that end mails to a guardian, typed by who has no session",
    "too_many_sockets": "of sockets that watch; a press has its route, and the socket of a room",
    # Of the session.
    "second_factor_needed": "asked in every combination: test_press_waits_for_nothing",
    "session_locked": "asked in every combination: test_press_waits_for_nothing",
    "app_not_attested": "asked in every combination: test_press_waits_for_nothing",
    "notice_not_accepted": "asked in every combination: test_press_waits_for_nothing",
    "sign_in_too_old": "of administrative acts alone: a press is none",
    "too_many_attempts": SIGNING_IN,
    "account_locked": SIGNING_IN,
    "sign_in_busy": SIGNING_IN,
    "provider_away": SIGNING_IN,
    "provider_busy": SIGNING_IN,
    "not_authenticated": SIGNING_IN,
    "sealed_unreadable": "of secrets that are stored: a press reads none",
    **dict.fromkeys(
        (
            "certificates_not_confined",
            "code_not_sent",
            "pack_key_unreadable",
            "paper_not_drawn",
            "print_under_way",
            "readers_not_confined",
            "roster_readers_not_confined",
            "seal_key_unreadable",
            "storage_failed",
            "storing_lapsed",
            "survey_readers_not_confined",
            "tips_flooded",
            "too_many_alarm_tests",
            "too_many_alert_posts",
            "too_many_certificates",
            "too_many_codes",
            "too_many_imports",
            "too_many_invited",
            "too_many_looks",
            "too_many_photos",
            "too_many_readings",
            "too_many_roster_readings",
            "too_many_roster_tests",
            "too_many_self_check_ins",
            "too_many_survey_readings",
            "too_many_tests",
            "too_many_tip_messages",
            "too_many_uploads",
            "upload_quota_used",
            "web_push_key_unreadable",
        ),
        ELSEWHERE,
    ),
}
MIDDLEWARE: dict[str, str] = {
    "ReporterUnseen": "of tips alone",
    "Audited": "writes down, refuses nothing",
    "FewCompute": "presses have a lane of their own: test_presses_in_full_lanes",
    "CompressedAnswers": "changes answers, refuses nothing",
    "ClearsStorage": "changes answers, refuses nothing",
    "KeptByNobody": "changes answers, refuses nothing",
    "GuardedPages": "lets the doors of the alarm through: test_press_waits_for_nothing",
    "ShownWords": "looks at forms of pages; the words of a press are cleaned (Texts.CLEANED)",
    "RefusedInOneForm": "changes refusals, refuses nothing itself",
    "ToldToUpdate": "changes answers, refuses nothing",
    "AsksAgain": "of administrative acts alone: a press is none",
}


def errors() -> Iterator[type[Exception]]:
    # Every route is imported: so is every error that one can raise.
    assert get_resolver().url_patterns
    found = list(ROOTS)
    for one in found:
        found += one.__subclasses__()
    yield from set(found)


def makes_wait(error: type[Exception]) -> bool:
    """Say whether an error is of a pace, a queue or a lock, or of what a session or a sign-in has to give first."""
    is_of_sign_in = error.__module__.startswith("coordination.sign_in") and getattr(error, "status", 0) in (401, 403)
    is_asked_again = getattr(error, "code", "") in ("sign_in_too_old", "not_authenticated")
    return getattr(error, "status", 0) in (423, 429, 503) or is_of_sign_in or is_asked_again


def test_every_pace_queue_and_refusal_of_a_session_says_why_a_press_goes_past_it() -> None:
    declared = {str(getattr(one, "code", "")) for one in errors() if makes_wait(one)}

    assert declared - WAITS.keys() == set()
    assert WAITS.keys() - declared == set()


def test_every_middleware_says_why_a_press_goes_past_it() -> None:
    ours = {one.rpartition(".")[2] for one in settings.MIDDLEWARE if one.startswith("coordination.")}

    assert ours == MIDDLEWARE.keys()


def test_what_an_agency_may_choose_is_what_is_asked_of_a_press() -> None:
    """One list: what is stored, what its page sets, and what the tests of a press go through."""
    assert {one.name for one in fields(Choices)} == set(RULES)
    # What comes of it, for those who hold a session to something.
    assert len(fields(SecurityRules)) == len(RULES)


def test_a_kind_of_rule_that_nobody_has_thought_of_fails() -> None:
    with pytest.raises(KeyError):
        asking(models.IntegerField())


def test_every_duty_of_a_session_opens_the_doors_of_the_alarm_and_no_other_that_it_stands_before() -> None:
    doors = ("/panic", "/api/v1/panics")
    nothing = SessionDuties()
    owing = [one for one in all_duties() if replace(one, locks_at=None) != nothing]

    assert len(owing) >= 7
    for one in owing:
        for door in doors:
            assert app_presses().fullmatch(door)
            one.check(door)
        with pytest.raises(CoordinationError):
            one.check("/api/v1/sites")
    assert COMMANDS.fullmatch("/api/v1/rooms/0/commands")
