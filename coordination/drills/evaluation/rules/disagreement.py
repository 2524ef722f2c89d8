"""Whether evaluators see a task alike. Pure."""

from collections.abc import Iterable

from coordination.drills.evaluation.vocabulary import PerformanceRating


def is_disputed(ratings: Iterable[PerformanceRating]) -> bool:
    """Say whether different ratings were given."""
    return len(set(ratings)) > 1
