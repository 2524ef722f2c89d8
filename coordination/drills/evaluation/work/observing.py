"""Note what an evaluator saw at an instant, tied to the log's newest entry then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.evaluation.access import evaluation_to_write
from coordination.drills.evaluation.errors import BadEvaluation
from coordination.drills.evaluation.models import Observation
from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.evaluation.work.photos import attach_photo
from coordination.drills.evaluation.work.writing import seen_at, task_in, words_of


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen. `milestone`: it is an observed time. `said_at` by the device, where it comes late."""

    observation_id: UUID
    text: str
    task_id: UUID | None = None
    milestone: MilestoneKind | None = None
    said_at: datetime | None = None
    upload_id: UUID | None = None


def write_observation(*, actor_id: int, exercise_id: UUID, given: Observed, at: datetime) -> Observation:
    """Write an observation down; sent again under its id it is written once. Locks the exercise. Durable.

    Raises: ExerciseNotFound, EvaluationNotAllowed, ExerciseNotBegun, TaskNotInExercise.
    BadEvaluation: nothing is said, or the id is another person's.
    """
    with transaction.atomic(durable=True):
        exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        before = Observation.objects.filter(pk=given.observation_id).first()
        if before is not None:
            if (before.exercise_id, before.by_id) != (exercise.pk, actor_id):
                raise BadEvaluation(pointer="/id")
            return before
        task = task_in(exercise, given.task_id) if given.task_id is not None else None
        seen = seen_at(exercise, given.said_at, at=at)
        made = Observation.objects.create(
            id=given.observation_id,
            exercise=exercise,
            task=task,
            milestone=given.milestone.value if given.milestone is not None else "",
            by_id=actor_id,
            text=words_of(given.text, pointer="/text", is_needed=given.milestone is None),
            at=seen.at,
            received_at=at,
            seq=seen.seq,
        )
        if given.upload_id is not None:
            attach_photo(exercise, given.upload_id, actor_id=actor_id, observation=made)
    return made
