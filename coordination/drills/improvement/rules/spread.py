"""Median and interquartile range of times. Pure.

Quartiles are by linear interpolation between the sorted values (type 7 of Hyndman and Fan, as spreadsheets do it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# Fewer values than this have no spread that says anything.
SMALL_N = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `n` times in seconds: the median, the quartiles (none below four values), the shortest and the longest."""

    n: int
    median: float
    low: float | None
    high: float | None
    least: int
    most: int

    @property
    def is_small(self) -> bool:
        return self.n < SMALL_N


def spread_of(values: Sequence[int]) -> Spread | None:
    """Return the spread of times in seconds; None where there is none."""
    if not values:
        return None
    ordered = sorted(values)
    is_small = len(ordered) < SMALL_N
    return Spread(
        n=len(ordered),
        median=_quantile_at(ordered, 0.5),
        low=None if is_small else _quantile_at(ordered, 0.25),
        high=None if is_small else _quantile_at(ordered, 0.75),
        least=ordered[0],
        most=ordered[-1],
    )


def _quantile_at(ordered: Sequence[int], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return round(ordered[below] + (ordered[above] - ordered[below]) * (place - below), 1)


def school_year_of(day: date) -> int:
    """Return the calendar year in which the school year of a day begins: on the first of July."""
    return day.year if day.month >= 7 else day.year - 1
