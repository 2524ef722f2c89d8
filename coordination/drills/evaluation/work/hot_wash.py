"""Take people's answers right after an exercise, so that their words do not lead back to them; and close it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.casework.clocks import day_in
from coordination.drills.evaluation.access import evaluation_to_write, hot_wash_for, may_decide
from coordination.drills.evaluation.errors import (
    EvaluationNotAllowed,
    HotWashAnsweredAlready,
    HotWashIsClosed,
    HotWashNotOpen,
)
from coordination.drills.evaluation.models import Evaluation, HotWashAnswer, HotWashAnswered
from coordination.drills.evaluation.vocabulary import HotWashGroup, HotWashState
from coordination.drills.evaluation.work.anonymous import HotWashGiven, answer_columns, write_anew
from coordination.drills.evaluation.work.hot_wash_results import state_of
from coordination.drills.exercises.models import Exercise
from coordination.room.models import Participant
from mou.models import Agency
from mou.vocabulary import AgencyKind

SCHOOLS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)


def answer_hot_wash(*, actor_id: int, exercise_id: UUID, given: HotWashGiven, at: datetime) -> None:
    """Take an answer, once per person. Locks the exercise. Durable.

    Everything that was said in this exercise is written anew in random order, and so is who has answered: neither the
    order of rows nor the transaction that wrote them pairs the two (decision 0148).
    Raises: ExerciseNotFound. HotWashNotOpen, HotWashIsClosed, HotWashAnsweredAlready. BadEvaluation.
    """
    with transaction.atomic(durable=True):
        exercise = hot_wash_for(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        _require_open(exercise)
        if has_answered(exercise, user_id=actor_id):
            raise HotWashAnsweredAlready
        said = HotWashAnswer(
            exercise=exercise,
            group=_group_of(exercise, actor_id).value,
            **answer_columns(given, actor_id, day_in(exercise.site.time_zone, at)),
        )
        write_anew(exercise.hot_wash_answers, exercise.hot_wash_answered, said, actor_id, {"exercise": exercise})


def close_hot_wash(*, actor_id: int, exercise_id: UUID, at: datetime) -> None:
    """Close the hot wash, for good: from then on what was said is shown. For who decides. Locks. Durable.

    Raises: ExerciseNotFound, EvaluationNotAllowed. HotWashNotOpen, HotWashIsClosed.
    """
    with transaction.atomic(durable=True):
        exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        if not may_decide(exercise, user_id=actor_id, at=at):
            raise EvaluationNotAllowed
        _require_open(exercise)
        Evaluation.objects.update_or_create(exercise=exercise, defaults={"closed_at": at, "closed_by_id": actor_id})


def has_answered(exercise: Exercise, *, user_id: int) -> bool:
    """Tell whether a person has answered; what they said cannot be found."""
    return HotWashAnswered.objects.filter(exercise=exercise, user_id=user_id).exists()


def people_asked(exercise: Exercise) -> set[int]:
    """Return who is asked: all with a role, and all who were in its room; not the accounts of wall buttons."""
    named = exercise.people.filter(user__is_active=True, user__is_device=False).values_list("user_id", flat=True)
    if exercise.incident_id is None:
        return set(named)
    in_room = Participant.objects.filter(
        room__incident_id=exercise.incident_id, removed_at__isnull=True, user__is_active=True, user__is_device=False
    )
    return {*named, *in_room.values_list("user_id", flat=True)}


def _require_open(exercise: Exercise) -> None:
    state = state_of(exercise)
    if state is HotWashState.NOT_YET:
        raise HotWashNotOpen
    if state is HotWashState.CLOSED:
        raise HotWashIsClosed


def _group_of(exercise: Exercise, user_id: int) -> HotWashGroup:
    """Return for whom a person took part: the role in the exercise first, then the room."""
    kinds = list(exercise.people.filter(user_id=user_id).values_list("agency__kind", flat=True))
    if not kinds and exercise.incident_id is not None:
        here = Participant.objects.filter(room__incident_id=exercise.incident_id, user_id=user_id)
        kinds = list(Agency.objects.filter(pk__in=here.values("agency_id")).values_list("kind", flat=True))
    return HotWashGroup.SCHOOL if kinds and kinds[0] in SCHOOLS else HotWashGroup.RESPONDERS
