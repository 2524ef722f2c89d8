"""When someone must have acknowledged a tip, by the school's own calendar and clock. Pure."""

from datetime import datetime, timedelta

from coordination.casework.clocks import SchoolCalendar
from coordination.prevention.tips.vocabulary import TipPriority

WITHIN = {TipPriority.CRITICAL: timedelta(minutes=15), TipPriority.URGENT: timedelta(hours=1)}


def due_at(priority: TipPriority, received_at: datetime, calendar: SchoolCalendar) -> datetime:
    """Return until when a tip must be acknowledged: 15 minutes, an hour, or the end of the next school day."""
    within = WITHIN.get(priority)
    return calendar.end_of_school_day(received_at, ahead=1) if within is None else received_at + within
