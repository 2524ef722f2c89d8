"""Copy a school's students into an operation: with their classes, the adults the roster lists, and restrictions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.incident.reunification.errors import ReunificationIsOpen
from coordination.incident.reunification.students import StudentsCopied
from coordination.reunification.models import AuthorizedAdult, Operation, PickUpRestriction, ReunitedStudent
from coordination.reunification.vocabulary import StudentState
from coordination.room.models import Room
from coordination.rosters.access import roster_of, students_of
from coordination.rosters.models import CustodyNote, Enrollment, Guardianship, RosterPerson
from coordination.rosters.work.custody_turns import wait_to_copy_notes
from mou.models import Agency

IN_A_BATCH = 500
# With whom no one waits for an adult any more, also if the operation begins anew.
PICKED_UP = (StudentState.RELEASED, StudentState.SELF_RELEASED, StudentState.LEFT_BEFORE)


class RosterStudents:
    """The students whom rosters know."""

    def copy_students(self, *, operation_id: UUID, room: Room, at: datetime) -> StudentsCopied:
        """Copy the students of the site's school. Raises: ReunificationIsOpen. A constant number of queries."""
        incident = room.incident
        school = incident.site.school
        people = mix_students(students_of(school)) if school is not None else []
        roster = roster_of(school) if school is not None else None
        roster_at = roster.in_step_at if roster is not None else None
        picked_up = _picked_up_before(room)
        operation = Operation(
            id=operation_id,
            room=room,
            school=school,
            is_exercise=incident.is_exercise,
            roster_at=roster_at,
            last_number=len(people),
            opened_at=at,
        )
        _insert_operation(operation)
        # A note that is written or taken away in this moment is read so here, or its writer finds these students.
        wait_to_copy_notes({one.roster_id for one in people})
        absent = absent_today(school, at)
        students = _make_students(operation, people, absent, at, picked_up)
        ReunitedStudent.objects.bulk_create(students, batch_size=IN_A_BATCH)
        _copy_adults(students, is_exercise=operation.is_exercise)
        states = [one.state for one in students]
        return StudentsCopied(
            len(students), states.count(StudentState.ABSENT_THAT_DAY), roster_at, states.count(StudentState.LEFT_BEFORE)
        )

    def end_operation(self, *, operation_id: UUID, at: datetime) -> None:
        """Note that an operation is closed: the school may open another one."""
        Operation.objects.filter(pk=operation_id).update(closed_at=at)


STUDENTS = RosterStudents()


def mix_students[P](people: Iterable[P]) -> list[P]:
    """Return students in an order that says nothing: their codes stand in the room's log, where no name may be read.

    By the alphabet, a code and a class list would name a child who is in a hospital.
    """
    mixed = list(people)
    SystemRandom().shuffle(mixed)
    return mixed


def _picked_up_before(room: Room) -> frozenset[UUID]:
    """Return who was handed over in the room's operation before this one, by the ids of the roster.

    They would be handed over a second time, to whom the director of the first has refused.
    """
    last = Operation.objects.filter(room=room).order_by("-opened_at", "-pk").first()
    if last is None:
        return frozenset()
    gone = last.students.filter(state__in=[one.value for one in PICKED_UP], roster_person_id__isnull=False)
    return frozenset(one for one in gone.values_list("roster_person_id", flat=True) if one is not None)


def absent_today(school: Agency | None, at: datetime) -> frozenset[UUID]:
    """Return who is absent, by the ids of the roster. No roster says so yet: absences are marked in the operation."""
    return frozenset()


def code_of(number: int, *, is_exercise: bool) -> str:
    """Return a student's code. One of an exercise never looks like a real one."""
    return f"{'X' if is_exercise else 'S'}-{number:04d}"


def _insert_operation(operation: Operation) -> None:
    try:
        with transaction.atomic():
            operation.save(force_insert=True)
    except IntegrityError as error:
        raise ReunificationIsOpen from error


def _make_students(
    operation: Operation,
    people: Sequence[RosterPerson],
    absent: frozenset[UUID],
    at: datetime,
    picked_up: frozenset[UUID],
) -> list[ReunitedStudent]:
    homerooms = _homerooms_of(people)
    return [
        ReunitedStudent(
            operation=operation,
            code=code_of(number, is_exercise=operation.is_exercise),
            roster_person_id=one.pk,
            given_name=one.preferred_name or one.given_name,
            roster_given_name=one.given_name if one.preferred_name else "",
            family_name=one.family_name,
            grade=one.grade,
            homeroom=homerooms.get(one.pk, ""),
            state=_state_at_first(one.pk, absent, picked_up),
            changed_at=at,
        )
        for number, one in enumerate(people, start=1)
    ]


def _state_at_first(person_id: UUID, absent: frozenset[UUID], picked_up: frozenset[UUID]) -> StudentState:
    if person_id in picked_up:
        return StudentState.LEFT_BEFORE
    return StudentState.ABSENT_THAT_DAY if person_id in absent else StudentState.NOT_EVACUATED


def _homerooms_of(people: Sequence[RosterPerson]) -> dict[UUID, str]:
    """Return each student's homeroom; of who has none, the first of their classes by title."""
    rows = Enrollment.objects.filter(person__in=[one.pk for one in people], is_teacher=False)
    found: dict[UUID, str] = {}
    named = rows.order_by("-of_class__is_homeroom", "of_class__title", "id")
    for person_id, title in named.values_list("person_id", "of_class__title"):
        found.setdefault(person_id, title)
    return found


def _copy_adults(students: Iterable[ReunitedStudent], *, is_exercise: bool) -> None:
    by_person = {one.roster_person_id: one for one in students}
    listed = Guardianship.objects.filter(student__in=by_person).select_related("guardian").order_by("id")
    AuthorizedAdult.objects.bulk_create(
        [
            AuthorizedAdult(student=by_person[one.student_id], name=_legal_name(one.guardian), phone=one.guardian.phone)
            for one in listed
            if one.guardian.left_at is None
        ],
        batch_size=IN_A_BATCH,
    )
    notes: dict[UUID, list[CustodyNote]] = defaultdict(list)
    for note in CustodyNote.objects.filter(student__in=by_person).select_related("by").order_by("at", "id"):
        notes[note.student_id].append(note)
    PickUpRestriction.objects.bulk_create(
        [
            copy_of_note(by_person[person_id], one, is_exercise=is_exercise)
            for person_id, several in notes.items()
            for one in several
        ],
        batch_size=IN_A_BATCH,
    )


def copy_of_note(
    student: ReunitedStudent, note: CustodyNote, *, is_exercise: bool, came_at: datetime | None = None
) -> PickUpRestriction:
    """Return the copy of a custody note. An exercise has that there is one: who plays has no need of what it says.

    A child who was added has it by name alone: that there is one, and which school keeps it.
    """
    by_name, text = note.by.shown_name(), note.text
    if student.roster_person_id is None:
        by_name, text = note.student.org.name if note.student.org is not None else "", ""
    return PickUpRestriction(
        student=student,
        note_id=note.pk,
        text="" if is_exercise else text,
        by_name="" if is_exercise else by_name,
        noted_at=note.at,
        came_at=came_at,
    )


def _legal_name(adult: RosterPerson) -> str:
    """Return the name that stands on a photo ID."""
    return f"{adult.given_name} {adult.family_name}".strip()
