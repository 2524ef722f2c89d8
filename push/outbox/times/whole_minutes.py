"""What is told of an anonymous report says nothing of when it came in, but the minute.

Who saw a school's network at that second would know whose it was. So all times of such a notification are whole
minutes, its id is drawn and not made of the time, and it goes out when the minute is over, unless a life is at stake.
"""

from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, Value, When

from push.vocabulary import WHOLE_MINUTE_KINDS, Urgency

MINUTE = timedelta(minutes=1)


def minute_of(at: datetime) -> datetime:
    """Return the minute in which an instant lies."""
    return at.replace(second=0, microsecond=0)


def next_minute(at: datetime) -> datetime:
    """Return the first whole minute that is not before an instant."""
    return at if at == minute_of(at) else minute_of(at) + MINUTE


def planned_at(kind: str, now: datetime) -> datetime:
    """Return when something was planned, as it is stored."""
    return minute_of(now) if kind in WHOLE_MINUTE_KINDS else now


def rung_at(kind: str, urgency: Urgency, planned_at: datetime, after_s: int) -> datetime:
    """Return when a rung goes out: counted from the end of its minute, but for the first word where a life is at stake.

    Counted from its beginning, the second word would come with the first.
    """
    is_at_once = urgency is Urgency.LIFE_SAFETY and after_s == 0
    begins = planned_at if kind not in WHOLE_MINUTE_KINDS or is_at_once else planned_at + MINUTE
    return begins + timedelta(seconds=after_s)


def noted_at(at: datetime) -> Case:
    """Return an instant as it is written into a notification: whole minutes, where the kind asks for it."""
    whole = When(kind__in=WHOLE_MINUTE_KINDS, then=Value(minute_of(at), output_field=DateTimeField()))
    return Case(whole, default=Value(at, output_field=DateTimeField()))


def due_at_minute(at: datetime) -> Case:
    """Return when a notification is looked at again: never before an instant, and at a whole minute where asked."""
    whole = When(kind__in=WHOLE_MINUTE_KINDS, then=Value(next_minute(at), output_field=DateTimeField()))
    return Case(whole, default=Value(at, output_field=DateTimeField()))
