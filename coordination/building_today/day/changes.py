"""Say what is otherwise for a time: rooms closed or moved, trips away, use after hours. And take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.building_today.access import office_for
from coordination.building_today.day.visitors import check_entry_of_office, day_ends
from coordination.building_today.errors import DayCardOver, EntryNotFound
from coordination.building_today.models import DayChange
from coordination.building_today.vocabulary import DayChangeKind
from coordination.building_today.wire import AfterHoursIn, RoomClosedIn, TripIn
from coordination.incident.accountability.rooms import rooms_by_words
from mapping.models import Site

type ChangeIn = RoomClosedIn | TripIn | AfterHoursIn


def add_change(*, user_id: int, site_id: UUID, given: ChangeIn, at: datetime) -> UUID:
    """Write down what is otherwise, and return its id. Durable. Raises: TodayNotFound, DayCardOver: it is past."""
    if given.ends_at <= at:
        raise DayCardOver(pointer="/ends_at")
    with transaction.atomic(durable=True):
        office = office_for(user_id=user_id, site_id=site_id, at=at)
        room = getattr(given, "room", "")
        named = rooms_by_words(office.site, {room})[room] if room else None
        made = DayChange.objects.create(
            site=office.site,
            kind=_kind_of(given).value,
            room_key="" if named is None else named.key,
            **given.model_dump(),
            made_by_id=user_id,
            made_at=at,
        )
    return made.pk


def end_change(*, user_id: int, change_id: UUID, at: datetime) -> None:
    """Let it hold no longer. Durable. Raises: EntryNotFound."""
    with transaction.atomic(durable=True):
        found = DayChange.objects.select_for_update(of=("self",)).filter(pk=change_id, ends_at__gt=at).first()
        if found is None:
            raise EntryNotFound
        check_entry_of_office(user_id=user_id, site_id=found.site_id, at=at)
        DayChange.objects.filter(pk=change_id).update(ends_at=at)


def changes_of_day(site: Site, at: datetime) -> QuerySet[DayChange]:
    """Return what holds at a site now or later today."""
    rows = DayChange.objects.filter(site=site, ends_at__gt=at, starts_at__lt=day_ends(site, at))
    return rows.order_by("starts_at", "id")


def changes_now(site: Site, at: datetime) -> QuerySet[DayChange]:
    """Return what holds at a site at an instant."""
    return DayChange.objects.filter(site=site, starts_at__lte=at, ends_at__gt=at).order_by("kind", "starts_at", "id")


def _kind_of(given: ChangeIn) -> DayChangeKind:
    match given:
        case TripIn():
            return DayChangeKind.TRIP
        case AfterHoursIn():
            return DayChangeKind.AFTER_HOURS
        case RoomClosedIn():
            return DayChangeKind.ROOM_MOVED if given.place else DayChangeKind.ROOM_CLOSED
