"""Rate critical tasks, decide what stands in the report, and say who leads the evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.evaluation.access import evaluation_to_write, may_decide
from coordination.drills.evaluation.errors import (
    BadEvaluation,
    CapabilityNotInObjective,
    EvaluationNotAllowed,
    ExerciseNotBegun,
)
from coordination.drills.evaluation.models import Evaluation, FinalRating, TaskRating
from coordination.drills.evaluation.vocabulary import PerformanceRating
from coordination.drills.evaluation.work.photos import attach_photo
from coordination.drills.evaluation.work.writing import seen_at, task_in, words_of
from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.models import CriticalTask, Exercise, Objective
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState


@dataclass(frozen=True, slots=True)
class TaskRated:
    """One evaluator's rating of one task; `said_at` by the device, where it comes later than it was given."""

    task_id: UUID
    rating: PerformanceRating
    notes: str = ""
    said_at: datetime | None = None
    upload_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FinalDecided:
    """What stands in the report: of a task, or of a capability of an objective."""

    rating: PerformanceRating
    words: str
    task_id: UUID | None = None
    objective_id: UUID | None = None
    capability: str = ""


def rate_task(*, actor_id: int, exercise_id: UUID, given: TaskRated, at: datetime) -> TaskRating:
    """Write down how an evaluator saw a task; their earlier rating of it is replaced. Locks the exercise. Durable.

    What was given earlier and comes later than another one of theirs changes nothing.
    Raises: ExerciseNotFound, EvaluationNotAllowed, ExerciseNotBegun, TaskNotInExercise, BadEvaluation.
    """
    with transaction.atomic(durable=True):
        exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        task = task_in(exercise, given.task_id)
        seen = seen_at(exercise, given.said_at, at=at)
        notes = words_of(given.notes, pointer="/notes")
        mine = TaskRating.objects.filter(task=task, by_id=actor_id).first()
        if mine is None or mine.at <= seen.at:
            values = {"rating": given.rating.value, "notes": notes, "at": seen.at, "seq": seen.seq}
            mine, _ = TaskRating.objects.update_or_create(task=task, by_id=actor_id, defaults=values)
        if given.upload_id is not None:
            attach_photo(exercise, given.upload_id, actor_id=actor_id, rating=mine)
    return mine


def decide_final(*, actor_id: int, exercise_id: UUID, given: FinalDecided, at: datetime) -> FinalRating:
    """Say what stands in the report, and why; for the director, and the evaluator who leads. Locks. Durable.

    Raises: ExerciseNotFound, EvaluationNotAllowed, ExerciseNotBegun, TaskNotInExercise, CapabilityNotInObjective,
    BadEvaluation: without a reason.
    """
    with transaction.atomic(durable=True):
        exercise = _exercise_to_decide(actor_id, exercise_id, at)
        return _write_final(exercise, given, actor_id=actor_id, at=at, pointer="")


def decide_finals(*, actor_id: int, exercise_id: UUID, given: Sequence[FinalDecided], at: datetime) -> None:
    """Say of many at once what stands in the report: all of them, or none. Locks. Durable.

    Raises: as `decide_final`; the pointer of what is wrong with one begins with its place: `/finals/3`.
    """
    with transaction.atomic(durable=True):
        exercise = _exercise_to_decide(actor_id, exercise_id, at)
        for number, one in enumerate(given):
            _write_final(exercise, one, actor_id=actor_id, at=at, pointer=f"/finals/{number}")


def _exercise_to_decide(actor_id: int, exercise_id: UUID, at: datetime) -> Exercise:
    exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
    if not may_decide(exercise, user_id=actor_id, at=at):
        raise EvaluationNotAllowed
    if not ExerciseState(exercise.state).has_begun:
        raise ExerciseNotBegun
    return exercise


def _write_final(exercise: Exercise, given: FinalDecided, *, actor_id: int, at: datetime, pointer: str) -> FinalRating:
    values = {
        "rating": given.rating.value,
        "words": words_of(given.words, pointer=f"{pointer}/words", is_needed=True),
        "by_id": actor_id,
        "at": at,
    }
    objective, task = _find_rated(exercise, given)
    capability = "" if task is not None else given.capability
    found, _ = FinalRating.objects.update_or_create(
        objective=objective, task=task, capability=capability, defaults=values
    )
    return found


def set_lead(*, actor_id: int, exercise_id: UUID, person_id: UUID | None, at: datetime) -> None:
    """Say which evaluator leads; None: the director alone decides. For directors. Durable.

    Raises: ExerciseNotFound, EvaluationNotAllowed. BadEvaluation: no evaluator of this exercise.
    """
    with transaction.atomic(durable=True):
        exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        if role_in(exercise, user_id=actor_id, at=at) is not ExerciseRole.DIRECTOR:
            raise EvaluationNotAllowed
        evaluators = exercise.people.filter(role=ExerciseRole.EVALUATOR.value)
        if person_id is not None and not evaluators.filter(pk=person_id).exists():
            raise BadEvaluation(pointer="/person_id")
        Evaluation.objects.update_or_create(exercise=exercise, defaults={"lead_id": person_id})


def _find_rated(exercise: Exercise, given: FinalDecided) -> tuple[Objective, CriticalTask | None]:
    if given.task_id is not None:
        task = task_in(exercise, given.task_id)
        return task.objective, task
    objective = exercise.objectives.filter(pk=given.objective_id).first() if given.objective_id is not None else None
    if objective is None or given.capability not in capabilities_of(objective):
        raise CapabilityNotInObjective(pointer="/capability")
    return objective, None


def capabilities_of(objective: Objective) -> list[str]:
    """Return the capabilities that an objective maps to, then those of its tasks that it does not name."""
    of_tasks = objective.tasks.values_list("capability", flat=True)
    return list(dict.fromkeys([*objective.capabilities, *of_tasks]))


def lead_of(exercise: Exercise) -> UUID | None:
    """Return who leads the evaluators, if anybody does."""
    return Evaluation.objects.filter(exercise=exercise).values_list("lead_id", flat=True).first()
