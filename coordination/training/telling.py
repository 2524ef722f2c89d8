"""Tell people and those who lead them that training expires, 60, 30 and 7 days before; not what, and not whose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mou.access.fetch import members_who_count
from mou.access.policy import local_date
from mou.foundation.chore_signs import due_while
from mou.foundation.labelled import gettext_noop as _
from mou.models import TrainingRecord
from mou.officers.access import leaders_of
from mou.officers.rules import EXPIRING_DAYS, reminder_due
from push.models import Recipient
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

KIND = "training_expires"
WORDS = PushWords(_("Training expires soon"))
# Pushes name a room. All of these have the same, which is none.
NO_ROOM = UUID(int=0)
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Reminder:
    key: str
    user_ids: tuple[int, ...]


@due_while(lambda at: [_expiring_records(at)])
def tell_expiring(at: datetime) -> int:
    """Tell of what expires, once for each day that is reached; return how many reminders went out. Durable each.

    A person is told of each record. Those who lead their agency are told once for everything that expires on one day.
    """
    due = {one.key: one for one in _due_reminders(at)}
    told = set(Recipient.objects.filter(source_key__in=list(due)).values_list("source_key", flat=True))
    untold = [one for key, one in due.items() if key not in told]
    return sum(_tell_reminder(one) for one in untold[:MOST_AT_ONCE])


def key_of(subject_id: UUID, expires_on: date, days: int) -> str:
    """Return by what the outbox knows a reminder about a record or an agency."""
    return f"training:{subject_id.hex}:{expires_on}:{days}"


def _due_reminders(at: datetime) -> Iterable[_Reminder]:
    agencies: dict[str, tuple[UUID, int]] = {}
    for row in _expiring_records(at).select_related("agency").order_by("expires_on", "id"):
        days = reminder_due(row.expires_on, local_date(at, row.agency.time_zone)) if row.expires_on else None
        if days is None or row.expires_on is None:
            continue
        yield _Reminder(key_of(row.pk, row.expires_on, days), (row.person_id,))
        agencies[key_of(row.agency_id, row.expires_on, days)] = (row.agency_id, days)
    leaders = leaders_of({agency_id for agency_id, _days in agencies.values()}, at)
    for key, (agency_id, _days) in agencies.items():
        if found := leaders.get(agency_id):
            yield _Reminder(key, tuple(found))


def _expiring_records(at: datetime) -> QuerySet[TrainingRecord]:
    """Return what counts, belongs to a person who is still there, and is followed by nothing that lasts longer."""
    first, last = (at - timedelta(days=1)).date(), (at + timedelta(days=EXPIRING_DAYS + 1)).date()
    rows = TrainingRecord.objects.filter(replaced_at__isnull=True, expires_on__gte=first, expires_on__lte=last)
    here = members_who_count(at).filter(agency=OuterRef("agency"), user=OuterRef("person"))
    again = TrainingRecord.objects.filter(
        person=OuterRef("person"), course=OuterRef("course"), replaced_at__isnull=True
    ).filter(Q(expires_on__isnull=True) | Q(expires_on__gt=OuterRef("expires_on")))
    return rows.filter(Exists(here), ~Exists(again))


def _tell_reminder(reminder: _Reminder) -> int:
    try:
        with transaction.atomic(durable=True):
            enqueue_notifications(
                source_key=reminder.key,
                user_ids=list(reminder.user_ids),
                is_exercise=False,
                urgency=Urgency.ROUTINE,
                kind=KIND,
                words=WORDS,
                room_id=NO_ROOM,
                seq=0,
                collapse_key="training",
            )
    except IntegrityError:
        # Another process has told.
        return 0
    return 1
