"""Weigh what is known of an officer against what the agreement in force asks. Pure: facts in, findings out.

Source of what agreements ask: COPS Office CHP award condition, NASRO, SECURe rubrics (docs/capabilities/officers.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mou.errors import BadTerms
from mou.terms import Number, Training, checked_value
from mou.vocabulary import Asking, SroParty, TermKind, Topic, TrainingStanding

# Reminders go out this many days before something expires; from the first on it is "expiring".
REMINDERS_DAYS = (60, 30, 7)
EXPIRING_DAYS = REMINDERS_DAYS[0]
A_YEAR = timedelta(days=365)
# A term on training hours with this scope asks for so many hours of any course in each year.
YEARLY = "yearly"
SIGN_OFFS = {Asking.SIGN_OFF_AGENCY: SroParty.AGENCY, Asking.SIGN_OFF_DISTRICT: SroParty.DISTRICT}


@dataclass(frozen=True, slots=True)
class TermFact:
    """A term of an agreement, as it is stored."""

    kind: str
    scope: str
    value: object


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that an agreement asks. `within_days` counts from the first day of the assignment."""

    asking: Asking
    course: str = ""
    hours: float = 0
    within_days: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class TrainingFact:
    """One completed course. `counts_as`: its code, and the courses that it stands for too."""

    counts_as: frozenset[str]
    hours: float
    completed_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What is known of an assignment. `drills`: those taken part in at the assignment's sites within a year."""

    since: date
    trainings: tuple[TrainingFact, ...]
    drills: int
    has_supervisor: bool
    signed: frozenset[SroParty]
    reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing that is asked stands. `ends_on`: the last day on which it is met, or was; `due_on`: by when."""

    requirement: Requirement
    standing: TrainingStanding
    held: float = 0
    ends_on: date | None = None
    due_on: date | None = None


def requirements_of(terms: Iterable[TermFact], topics: Iterable[str]) -> tuple[Requirement, ...]:
    """Return what an agreement's terms and clauses ask. A term that cannot be read asks nothing."""
    found = [one for term in terms if (one := _read_requirement(term)) is not None]
    spoken_of = set(topics)
    if Topic.CHAIN_OF_COMMAND in spoken_of:
        found.append(Requirement(Asking.SUPERVISOR))
    if Topic.SELECTION in spoken_of:
        found += [Requirement(Asking.SIGN_OFF_AGENCY), Requirement(Asking.SIGN_OFF_DISTRICT)]
    # Whatever the agreement says: an assignment is reviewed every year.
    found.append(Requirement(Asking.REVIEW))
    return tuple(sorted(found, key=lambda one: (list(Asking).index(one.asking), one.course)))


def _read_requirement(term: TermFact) -> Requirement | None:
    try:
        value = checked_value(TermKind(term.kind), term.value)
    except (ValueError, BadTerms):
        return None
    if isinstance(value, Training):
        if term.scope == YEARLY:
            return Requirement(Asking.YEARLY_HOURS, hours=value.hours)
        return Requirement(Asking.COURSE, term.scope, value.hours, value.within_days)
    if isinstance(value, Number) and term.kind == TermKind.DRILLS_PER_YEAR and value.number:
        return Requirement(Asking.DRILLS, number=value.number)
    return None


def weigh_all(requirements: Iterable[Requirement], facts: OfficerFacts, today: date) -> tuple[Finding, ...]:
    """Return how everything that is asked stands on a day, in the order asked."""
    return tuple(_weigh_one(one, facts, today) for one in requirements)


def _weigh_one(asked: Requirement, facts: OfficerFacts, today: date) -> Finding:
    match asked.asking:
        case Asking.COURSE:
            spans = [
                Span(one.completed_on, one.expires_on or date.max, one.hours)
                for one in facts.trainings
                if asked.course in one.counts_as
            ]
            due_on = None if asked.within_days is None else facts.since + timedelta(days=asked.within_days)
            return _of_hours(asked, spans, today, due_on)
        case Asking.YEARLY_HOURS:
            spans = [Span(one.completed_on, one.completed_on + A_YEAR, one.hours) for one in facts.trainings]
            return _of_hours(asked, spans, today, facts.since + A_YEAR)
        case Asking.DRILLS:
            return _of_drills(asked, facts, today)
        case Asking.REVIEW:
            return _of_review(asked, facts, today)
        case Asking.SUPERVISOR:
            return _of_claim(asked, is_met=facts.has_supervisor)
        case Asking.SIGN_OFF_AGENCY | Asking.SIGN_OFF_DISTRICT:
            return _of_claim(asked, is_met=SIGN_OFFS[asked.asking] in facts.signed)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours that count from one day to another, both included."""

    begins: date
    ends: date
    hours: float


def hours_on(spans: Iterable[Span], day: date) -> float:
    """Return how many hours count on a day."""
    return sum(one.hours for one in spans if one.begins <= day <= one.ends)


def _of_hours(asked: Requirement, spans: Sequence[Span], today: date, due_on: date | None) -> Finding:
    held = hours_on(spans, today)
    if held >= asked.hours:
        ends_on = max(day for day in {one.ends for one in spans} if _lasts_until(spans, asked.hours, today, day))
        near = ends_on - today <= timedelta(days=EXPIRING_DAYS)
        standing = TrainingStanding.EXPIRING if near else TrainingStanding.MET
        return Finding(asked, standing, held, None if ends_on == date.max else ends_on, due_on)
    met_until = [one.ends for one in spans if one.ends < today and hours_on(spans, one.ends) >= asked.hours]
    if met_until:
        return Finding(asked, TrainingStanding.EXPIRED, held, max(met_until), due_on)
    return Finding(asked, _unmet_standing(due_on, today), held, None, due_on)


def _lasts_until(spans: Sequence[Span], hours: float, today: date, day: date) -> bool:
    """Say whether what counts today and was not ended by then still comes to the hours on a later day."""
    return day >= today and hours_on([one for one in spans if one.begins <= today], day) >= hours


def _of_drills(asked: Requirement, facts: OfficerFacts, today: date) -> Finding:
    due_on = facts.since + A_YEAR
    standing = TrainingStanding.MET if facts.drills >= asked.number else _unmet_standing(due_on, today)
    return Finding(asked, standing, facts.drills, None, due_on)


def _of_review(asked: Requirement, facts: OfficerFacts, today: date) -> Finding:
    due_on = (facts.reviewed_on or facts.since) + A_YEAR
    if facts.reviewed_on is None:
        return Finding(asked, _unmet_standing(due_on, today), due_on=due_on)
    if today > due_on:
        return Finding(asked, TrainingStanding.EXPIRED, ends_on=due_on, due_on=due_on)
    near = due_on - today <= timedelta(days=EXPIRING_DAYS)
    return Finding(asked, TrainingStanding.EXPIRING if near else TrainingStanding.MET, ends_on=due_on, due_on=due_on)


def _of_claim(asked: Requirement, *, is_met: bool) -> Finding:
    return Finding(asked, TrainingStanding.MET if is_met else TrainingStanding.MISSING)


def _unmet_standing(due_on: date | None, today: date) -> TrainingStanding:
    return TrainingStanding.PENDING if due_on is not None and today <= due_on else TrainingStanding.MISSING


def worst_standing(findings: Iterable[Finding]) -> TrainingStanding:
    """Return the worst of the standings; of nothing asked, that it is met."""
    order = list(TrainingStanding)
    return max((one.standing for one in findings), key=order.index, default=TrainingStanding.MET)


def reminder_due(expires_on: date, today: date) -> int | None:
    """Return the reminder that is due: the smallest number of days that has been reached; none before or after all."""
    left = (expires_on - today).days
    return min((days for days in REMINDERS_DAYS if left <= days), default=None) if left >= 0 else None


def expiry_of(completed_on: date, valid_months: int | None) -> date | None:
    """Return the last day on which a course counts: the same day, so many months later."""
    if valid_months is None:
        return None
    months = completed_on.year * 12 + completed_on.month - 1 + valid_months
    year, month = divmod(months, 12)
    # The 31st of a short month is its last day.
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=completed_on.day - 1), following - timedelta(days=1))
