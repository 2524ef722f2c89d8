"""Until when a rule may run, and when it counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coordination.prevention.social_alerts.errors import BadAlertRule

MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which a fence counts; both ends belong to it."""

    starts_at: datetime
    ends_at: datetime

    def has_moment(self, at: datetime) -> bool:
        """Tell whether an instant lies in it."""
        return self.starts_at <= at <= self.ends_at


def check_dates(*, today: date, expires_on: date, review_on: date) -> None:
    """Refuse a rule that runs longer than ninety days, or is reviewed after its end. Raises: BadAlertRule."""
    if not today <= expires_on <= today + timedelta(days=MOST_DAYS):
        raise BadAlertRule(f"It ends within {MOST_DAYS} days.", pointer="/expires_on")
    if not today <= review_on <= expires_on:
        raise BadAlertRule("It is reviewed before it ends.", pointer="/review_on")


def counts_at(at: datetime, *, only_in_windows: bool, windows: Iterable[Window]) -> bool:
    """Tell whether a fence counts at an instant."""
    return not only_in_windows or any(one.has_moment(at) for one in windows)


def false_positive_rate(*, dismissed: int, decided: int) -> float | None:
    """Return how many of the decided alerts had nothing in them, from 0 to 1; None before any was decided."""
    return None if decided == 0 else dismissed / decided
