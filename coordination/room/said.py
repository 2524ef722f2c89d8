"""What we composed ourselves is stored in English and, by language, in the others: the reader is told theirs."""

from collections.abc import Mapping

from django.utils.translation import get_language


def said_in(text: str, others: Mapping[str, str] | None) -> str:
    """Return a text in the language that is active; in English where it is there in no other."""
    return (others or {}).get(get_language() or "", text)
