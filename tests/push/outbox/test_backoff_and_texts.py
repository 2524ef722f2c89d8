"""The waits between tries and the words on locked screens: no database."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from push.outbox.times.backoff import PACES, wait_s
from push.texts import (
    ALARM_TEST_WORDS,
    CODE_BODY,
    CODE_TITLE,
    EXERCISE_MARKS,
    GENERAL_BODY,
    HOW_TO_ANSWER,
    TEST_MARKS,
    PushWords,
    in_language,
    text_for,
)
from push.vocabulary import Urgency
from tests.factories.push import OPENED
from tests.support.push_words import push_words

WORDS = push_words()
# All but the test alarm, which is neither real nor an exercise.
EVENTS = {name: one for name, one in WORDS.items() if not one.is_test}


def test_the_wait_doubles_up_to_its_limit() -> None:
    waits = [wait_s(attempts=n, urgency=Urgency.URGENT, spread=1, retry_after_s=None) for n in (1, 2, 3, 6, 1000)]

    assert waits == [2, 4, 8, 60, 60]


@given(
    attempts=st.integers(1, 10_000),
    urgency=st.sampled_from(Urgency),
    spread=st.floats(0, 1),
    asked_s=st.one_of(st.none(), st.floats(0, 3600)),
)
def test_a_wait_is_never_zero_never_endless_and_never_less_than_asked_for(
    attempts: int, urgency: Urgency, spread: float, asked_s: float | None
) -> None:
    wait = wait_s(attempts=attempts, urgency=urgency, spread=spread, retry_after_s=asked_s)

    assert wait >= PACES[urgency].first_s / 2
    assert wait >= (asked_s or 0)
    assert wait <= max(PACES[urgency].longest_s, asked_s or 0)


def test_the_more_urgent_is_tried_again_sooner() -> None:
    for attempts in range(1, 12):
        waits = [wait_s(attempts=attempts, urgency=one, spread=0.5, retry_after_s=None) for one in Urgency]
        assert waits == sorted(waits, reverse=True)


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "es_MX", "EN-us", "tlh", ""])
@pytest.mark.parametrize("is_exercise", [False, True])
def test_a_test_alarm_says_so_and_is_never_marked_as_an_exercise(locale: str, *, is_exercise: bool) -> None:
    text = text_for(ALARM_TEST_WORDS, locale=locale, is_exercise=is_exercise)

    assert text.title.startswith(tuple(TEST_MARKS.values()))
    assert text.body.startswith(tuple(TEST_MARKS.values()))
    assert not any(mark.lower() in (text.title + text.body).lower() for mark in EXERCISE_MARKS)


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "es_MX", "EN-us", "tlh", ""])
@pytest.mark.parametrize("words", EVENTS.values(), ids=EVENTS)
def test_an_exercise_says_so_in_title_and_body_and_a_real_alert_never_does(words: PushWords, locale: str) -> None:
    drill = text_for(words, locale=locale, is_exercise=True)
    real = text_for(words, locale=locale, is_exercise=False)

    assert drill.title.startswith(EXERCISE_MARKS)
    assert drill.body.startswith(EXERCISE_MARKS)
    assert not any(mark.lower() in (real.title + real.body).lower() for mark in EXERCISE_MARKS)


def test_a_device_is_spoken_to_in_its_language_or_in_english() -> None:
    titles = [text_for(OPENED, locale=one, is_exercise=False).title for one in ("es-MX", "en-GB", "tlh", "")]

    assert titles == ["Nuevo incidente", "New incident", "New incident", "New incident"]


def test_whatever_locked_screens_say_is_said_in_spanish_too() -> None:
    said = {text for one in WORDS.values() for text in (one.title, one.body or GENERAL_BODY)}
    said |= {HOW_TO_ANSWER, CODE_TITLE, CODE_BODY}

    assert len(WORDS) > 50
    assert sorted(text for text in said if in_language(text, "es") == text) == []


def test_the_language_that_is_active_changes_nothing_of_what_a_device_is_told() -> None:
    with translation.override("es"):
        assert text_for(OPENED, locale="en", is_exercise=False).title == "New incident"
    with translation.override("en"):
        assert text_for(OPENED, locale="es", is_exercise=False).title == "Nuevo incidente"
