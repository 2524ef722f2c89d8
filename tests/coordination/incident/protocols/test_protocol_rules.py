"""What small children are never told, and that the library keeps to it."""

import pytest

from coordination.incident.protocols.rules import SMALL_CHILDREN, WORDS_CHARS, has_fighting_words, library_words
from coordination.incident.protocols.vocabulary import Protocol, ProtocolAudience


@pytest.mark.parametrize(
    "said",
    ["Fight if you must", "FIGHT!", "kids fighting back", "lucha", "Luchen", "ataquen", "Defiéndanse", "un arma"],
)
def test_words_about_fighting_are_known_in_both_languages(said: str) -> None:
    assert has_fighting_words(said)


@pytest.mark.parametrize(
    "said", ["Hide by the cupboard", "Escóndanse en el armario", "Be quiet", "a firefighter helps"]
)
def test_other_words_are_not_taken_for_them(said: str) -> None:
    assert not has_fighting_words(said)


def test_the_library_has_a_line_for_each_age_and_tells_no_small_child_to_fight() -> None:
    library = library_words()

    assert set(library) == set(Protocol) - {Protocol.OWN}
    for words in library.values():
        assert list(words) == list(ProtocolAudience)
        for audience, one in words.items():
            assert 0 < len(one.words) <= WORDS_CHARS
            assert 0 < len(one.words_es) <= WORDS_CHARS
            assert one.words != one.words_es
            if audience in SMALL_CHILDREN:
                assert not has_fighting_words(f"{one.words} {one.words_es}")
