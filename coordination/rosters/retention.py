"""Delete people who left a district, when its days are over. That it was done can be shown; who they were cannot."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.keeping.errors import UnderHold
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, any_of, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json
from coordination.rosters.models import Roster, RosterDeletion, RosterPerson, RosterReading
from coordination.rosters.vocabulary import RosterPersonKind

logger = logging.getLogger(__name__)
# 34 CFR 99.32: as long as the records; a district is asked about who read for years.
MOST_AT_ONCE = 5_000
READINGS_KEPT = timedelta(days=5 * 365)


def delete_people_who_left(at: datetime) -> int:
    """Delete who left longer ago than their district keeps them, with all of theirs; return how many. Durable each."""
    deleted = 0
    overwrite_what_is_deleted()
    for roster in Roster.objects.all():
        left_before = at - timedelta(days=roster.keep_days)
        with transaction.atomic(durable=True):
            lock_deletions()
            old = people_due(roster, at, holds_now()).select_for_update()
            found = list(old.order_by("left_at").values_list("pk", "kind")[:MOST_AT_ONCE])
            kinds = [kind for _pk, kind in found]
            if not kinds:
                continue
            students = kinds.count(RosterPersonKind.STUDENT.value)
            RosterPerson.objects.filter(pk__in=[pk for pk, _kind in found]).delete()
            rule: dict[str, Json] = {
                "days": roster.keep_days,
                "set_by": "roster",
                "left_before": left_before.isoformat(),
            }
            record_deletion(Deleted(DataClass.ROSTERS, len(kinds), rule, roster.district_id), at)
            RosterDeletion.objects.create(
                roster=roster, at=at, left_before=left_before, students=students, others=len(kinds) - students
            )
        deleted += len(kinds)
        # A line that a collector of logs keeps, also where the database is restored from a copy.
        logger.warning(
            "rosters: deleted %d students and %d others of district %s who left before %s",
            students,
            len(kinds) - students,
            roster.district_id,
            left_before.isoformat(timespec="seconds"),
        )
    RosterReading.objects.filter(at__lt=at - READINGS_KEPT).delete()
    return deleted


def people_due(roster: Roster, at: datetime, holds: Holds) -> QuerySet[RosterPerson]:
    """Return who left longer ago than their district keeps them, without whom a legal hold keeps."""
    old = RosterPerson.objects.filter(roster=roster, left_at__lt=at - timedelta(days=roster.keep_days))
    return old.exclude(pk__in=RosterPerson.objects.filter(held(holds), roster=roster).values("pk"))


def held(holds: Holds) -> Q:
    """Return which people of rosters a hold keeps: of a school, by name, or who were there in a time."""
    named = any_of(
        Q(family_name__iexact=family) & (Q(given_name__iexact=given) | Q(preferred_name__iexact=given))
        for given, family in ((one.partition(" ")[0], one.partition(" ")[2]) for one in holds.names)
    )
    guarded = RosterPerson.objects.filter(named).values("guardianships__guardian_id")
    there = any_of(Q(roster__district_id=one.district_id, left_at__gte=one.since) for one in holds.spans)
    return Q(org__school_id__in=holds.agency_ids()) | named | Q(pk__in=guarded) | there


def refuse_if_held(student: RosterPerson) -> None:
    """Refuse to delete what is stored of a student under hold. Raises: UnderHold."""
    lock_deletions()
    if RosterPerson.objects.filter(held(holds_now()), pk=student.pk).exists():
        raise UnderHold
