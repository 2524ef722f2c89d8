"""Store a set: all of it in one transaction, and only what has changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.keeping.proof import lock_deletions
from coordination.rosters.errors import RosterShrinks
from coordination.rosters.held_rows import held_documents, keep_what_changed
from coordination.rosters.models import (
    Enrollment,
    Guardianship,
    Roster,
    RosterClass,
    RosterImport,
    RosterPerson,
    RosterSchool,
    Sourced,
)
from coordination.rosters.planning import REFERENCES, Fields, Plan, TableCounts, plan_of, rows_of
from coordination.rosters.reading.rows import Defect, RosterSet
from coordination.rosters.vocabulary import RosterMode, RosterPersonKind, RosterSource

# As many rows as a statement inserts: SQLite takes 32,766 values at most.
BATCH = 1_000
SHRINKS_FROM = 0.2
# A handful is no school.
SHRINK_IGNORED = 10
type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RosterLook:
    """What a set would do, or has done. `shrinks`: so many students would leave that it has to be confirmed."""

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
    return _look(found, plan_of(roster, found, at), roster)


def store_set(
    roster: Roster,
    found: RosterSet,
    *,
    source: RosterSource,
    by_id: int | None,
    may_shrink: bool,
    at: datetime,
    progress: Progress,
) -> RosterLook:
    """Store a set. Holds the roster's row until commit: to be called in a transaction. Raises: RosterShrinks.

    What it takes from people under legal hold is kept beside the roster.
    """
    assert transaction.get_connection().in_atomic_block
    # Holds are asked behind the row that who sets one locks: from its commit on nothing is lost.
    lock_deletions()
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    plan = plan_of(roster, found, at)
    look = _look(found, plan, roster)
    if look.shrinks and not may_shrink:
        raise RosterShrinks
    before = held_documents(roster)
    _carry_out(roster, plan, progress)
    keep_what_changed(roster, before, at)
    roster.in_step_at = at
    roster.save(update_fields=["in_step_at"])
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
    return look


def _look(found: RosterSet, plan: Plan, roster: Roster) -> RosterLook:
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


# --- the write --------------------------------------------------------------------------------------------------------
def _carry_out(roster: Roster, plan: Plan, progress: Progress) -> None:
    changes = (plan.schools, plan.terms, plan.people, plan.classes, plan.enrollments)
    total = sum(len(one.put) + len(one.gone) for one in changes)
    done = 0
    for change in changes:
        ids = _ids_of_references(roster, change.model)
        rows = [
            change.model(roster=roster, sourced_id=key, **_resolved(fields, ids)) for key, fields in change.put.items()
        ]
        names = [name for name in next(iter(change.put.values()), {}) if name != "roster"]
        for begin in range(0, len(rows), BATCH):
            part = rows[begin : begin + BATCH]
            rows_of(change.model).bulk_create(
                part, update_conflicts=True, unique_fields=["roster", "sourced_id"], update_fields=names
            )
            done += len(part)
            progress(done, total)
        for begin in range(0, len(change.gone), BATCH):
            rows_of(change.model).filter(pk__in=change.gone[begin : begin + BATCH]).delete()
            done += len(change.gone[begin : begin + BATCH])
            progress(done, total)
    Enrollment.objects.filter(roster=roster, person__left_at__isnull=False).delete()
    _write_guardians(roster, plan.agents)


def _ids_of_references(roster: Roster, model: type[Sourced]) -> dict[str, dict[str, UUID]]:
    targets: dict[str, type[Sourced]] = {"org": RosterSchool, "of_class": RosterClass, "person": RosterPerson}
    return {
        name: dict(rows_of(targets[name]).filter(roster=roster).values_list("sourced_id", "pk"))
        for name in REFERENCES.get(model, ())
    }


def _resolved(fields: Fields, ids: Mapping[str, Mapping[str, UUID]]) -> Fields:
    found: Fields = {}
    for name, value in fields.items():
        if name in ids:
            found[f"{name}_id"] = None if value is None else ids[name].get(str(value))
        else:
            found[name] = value
    return found


def _write_guardians(roster: Roster, agents: Mapping[str, tuple[str, ...]]) -> None:
    """Write whose guardian is who, of the students that the set names; only what differs."""
    people = dict(RosterPerson.objects.filter(roster=roster).values_list("sourced_id", "pk"))
    wanted = {
        (people[student], people[agent])
        for student, each in agents.items()
        for agent in each
        if student in people and agent in people
    }
    named = {people[one] for one in agents if one in people}
    known = {
        (student, guardian): pk
        for student, guardian, pk in Guardianship.objects.filter(student__roster=roster).values_list(
            "student_id", "guardian_id", "pk"
        )
        if student in named
    }
    stale = [pk for pair, pk in known.items() if pair not in wanted]
    for begin in range(0, len(stale), BATCH):
        Guardianship.objects.filter(pk__in=stale[begin : begin + BATCH]).delete()
    Guardianship.objects.bulk_create(
        [Guardianship(student_id=student, guardian_id=guardian) for student, guardian in wanted - known.keys()],
        batch_size=BATCH,
    )
