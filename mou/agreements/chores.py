"""Let one process at a time do what has to be done once a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from mou.models import Chore

LEASE = timedelta(minutes=15)
EVERY = timedelta(days=1)


def begin_chore(*, name: str, at: datetime, is_asked_for: bool) -> bool:
    """Say whether the caller does the chore now, in one durable transaction: it is due and no other process is at it.

    `is_asked_for`: a person wants it now, due or not. Of any number of processes that ask at once, one is told yes; if
    it dies, it is anybody's again after the lease.
    """
    # Asked every minute by every process: a look takes no lock.
    if not is_asked_for and row_not_due(name, at).exists():
        return False
    with transaction.atomic(durable=True):
        Chore.objects.get_or_create(name=name, defaults={"due_at": at})
        free = Chore.objects.filter(Q(held_until__isnull=True) | Q(held_until__lte=at), name=name)
        mine = free if is_asked_for else free.filter(due_at__lte=at)
        # One statement decides: the database lets one of several updates find the row as it was.
        return mine.update(held_until=at + LEASE) == 1


def row_not_due(name: str, at: datetime) -> QuerySet[Chore]:
    """Return the row of a chore as long as it is not due; none is there before it was done for the first time."""
    return Chore.objects.filter(name=name, due_at__gt=at)


def end_chore(*, name: str, at: datetime) -> None:
    """Say that the chore was done and is due again in a day. One durable transaction."""
    with transaction.atomic(durable=True):
        Chore.objects.filter(name=name).update(due_at=at + EVERY, held_until=None)
