"""Check short texts that people give: they are kept as they are, or refused, never cut in silence."""

import unicodedata

from mou.errors import BadName


def checked_text(text: str, what: str, *, max_chars: int) -> str:
    """Return the text without outer blanks; raise BadName if empty, too long or holding control characters."""
    stripped = text.strip()
    if not stripped:
        raise BadName(f"The {what} is empty.")
    return checked_optional_text(stripped, what, max_chars=max_chars)


def checked_optional_text(text: str, what: str, *, max_chars: int) -> str:
    """The same for a text that may be empty."""
    stripped = text.strip()
    if len(stripped) > max_chars:
        raise BadName(f"The {what} is longer than {max_chars} characters.")
    # Category Cc holds NUL (PostgreSQL refuses it) and line breaks; Cs cannot be encoded at all.
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in stripped):
        raise BadName(f"The {what} holds control characters.")
    return stripped


def checked_long_text(text: str, what: str, *, max_chars: int) -> str:
    """The same for a text of several lines that may not be empty."""
    stripped = text.replace("\r\n", "\n").strip()
    if not stripped:
        raise BadName(f"The {what} is empty.")
    checked_optional_text(stripped.replace("\n", " ").replace("\t", " "), what, max_chars=max_chars)
    return stripped
