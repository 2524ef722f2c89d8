"""Check in adults, decide on those who are not cleared, and hand children over."""

from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import (
    DecidedByTheSame,
    NotCleared,
    NotYourVest,
    PickUpDecided,
    PickUpNotFound,
    PickUpTaken,
    StudentChanged,
    StudentNotFound,
    StudentReleased,
)
from coordination.reunification.models import PickUp, Release, ReunitedStudent
from coordination.reunification.rules.given import CheckInIn, HandOverIn, PickUpDecisionIn
from coordination.reunification.rules.matching import MAY_BE_ASKED, AskedFor, judge_pick_up
from coordination.reunification.vocabulary import ChildAnswer, PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.work.moving import Told, move_students
from coordination.reunification.work.same_child import restrictions_on
from coordination.reunification.work.self_check_in import serve_self_check_in
from coordination.room.access import Asker

P, S, T = PickUpState, StudentState, StudentStep
HERE = (S.ARRIVED, S.IN_ASSEMBLY, S.REQUESTED, S.PULLED, S.AT_REUNIFICATION)
OPEN = (P.WAITING.value, P.SUPERVISOR.value, P.HELD.value)
# After a refusal no check-in at another table clears an adult by itself.
NOT_ALONE = (*OPEN, P.REFUSED.value)


def check_in(asker: Asker, operation_id: UUID, given: CheckInIn) -> list[ReunitedStudent]:
    """Check an adult in for children, in one durable transaction. The answer is the same, whatever comes of it.

    A card that was sent before changes nothing. Raises: OperationNotFound, OperationNotOpen, NotYourVest,
    StudentNotFound.
    """
    with transaction.atomic(durable=True):
        desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)
        desk.require_open()
        desk.require_names()
        desk.require(ReunificationRole.GREETER, ReunificationRole.CHECKER)
        codes = {one.upper() for one in given.codes}
        rows = desk.operation.students.filter(code__in=codes).prefetch_related("adults")
        students = list(rows.order_by("code"))
        if len(students) != len(codes):
            raise StudentNotFound(pointer="/codes")
        sent_before = PickUp.objects.filter(card_id=given.card_id, student__operation=desk.operation)
        if not sent_before.exists():
            for one in students:
                _check_in_one(desk, one, given)
            if given.number:
                serve_self_check_in(desk, given.number)
        return students


def _check_in_one(desk: Desk, student: ReunitedStudent, given: CheckInIn) -> None:
    others = PickUp.objects.filter(student=student, state__in=NOT_ALONE)
    asked = AskedFor(
        adult=given.adult_name,
        id_kind=given.id_kind,
        authorized=tuple(one.name for one in student.adults.all()),
        restrictions=len(restrictions_on(student)),
        state=StudentState(student.state),
        has_other_adult=others.exists(),
    )
    state, why = judge_pick_up(asked)
    PickUp.objects.create(
        card_id=given.card_id,
        student=student,
        adult_name=given.adult_name,
        relationship=given.relationship,
        phone=given.phone,
        id_kind=given.id_kind.value,
        state=state.value,
        why=why.value if why is not None else "",
        place_id=given.place_id if given.place_id and str(given.place_id) in desk.open_places() else None,
        checked_in_by_id=desk.user_id,
        checked_in_at=desk.at,
    )
    if state is P.HELD and StudentState(student.state) in HERE:
        move_students(desk, [student], T.HOLD, Told())
    if state is P.WAITING and StudentState(student.state) in (S.ARRIVED, S.IN_ASSEMBLY):
        move_students(desk, [student], T.REQUEST, Told())


def decide_pick_up(asker: Asker, operation_id: UUID, pick_up_id: UUID, given: PickUpDecisionIn) -> None:
    """Clear an adult for a child or refuse them, by another person than the one who checked them in.

    A hold is decided by the director or the lead of law enforcement, all else by the director. To others no pick-up is
    there. Raises: OperationNotFound, PickUpNotFound, NotYourVest, DecidedByTheSame, PickUpDecided, PickUpTaken,
    OperationNotOpen; NotCleared: the child is not to be handed over now.
    """
    with transaction.atomic(durable=True):
        desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)
        pick_up = _pick_up_to_decide(desk, pick_up_id)
        desk.require_open()
        if pick_up.checked_in_by_id == asker.user_id:
            raise DecidedByTheSame
        student = pick_up.student
        if given.is_cleared and StudentState(student.state) not in {*MAY_BE_ASKED, S.DECLINED_BY_STUDENT}:
            raise NotCleared
        if given.is_cleared and any(one.came_at and one.pk > given.newest_text for one in restrictions_on(student)):
            # The office wrote another one after the page was read.
            raise StudentChanged
        _write_decision(desk, pick_up, given)
        still_held = PickUp.objects.filter(student=student, state=P.HELD.value).exists()
        if student.state == S.HELD_CUSTODY_ISSUE.value and not still_held:
            move_students(desk, [student], T.LIFT_HOLD, Told())
        elif given.is_cleared and StudentState(student.state) in (S.ARRIVED, S.IN_ASSEMBLY, S.DECLINED_BY_STUDENT):
            move_students(desk, [student], T.REQUEST, Told())
        elif not given.is_cleared and student.state in (S.REQUESTED, S.PULLED, S.AT_REUNIFICATION):
            _send_back_unless_cleared(desk, student)


def _pick_up_to_decide(desk: Desk, pick_up_id: UUID) -> PickUp:
    rows = PickUp.objects.filter(pk=pick_up_id, student__operation=desk.operation)
    pick_up = rows.select_related("student").first() if desk.sees_holds else None
    # The same of every pick-up, held or not: two answers would tell which is.
    if pick_up is None:
        raise PickUpNotFound
    if pick_up.why != WhyAsked.RESTRICTION and not desk.is_director:
        raise NotYourVest
    return pick_up


def _write_decision(desk: Desk, pick_up: PickUp, given: PickUpDecisionIn) -> None:
    """Write it where nothing was decided. An adult who is cleared and not served yet may still be refused."""
    open_ones = [P.HELD.value, P.SUPERVISOR.value] if given.is_cleared else list(OPEN)
    state = P.WAITING if given.is_cleared else P.REFUSED
    rows = PickUp.objects.filter(pk=pick_up.pk, state__in=open_ones)
    try:
        with transaction.atomic():
            changed = rows.update(state=state.value, decided_by=desk.user_id, decided_at=desk.at, decision=given.words)
    except IntegrityError as error:
        raise PickUpTaken from error
    if not changed:
        raise PickUpDecided


def _send_back_unless_cleared(desk: Desk, student: ReunitedStudent) -> None:
    if not PickUp.objects.filter(student=student, state=P.WAITING.value).exists():
        move_students(desk, [student], T.TAKE_BACK, Told())


def release_student(asker: Asker, operation_id: UUID, given: HandOverIn) -> ReunitedStudent:
    """Hand a child over to the adult who was cleared, or write that the child does not want to go.

    One durable transaction under the room's row. It cannot be done twice: the row changes only from the state that
    comes before, and the release has the student's own key. Raises: OperationNotFound, OperationNotOpen, NotYourVest,
    PickUpNotFound, NotCleared, StudentReleased; the refusal of the state.
    """
    try:
        with transaction.atomic(durable=True):
            return _release_student(asker, operation_id, given)
    except IntegrityError as error:
        raise StudentReleased from error


def _release_student(asker: Asker, operation_id: UUID, given: HandOverIn) -> ReunitedStudent:
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)
    desk.require_open()
    desk.require_names()
    desk.require(ReunificationRole.REUNIFIER)
    rows = PickUp.objects.filter(pk=given.pick_up_id, student__operation=desk.operation)
    pick_up = rows.select_related("student").first()
    if pick_up is None:
        raise PickUpNotFound
    student = pick_up.student
    if student.state == S.RELEASED.value:
        raise StudentReleased
    if pick_up.state != P.WAITING.value:
        raise NotCleared
    if given.is_comfortable is ChildAnswer.NO:
        move_students(desk, [student], T.DECLINE, Told())
        rows.filter(state=P.WAITING.value).update(state=P.SUPERVISOR.value, why=WhyAsked.DECLINED.value)
        return student
    move_students(desk, [student], T.RELEASE, Told(student.place_id))
    if not rows.filter(state=P.WAITING.value).update(state=P.DONE.value):
        raise NotCleared
    Release.objects.create(student=student, pick_up=pick_up, initials=given.initials, by_id=desk.user_id, at=desk.at)
    return student
