"""What stands in the form of final ratings before anyone has decided: what the evaluators agree on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.drills.evaluation.vocabulary import PerformanceRating


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rating that no evaluator disputes, and what they noted, in their order. Nothing is decided by it."""

    rating: PerformanceRating
    notes: tuple[str, ...] = ()


def propose_for_task(given: Sequence[tuple[PerformanceRating, str]]) -> Proposal | None:
    """Return what all who rated a task said alike; None where no one rated it, or they differ."""
    ratings = {rating for rating, _note in given}
    if len(ratings) != 1:
        return None
    return Proposal(ratings.pop(), tuple(dict.fromkeys(note.strip() for _rating, note in given if note.strip())))


def propose_for_capability(tasks: Sequence[PerformanceRating | None]) -> Proposal | None:
    """Return the rating that all tasks of a capability have, decided or proposed; else None."""
    ratings = set(tasks)
    rating = ratings.pop() if len(ratings) == 1 else None
    return None if rating is None else Proposal(rating)
