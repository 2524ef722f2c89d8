"""What may be shown of a hot wash, so that no single person's answer can be told from it. Pure.

A cell is one group's anonymous answers to one scale. Under five nothing is shown of it, and it is in no sum. Ends are
cut off: a mean of 5.0 would say what each of them answered. Results come once, when the hot wash is closed: of two
looks with one answer between them, the difference would be that answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5
LOWEST, HIGHEST = 1.2, 4.8


@dataclass(frozen=True, slots=True)
class ScaleShown:
    """What is shown of a scale: the mean, of so many answers."""

    mean: float
    answers: int


def scale_shown(answers: Sequence[int]) -> ScaleShown | None:
    """Return what may be shown of anonymous answers from one to five; None: too few."""
    if len(answers) < LEAST:
        return None
    mean = round(sum(answers) / len(answers), 1)
    return ScaleShown(min(max(mean, LOWEST), HIGHEST), len(answers))


def may_show_words(answers: int) -> bool:
    """Say whether words of anonymous people are shown: among fewer, each would be known by theirs."""
    return answers >= LEAST
