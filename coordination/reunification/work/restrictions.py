"""The office changes a custody note while a reunification goes on: it counts at once, wherever the child is."""

from datetime import datetime
from uuid import UUID

from coordination.models import User
from coordination.reunification.models import PickUp, PickUpRestriction, ReunitedStudent, StudentChange
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.work.copying import copy_of_note
from coordination.reunification.work.elsewhere import added_who_may_be
from coordination.reunification.work.same_child import same_children_of
from coordination.room.models import Room
from coordination.rosters.models import CustodyNote

P, S = PickUpState, StudentState
# An adult in one of these may be given the child sooner or later.
STOPPED = (P.WAITING.value, P.SUPERVISOR.value)


def hear_custody_change(*, student_id: UUID, actor_id: int, at: datetime) -> None:
    """Read a student's custody notes anew in each open operation; called in the office's own transaction.

    Each operation's room is held, as by a release: one of both comes first. A new text holds every adult who was
    cleared or waits for a decision, and the child where they are. One that was taken away holds no one who comes later;
    who is held stays so until a person decides.
    """
    rows = ReunitedStudent.objects.filter(roster_person_id=student_id, operation__closed_at__isnull=True)
    found = [*rows.select_related("operation"), *added_who_may_be(student_id)]
    for student in sorted(found, key=lambda one: (one.operation.room_id, one.pk)):
        Room.objects.select_for_update().get(pk=student.operation.room_id)
        student.refresh_from_db()
        if _read_anew(student, student_id, at):
            # Of an added child it is by name alone, and holds no one of the roster.
            twins = same_children_of(student, most=None) if student.roster_person_id is not None else []
            for one in (student, *twins):
                _hold_students(one, actor_id, at)


def _read_anew(student: ReunitedStudent, person_id: UUID, at: datetime) -> bool:
    """Bring the copies in step with the office's notes; tell whether one is new."""
    rows = CustodyNote.objects.filter(student=person_id).select_related("by", "student__org")
    notes = {one.pk: one for one in rows}
    copies = PickUpRestriction.objects.filter(student=student, note_id__isnull=False)
    known = set(copies.values_list("note_id", flat=True))
    copies.filter(gone_at__isnull=True).exclude(note_id__in=CustodyNote.objects.values("pk")).update(gone_at=at)
    new = [note for key, note in notes.items() if key not in known]
    is_exercise = student.operation.is_exercise
    PickUpRestriction.objects.bulk_create(
        copy_of_note(student, note, is_exercise=is_exercise, came_at=at) for note in new
    )
    return bool(new)


def _hold_students(student: ReunitedStudent, actor_id: int, at: datetime) -> None:
    """Hold all adults of a child, and the child if one of them was on the way to them. No entry: a hold leaves none."""
    held = PickUp.objects.filter(student=student, state__in=STOPPED)
    if not held.update(state=P.HELD.value, why=WhyAsked.RESTRICTION.value):
        return
    before = S(student.state)
    if before not in STUDENTS.moves[StudentStep.HOLD].leads:
        return
    ReunitedStudent.objects.filter(pk=student.pk).update(state=S.HELD_CUSTODY_ISSUE.value, changed_at=at)
    StudentChange.objects.create(
        student=student,
        step=StudentStep.HOLD.value,
        before=before.value,
        after=S.HELD_CUSTODY_ISSUE.value,
        by_id=actor_id,
        by_name=User.objects.get(pk=actor_id).shown_name(),
        at=at,
    )
