"""Join sentences so that each ends once, whatever people type into them. Pure; words.js does the same."""

import re
from collections.abc import Callable, Iterable

# The stop of the template behind a name, where the sentence ends there.
NAME = re.compile(r"\{(\w+)\}(\.(?=\s|$))?")
ENDS = (".", "!", "?", "…")


def fill_in(template: str, value_of: Callable[[str], str]) -> str:
    """Return a template with its {names} filled in; a value that ends its sentence itself is given no second end."""
    return NAME.sub(lambda found: _fill_value(value_of(found[1]), found[2] or ""), template)


def _fill_value(value: str, stop: str) -> str:
    return end_sentence(value) if stop and value else value + stop


def end_sentence(text: str) -> str:
    """Return a sentence with its end."""
    text = text.rstrip()
    return text if text.endswith(ENDS) else f"{text}."


def join_sentences(parts: Iterable[str]) -> str:
    """Return what is not empty, each with its end."""
    return " ".join(end_sentence(part) for part in parts if part)
