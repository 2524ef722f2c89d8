"""How far a plan can be believed, by the age of its verification on site. Pure."""

from dataclasses import dataclass
from datetime import date

from mapping.vocabulary import Freshness


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """After so many days a verification is ageing (amber), after so many more it is overdue (red)."""

    ageing_after_days: int
    overdue_after_days: int


# Most states want a yearly review (for instance VA 22.1-279.8: annually); where a law says otherwise, its limits do.
YEARLY = AgeLimits(ageing_after_days=365, overdue_after_days=730)


def freshness_of(verified_on: date | None, today: date, limits: AgeLimits = YEARLY) -> Freshness:
    """Return how far a plan can be believed today; the last day of a limit still counts as within it."""
    if verified_on is None:
        return Freshness.UNVERIFIED
    days = (today - verified_on).days
    if days > limits.overdue_after_days:
        return Freshness.OVERDUE
    return Freshness.AGEING if days > limits.ageing_after_days else Freshness.CURRENT


def age_days_of(verified_on: date | None, today: date) -> int | None:
    """Return how many days ago somebody walked it; None if nobody did."""
    return None if verified_on is None else (today - verified_on).days
