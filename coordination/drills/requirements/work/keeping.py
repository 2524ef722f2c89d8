"""Delete drills that are kept no longer: after the district's time, or its law's if that is longer. Holds go first."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.drills.exercises.models import Exercise
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.work.laws import held_to
from coordination.keeping.holds import Holds, any_of, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json, JsonObject

DAYS_OF_YEAR = 366


def drills_due(days: int | None, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[Drill]:
    """Return a district's drills that are kept no longer, without those under hold. Three queries to find out."""
    rows = Drill.objects.filter(site__district=district_id)
    if days is None:
        return rows.none()
    days = max(days, held_to(district_id).law.records_years * DAYS_OF_YEAR)
    return rows.filter(starts_at__lt=at - timedelta(days=days)).exclude(
        pk__in=rows.filter(_held_drills(holds)).values("pk")
    )


def _held_drills(holds: Holds) -> Q:
    """Return which drills are held: their site, their exercise's incident, who had to do with them, their time."""
    exercises = Exercise.objects.filter(incident_id__in=holds.incident_ids).values("pk")
    held = Q(site__in=holds.site_ids) | Q(exercise_id__in=exercises)
    people = holds.user_ids
    held |= Q(created_by__in=people) | Q(signed_by__in=people) | Q(changes__by__in=people) | Q(notices__by__in=people)
    held |= any_of(holds.named(column) for column in ("evaluator", "signed_name", "scenario", "issues"))
    return held | holds.within("site__district_id", begins="starts_at", ends="starts_at")


def delete_drills(days: int | None, rule: dict[str, Json], at: datetime, district_id: UUID, *, most: int) -> int:
    """Delete drills with their corrections and notices; return how many. Durable, with a line in the chain."""
    with transaction.atomic(durable=True):
        lock_deletions()
        due = drills_due(days, at, holds_now(), district_id).order_by("starts_at")
        found = list(due.values_list("pk", flat=True)[:most])
        if not found:
            return 0
        Drill.objects.filter(pk__in=found).delete()
        subjects: list[JsonObject] = [{"drill": str(pk)} for pk in found]
        record_deletion(Deleted(DataClass.EXERCISES, len(found), rule, district_id, subjects), at)
    return len(found)
