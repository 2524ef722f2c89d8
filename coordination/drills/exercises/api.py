"""Exercises as they are planned, over HTTP: for directors, for people who answer for an agency, and for participants.

A caller who is not staff of an exercise is told of its controllers' documents what a stranger is told.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status

from coordination.drills.exercises import acts
from coordination.drills.exercises.access import exercise_for, exercise_for_staff
from coordination.drills.exercises.pages.msel import csv_answer
from coordination.drills.exercises.wire import (
    CriticalTaskIn,
    CriticalTaskWritten,
    ExerciseChangeIn,
    ExerciseIn,
    ExerciseInvitationAnswerIn,
    ExerciseInvitationIn,
    ExerciseMade,
    ExercisePersonIn,
    ExerciseStepIn,
    ExerciseVersion,
    InjectIn,
    InjectOrderIn,
    InjectWritten,
    MselFileIn,
    ObjectiveIn,
    ObjectiveWritten,
    SafetyAnswerIn,
    ScenarioCopyIn,
    Version,
)
from coordination.drills.exercises.work import injects, inviting, objectives, people, planning
from coordination.drills.exercises.work.library import ScenarioLine, scenario_lines
from coordination.drills.exercises.work.msel_files import MselRead
from coordination.drills.exercises.work.queries import (
    ExerciseLine,
    ExerciseStaffView,
    ExerciseView,
    exercise_lines,
    exercise_view,
    staff_view,
    version_of,
)
from coordination.sign_in.callers import caller_of
from mou.api.media_types import CSV, declare_types
from mou.foundation.forms.act_form import NothingGiven

router = Router(tags=["drills"])
ALL = "/drills/exercises"
ONE = ALL + "/{uuid:exercise_id}"
OBJECTIVE = ONE + "/objectives/{uuid:objective_id}"
TASK = OBJECTIVE + "/tasks/{uuid:task_id}"
INJECT = ONE + "/injects/{uuid:inject_id}"
PERSON = ONE + "/people/{uuid:person_id}"
ORGANIZATION = ONE + "/organizations/{uuid:agency_id}"


# --- an exercise ------------------------------------------------------------------------------------------------------
@router.get(ALL, response=list[ExerciseLine], operation_id="list_exercises")
def list_exercises(request: HttpRequest, *, over: bool = False) -> list[ExerciseLine]:
    """List the exercises in which the caller has a role, or for whose organization they answer."""
    caller = caller_of(request)
    return exercise_lines(caller.user_id, caller.at, is_over=over)


@router.post(ALL, response={201: ExerciseMade}, operation_id="create_exercise")
def post_exercise(request: HttpRequest, given: Body[ExerciseIn]) -> Status[ExerciseMade]:
    """Begin an exercise. The caller directs it."""
    caller = caller_of(request)
    made = planning.create_exercise(
        actor_id=caller.user_id, site_id=given.site_id, agency_id=given.agency_id, given=given, at=caller.at
    )
    return Status(201, ExerciseMade(exercise_id=made.pk, version=made.version))


@router.get(ONE, response=ExerciseView, operation_id="read_exercise")
def read_exercise(request: HttpRequest, exercise_id: UUID) -> ExerciseView:
    """Return what all in an exercise may know: the ExPlan, or the SitMan."""
    caller = caller_of(request)
    exercise = exercise_for(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return exercise_view(exercise, user_id=caller.user_id, at=caller.at)


@router.put(ONE, response=ExerciseVersion, operation_id="change_exercise")
def put_exercise(request: HttpRequest, exercise_id: UUID, given: Body[ExerciseChangeIn]) -> ExerciseVersion:
    """Change what an exercise is; for its director. What was ready is planned again."""
    changed = acts.change_basics(caller_of(request).asker(), exercise_id, given)
    return ExerciseVersion(version=changed.version)


@router.post(ONE + "/steps", response=ExerciseVersion, operation_id="take_exercise_step")
def post_step(request: HttpRequest, exercise_id: UUID, given: Body[ExerciseStepIn]) -> ExerciseVersion:
    """Say that a plan is ready, plan it again, or cancel. 422 lists every open point with its pointer."""
    return ExerciseVersion(version=acts.take_step(caller_of(request).asker(), exercise_id, given).version)


@router.get(ONE + "/staff-paper", response=ExerciseStaffView, operation_id="read_exercise_staff_paper")
def read_staff_paper(request: HttpRequest, exercise_id: UUID) -> ExerciseStaffView:
    """Return the C-E Handbook: what will unfold, MSEL, evaluation guides, checks, people; for the staff alone."""
    caller = caller_of(request)
    exercise = exercise_for_staff(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return staff_view(exercise, caller.at)


# --- who takes part ---------------------------------------------------------------------------------------------------
@router.post(ONE + "/organizations", response={204: None}, operation_id="invite_to_exercise")
def post_invitation(request: HttpRequest, exercise_id: UUID, given: Body[ExerciseInvitationIn]) -> Status[None]:
    """Ask an organization to take part; for the director."""
    acts.invite_agency(caller_of(request).asker(), exercise_id, given)
    return Status(204, None)


@router.put(ORGANIZATION, response={204: None}, operation_id="answer_exercise_invitation")
def put_answer(
    request: HttpRequest, exercise_id: UUID, agency_id: UUID, given: Body[ExerciseInvitationAnswerIn]
) -> Status[None]:
    """Answer an invitation for one's own agency. An agency that declines takes its people with it."""
    acts.answer_invitation(caller_of(request).asker(), exercise_id, agency_id, given)
    return Status(204, None)


@router.delete(ORGANIZATION, response={204: None}, operation_id="withdraw_exercise_invitation")
def delete_invitation(request: HttpRequest, exercise_id: UUID, agency_id: UUID) -> Status[None]:
    """Ask an organization no longer; its people leave with it."""
    caller = caller_of(request)
    inviting.withdraw_invitation(actor_id=caller.user_id, exercise_id=exercise_id, agency_id=agency_id, at=caller.at)
    return Status(204, None)


@router.put(PERSON, response={204: None}, operation_id="set_exercise_person")
def put_person(request: HttpRequest, exercise_id: UUID, person_id: UUID, given: Body[ExercisePersonIn]) -> Status[None]:
    """Give a person a role. An agency's planner names their own players and observers, the director all people."""
    acts.name_person(caller_of(request).asker(), exercise_id, person_id, given)
    return Status(204, None)


@router.delete(PERSON, response={204: None}, operation_id="remove_exercise_person")
def delete_person(request: HttpRequest, exercise_id: UUID, person_id: UUID) -> Status[None]:
    """Take a person out, before it begins."""
    caller = caller_of(request)
    people.remove_person(actor_id=caller.user_id, exercise_id=exercise_id, person_id=person_id, at=caller.at)
    return Status(204, None)


# --- what is to be shown ----------------------------------------------------------------------------------------------
@router.post(ONE + "/objectives", response={201: ObjectiveWritten}, operation_id="add_objective")
def post_objective(request: HttpRequest, exercise_id: UUID, given: Body[ObjectiveIn]) -> Status[ObjectiveWritten]:
    """Write a new objective."""
    return Status(201, _write_objective(request, exercise_id, None, given))


@router.put(OBJECTIVE, response=ObjectiveWritten, operation_id="change_objective")
def put_objective(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID, given: Body[ObjectiveIn]
) -> ObjectiveWritten:
    """Change an objective."""
    return _write_objective(request, exercise_id, objective_id, given)


@router.delete(OBJECTIVE, response=ExerciseVersion, operation_id="remove_objective")
def delete_objective(request: HttpRequest, exercise_id: UUID, objective_id: UUID, version: Version) -> ExerciseVersion:
    """Take an objective away, with its tasks."""
    caller = caller_of(request)
    objectives.remove_objective(
        actor_id=caller.user_id, exercise_id=exercise_id, version=version, objective_id=objective_id, at=caller.at
    )
    return _version_after(exercise_id)


@router.post(OBJECTIVE + "/tasks", response={201: CriticalTaskWritten}, operation_id="add_critical_task")
def post_task(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID, given: Body[CriticalTaskIn]
) -> Status[CriticalTaskWritten]:
    """Write a new critical task of an objective."""
    return Status(201, _write_task(request, exercise_id, objective_id, None, given))


@router.put(TASK, response=CriticalTaskWritten, operation_id="change_critical_task")
def put_task(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID, task_id: UUID, given: Body[CriticalTaskIn]
) -> CriticalTaskWritten:
    """Change a critical task."""
    return _write_task(request, exercise_id, objective_id, task_id, given)


@router.delete(TASK, response=ExerciseVersion, operation_id="remove_critical_task")
def delete_task(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID, task_id: UUID, version: Version
) -> ExerciseVersion:
    """Take a critical task away."""
    caller = caller_of(request)
    objectives.remove_task(
        actor_id=caller.user_id,
        exercise_id=exercise_id,
        version=version,
        objective_id=objective_id,
        task_id=task_id,
        at=caller.at,
    )
    return _version_after(exercise_id)


# --- the MSEL ---------------------------------------------------------------------------------------------------------
@router.post(ONE + "/injects", response={201: InjectWritten}, operation_id="add_inject")
def post_inject(request: HttpRequest, exercise_id: UUID, given: Body[InjectIn]) -> Status[InjectWritten]:
    """Write a new line of the MSEL, as the last."""
    return Status(201, _write_inject(request, exercise_id, None, given))


@router.put(INJECT, response=InjectWritten, operation_id="change_inject")
def put_inject(request: HttpRequest, exercise_id: UUID, inject_id: UUID, given: Body[InjectIn]) -> InjectWritten:
    """Change a line of the MSEL."""
    return _write_inject(request, exercise_id, inject_id, given)


@router.delete(INJECT, response=ExerciseVersion, operation_id="remove_inject")
def delete_inject(request: HttpRequest, exercise_id: UUID, inject_id: UUID, version: Version) -> ExerciseVersion:
    """Take a line away; the others keep their numbers."""
    caller = caller_of(request)
    injects.remove_inject(
        actor_id=caller.user_id, exercise_id=exercise_id, version=version, inject_id=inject_id, at=caller.at
    )
    return _version_after(exercise_id)


@router.put(ONE + "/msel-order", response=ExerciseVersion, operation_id="order_injects")
def put_order(request: HttpRequest, exercise_id: UUID, given: Body[InjectOrderIn]) -> ExerciseVersion:
    """Number all injects anew, in the order given."""
    acts.order_injects(caller_of(request).asker(), exercise_id, given)
    return _version_after(exercise_id)


@router.get(ONE + "/msel.csv", operation_id="export_msel", openapi_extra=declare_types(CSV))
def read_msel(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Return the MSEL as CSV, safe for spreadsheets; for the staff alone."""
    caller = caller_of(request)
    return csv_answer(exercise_for_staff(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at))


@router.post(ONE + "/msel-import", response=MselRead, operation_id="import_msel")
def post_msel(request: HttpRequest, exercise_id: UUID, given: Body[MselFileIn]) -> MselRead:
    """Replace the MSEL by a CSV file, or only look at it. One defect refuses the whole file; each is listed by row."""
    return acts.bring_msel(caller_of(request).asker(), exercise_id, given)


# --- safety and scenarios ---------------------------------------------------------------------------------------------
@router.put(ONE + "/checks/{key}", response={204: None}, operation_id="answer_exercise_check")
def put_check(request: HttpRequest, exercise_id: UUID, key: str, given: Body[SafetyAnswerIn]) -> Status[None]:
    """Answer a check by one's name; for the director and the safety officer."""
    acts.answer_safety_check(caller_of(request).asker(), exercise_id, key, given)
    return Status(204, None)


@router.post(ONE + "/checks/{key}/confirmation", response={204: None}, operation_id="confirm_exercise_check")
def post_check_confirmation(request: HttpRequest, exercise_id: UUID, key: str) -> Status[None]:
    """Confirm another person's answer to a check that a law leaves to two; for the staff of the exercise."""
    acts.confirm_safety_check(caller_of(request).asker(), exercise_id, key, NothingGiven())
    return Status(204, None)


@router.get("/drills/scenarios", response=list[ScenarioLine], operation_id="list_scenarios")
def list_scenarios(request: HttpRequest) -> list[ScenarioLine]:
    """List the library, with what players are told; what would unfold is read where it was copied."""
    caller_of(request)
    return list(scenario_lines())


@router.post(ONE + "/scenario", response=ExerciseVersion, operation_id="take_scenario")
def post_scenario(request: HttpRequest, exercise_id: UUID, given: Body[ScenarioCopyIn]) -> ExerciseVersion:
    """Copy a scenario: texts, objectives, tasks and MSEL of the exercise are replaced; for the director."""
    return ExerciseVersion(version=acts.copy_scenario(caller_of(request).asker(), exercise_id, given).version)


# --- shared -----------------------------------------------------------------------------------------------------------
def _version_after(exercise_id: UUID) -> ExerciseVersion:
    """Return the version after what the caller has just been allowed to change."""
    return ExerciseVersion(version=version_of(exercise_id))


def _write_objective(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID | None, given: ObjectiveIn
) -> ObjectiveWritten:
    written = acts.write_objective(caller_of(request).asker(), exercise_id, objective_id, given)
    return ObjectiveWritten(objective_id=written.pk, version=written.exercise.version)


def _write_task(
    request: HttpRequest, exercise_id: UUID, objective_id: UUID, task_id: UUID | None, given: CriticalTaskIn
) -> CriticalTaskWritten:
    written = acts.write_task(caller_of(request).asker(), exercise_id, objective_id, task_id, given)
    return CriticalTaskWritten(task_id=written.pk, version=_version_after(exercise_id).version)


def _write_inject(request: HttpRequest, exercise_id: UUID, inject_id: UUID | None, given: InjectIn) -> InjectWritten:
    caller = caller_of(request)
    written = injects.set_inject(
        actor_id=caller.user_id,
        exercise_id=exercise_id,
        version=given.version,
        inject_id=inject_id,
        given=given.inject_given(),
        at=caller.at,
    )
    return InjectWritten(inject_id=written.pk, number=written.number, version=written.exercise.version)
