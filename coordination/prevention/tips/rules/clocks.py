"""When somebody must have acknowledged a tip, by the school's own calendar and clock. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordination.prevention.tips.vocabulary import TipPriority

WITHIN = {TipPriority.CRITICAL: timedelta(minutes=15), TipPriority.URGENT: timedelta(hours=1)}
SATURDAY = 5
# A calendar without a school day in two months is a mistake: the clock does not wait longer.
MOST_DAYS_AHEAD = 62


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


def due_at(priority: TipPriority, received_at: datetime, calendar: SchoolCalendar) -> datetime:
    """Return until when a tip must be acknowledged: 15 minutes, an hour, or the end of the next school day."""
    within = WITHIN.get(priority)
    if within is not None:
        return received_at + within
    zone = ZoneInfo(calendar.time_zone)
    today = received_at.astimezone(zone).date()
    ahead = (today + timedelta(days=days) for days in range(1, MOST_DAYS_AHEAD))
    day = next((one for one in ahead if calendar.is_school_day(one)), today + timedelta(days=MOST_DAYS_AHEAD))
    return datetime.combine(day, calendar.ends, zone)
