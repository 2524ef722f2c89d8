"""Move students: each step is a conditional change of the row, a line of the trail, and the room's counts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from coordination.incident.reunification.counting import count_students
from coordination.incident.reunification.vocabulary import ReunificationRole, StudentGroup
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import (
    NotYourVest,
    StudentChanged,
    StudentNotFound,
    WordsLacking,
)
from coordination.reunification.models import Operation, PickUp, PickUpRestriction, ReunitedStudent, StudentChange
from coordination.reunification.rules.given import MOST_AT_ONCE, StudentAddedIn, StudentsOfClassIn, StudentStepsIn
from coordination.reunification.rules.groups import group_of, may_step
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep
from coordination.reunification.work.copying import code_of, copy_of_note
from coordination.reunification.work.elsewhere import notes_elsewhere, wait_to_read_elsewhere
from coordination.room.access import Asker
from coordination.room.log import CommandContext
from mou.foundation.machine import Need

T, R = StudentStep, ReunificationRole
# Who meets a child that no one knows.
ADDING = (R.ACCOUNTANT, R.TRANSPORT, R.CHECKER, R.GREETER)
WANTED = (PickUpState.WAITING, PickUpState.HELD)
# From these a child whose adult has come is asked for at once, or held.
READY = (StudentState.ARRIVED, StudentState.IN_ASSEMBLY)


# By code, the group before, none for a child who was added, and the group now.
type Moved = dict[str, tuple[StudentGroup | None, StudentGroup]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said with a step."""

    place_id: UUID | None = None
    words: str = ""
    bus: str = ""


def step_students(asker: Asker, operation_id: UUID, given: StudentStepsIn) -> None:
    """Do a step with students, all or none of them, in one durable transaction.

    Raises: OperationNotFound, OperationNotOpen, NotYourVest, StudentNotFound, WordsLacking; the refusal of the state.
    """
    with transaction.atomic(durable=True):
        desk = _desk_to_work(asker, operation_id)
        if not may_step(given.step, desk.my_roles):
            raise NotYourVest
        students = list(desk.operation.students.filter(code__in=set(given.codes)).order_by("pk"))
        if len(students) != len(set(given.codes)):
            raise StudentNotFound(pointer="/codes")
        move_students(desk, students, given.step, Told(_place_of(desk, given.place_id), given.words, given.bus))


def step_class(asker: Asker, operation_id: UUID, given: StudentsOfClassIn) -> int:
    """Do a step with all of a class or a bus whose state allows it, at most a hundred; return how many.

    Raises: OperationNotFound, OperationNotOpen, NotYourVest, StudentNotFound: there is none.
    """
    with transaction.atomic(durable=True):
        desk = _desk_to_work(asker, operation_id)
        if not may_step(given.step, desk.my_roles):
            raise NotYourVest
        allowed = [state.value for state in STUDENTS.moves[given.step].leads]
        rows = desk.operation.students.filter(state__in=allowed)
        if given.homeroom:
            rows = rows.filter(homeroom=given.homeroom)
        if given.of_bus:
            rows = rows.filter(bus=given.of_bus)
        students = list(rows.order_by("pk")[:MOST_AT_ONCE]) if given.homeroom or given.of_bus else []
        if not students:
            raise StudentNotFound(pointer="/homeroom")
        move_students(desk, students, given.step, Told(_place_of(desk, given.place_id), "", given.bus))
        return len(students)


def add_student(asker: Asker, operation_id: UUID, given: StudentAddedIn) -> ReunitedStudent:
    """Add a child who is in no list, as arrived. They are enrolled from then on, as far as the sum goes.

    Raises: OperationNotFound, OperationNotOpen, NotYourVest.
    """
    with transaction.atomic(durable=True):
        wait_to_read_elsewhere(operation_id)
        desk = _desk_to_work(asker, operation_id)
        desk.require(*ADDING)
        operation = desk.operation
        # The row of the room is held: no other number is taken meanwhile.
        number = Operation.objects.values_list("last_number", flat=True).get(pk=operation.pk) + 1
        Operation.objects.filter(pk=operation.pk).update(last_number=number)
        student = ReunitedStudent.objects.create(
            operation=operation,
            code=code_of(number, is_exercise=operation.is_exercise),
            given_name=given.given_name[:120],
            family_name=given.family_name[:120],
            grade=given.grade,
            homeroom=given.homeroom,
            state=StudentState.ARRIVED.value,
            place_id=_place_of(desk, given.place_id),
            changed_at=desk.at,
        )
        PickUpRestriction.objects.bulk_create(
            copy_of_note(student, one, is_exercise=operation.is_exercise) for one in notes_elsewhere(student)
        )
        _write_trail(desk, [student], T.ARRIVE, {student.pk: StudentState.ARRIVED}, Told(student.place_id))
        _write_counts(desk, {student.code: (None, StudentGroup.HERE)}, student.place_id)
        return student


def _desk_to_work(asker: Asker, operation_id: UUID) -> Desk:
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)
    # Closed is said before a vest is asked for: they are off then.
    desk.require_open()
    desk.require_names()
    return desk


def _place_of(desk: Desk, place_id: UUID | None) -> UUID | None:
    """Return where it happens: the site that is named and open, else the only one. Not known with several."""
    here = desk.open_places()
    if place_id is not None and str(place_id) in here:
        return place_id
    mine = [one.place_id for one in desk.roles.values() if one.participant_id == desk.grant.joined().pk]
    own = next((one for one in mine if one is not None and str(one) in here), None)
    return own or (UUID(next(iter(here))) if len(here) == 1 else None)


def move_students(desk: Desk, students: Sequence[ReunitedStudent], step: StudentStep, told: Told) -> None:
    """Do a step with students; the room's row is held. A child whose adult has come is asked for, or held, on arrival.

    Raises: WordsLacking, StudentChanged; the refusal of the first student's state that does not allow it.
    """
    if STUDENTS.needs(step, Need.WORDS) and not told.words:
        raise WordsLacking(pointer="/words")
    before = {one.pk: (StudentState(one.state), one.is_confirmed) for one in students}
    after = {one.pk: STUDENTS.next_state(before[one.pk][0], step) for one in students}
    _write_states(students, step, after, told, desk.at)
    _write_trail(desk, students, step, {key: state for key, (state, _) in before.items()}, told)
    moved: Moved = {}
    for one in students:
        was, now = group_of(before[one.pk][0], is_confirmed=before[one.pk][1]), _group_now(one)
        if was is not now:
            moved[one.code] = (was, now)
    _write_counts(desk, moved, told.place_id)
    if step in (T.ARRIVE, T.ASSEMBLE, T.RETURN, T.LIFT_HOLD):
        _ask_for_arrived(desk, [one for one in students if one.state in READY], told.place_id)


def _ask_for_arrived(desk: Desk, students: Sequence[ReunitedStudent], place_id: UUID | None) -> None:
    """Do what the child's adult has waited for. Who is held is held now: a child who stays would tell of it."""
    waiting = PickUp.objects.filter(student__in=students, state__in=[one.value for one in WANTED])
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for state, student_id in waiting.values_list("state", "student_id"):
        wanted[state].add(student_id)
    held = [one for one in students if one.pk in wanted[PickUpState.HELD.value]]
    asked_for = [one for one in students if one not in held and one.pk in wanted[PickUpState.WAITING.value]]
    for several, step in ((held, T.HOLD), (asked_for, T.REQUEST)):
        if several:
            move_students(desk, several, step, Told(place_id))


def _group_now(student: ReunitedStudent) -> StudentGroup:
    return group_of(StudentState(student.state), is_confirmed=student.is_confirmed)


def _write_states(
    students: Sequence[ReunitedStudent],
    step: StudentStep,
    after: dict[UUID, StudentState],
    told: Told,
    at: datetime,
) -> None:
    """Change each row from the state that was read: what changed meanwhile changes nothing. Raises: StudentChanged."""
    by_state: dict[str, list[ReunitedStudent]] = defaultdict(list)
    for one in students:
        by_state[one.state].append(one)
    for state, several in by_state.items():
        to = after[several[0].pk].value
        fields = {"state": to, "changed_at": at, "is_confirmed": step is T.CONFIRM_RUN, **_told_fields(told)}
        here = ReunitedStudent.objects.filter(pk__in=[one.pk for one in several], state=state)
        if here.update(**fields) != len(several):
            raise StudentChanged
        for one in several:
            for name, value in fields.items():
                setattr(one, name, value)


def _told_fields(told: Told) -> dict[str, object]:
    """Return what a step says of the student beside the state; what is not said stays."""
    said = {"place_id": told.place_id, "where": told.words, "bus": told.bus}
    return {name: value for name, value in said.items() if value}


def _write_trail(
    desk: Desk,
    students: Sequence[ReunitedStudent],
    step: StudentStep,
    before: dict[UUID, StudentState],
    told: Told,
) -> None:
    StudentChange.objects.bulk_create(
        StudentChange(
            student=one,
            step=step.value,
            before=before[one.pk].value,
            after=one.state,
            place_id=told.place_id,
            words=told.words,
            by_id=desk.user_id,
            by_name=desk.grant.joined().name,
            at=desk.at,
        )
        for one in students
    )


def _write_counts(desk: Desk, moved: Moved, place_id: UUID | None) -> None:
    """Write into the room who changed their group, an entry for each group they came into."""
    by_group: dict[StudentGroup, Moved] = defaultdict(dict)
    for code, (was, now) in moved.items():
        by_group[now][code] = (was, now)
    if not by_group:
        return
    context = CommandContext.uncommanded(desk.grant, command_id=uuid4(), at=desk.at)
    for several in by_group.values():
        count_students(context, desk.operation.pk, moved=several, place_id=place_id)
    context.finish()
