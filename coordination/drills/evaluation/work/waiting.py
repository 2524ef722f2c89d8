"""Which exercises wait for a person's ratings, and for what they say of it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from coordination.drills.evaluation.access import hot_washes_for
from coordination.drills.evaluation.models import FinalRating, TaskRating
from coordination.drills.exercises.access import exercises_for
from coordination.drills.exercises.models import CriticalTask, Exercise, ExercisePerson
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from mou.foundation.waiting import WaitingKind, WaitingLine


def list_waiting_ratings(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what an evaluator rates, what a director decides, and the hot washes that ask. Four queries at most."""
    # Who may is asked with care, and most of the year nothing is open.
    if not Exercise.objects.filter(state=ExerciseState.ENDED.value, evaluation__closed_at__isnull=True).exists():
        return
    own = CriticalTask.objects.filter(objective__exercise=OuterRef("pk"))
    unrated = own.exclude(Exists(TaskRating.objects.filter(task=OuterRef("pk"), by_id=user_id)))
    undecided = own.exclude(Exists(FinalRating.objects.filter(task=OuterRef("pk"))))
    ended = exercises_for(user_id, at).filter(state=ExerciseState.ENDED.value, evaluation__closed_at__isnull=True)
    for one in _with_role(ended, user_id, ExerciseRole.EVALUATOR).filter(Exists(unrated)):
        yield _line_of(WaitingKind.RATE_EXERCISE, one, "evaluation_sheet")
    for one in _with_role(ended, user_id, ExerciseRole.DIRECTOR).filter(Exists(undecided)):
        yield _line_of(WaitingKind.RATE_EXERCISE, one, "evaluation")
    for one in hot_washes_for(user_id, at):
        yield _line_of(WaitingKind.ANSWER_HOT_WASH, one, "hot_wash")


def _with_role(rows: QuerySet[Exercise], user_id: int, role: ExerciseRole) -> QuerySet[Exercise]:
    return rows.filter(Exists(ExercisePerson.objects.filter(exercise=OuterRef("pk"), user_id=user_id, role=role.value)))


def _line_of(kind: WaitingKind, exercise: Exercise, page: str) -> WaitingLine:
    words = f"{exercise.name} · {exercise.site.name}"
    return WaitingLine(kind, words, reverse(page, args=[exercise.pk]), is_exercise=True)
