"""Say what a desk's routes come to: for each category at an instant, how soon, by when and to whom."""

from dataclasses import dataclass
from datetime import datetime

from coordination.prevention.tips.calendars import calendar_of
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.rules.clocks import due_at
from coordination.prevention.tips.rules.routing import first_priority, receivers_of, routes_from
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipReceiver


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to a tip of a category."""

    category: TipCategory
    is_in_session: bool
    priority: TipPriority
    due_at: datetime
    receivers: list[TipReceiver]


def preview_at(desk: TipDesk, at: datetime) -> list[Preview]:
    """Return what would happen to a tip of each category that comes in at an instant and does not happen now."""
    routes = routes_from(desk.routes)
    calendar = calendar_of(desk, desk.agency_id if desk.agency.parent_id else None)
    is_in_session = calendar.is_in_session(at)
    found = []
    for category in TipCategory:
        priority = first_priority(routes, category, is_now=False)
        to = receivers_of(routes, category, is_in_session=is_in_session, is_life_threat=False)
        due = due_at(priority, at, calendar)
        found.append(Preview(category, is_in_session, priority, due, sorted(to, reverse=True)))
    return found
