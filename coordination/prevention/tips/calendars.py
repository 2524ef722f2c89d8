"""A school's calendar, from its site's bell schedule and the desk's days without school."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from coordination.casework.clocks import SchoolCalendar
from coordination.prevention.tips.models import TipDesk
from mapping.models import Site


def calendar_of(desk: TipDesk, school_id: UUID | None) -> SchoolCalendar:
    """Return the calendar by which a desk's tips about a school are due; a district's own tips have usual hours."""
    site = Site.objects.filter(school_id=school_id).order_by("name").first() if school_id is not None else None
    closed = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in desk.closed_days]
    if site is None:
        return SchoolCalendar(desk.agency.time_zone, closed=closed)
    hours = hours_of(site.bell_schedule)
    if hours is None:
        return SchoolCalendar(site.time_zone, closed=closed)
    return SchoolCalendar(site.time_zone, *hours, closed=closed)


def hours_of(bell_schedule: Sequence[Sequence[str]]) -> tuple[time, time] | None:
    """Return when a school day begins and ends by its periods, if it has any."""
    if not bell_schedule:
        return None
    begins = min(time.fromisoformat(period[1]) for period in bell_schedule)
    return begins, max(time.fromisoformat(period[2]) for period in bell_schedule)
