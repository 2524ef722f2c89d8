"""How a school stands before its law: facts in, duties out. Pure.

A drill counts for each rule that names its type, once for each. What was only planned counts for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coordination.drills.requirements.rules.laws import DrillCap, DrillLaw, DrillRule
from coordination.drills.requirements.rules.school_year import Period, SchoolYear, day_of, periods_of
from coordination.drills.requirements.vocabulary import DrillPeriod, DrillStanding, DrillType

S = DrillStanding


@dataclass(frozen=True, slots=True)
class HeldDrill:
    """A drill that was held: on which day of the school's own calendar, which type, and who of outside was there."""

    on: date
    type: DrillType
    police_present: bool = False
    fire_present: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule in one period. `done` of `required`; `due_on` is the law's day, `done_on` when the last one counted."""

    rule: DrillRule
    period: Period
    required: int
    done: int
    due_on: date
    standing: DrillStanding
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class CapCount:
    """How many drills there were in a period of the `most` that the law allows."""

    cap: DrillCap
    period: Period
    held: int

    @property
    def is_exceeded(self) -> bool:
        return self.held > self.cap.most


@dataclass(frozen=True, slots=True)
class LawStanding:
    """All duties of a school in a school year, in the order of the law, and the caps."""

    duties: tuple[Duty, ...]
    caps: tuple[CapCount, ...]

    def count_standing(self, *standings: DrillStanding) -> int:
        """Return how many duties stand so."""
        return sum(one.standing in standings for one in self.duties)

    @property
    def wanting(self) -> int:
        """Return how many duties' day has passed without the drill."""
        return sum(one.standing.is_wanting for one in self.duties)

    @property
    def exceeded(self) -> int:
        return sum(one.is_exceeded for one in self.caps)

    @property
    def next_due(self) -> Duty | None:
        """Return what is to be done first: what is overdue and can still be, then what is due next."""
        return next(iter(self._open_duties()), None)

    def open_until(self, day: date) -> list[Duty]:
        """Return what is to be done by a day, as above: what is overdue and can still be, then what is due."""
        return [one for one in self._open_duties() if one.due_on <= day]

    def _open_duties(self) -> list[Duty]:
        open_now = [one for one in self.duties if one.standing in (S.OVERDUE, S.DUE, S.LATER)]
        # Of two with the same day, the one that can be done now.
        return sorted(open_now, key=lambda one: (one.due_on, one.standing is S.LATER))


def standing_of(
    law: DrillLaw,
    year: SchoolYear,
    held: Iterable[HeldDrill],
    *,
    has_fire_marshal_rule: bool,
    today: date,
) -> LawStanding:
    """Weigh the drills of one school in one school year against its law."""
    drills = sorted(
        (one for one in held if year.begins_on <= one.on <= min(year.last_day, today)), key=lambda one: one.on
    )
    duties = [
        duty
        for rule in law.rules_for(has_fire_marshal_rule=has_fire_marshal_rule)
        for duty in _duties_of_rule(rule, year, _drills_that_count(rule, drills), today)
    ]
    caps = [
        _count_against_cap(cap, period, drills)
        for cap in law.caps
        for period in periods_of(year, cap.per)
        if _has_begun(period, today)
    ]
    return LawStanding(tuple(duties), tuple(caps))


def _drills_that_count(rule: DrillRule, drills: Sequence[HeldDrill]) -> list[HeldDrill]:
    return [
        one
        for one in drills
        if one.type in rule.types
        and (one.police_present or not rule.needs_police)
        and (one.fire_present or not rule.needs_fire)
    ]


def _duties_of_rule(rule: DrillRule, year: SchoolYear, drills: Sequence[HeldDrill], today: date) -> list[Duty]:
    if rule.per is DrillPeriod.DAYS:
        return _duties_of_gaps(rule, year, drills, today)
    return [
        _duty_of_period(rule, part, _due_on(rule, year, part), drills, today)
        for part in (_part_that_counts(rule, year, one) for one in periods_of(year, rule.per, in_summer=rule.in_summer))
    ]


def _part_that_counts(rule: DrillRule, year: SchoolYear, period: Period) -> Period:
    """Return the part of a period in which drills count: all of it, or from the law's day on."""
    since = day_of(year, rule.since) if rule.since else period.begins_on
    return replace(period, begins_on=min(max(period.begins_on, since), period.ends_on))


def _due_on(rule: DrillRule, year: SchoolYear, period: Period) -> date:
    """Return the law's day. The first day of school is the first of `within_days`."""
    due_on = period.ends_on
    if rule.within_days is not None:
        due_on = min(due_on, year.begins_on + timedelta(days=rule.within_days - 1))
    if rule.by:
        due_on = min(due_on, day_of(year, rule.by))
    return due_on


def _duty_of_period(rule: DrillRule, period: Period, due_on: date, drills: Sequence[HeldDrill], today: date) -> Duty:
    within = [one for one in drills if period.has_day(one.on)]
    done_on = within[rule.count - 1].on if len(within) >= rule.count else None
    if done_on is not None:
        standing = S.DONE if done_on <= due_on else S.DONE_LATE
    elif today > period.ends_on:
        standing = S.MISSED
    elif today > due_on:
        standing = S.OVERDUE
    else:
        standing = S.DUE if _has_begun(period, today) else S.LATER
    return Duty(rule, period, rule.count, min(len(within), rule.count), due_on, standing, done_on)


def _duties_of_gaps(rule: DrillRule, year: SchoolYear, drills: Sequence[HeldDrill], today: date) -> list[Duty]:
    """Return a duty for each stretch from the first day, or a drill, to the next drill or its last day."""
    assert rule.days is not None
    found: list[Duty] = []
    since = year.begins_on
    due_on = since + timedelta(days=(rule.within_days or rule.days) - 1)
    for drill in (one for one in drills if one.on <= year.ends_on):
        if drill.on == since and found:
            # A second one on the same day is no stretch of its own.
            continue
        period = Period(rule.per, len(found) + 1, since, drill.on)
        standing = S.DONE if drill.on <= due_on else S.DONE_LATE
        found.append(Duty(rule, period, 1, 1, due_on, standing, drill.on))
        since, due_on = drill.on, drill.on + timedelta(days=rule.days)
    if due_on <= year.ends_on:
        is_over, is_late = today > year.ends_on, today > due_on
        standing = S.MISSED if is_over else S.OVERDUE if is_late else S.DUE if today >= since else S.LATER
        found.append(Duty(rule, Period(rule.per, len(found) + 1, since, due_on), 1, 0, due_on, standing))
    return found


def _count_against_cap(cap: DrillCap, period: Period, drills: Sequence[HeldDrill]) -> CapCount:
    return CapCount(cap, period, sum(period.has_day(one.on) and one.type in cap.types for one in drills))


def _has_begun(period: Period, today: date) -> bool:
    return today >= period.begins_on
