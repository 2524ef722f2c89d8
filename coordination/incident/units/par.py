"""When a unit owes its PAR, when the missing answer is due to be reported, and how often. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.incident.units.capability import Par, Unit
from coordination.incident.units.vocabulary import UnitSecondary

# Once command has asked.
ANSWERS_WITHIN = timedelta(minutes=2)
# Between a report that an answer is missing and the next. After the last one it stays on the list of what stands.
REPORTED_AGAIN_AFTER = (timedelta(minutes=5),)


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report of a missing answer: due `at`, for the `times`-th time. `since`: when the answer was due."""

    at: datetime
    since: datetime
    times: int


def overdue_at(unit: Unit, par: Par) -> datetime:
    """Return when a unit's answer is overdue: by the interval, or by a question that it has not answered if earlier."""
    last = datetime.fromisoformat(unit.par_at or unit.checked_in_at)
    due = last + timedelta(minutes=par.every_min)
    asked = _asked_at(par)
    return min(due, asked + ANSWERS_WITHIN) if asked is not None and last < asked else due


def next_report(unit: Unit, par: Par) -> MissingReport | None:
    """Return the next report of a unit's missing answer, due or not; None where no more is owed or reported.

    A question after a report is a new one: a unit that does not answer it is reported anew.
    """
    if unit.secondary is UnitSecondary.DEPARTED:
        return None
    missing = unit.par_missing
    if missing is None:
        since = overdue_at(unit, par)
        return MissingReport(since, since, 1)
    told_at, asked = datetime.fromisoformat(missing.told_at), _asked_at(par)
    # Not by which is later: two servers' clocks may differ.
    if asked is not None and par.asked_at != missing.asked_at:
        return MissingReport(asked + ANSWERS_WITHIN, datetime.fromisoformat(missing.since), 1)
    if missing.times > len(REPORTED_AGAIN_AFTER):
        return None
    at = told_at + REPORTED_AGAIN_AFTER[missing.times - 1]
    return MissingReport(at, datetime.fromisoformat(missing.since), missing.times + 1)


def _asked_at(par: Par) -> datetime | None:
    return datetime.fromisoformat(par.asked_at) if par.asked_at is not None else None
