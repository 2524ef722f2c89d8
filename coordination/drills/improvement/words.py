"""The words of improvement as people read them, by value."""

from coordination.drills.evaluation.vocabulary import PerformanceRating


def rating_words() -> dict[str, str]:
    """Return the ratings of HSEEP, each with its letter."""
    return {value: f"{value}: {text}" for value, text in PerformanceRating.labels().items()}
