"""Drills and due days as an iCalendar (RFC 5545): what is planned as the reader may have it, and what the law asks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from coordination.drills.requirements import words
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.views import DrillDutyView, SchoolDrillState
from coordination.drills.requirements.vocabulary import Announcement, DrillStanding, DrillState, DrillType
from coordination.drills.requirements.work.queries import is_masked

# Calendars leave out drills that were held a year ago or more.
PAST = timedelta(days=366)
# How often a program that follows a calendar is asked to look again.
RENEWED = timedelta(hours=1)
USUAL_LENGTH = timedelta(minutes=30)
OPEN = (DrillStanding.DUE, DrillStanding.OVERDUE, DrillStanding.LATER)


def calendar_of(
    name: str,
    drills: QuerySet[Drill],
    states: Iterable[SchoolDrillState],
    *,
    kept: frozenset[UUID],
    at: datetime,
    is_followed: bool = False,
) -> bytes:
    """Return a calendar. `kept` are ids of schools whose unannounced types the reader knows.

    One that `is_followed` says how often to look for a newer one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Musterpoint//Drills//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if is_followed:
        # RFC 7986, 5.7; the other is what Outlook reads.
        calendar.add("refresh-interval", RENEWED, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    _add_drills(calendar, drills, kept, at)
    for state in states:
        for number, duty in enumerate(state.duties):
            if duty.standing in OPEN:
                calendar.add_component(_due_event(state, duty, number, at))
    made: bytes = calendar.to_ical()
    return made


def _add_drills(calendar: Calendar, drills: QuerySet[Drill], kept: frozenset[UUID], at: datetime) -> None:
    rows = drills.filter(starts_at__gte=at - PAST).exclude(state=DrillState.CANCELED.value)
    for drill in rows.select_related("site").order_by("-starts_at", "id"):
        calendar.add_component(_drill_event(drill, keeps=drill.site_id in kept, at=at))


def _drill_event(drill: Drill, *, keeps: bool, at: datetime) -> Event:
    event = Event()
    title = _("Drill") if is_masked(drill, keeps=keeps) else f"{_('Drill')}: {DrillType(drill.type).label}"
    # One that was not announced is marked for those who know of it: they must not forward it.
    if keeps and drill.state == DrillState.PLANNED.value and drill.announcement != "full":
        title = f"{title} ({Announcement(drill.announcement).label})"
    event.add("uid", f"drill-{drill.pk}@musterpoint")
    event.add("dtstamp", at)
    event.add("sequence", drill.version)
    event.add("dtstart", drill.starts_at)
    event.add("dtend", drill.ends_at or drill.starts_at + USUAL_LENGTH)
    event.add("summary", f"{title} · {drill.site.name}")
    event.add("location", drill.site.name)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["DRILL"])
    return event


def _due_event(state: SchoolDrillState, duty: DrillDutyView, number: int, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"due-{state.site_id}-{state.year.year}-{duty.code}-{number}@musterpoint")
    event.add("dtstamp", at)
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + timedelta(days=1))
    title = _("Due: {rule} ({done} of {required})").format(
        rule=words.title_of(duty), done=duty.done, required=duty.required
    )
    event.add("summary", f"{title} · {state.name}")
    event.add("description", f"{words.law_name_in_words(state.law).name}. {duty.citation}".strip())
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["DRILL-DUE"])
    return event
