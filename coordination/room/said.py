"""Server-written texts are stored in English with translations; a reader gets their own language."""

from collections.abc import Mapping

from django.utils.translation import get_language


def said_in(text: str, others: Mapping[str, str] | None) -> str:
    """Return a text in the active language; in English if it has no translation into that."""
    return (others or {}).get(get_language() or "", text)
