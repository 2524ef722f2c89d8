"""Delete what is kept no longer: training of people who left long ago, what was replaced, assignments that ended."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json
from mou.models import AgencyMember, SroAssignment, TrainingRecord

# Ours. Personnel and training files of peace officers are kept for years after they leave, by each state's schedule.
KEPT_DAYS = 7 * 365
MOST_AT_ONCE = 500


def delete_old(at: datetime) -> int:
    """Delete what is due and not held, and return how many records and assignments. Durable transactions."""
    overwrite_what_is_deleted()
    return _delete_records(at) + _delete_assignments(at)


def due_records(at: datetime, holds: Holds) -> QuerySet[TrainingRecord]:
    """Return records of people who left the agency long ago, or that were replaced long ago, and that nothing holds."""
    cutoff = at - timedelta(days=KEPT_DAYS)
    here = AgencyMember.objects.filter(agency=OuterRef("agency"), user=OuterRef("person"))
    lately = here.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=cutoff))
    rows = TrainingRecord.objects.filter(recorded_at__lt=cutoff).filter(~Exists(lately) | Q(replaced_at__lt=cutoff))
    held = Q(person__in=holds.user_ids) | Q(agency__in=holds.agency_ids())
    for district in ("agency", "agency__parent"):
        held |= holds.within(district, begins="recorded_at", ends="recorded_at")
    return rows.exclude(held)


def due_assignments(at: datetime, holds: Holds) -> QuerySet[SroAssignment]:
    """Return assignments that ended long ago and that nothing holds."""
    rows = SroAssignment.objects.filter(ended_on__lt=(at - timedelta(days=KEPT_DAYS)).date())
    held = Q(member__user__in=holds.user_ids) | holds.within("district", begins="made_at", ends="made_at")
    at_held_sites = SroAssignment.objects.filter(sites__site_id__in=holds.site_ids).values("pk")
    return rows.exclude(held).exclude(pk__in=at_held_sites)


def _delete_records(at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        due = due_records(at, holds_now()).order_by("recorded_at", "pk").values_list("pk", flat=True)
        ids = list(due[:MOST_AT_ONCE])
        # What stands in the place of a record stays, and then stands in the place of nothing.
        TrainingRecord.objects.filter(corrects__in=ids).update(corrects=None)
        TrainingRecord.objects.filter(pk__in=ids).delete()
        if ids:
            record_deletion(Deleted(DataClass.TRAINING, len(ids), _rule_of_deletion()), at)
    return len(ids)


def _delete_assignments(at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        due = due_assignments(at, holds_now()).order_by("ended_on", "pk").values_list("pk", flat=True)
        ids = list(due[:MOST_AT_ONCE])
        SroAssignment.objects.filter(pk__in=ids).delete()
        if ids:
            record_deletion(Deleted(DataClass.TRAINING, len(ids), _rule_of_deletion()), at)
    return len(ids)


def _rule_of_deletion() -> dict[str, Json]:
    return {"days": KEPT_DAYS, "set_by": "default"}
