"""Whether evaluators see a task alike. Pure."""

from collections.abc import Iterable

from coordination.drills.evaluation.vocabulary import PerformanceRating

WORST_FIRST = tuple(reversed(PerformanceRating))


def is_disputed(ratings: Iterable[PerformanceRating]) -> bool:
    """Say whether different ratings were given."""
    return len(set(ratings)) > 1


def worst_of(ratings: Iterable[PerformanceRating]) -> PerformanceRating | None:
    """Return the worst of some ratings: the proposal while none is decided."""
    given = set(ratings)
    return next((one for one in WORST_FIRST if one in given), None)
