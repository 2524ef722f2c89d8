"""Everything that is known of how an exercise went, in one value: what the after-action report is written from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from coordination.drills.evaluation.models import EvaluationPhoto, FinalRating, Observation, TaskRating
from coordination.drills.evaluation.rules.disagreement import is_disputed
from coordination.drills.evaluation.vocabulary import MilestoneKind, PerformanceRating
from coordination.drills.evaluation.work.hot_wash_results import HotWashSummary, hot_wash_summary
from coordination.drills.evaluation.work.times import ExerciseTimes, times_of
from coordination.drills.exercises.models import CriticalTask, Exercise, Objective
from coordination.drills.exercises.vocabulary import CoreCapability


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """What one evaluator said of one task. `seq`: the newest entry of the log then."""

    rating_id: UUID
    rating: PerformanceRating
    by_id: int
    by: str
    notes: str
    at: datetime
    seq: int | None
    photo_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class FinalGiven:
    """The rating that stands in the report, and why."""

    rating: PerformanceRating
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A critical task with every rating. `is_disputed`: evaluators gave different ones."""

    task_id: UUID
    text: str
    target: str
    ratings: list[RatingGiven]
    is_disputed: bool
    final: FinalGiven | None


@dataclass(frozen=True, slots=True)
class CapabilityResult:
    """A core capability of an objective: its tasks, and the final rating of it as a whole."""

    capability: CoreCapability
    tasks: list[TaskResult]
    final: FinalGiven | None


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """An objective and its capabilities: those it maps to, and those of its tasks."""

    objective_id: UUID
    position: int
    text: str
    capabilities: list[CapabilityResult]


@dataclass(frozen=True, slots=True)
class ObservationResult:
    """What an evaluator saw. With `milestone` it is an observed time: no time of the log."""

    observation_id: UUID
    text: str
    by_id: int
    by: str
    at: datetime
    seq: int | None
    task_id: UUID | None
    milestone: MilestoneKind | None
    photo_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class ExerciseResults:
    """How an exercise went. Only its staff reads this before the report is published."""

    exercise_id: UUID
    times: ExerciseTimes
    objectives: list[ObjectiveResult]
    observations: list[ObservationResult]
    hot_wash: HotWashSummary


def results_of(exercise: Exercise, *, at: datetime | None = None) -> ExerciseResults:
    """Return how an exercise, which access has handed out, went. A constant number of queries.

    Args:
        at: until when an exercise that still runs is looked at; now, where nothing is said.
    """
    photos = _list_photos(exercise)
    ratings, finals = _list_ratings(exercise, photos), _list_finals(exercise)
    objectives = exercise.objectives.prefetch_related("tasks").order_by("position", "id")
    return ExerciseResults(
        exercise_id=exercise.pk,
        times=times_of(exercise, at=at or timezone.now()),
        objectives=[_objective_result(one, ratings, finals) for one in objectives],
        observations=_list_observations(exercise, photos),
        hot_wash=hot_wash_summary(exercise),
    )


type _Finals = dict[tuple[UUID, str | UUID], FinalGiven]


def _objective_result(objective: Objective, ratings: dict[UUID, list[RatingGiven]], finals: _Finals) -> ObjectiveResult:
    by_capability: dict[str, list[CriticalTask]] = {one: [] for one in objective.capabilities}
    for task in objective.tasks.all():
        by_capability.setdefault(task.capability, []).append(task)
    return ObjectiveResult(
        objective_id=objective.pk,
        position=objective.position,
        text=objective.text,
        capabilities=[
            CapabilityResult(
                capability=CoreCapability(capability),
                tasks=[_task_result(one, ratings.get(one.pk, []), finals.get((objective.pk, one.pk))) for one in tasks],
                final=finals.get((objective.pk, capability)),
            )
            for capability, tasks in by_capability.items()
        ],
    )


def _task_result(task: CriticalTask, ratings: list[RatingGiven], final: FinalGiven | None) -> TaskResult:
    return TaskResult(
        task_id=task.pk,
        text=task.text,
        target=task.target,
        ratings=ratings,
        is_disputed=is_disputed(one.rating for one in ratings),
        final=final,
    )


def _list_ratings(exercise: Exercise, photos: dict[UUID, list[UUID]]) -> dict[UUID, list[RatingGiven]]:
    found: dict[UUID, list[RatingGiven]] = defaultdict(list)
    rows = TaskRating.objects.filter(task__objective__exercise=exercise).select_related("by").order_by("at", "id")
    for one in rows:
        rating = PerformanceRating(one.rating)
        given = RatingGiven(
            one.pk, rating, one.by_id, one.by.shown_name(), one.notes, one.at, one.seq, photos.get(one.pk, [])
        )
        found[one.task_id].append(given)
    return found


def _list_finals(exercise: Exercise) -> _Finals:
    rows: Iterable[FinalRating] = FinalRating.objects.filter(objective__exercise=exercise).select_related("by")
    return {
        (one.objective_id, one.task_id or one.capability): FinalGiven(
            PerformanceRating(one.rating), one.words, one.by.shown_name(), one.at
        )
        for one in rows
    }


def _list_observations(exercise: Exercise, photos: dict[UUID, list[UUID]]) -> list[ObservationResult]:
    rows = Observation.objects.filter(exercise=exercise).select_related("by").order_by("at", "id")
    return [
        ObservationResult(
            observation_id=one.pk,
            text=one.text,
            by_id=one.by_id,
            by=one.by.shown_name(),
            at=one.at,
            seq=one.seq,
            task_id=one.task_id,
            milestone=MilestoneKind(one.milestone) if one.milestone else None,
            photo_ids=photos.get(one.pk, []),
        )
        for one in rows
    ]


def _list_photos(exercise: Exercise) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = EvaluationPhoto.objects.filter(exercise=exercise).order_by("at", "id")
    for one in rows:
        for of in (one.rating_id, one.observation_id):
            if of is not None:
                found[of].append(one.pk)
    return found
