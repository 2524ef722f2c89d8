"""Store a set: all of it at once or nothing, and only what has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coordination.keeping.proof import lock_deletions
from coordination.rosters.errors import RosterShrinks
from coordination.rosters.models import Roster, RosterImport, RosterSchool
from coordination.rosters.reading.rows import Defect, RosterSet
from coordination.rosters.vocabulary import RosterMode, RosterPersonKind, RosterSource
from coordination.rosters.work.held_rows import held_documents, keep_what_changed
from coordination.rosters.work.planning import Plan, TableCounts, plan_of
from coordination.rosters.work.staging import Hand, Progress, show_staged, stage_plan

SHRINKS_FROM = 0.2
# A handful is no school.
SHRINK_IGNORED = 10


@dataclass(frozen=True, slots=True)
class RosterLook:
    """What a set would do, or has done. `shrinks`: so many students would leave that it has to be confirmed.

    `students_leave`: how many. `unmatched_schools`: schools of the set that are none of the district's.
    """

    is_bulk: bool
    counts: dict[str, TableCounts]
    students: int
    students_leave: int
    shrinks: bool
    defects: tuple[Defect, ...]
    defects_total: int
    unmatched_schools: tuple[str, ...]


def look_at_set(roster: Roster, found: RosterSet, *, at: datetime) -> RosterLook:
    """Return what a set would do, without doing it. Notes defects of rows whose references are unknown."""
    return _look_of(found, plan_of(roster, found, at), roster)


def store_set(
    roster: Roster,
    found: RosterSet,
    *,
    source: RosterSource,
    by_id: int | None,
    may_shrink: bool,
    at: datetime,
    progress: Progress,
    settle: Callable[[], None],
) -> RosterLook:
    """Store a set: unseen, a part at a time; then all of it is shown by one short durable transaction, or nothing is.

    What it takes from people under legal hold is kept beside the roster.

    Args:
        settle: called in that transaction; what it raises leaves everything as it was.
    Raises: RosterShrinks, RosterBeingStored; what `progress` and `settle` raise.
    """
    with Hand(roster, at) as hand:
        plan = plan_of(roster, found, at)
        look = _look_of(found, plan, roster)
        if look.shrinks and not may_shrink:
            raise RosterShrinks
        ready = stage_plan(hand, plan, progress)
        with transaction.atomic(durable=True):
            # Holds are asked behind the row that who sets one locks: from its commit on nothing is lost.
            lock_deletions()
            hand.lock_roster()
            before = held_documents(roster)
            show_staged(roster, ready)
            keep_what_changed(roster, before, at)
            Roster.objects.filter(pk=roster.pk).update(in_step_at=at)
            _record_import(roster, look, source, by_id, at)
            settle()
    return look


def _record_import(roster: Roster, look: RosterLook, source: RosterSource, by_id: int | None, at: datetime) -> None:
    RosterImport.objects.create(
        roster=roster,
        source=source.value,
        at=at,
        by_id=by_id,
        is_bulk=look.is_bulk,
        counts={
            name: {"new": one.new, "changed": one.changed, "gone": one.gone, "same": one.same}
            for name, one in look.counts.items()
        },
        defects=[[one.table.value, one.number, one.column, one.code.value] for one in look.defects],
        defects_total=look.defects_total,
    )


def _look_of(found: RosterSet, plan: Plan, roster: Roster) -> RosterLook:
    shrinks = plan.students_leave > max(SHRINK_IGNORED, plan.students_before * SHRINKS_FROM)
    names = set(RosterSchool.objects.filter(roster=roster, school__isnull=True).values_list("name", flat=True))
    for fields in plan.schools.put.values():
        name = str(fields["name"])
        names = names - {name} if fields.get("school_id") else names | {name}
    changes: dict[str, TableCounts] = {
        "orgs": plan.schools.counts,
        "academicSessions": plan.terms.counts,
        "users": plan.people.counts,
        "classes": plan.classes.counts,
        "enrollments": plan.enrollments.counts,
    }
    return RosterLook(
        is_bulk=RosterMode.BULK in found.modes.values(),
        counts=changes,
        students=sum(1 for one in plan.people.put.values() if one["kind"] == RosterPersonKind.STUDENT.value),
        students_leave=plan.students_leave,
        shrinks=shrinks,
        defects=tuple(found.defects),
        defects_total=found.defects_total,
        unmatched_schools=tuple(sorted(names)),
    )
