"""Exercise time: wall time without the pauses, times a pace. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which exercise time passed. `exercise_s`: seconds of it at the beginning."""

    began_at: datetime
    ended_at: datetime | None
    pace: float
    exercise_s: float

    def seconds_at(self, at: datetime) -> float:
        """Return the exercise time at an instant; before it began or after it ended, that of its nearer end."""
        until = at if self.ended_at is None else min(at, self.ended_at)
        return self.exercise_s + max(0.0, (until - self.began_at).total_seconds()) * self.pace


def exercise_seconds(segments: Sequence[Segment], at: datetime) -> float:
    """Return how much exercise time has passed since STARTEX; segments in the order in which they began."""
    begun = [one for one in segments if one.began_at <= at]
    return begun[-1].seconds_at(at) if begun else 0.0


def reached_at(segments: Sequence[Segment], exercise_s: float) -> datetime | None:
    """Return the instant at which an exercise time was or will be reached, by the clock as it goes now; None if never.

    A time that was reached at the end of one segment is not reached again by the next.
    """
    for one in segments:
        after = timedelta(seconds=max(0.0, exercise_s - one.exercise_s) / one.pace)
        instant = one.began_at + after
        if one.ended_at is None or instant <= one.ended_at:
            return instant
    return None
