"""Delete people who left a district, when its days are over. That it was done can be shown; who they were cannot."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.casework.retention import OwnRule
from coordination.keeping.errors import UnderHold
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, any_of, holds_now
from coordination.keeping.models import LegalHold
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json
from coordination.rosters.models import HeldRosterRow, Roster, RosterDeletion, RosterPerson, RosterReading
from coordination.rosters.vocabulary import RosterPersonKind
from mou.models import Agency

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
            # A set that is being stored may bring a person back: the next run comes in an hour.
            if Roster.objects.select_for_update().filter(pk=roster.pk, storing_until__gte=at).exists():
                continue
            _let_go(roster, at)
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
    _delete_readings(at)
    return deleted


def _delete_readings(at: datetime) -> None:
    """Delete who read students long ago. Durable."""
    with transaction.atomic(durable=True):
        lock_deletions()
        holds = holds_now()
        old = RosterReading.objects.filter(at__lt=at - READINGS_KEPT)
        kept = Q(user_id__in=holds.user_ids) | Q(agency_id__in=holds.agency_ids())
        kept |= Q(student_id__in=RosterPerson.objects.filter(held_people(holds)).values("pk"))
        kept |= holds.within("roster__district_id", begins="at", ends="at")
        for roster in Roster.objects.all():
            gone = old.filter(roster=roster).exclude(pk__in=RosterReading.objects.filter(kept).values("pk"))
            ids = list(gone.order_by("at").values_list("pk", flat=True)[:MOST_AT_ONCE])
            if ids:
                RosterReading.objects.filter(pk__in=ids).delete()
                rule: dict[str, Json] = {"days": READINGS_KEPT.days, "set_by": "default", "of": "readings"}
                record_deletion(Deleted(DataClass.ROSTERS, len(ids), rule, roster.district_id), at)


def _let_go(roster: Roster, at: datetime) -> None:
    """Delete what was kept beside the roster for holds that are released, in the caller's transaction."""
    ids = list(rows_let_go(roster).values_list("pk", flat=True)[:MOST_AT_ONCE])
    if ids:
        HeldRosterRow.objects.filter(pk__in=ids).delete()
        rule: dict[str, Json] = {"set_by": "released_holds", "of": "held_rows"}
        record_deletion(Deleted(DataClass.ROSTERS, len(ids), rule, roster.district_id), at)


def rows_let_go(roster: Roster) -> QuerySet[HeldRosterRow]:
    """Return the kept rows of a roster that no hold asks for: each that was there when the row was kept is released."""
    asks = LegalHold.objects.filter(released_at__isnull=True, set_at__lte=OuterRef("at"))
    return HeldRosterRow.objects.filter(~Exists(asks), roster=roster)


def people_due(roster: Roster, at: datetime, holds: Holds) -> QuerySet[RosterPerson]:
    """Return who left longer ago than their district keeps them, without whom a legal hold keeps."""
    old = RosterPerson.objects.filter(roster=roster, left_at__lt=at - timedelta(days=roster.keep_days))
    return old.exclude(pk__in=RosterPerson.objects.filter(held_people(holds), roster=roster).values("pk"))


def held_people(holds: Holds) -> Q:
    """Return which people of rosters a hold keeps: of a school, by name, or who were there in a time."""
    named = any_of(
        Q(family_name__iexact=family) & (Q(given_name__iexact=given) | Q(preferred_name__iexact=given))
        for given, family in ((one.partition(" ")[0], one.partition(" ")[2]) for one in holds.names)
    )
    guarded = RosterPerson.objects.filter(named).values("guardianships__guardian_id")
    there = any_of(Q(roster__district_id=one.district_id, left_at__gte=one.since) for one in holds.spans)
    # Whom a set renamed or moved away while a hold named them is still meant.
    before = Q(pk__in=HeldRosterRow.objects.values("person_id"))
    return Q(org__school_id__in=holds.agency_ids()) | named | Q(pk__in=guarded) | there | before


def refuse_if_held(student: RosterPerson) -> None:
    """Refuse to delete what is stored of a student under hold. Raises: UnderHold."""
    lock_deletions()
    if RosterPerson.objects.filter(held_people(holds_now()), pk=student.pk).exists():
        raise UnderHold


def list_own_rules(district: Agency, at: datetime, then: datetime, holds: Holds) -> list[OwnRule]:
    """Return the rule of a district's roster, if it has one."""
    return [
        OwnRule(
            DataClass.ROSTERS,
            one.keep_days,
            district.name,
            people_due(one, at, holds).count(),
            people_due(one, then, holds).count(),
        )
        for one in Roster.objects.filter(district=district)
    ]
