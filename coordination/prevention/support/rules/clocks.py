"""Until when someone must be with a student, and when a crisis team looks again. Pure."""

from datetime import date, datetime, timedelta

from coordination.casework.clocks import SchoolCalendar
from coordination.prevention.support.vocabulary import InterventionLevel, ReferralUrgency

CRISIS_WITHIN = timedelta(hours=1)
SCHOOL_DAYS = {ReferralUrgency.URGENT: 1, ReferralUrgency.ROUTINE: 5}
LOOKS_AGAIN_AFTER = {
    InterventionLevel.INDICATED: timedelta(days=1),
    InterventionLevel.SELECTED: timedelta(days=7),
    InterventionLevel.UNIVERSAL: timedelta(days=30),
}


def due_at(urgency: ReferralUrgency, received_at: datetime, calendar: SchoolCalendar) -> datetime:
    """Return until when support begins: within an hour, or by the end of the next or the fifth school day."""
    if urgency is ReferralUrgency.CRISIS:
        return received_at + CRISIS_WITHIN
    return calendar.end_of_school_day(received_at, ahead=SCHOOL_DAYS[urgency])


def looks_again_on(level: InterventionLevel, today: date) -> date:
    """Return the day on which someone asks how a person is."""
    return today + LOOKS_AGAIN_AFTER[level]
