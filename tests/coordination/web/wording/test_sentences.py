"""Sentences that are joined end once each, whatever was typed into them."""

import pytest

from coordination.web.wording.sentences import fill_in, join_sentences

ALL_CLEAR = "Proposes the all clear: {reason}. A second person must confirm."


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("It was a door", "Proposes the all clear: It was a door. A second person must confirm."),
        ("It was a door.", "Proposes the all clear: It was a door. A second person must confirm."),
        ("It was a door. ", "Proposes the all clear: It was a door. A second person must confirm."),
        ("Who was it?", "Proposes the all clear: Who was it? A second person must confirm."),
        ("Over!", "Proposes the all clear: Over! A second person must confirm."),
    ],
)
def test_what_is_filled_in_ends_its_sentence_once(reason: str, said: str) -> None:
    assert fill_in(ALL_CLEAR, {"reason": reason}.__getitem__) == said


def test_a_stop_that_ends_no_sentence_stays() -> None:
    assert fill_in("{name}.pdf: {size}", {"name": "Plan no.", "size": "3.5"}.__getitem__) == "Plan no..pdf: 3.5"


def test_sentences_are_joined_with_one_end_each() -> None:
    assert join_sentences(["St. Mary's H.S.", "", "Door 4", "Fire!"]) == "St. Mary's H.S. Door 4. Fire!"
