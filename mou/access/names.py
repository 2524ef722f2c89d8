"""Check short texts that people give: they are kept as they are, or refused, never cut in silence."""

import unicodedata

from mou.errors import BadName
from mou.foundation.shown_text import first_hidden, hidden_sentence


def checked_text(text: str, what: str, *, max_chars: int) -> str:
    """Return the text in Unicode's composed form, without outer blanks; it is not empty. Raises: BadName."""
    checked = checked_optional_text(text, what, max_chars=max_chars)
    if not checked:
        raise BadName(f"The {what} is empty.")
    return checked


def checked_optional_text(text: str, what: str, *, max_chars: int) -> str:
    """The same for a text that may be empty. Raises: BadName: too long, of several lines, or with hidden characters."""
    return _checked_lines(text, what, max_chars=max_chars, taken="")


def checked_long_text(text: str, what: str, *, max_chars: int) -> str:
    """The same for a text of several lines that may not be empty."""
    checked = _checked_lines(text.replace("\r\n", "\n"), what, max_chars=max_chars, taken="\n\t")
    if not checked:
        raise BadName(f"The {what} is empty.")
    return checked


def _checked_lines(text: str, what: str, *, max_chars: int, taken: str) -> str:
    # One form, so that two names that look alike compare alike (RFC 8264, 5.2.4); the words stay the same.
    stripped = unicodedata.normalize("NFC", text).strip()
    if len(stripped) > max_chars:
        raise BadName(f"The {what} is longer than {max_chars} characters.")
    # NUL among them, which PostgreSQL refuses, and half a surrogate pair, which cannot be encoded at all.
    if hidden := first_hidden(stripped):
        raise BadName(hidden_sentence(what, hidden))
    if any(char in "\t\r\n" and char not in taken for char in stripped):
        raise BadName(f"The {what} holds control characters.")
    return stripped
