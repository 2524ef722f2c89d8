"""What lessons may say: help and hope, no ways, nothing of attacks to small children."""

from datetime import date

import pytest

from coordination.incident.protocols.rules import has_fighting_words
from coordination.prevention.lessons.rules import (
    Held,
    has_unsafe_words,
    lacking_in,
    lacking_numbers,
    library_lessons,
    most_with_every_topic,
    standings_of,
)
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic

A, T = LessonAudience, LessonTopic


@pytest.mark.parametrize("key", library_lessons(), ids="-".join)
def test_what_the_product_proposes_keeps_its_own_rules(key: tuple[LessonAudience, LessonTopic, str]) -> None:
    audience, topic, _language = key
    text = library_lessons()[key]

    assert text
    assert not has_unsafe_words(text)
    assert lacking_numbers(audience, topic, text) == []
    assert not (audience.is_small and has_fighting_words(text))


def test_each_language_says_as_much() -> None:
    counts = {key: len(text.splitlines()) for key, text in library_lessons().items()}

    assert all(counts[audience, topic, "es"] == lines for (audience, topic, _), lines in counts.items())


@pytest.mark.parametrize(
    "text",
    [
        "He committed suicide.",
        "After a failed suicide attempt",
        "An OVERDOSE of anything",
        "Una sobredosis",
        "se ahorcó",
        "she jumped off",
        "Cometió suicidio",
    ],
)
def test_a_way_to_die_is_found_in_both_languages(text: str) -> None:
    assert has_unsafe_words(text)


@pytest.mark.parametrize("text", ["Someone talks of suicide.", "Habla del suicidio.", "Hang in there"])
def test_talk_of_suicide_and_of_help_is_none(text: str) -> None:
    assert not has_unsafe_words(text)


@pytest.mark.parametrize(
    ("audience", "topic", "text", "lacking"),
    [
        (A.STAFF, T.HOW_TO_REPORT, "Call 911 or 988.", []),
        (A.STAFF, T.HOW_TO_REPORT, "Call 9-1-1.", ["988"]),
        (A.K_TO_2, T.HOW_TO_REPORT, "Call 9-1-1.", []),
        (A.K_TO_2, T.HOW_TO_REPORT, "Tell us.", ["911"]),
        (A.STAFF, T.WHAT_TO_LOOK_FOR, "Look.", []),
    ],
)
def test_how_to_report_names_help(audience: LessonAudience, topic: LessonTopic, text: str, lacking: list[str]) -> None:
    assert lacking_numbers(audience, topic, text) == lacking


def test_what_a_school_does_not_have_is_not_missing_and_what_it_held_is_counted() -> None:
    held = [
        Held(A.STAFF, frozenset({T.HOW_TO_REPORT}), date(2026, 9, 1), 20),
        Held(A.STAFF, frozenset({T.HOW_TO_REPORT, T.OPTIONS}), date(2026, 10, 1), 5),
        Held(A.K_TO_2, frozenset(LessonTopic), date(2026, 9, 1), 100),
    ]

    standings = standings_of({A.STAFF}, held)

    assert [(one.topic, one.last_on, one.times, one.people) for one in standings] == [
        (T.WHAT_TO_LOOK_FOR, None, 0, 0),
        (T.HOW_TO_REPORT, date(2026, 10, 1), 2, 25),
        (T.WHAT_HAPPENS_THEN, None, 0, 0),
        (T.OPTIONS, date(2026, 10, 1), 1, 5),
    ]
    assert lacking_in(standings) == [(A.STAFF, T.WHAT_TO_LOOK_FOR), (A.STAFF, T.WHAT_HAPPENS_THEN)]


def test_no_more_had_every_topic_than_had_the_one_that_fewest_had() -> None:
    held = [
        Held(A.GRADES_6_TO_8, frozenset(LessonTopic), date(2026, 9, 1), 30),
        Held(A.GRADES_6_TO_8, frozenset({T.OPTIONS}), date(2026, 10, 1), 5),
        Held(A.FAMILIES, frozenset({T.OPTIONS}), date(2026, 10, 1), 40),
        Held(A.K_TO_2, frozenset(LessonTopic), date(2026, 9, 1), 100),
    ]

    found = most_with_every_topic(standings_of({A.GRADES_6_TO_8, A.FAMILIES}, held))

    assert found == {A.GRADES_6_TO_8: 30, A.FAMILIES: 0}
