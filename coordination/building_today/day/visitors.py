"""Visitors check in and out: entered by the office, or by themselves at its tablet, which shows no list."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from coordination.building_today.access import office_for
from coordination.building_today.errors import EntryNotFound, HasLeft, TodayNotFound
from coordination.building_today.models import Visitor
from coordination.building_today.wire import VisitorIn
from mapping.models import Site

AN_EVENING = timedelta(hours=8)


def check_in(*, user_id: int, site_id: UUID, given: VisitorIn, at: datetime) -> UUID:
    """Enter a visitor and return the entry's id. Durable. Raises: TodayNotFound."""
    with transaction.atomic(durable=True):
        office = office_for(user_id=user_id, site_id=site_id, at=at)
        made = Visitor.objects.create(site=office.site, **given.model_dump(), came_at=at, entered_by_id=user_id)
    return made.pk


def check_out(*, user_id: int, visitor_id: UUID, at: datetime) -> None:
    """Let a visitor leave. Of two at once, the second is told. Durable.

    Raises: EntryNotFound, HasLeft.
    """
    with transaction.atomic(durable=True):
        found = Visitor.objects.select_for_update(of=("self",)).filter(pk=visitor_id).first()
        if found is None:
            raise EntryNotFound
        check_entry_of_office(user_id=user_id, site_id=found.site_id, at=at)
        if found.left_at is not None:
            raise HasLeft
        Visitor.objects.filter(pk=visitor_id).update(left_at=at)


def check_entry_of_office(*, user_id: int, site_id: UUID, at: datetime) -> None:
    """Ask whether a person is of the office of an entry. Raises: EntryNotFound: as if there were no such entry."""
    try:
        office_for(user_id=user_id, site_id=site_id, at=at)
    except TodayNotFound as missing:
        raise EntryNotFound from missing


def visitors_here(site: Site, at: datetime) -> QuerySet[Visitor]:
    """Return who came today, by the site's clock, or in the hours before, and has not checked out."""
    return _not_left(site).filter(came_at__gte=counts_since(site, at))


def visitors_forgotten(site: Site, at: datetime) -> QuerySet[Visitor]:
    """Return who came on an earlier day and was never checked out: they are counted nowhere, and asked about."""
    return _not_left(site).filter(came_at__lt=counts_since(site, at))


def _not_left(site: Site) -> QuerySet[Visitor]:
    return Visitor.objects.filter(site=site, left_at__isnull=True).order_by("-came_at", "-id")


def counts_since(site: Site, at: datetime) -> datetime:
    """Return since when a visitor who has not left is taken to be here: an evening does not end at midnight."""
    return min(day_begins(site, at), at - AN_EVENING)


def day_begins(site: Site, at: datetime) -> datetime:
    """Return when the day began, by the site's clock."""
    return at.astimezone(ZoneInfo(site.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def day_ends(site: Site, at: datetime) -> datetime:
    """Return when the next day begins, by the site's clock: also where a day has 23 or 25 hours."""
    return (day_begins(site, at) + timedelta(days=1)).replace(hour=0)
