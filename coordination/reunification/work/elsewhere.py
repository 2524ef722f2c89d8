"""Restrictions on a child who was added on the spot and is in the district's roster, though not in the operation.

An operation copies the students of its own school. A child of another one who is added there would have no restriction,
though their own school wrote one. By name the operation has that there is one, and which school keeps it, and not what
it says: a name is no proof, and who directs here may be no reader of that school's students. An exercise has none.
"""

from collections.abc import Iterable
from uuid import UUID

from coordination.reunification.models import Operation, ReunitedStudent
from coordination.reunification.rules.same_child import Named, is_same_by_full_name
from coordination.rosters.access import roster_of
from coordination.rosters.models import CustodyNote, RosterPerson
from coordination.rosters.work.custody_turns import wait_to_copy_notes


def wait_to_read_elsewhere(operation_id: UUID) -> None:
    """Wait until no one tells of custody notes in the roster of an operation's district, before its room is held.

    Who tells of a note has the roster's turn while they wait for rooms: the other way round both would wait for good.
    """
    operation = Operation.objects.select_related("school__parent").filter(pk=operation_id, is_exercise=False).first()
    if operation is not None and operation.school is not None:
        roster = roster_of(operation.school)
        wait_to_copy_notes([roster.pk] if roster is not None else [])


def notes_elsewhere(student: ReunitedStudent) -> list[CustodyNote]:
    """Return the custody notes that may be of a child who was just added, whom the operation has not by the roster.

    Two queries.
    """
    operation = student.operation
    if operation.is_exercise or operation.school is None or (roster := roster_of(operation.school)) is None:
        return []
    here = operation.students.filter(roster_person_id__isnull=False).values("roster_person_id")
    rows = CustodyNote.objects.filter(student__roster=roster).exclude(student__in=here)
    return [one for one in rows.select_related("student__org", "by") if _may_be(student, one.student)]


def added_who_may_be(person_id: UUID) -> Iterable[ReunitedStudent]:
    """Return who was added in open real operations of a child's district and may be this child. Two queries."""
    person = RosterPerson.objects.select_related("roster").filter(pk=person_id).first()
    if person is None:
        return []
    district = person.roster.district_id
    rows = ReunitedStudent.objects.filter(roster_person_id__isnull=True, operation__closed_at__isnull=True)
    rows = rows.filter(operation__is_exercise=False).select_related("operation")
    of_district = rows.filter(operation__school=district) | rows.filter(operation__school__parent=district)
    known = Operation.objects.filter(students__roster_person_id=person_id)
    return [one for one in of_district.exclude(operation__in=known) if _may_be(one, person)]


def _may_be(added: ReunitedStudent, person: RosterPerson) -> bool:
    me = Named(added.shown_name(), added.grade)
    names = {person.shown_name(), f"{person.given_name} {person.family_name}"}
    return any(is_same_by_full_name(me, Named(one, person.grade)) for one in names)
