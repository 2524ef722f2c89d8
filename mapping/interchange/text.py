"""Make foreign text safe to store and to show as text; it is never markup here. Pure."""

from dataclasses import dataclass

from mou.foundation.shown_text import without_hidden


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text without characters that do not show, and whether there were any."""

    text: str
    had_controls: bool


def clean_text(text: str) -> CleanText:
    """Return the text with white space made single spaces and what does not show removed.

    NUL and lone surrogates among them: PostgreSQL refuses to store either.
    """
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return CleanText(spaced, had_controls=False)
    cleaned = without_hidden(spaced)
    return CleanText(cleaned, len(cleaned) < len(spaced))
