"""Tell whether a text repeats what a reporter wrote: their words do not leave the tip system. Pure."""

import re
from collections.abc import Iterable

# Fewer are what anybody would say: "in the north gym".
RUN = 5
WORD = re.compile(r"\w+")


def repeats_report(text: str, reports: Iterable[str]) -> bool:
    """Tell whether a text has five words in a row that a report has as well, whatever their case and signs."""
    own = runs_of_words(text)
    return any(own & runs_of_words(report) for report in reports)


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    """Return every run of five words of a text."""
    words = [one.casefold() for one in WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
