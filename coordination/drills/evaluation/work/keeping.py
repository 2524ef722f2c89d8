"""What upkeep does for evaluations: tell that a hot wash is open, close what was left open, sweep up pictures."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.drills.evaluation.access import HOT_WASH_WAITS
from coordination.drills.evaluation.models import (
    Evaluation,
    EvaluationPhoto,
    FinalRating,
    HotWashAnswer,
    HotWashAnswered,
    Observation,
    TaskRating,
)
from coordination.drills.evaluation.work.hot_wash import people_asked
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from mou.foundation.chore_signs import due_while

# People are not asked about an exercise that ended long before: their memory is of no use.
TOLD_WITHIN = timedelta(days=2)
CLOSES_AFTER = timedelta(days=14)
MOST_AT_ONCE = 100


@due_while(lambda at: [_untold_ends(at)])
def tell_opened(at: datetime) -> int:
    """Tell the people of each exercise that ended that its hot wash is open, once; return of how many. Durable each."""
    return sum(_tell_of_end(one, at) for one in _untold_ends(at).order_by("ended_at", "id")[:MOST_AT_ONCE])


def _untold_ends(at: datetime) -> QuerySet[Exercise]:
    ended = Exercise.objects.filter(state=ExerciseState.ENDED.value, ended_at__gt=at - TOLD_WITHIN)
    return ended.filter(evaluation__told_at__isnull=True)


def close_old(at: datetime) -> int:
    """Close hot washes that were left open for two weeks; return how many."""
    old = Exercise.objects.filter(
        state=ExerciseState.ENDED.value, ended_at__lte=at - CLOSES_AFTER, evaluation__closed_at__isnull=True
    )
    closed = 0
    for one in old.order_by("ended_at", "id")[:MOST_AT_ONCE]:
        with transaction.atomic(durable=True):
            Exercise.objects.select_for_update(of=("self",)).get(pk=one.pk)
            row, _ = Evaluation.objects.get_or_create(exercise=one)
            # A person may have closed it meanwhile.
            if row.closed_at is None:
                row.closed_at = at
                row.save(update_fields=["closed_at"])
                closed += 1
    return closed


def delete_evaluation(incident_id: UUID) -> None:
    """Delete what was said of an exercise whose incident goes, in the caller's transaction, which asked for holds.

    The report stays: it has its own time. Files of pictures are swept up.
    """
    exercises = Exercise.objects.filter(incident_id=incident_id).values("pk")
    EvaluationPhoto.objects.filter(exercise__in=exercises).delete()
    Observation.objects.filter(exercise__in=exercises).delete()
    TaskRating.objects.filter(task__objective__exercise__in=exercises).delete()
    FinalRating.objects.filter(objective__exercise__in=exercises).delete()
    HotWashAnswer.objects.filter(exercise__in=exercises).delete()
    HotWashAnswered.objects.filter(exercise__in=exercises).delete()


def _tell_of_end(exercise: Exercise, at: datetime) -> int:
    with transaction.atomic(durable=True):
        # Two processes look at the same moment: the second finds that it was told.
        Exercise.objects.select_for_update(of=("self",)).get(pk=exercise.pk)
        row, _ = Evaluation.objects.get_or_create(exercise=exercise)
        if row.told_at is not None or row.closed_at is not None:
            return 0
        row.told_at = at
        row.save(update_fields=["told_at"])
        HOT_WASH_WAITS.tell_by(f"hot-wash:{exercise.pk.hex}", people_asked(exercise))
    return 1
