"""Server-written texts are stored in English with translations; a reader gets their own language."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import get_language, override

# What is stored, and said on the net.
SPOKEN = "en"


def said_in(text: str, others: Mapping[str, str] | None) -> str:
    """Return a text in the active language; in English if it has no translation into that."""
    return (others or {}).get(get_language() or "", text)


def spoken_words[Words](say: Callable[[], Words]) -> Words:
    """Return words as they are said on the net."""
    with override(SPOKEN):
        return say()


def in_other_languages(say: Callable[[], str]) -> dict[str, str]:
    """Return the same words for readers of other languages, by the language's code."""
    found = {}
    for language, _name in settings.LANGUAGES:
        if language != SPOKEN:
            with override(language):
                found[language] = say()
    return found
