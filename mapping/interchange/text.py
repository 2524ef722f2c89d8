"""Make foreign text safe to store and to show as text; it is never markup here. Pure."""

import unicodedata
from dataclasses import dataclass

# Direction overrides can make a door's name read backwards on a screen or in a log.
DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text without control characters, and whether there were any."""

    text: str
    had_controls: bool


def clean_text(text: str) -> CleanText:
    """Return the text with white space made single spaces and control characters removed.

    NUL and lone surrogates among them: PostgreSQL refuses to store either.
    """
    spaced = " ".join(text.split())
    cleaned = "".join(character for character in spaced if not _is_control(character))
    return CleanText(cleaned, len(cleaned) < len(spaced))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in DIRECTION_OVERRIDES
