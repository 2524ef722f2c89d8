"""Clocks that run by a school's calendar, and days that come at another instant in each time zone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
# A calendar without a school day in two months is a mistake: no clock waits longer.
MOST_DAYS_AHEAD = 62
# No calendar on earth is further ahead of UTC.
FURTHEST_AHEAD = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """A school's days and hours. `closed` are first and last days of holidays, both included."""

    time_zone: str
    begins: time = time(8, 0)
    ends: time = time(15, 30)
    closed: Sequence[tuple[date, date]] = ()

    def is_school_day(self, day: date) -> bool:
        """Tell whether there is school on a day."""
        return day.weekday() < SATURDAY and not any(first <= day <= last for first, last in self.closed)

    def is_in_session(self, at: datetime) -> bool:
        """Tell whether it is school time at an instant."""
        here = at.astimezone(ZoneInfo(self.time_zone))
        return self.is_school_day(here.date()) and self.begins <= here.time() < self.ends

    def end_of_school_day(self, at: datetime, *, ahead: int) -> datetime:
        """Return when school ends on the school day that is so many ahead of an instant's day: 1 is the next one."""
        zone = ZoneInfo(self.time_zone)
        today = at.astimezone(zone).date()
        days = (today + timedelta(days=number) for number in range(1, MOST_DAYS_AHEAD))
        school_days = [day for day in days if self.is_school_day(day)][:ahead]
        day = school_days[-1] if len(school_days) == ahead else today + timedelta(days=MOST_DAYS_AHEAD)
        return datetime.combine(day, self.ends, zone)


def newest_day(at: datetime) -> date:
    """Return the day that it is at an instant where days begin first: no place has a later one."""
    return (at + FURTHEST_AHEAD).date()


def day_in(time_zone: str, at: datetime) -> date:
    """Return the day that it is at an instant in a time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()
