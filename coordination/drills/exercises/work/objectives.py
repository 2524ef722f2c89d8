"""What an exercise is to show, and the critical tasks that evaluators rate for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.models import CriticalTask, Exercise, Objective
from coordination.drills.exercises.rules.plan import ObjectiveGiven, TaskGiven
from coordination.drills.exercises.vocabulary import CONDUCTING_ROLES
from coordination.drills.exercises.work.planning import plan_to_change
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

MOST_OBJECTIVES, MOST_TASKS = 20, 20


def set_objective(
    *, actor_id: int, exercise_id: UUID, version: int, objective_id: UUID | None, given: ObjectiveGiven, at: datetime
) -> Objective:
    """Write an objective, a new one without an id. Durable; locks the exercise.

    Raises: as `plan_to_change`. BadExercise: a text is missing or too long, there are too many, or no such objective.
    """
    text = checked_text(given.text, 400, "/text")
    capabilities = sorted({one.value for one in given.capabilities})
    with transaction.atomic(durable=True):
        exercise = _change_plan(actor_id, exercise_id, version, at)
        if objective_id is None:
            if exercise.objectives.count() >= MOST_OBJECTIVES:
                raise BadExercise(Reason(_("At most %(most)s objectives."), most=MOST_OBJECTIVES), pointer="/text")
            objective = Objective(exercise=exercise, position=_next_position(exercise.objectives.all()))
        else:
            objective = objective_of(exercise, objective_id)
        objective.text, objective.capabilities = text, capabilities
        objective.save()
    return objective


def remove_objective(*, actor_id: int, exercise_id: UUID, version: int, objective_id: UUID, at: datetime) -> None:
    """Take an objective away, with its tasks; injects for it stay. Durable. Raises: as `set_objective`."""
    with transaction.atomic(durable=True):
        objective_of(_change_plan(actor_id, exercise_id, version, at), objective_id).delete()


def set_task(
    *,
    actor_id: int,
    exercise_id: UUID,
    version: int,
    objective_id: UUID,
    task_id: UUID | None,
    given: TaskGiven,
    at: datetime,
) -> CriticalTask:
    """Write a critical task of an objective, a new one without an id. Durable. Raises: as `set_objective`."""
    text = checked_text(given.text, 400, "/text")
    target = checked_text(given.target, 200, "/target", may_be_empty=True)
    with transaction.atomic(durable=True):
        objective = objective_of(_change_plan(actor_id, exercise_id, version, at), objective_id)
        if task_id is None:
            if objective.tasks.count() >= MOST_TASKS:
                raise BadExercise(Reason(_("At most %(most)s tasks."), most=MOST_TASKS), pointer="/text")
            task = CriticalTask(objective=objective, position=_next_position(objective.tasks.all()))
        else:
            task = _task_of(objective, task_id)
        task.text, task.target, task.capability = text, target, given.capability.value
        task.save()
        # What is rated for an objective is rated for its capabilities.
        if given.capability.value not in objective.capabilities:
            objective.capabilities = sorted({*objective.capabilities, given.capability.value})
            objective.save(update_fields=["capabilities"])
    return task


def remove_task(
    *, actor_id: int, exercise_id: UUID, version: int, objective_id: UUID, task_id: UUID, at: datetime
) -> None:
    """Take a critical task away. Durable. Raises: as `set_objective`."""
    with transaction.atomic(durable=True):
        objective = objective_of(_change_plan(actor_id, exercise_id, version, at), objective_id)
        _task_of(objective, task_id).delete()


def objective_of(exercise: Exercise, objective_id: UUID) -> Objective:
    """Return an objective of an exercise. Raises: BadExercise."""
    found = exercise.objectives.filter(pk=objective_id).first()
    if found is None:
        raise BadExercise(Reason(_("The exercise has no such objective.")), pointer="/objective_id")
    return found


def _task_of(objective: Objective, task_id: UUID) -> CriticalTask:
    found = objective.tasks.filter(pk=task_id).first()
    if found is None:
        raise BadExercise(Reason(_("The objective has no such task.")), pointer="/task_id")
    return found


def checked_text(text: str, most: int, pointer: str, *, may_be_empty: bool = False) -> str:
    """Return a text, stripped. Raises: BadExercise."""
    text = text.strip()
    if len(text) > most or "\x00" in text or not (text or may_be_empty):
        raise BadExercise(Reason(_("1 to %(most)s characters."), most=most), pointer=pointer)
    return text


def _change_plan(actor_id: int, exercise_id: UUID, version: int, at: datetime) -> Exercise:
    exercise = plan_to_change(
        actor_id=actor_id, exercise_id=exercise_id, version=version, at=at, roles=CONDUCTING_ROLES
    )
    exercise.save(update_fields=["state", "version"])
    return exercise


def _next_position(rows: QuerySet[Objective] | QuerySet[CriticalTask]) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
