"""The audit as the administrators of an agency read it: found by person, kind, outcome, site and time, in pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from coordination.audit_spool import make_printable
from coordination.records.models import AuditDelivery, AuditEvent, AuditReader, AuditReview
from coordination.room.access import Asker
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.access.operators import managed_agencies
from mou.errors import AgencyNotFound
from mou.foundation.tables.newest import read_newest
from mou.foundation.value_of import ValueOf
from mou.models import Agency

PAGE = 50
PAGE_MAX = 500
# So many rows are a spreadsheet; more is asked for with a narrower search.
EXPORT_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `person` is a part of a name; `before` is the number below which a page begins."""

    person: str = ""
    kind: AuditKind | None = None
    outcome: AuditOutcome | None = None
    site_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class AuditEventView:
    """One event as one agency reads it: when, who, what, how it ended, where, from which address, about what."""

    number: int
    at: datetime
    person_id: UUID | None
    person: str
    kind: Annotated[str, ValueOf(AuditKind)]
    what: str
    outcome: Annotated[str, ValueOf(AuditOutcome)]
    site_id: UUID | None
    site: str
    incident_id: UUID | None
    is_exercise: bool | None
    source: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Events, newest first, and the number before which the next page begins; none when there is no more."""

    events: tuple[AuditEventView, ...]
    next_before: int | None


COLUMNS = tuple(field.name for field in fields(AuditEventView))


def agency_of_records(asker: Asker, agency_id: UUID) -> Agency:
    """Return an agency whose audit the asker may read: its own and its district's administrators.

    Raises: AgencyNotFound.
    """
    agency = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    return agency


def events_of(agency: Agency, wanted: Wanted) -> AuditPage:
    """Return a page of an agency's events. One query."""
    limit = max(1, min(wanted.limit, PAGE_MAX))
    rows = list(_filter_rows(agency, wanted)[: limit + 1])
    events = tuple(view_of(row) for row in rows[:limit])
    return AuditPage(events, events[-1].number if len(rows) > limit else None)


def all_events_of(agency: Agency, wanted: Wanted) -> Iterator[AuditEventView]:
    """Yield what is looked for, newest first, to the bound of an export."""
    for row in _filter_rows(agency, wanted)[:EXPORT_MAX]:
        yield view_of(row)


def _filter_rows(agency: Agency, wanted: Wanted) -> QuerySet[AuditReader]:
    rows = AuditReader.objects.filter(agency_id=agency.pk).select_related("event").order_by("-event_id")
    if wanted.person:
        # PostgreSQL fails on a NUL, and that would look like an outage.
        rows = rows.filter(event__person__icontains=make_printable(wanted.person))
    if wanted.kind is not None:
        rows = rows.filter(event__kind=wanted.kind.value)
    if wanted.outcome is not None:
        rows = rows.filter(event__outcome=wanted.outcome.value)
    if wanted.site_id is not None:
        # Who may not know where it was does not find it by asking, either.
        rows = rows.filter(event__site_id=wanted.site_id, sees_object=True)
    if wanted.since is not None:
        rows = rows.filter(event__at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(event__at__lt=wanted.until)
    if wanted.before is not None:
        rows = rows.filter(event_id__lt=wanted.before)
    return rows


def view_of(row: AuditReader) -> AuditEventView:
    """Return an event as this reader's agency sees it."""
    event, sees = row.event, row.sees_object
    return AuditEventView(
        number=event.seq,
        at=event.at,
        person_id=event.person_id,
        person=event.person,
        kind=event.kind,
        what=event.what,
        outcome=event.outcome,
        site_id=event.site_id if sees else None,
        site=event.site if sees else "",
        incident_id=event.incident_id if sees else None,
        is_exercise=event.is_exercise if sees else None,
        source=event.source,
        about=event.about,
    )


def sites_in_audit(agency: Agency) -> list[tuple[UUID, str]]:
    """Return the sites that an agency may look for: its own."""
    own = agency.sites_of_district.all() | agency.sites_of_school.all()
    return list(own.order_by("name", "pk").values_list("pk", "name"))


# --- the weekly look (CJIS 5.9.5, AU-6) -------------------------------------------------------------------------------
WEEK = timedelta(days=7)
WEEKS_SHOWN = 8
WRONG_FROM = 5
MOST_SUSPECTS = 10


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week of an agency's events: counts by kind and outcome, whom to look at, and its review if it has one."""

    week: date
    last_day: date
    is_over: bool
    events: int
    counts: tuple[tuple[str, str, int], ...]
    # Names with many refusals or wrong passwords, the most first, ten of them at most.
    suspects: tuple[tuple[str, int], ...]
    suspects_in_all: int
    lost: int
    review: AuditReview | None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def span_of(agency: Agency, week: date) -> tuple[datetime, datetime]:
    """Return when a week begins and ends in the agency's time."""
    zone = ZoneInfo(agency.time_zone)
    return datetime.combine(week, time(), zone), datetime.combine(week + WEEK, time(), zone)


def weeks_of(agency: Agency, at: datetime) -> list[WeekView]:
    """Return the newest weeks, this one first, back to the first with events. Three queries a week."""
    this = monday_of(at.astimezone(ZoneInfo(agency.time_zone)).date())
    reviews = {one.week: one for one in AuditReview.objects.filter(agency=agency)}
    days = [this - n * WEEK for n in range(WEEKS_SHOWN)]
    weeks = [week_of(agency, one, at=at, review=reviews.get(one)) for one in days]
    while len(weeks) > 1 and not weeks[-1].events and weeks[-1].review is None:
        weeks.pop()
    return weeks


def week_of(agency: Agency, week: date, *, at: datetime, review: AuditReview | None) -> WeekView:
    """Return one week."""
    since, until = span_of(agency, week)
    rows = AuditReader.objects.filter(agency_id=agency.pk, event__at__gte=since, event__at__lt=until)
    counted = rows.values_list("event__kind", "event__outcome").annotate(n=Count("pk")).order_by("event__kind")
    counts = tuple((kind, outcome, n) for kind, outcome, n in counted)
    refused = rows.filter(event__outcome=AuditOutcome.REFUSED.value).exclude(event__person="")
    names = refused.values_list("event__person").annotate(n=Count("pk")).filter(n__gte=WRONG_FROM).order_by("-n")
    worst = read_newest(names, MOST_SUSPECTS)
    # What was lost concerns every agency.
    gaps = AuditEvent.objects.filter(kind=AuditKind.GAP.value, at__gte=since, at__lt=until)
    return WeekView(
        week=week,
        last_day=week + WEEK - timedelta(days=1),
        is_over=until <= at,
        events=sum(n for *_names, n in counts),
        counts=counts,
        suspects=tuple(worst),
        suspects_in_all=worst.total,
        lost=gaps.count(),
        review=review,
    )


def delivery_in_trouble() -> AuditDelivery | None:
    """Return how far the audit has gone to the collector, if it does not get there; None: nothing is wrong."""
    return AuditDelivery.objects.filter(trouble__gt="").first()
