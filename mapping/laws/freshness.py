"""How far a plan can be believed, by the age of its verification on site. Pure."""

from dataclasses import dataclass
from datetime import date

from mapping.vocabulary import Freshness


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """After how many days a verification is ageing (amber), and after how many it is overdue (red)."""

    ageing_after_days: int
    overdue_after_days: int


def limits_for(max_age_days: int, ageing_after_days: int | None) -> AgeLimits:
    """Return the limits of a law that wants a walk-through every so many days.

    Red is what the law no longer takes. Amber is its last quarter, unless it is said otherwise: a walk with three
    agencies takes weeks to arrange.
    """
    return AgeLimits(max_age_days * 3 // 4 if ageing_after_days is None else ageing_after_days, max_age_days)


def freshness_of(verified_on: date | None, today: date, limits: AgeLimits) -> Freshness:
    """Return how far a plan can be believed today; the last day of a limit still counts as within it."""
    if verified_on is None:
        return Freshness.UNVERIFIED
    days = (today - verified_on).days
    if days > limits.overdue_after_days:
        return Freshness.OVERDUE
    return Freshness.AGEING if days > limits.ageing_after_days else Freshness.CURRENT


def age_days_of(verified_on: date | None, today: date) -> int | None:
    """Return how many days ago it was walked; None if it never was."""
    return None if verified_on is None else (today - verified_on).days
