"""A district's school year: when it begins and ends, where the semesters part, which months count. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.drills.requirements.errors import BadSchoolYear
from coordination.drills.requirements.vocabulary import DrillPeriod
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

# Where a district says nothing: the middle of August to the first week of June, parted after the winter break.
BEGINS, SECOND_SEMESTER, ENDS = (8, 15), (1, 5), (6, 10)
# A month of which school has fewer days than this asks for nothing, unless the district says otherwise.
FEWEST_DAYS = 10
MOST_DAYS = 366
YEARS = range(2000, 2099)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """`year` is the one in which it begins. `open_months` and `summer_months` are numbers of months, 1 to 12.

    Summer months are those after the last day and before the next first one, in which sessions are held.
    """

    year: int
    begins_on: date
    ends_on: date
    second_semester_on: date
    open_months: frozenset[int]
    summer_months: frozenset[int] = frozenset()
    # The first day of the next year, where it is known.
    next_on: date | None = None

    @property
    def next_begins_on(self) -> date:
        """Return the day from which drills belong to the next school year; not known, the same day a year later."""
        return self.next_on or self.begins_on.replace(year=self.begins_on.year + 1)

    @property
    def last_day(self) -> date:
        """Return the last day of which drills belong to this year: with its summer."""
        return self.next_begins_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a school year, both ends included. `number`: which semester, or which month of the calendar."""

    kind: DrillPeriod
    number: int
    begins_on: date
    ends_on: date

    def has_day(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on


def usual_year(year: int) -> SchoolYear:
    """Return the school year of a district that has said nothing."""
    begins, ends = date(year, *BEGINS), date(year + 1, *ENDS)
    return SchoolYear(year, begins, ends, date(year + 1, *SECOND_SEMESTER), usual_months(begins, ends))


def usual_months(begins_on: date, ends_on: date) -> frozenset[int]:
    """Return the months in which there is school for long enough to ask for a drill."""
    return frozenset(
        one.month
        for one in _months_between(begins_on, ends_on)
        if (_last_day(one, ends_on) - max(one, begins_on)).days + 1 >= FEWEST_DAYS
    )


def checked_year(year: SchoolYear) -> SchoolYear:
    """Return a school year that can be. Raises: BadSchoolYear: the pointer names the field."""
    if year.year not in YEARS or year.begins_on.year != year.year:
        raise BadSchoolYear(Reason(_("The first day is in the year that names it.")), pointer="/begins_on")
    if (year.begins_on.month, year.begins_on.day) == (2, 29):
        raise BadSchoolYear(Reason(_("No school year begins on 29 February.")), pointer="/begins_on")
    if not year.begins_on < year.second_semester_on <= year.ends_on:
        raise BadSchoolYear(Reason(_("The second semester begins within the year.")), pointer="/second_semester_on")
    if year.ends_on >= year.next_begins_on:
        raise BadSchoolYear(Reason(_("A school year is shorter than a year.")), pointer="/ends_on")
    months = {one.month for one in _months_between(year.begins_on, year.ends_on)}
    if not year.open_months or not year.open_months <= months:
        raise BadSchoolYear(Reason(_("Open months lie between the first and the last day.")), pointer="/open_months")
    summer = {one.month for one in _months_between(year.ends_on, year.last_day)}
    if not year.summer_months <= summer:
        raise BadSchoolYear(Reason(_("Summer months lie after the last day.")), pointer="/summer_months")
    return year


def periods_of(year: SchoolYear, kind: DrillPeriod, *, in_summer: bool = False) -> list[Period]:
    """Return the periods of a kind; with `in_summer` also the months of summer sessions. None for the kind "days"."""
    if kind is DrillPeriod.YEAR:
        return [Period(kind, year.year, year.begins_on, year.ends_on)]
    if kind is DrillPeriod.SEMESTER:
        first_ends = year.second_semester_on - timedelta(days=1)
        return [
            Period(kind, 1, year.begins_on, first_ends),
            Period(kind, 2, year.second_semester_on, year.ends_on),
        ]
    if kind is DrillPeriod.DAYS:
        return []
    found = [
        Period(kind, one.month, max(one, year.begins_on), _last_day(one, year.ends_on))
        for one in _months_between(year.begins_on, year.ends_on)
        if one.month in year.open_months
    ]
    if in_summer:
        after = year.ends_on + timedelta(days=1)
        taken = {one.number for one in found}
        found += [
            Period(kind, one.month, max(one, after), _last_day(one, year.last_day))
            for one in _months_between(after, year.last_day)
            if one.month in year.summer_months - taken
        ]
    return found


def day_of(year: SchoolYear, day: str) -> date:
    """Return the day of a school year that a law writes as "12-31"."""
    here = date.fromisoformat(f"{year.year}-{day}")
    return here if here >= year.begins_on else here.replace(year=here.year + 1)


def _months_between(first: date, last: date) -> list[date]:
    """Return the first day of each month from one day to another."""
    found, one = [], first.replace(day=1)
    while one <= last:
        found.append(one)
        one = (one + timedelta(days=32)).replace(day=1)
    return found


def _last_day(month: date, most: date) -> date:
    return min(month.replace(day=monthrange(month.year, month.month)[1]), most)
