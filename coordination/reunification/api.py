"""Children and families in a reunification over HTTP. Opening, sites, roles and closing are commands of the room."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.reunification.access import Desk, desk_for
from coordination.reunification.rules import given as g
from coordination.reunification.wire import (
    HoldLine,
    PickUpLine,
    ReunificationOperationView,
    ReunitedStudentLine,
    ReunitedStudentView,
    StudentsMoved,
)
from coordination.reunification.work import moving, pick_ups
from coordination.reunification.work.counting import view_at_once
from coordination.reunification.work.queries import (
    find_students,
    list_cleared,
    list_holds,
    list_to_decide,
    list_unresolved,
    student_line,
    view_student,
)
from coordination.sign_in.callers import caller_of

router = Router(tags=["reunification"])
OPERATION = "/reunifications/{uuid:operation_id}"


def _find_desk(request: HttpRequest, operation_id: UUID) -> Desk:
    caller = caller_of(request)
    return desk_for(user_id=caller.user_id, operation_id=operation_id, at=caller.at)


@router.get(OPERATION, response=ReunificationOperationView, operation_id="read_reunification")
def read_operation(request: HttpRequest, operation_id: UUID) -> ReunificationOperationView:
    """Return an operation with its sum, without names, to everyone in the room; parts of the sum to the school."""
    caller = caller_of(request)
    return view_at_once(user_id=caller.user_id, operation_id=operation_id, at=caller.at)[1]


# --- students ---------------------------------------------------------------------------------------------------------
@router.post(
    OPERATION + "/student-searches", response=list[ReunitedStudentLine], operation_id="search_reunification_students"
)
def post_search(
    request: HttpRequest, operation_id: UUID, given: Body[g.ReunificationStudentSearchIn]
) -> list[ReunitedStudentLine]:
    """Find students by name, code, class, grade or bus: for people of the school with a role. It is written down."""
    return find_students(_find_desk(request, operation_id), given.words)


@router.get(
    OPERATION + "/unresolved", response=list[ReunitedStudentLine], operation_id="list_unresolved_reunification_students"
)
def list_unresolved_students(request: HttpRequest, operation_id: UUID) -> list[ReunitedStudentLine]:
    """List the students who are not resolved, by name: to the school, and by a term or emergency access for rosters.

    What another agency reads is written into the district's ledger of disclosures.
    """
    return list_unresolved(caller_of(request).asker(), operation_id)


@router.get(OPERATION + "/students/{code}", response=ReunitedStudentView, operation_id="read_reunification_student")
def read_student(request: HttpRequest, operation_id: UUID, code: str) -> ReunitedStudentView:
    """Return a student with adults, siblings, what happened and the steps that are possible. It is written down."""
    return view_student(_find_desk(request, operation_id), code)


@router.post(OPERATION + "/students", response={201: ReunitedStudentLine}, operation_id="add_reunification_student")
def post_student(
    request: HttpRequest, operation_id: UUID, given: Body[g.StudentAddedIn]
) -> Status[ReunitedStudentLine]:
    """Add a child who is in no list, as arrived."""
    student = moving.add_student(caller_of(request).asker(), operation_id, given)
    return Status(201, student_line(_find_desk(request, operation_id), student))


@router.post(OPERATION + "/steps", response={204: None}, operation_id="step_reunification_students")
def post_steps(request: HttpRequest, operation_id: UUID, given: Body[g.StudentStepsIn]) -> Status[None]:
    """Do a step with up to a hundred students, all or none of them. 409 with the code of why a state refuses it."""
    moving.step_students(caller_of(request).asker(), operation_id, given)
    return Status(204, None)


@router.post(OPERATION + "/class-steps", response=StudentsMoved, operation_id="step_reunification_class")
def post_class_step(request: HttpRequest, operation_id: UUID, given: Body[g.StudentsOfClassIn]) -> StudentsMoved:
    """Do a step with all of a class or a bus whose state allows it."""
    return StudentsMoved(number=moving.step_class(caller_of(request).asker(), operation_id, given))


# --- adults -----------------------------------------------------------------------------------------------------------
@router.post(OPERATION + "/check-ins", response=list[ReunitedStudentLine], operation_id="check_in_for_pick_up")
def post_check_in(request: HttpRequest, operation_id: UUID, given: Body[g.CheckInIn]) -> list[ReunitedStudentLine]:
    """Check in an adult for children; greeters and checkers. The answer does not say what comes of it."""
    students = pick_ups.check_in(caller_of(request).asker(), operation_id, given)
    desk = _find_desk(request, operation_id)
    return [student_line(desk, one) for one in students]


@router.get(OPERATION + "/pick-ups", response=list[PickUpLine], operation_id="list_cleared_pick_ups")
def list_pick_ups(request: HttpRequest, operation_id: UUID) -> list[PickUpLine]:
    """List the adults who are cleared and wait, the longest first; for reunifiers."""
    return list_cleared(_find_desk(request, operation_id))


@router.get(OPERATION + "/pick-ups/to-decide", response=list[PickUpLine], operation_id="list_pick_ups_to_decide")
def list_pick_ups_to_decide(request: HttpRequest, operation_id: UUID) -> list[PickUpLine]:
    """List the adults on whom the director decides: not listed, no ID, asked twice, declined. No holds."""
    return list_to_decide(_find_desk(request, operation_id))


@router.get(OPERATION + "/holds", response=list[HoldLine], operation_id="list_pick_up_holds")
def list_held(request: HttpRequest, operation_id: UUID) -> list[HoldLine]:
    """List who is held, with the texts to read; for the director and the law enforcement lead. It is written down."""
    return list_holds(caller_of(request).asker(), operation_id)


@router.post(OPERATION + "/pick-ups/{uuid:pick_up_id}/decision", response={204: None}, operation_id="decide_on_pick_up")
def post_decision(
    request: HttpRequest, operation_id: UUID, pick_up_id: UUID, given: Body[g.PickUpDecisionIn]
) -> Status[None]:
    """Clear or refuse an adult; another person than the one who checked them in. 404 to who decides on none."""
    pick_ups.decide_pick_up(caller_of(request).asker(), operation_id, pick_up_id, given)
    return Status(204, None)


@router.post(OPERATION + "/releases", response=ReunitedStudentLine, operation_id="release_student")
def post_release(request: HttpRequest, operation_id: UUID, given: Body[g.HandOverIn]) -> ReunitedStudentLine:
    """Hand a child over to the adult who was cleared; once, whatever is sent at once. 409 `student_released` after."""
    student = pick_ups.release_student(caller_of(request).asker(), operation_id, given)
    return student_line(_find_desk(request, operation_id), student)
