"""Take people's answers right after an exercise, so that their words do not lead back to them; and close it."""

import random
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from coordination.drills.evaluation.access import evaluation_to_write, hot_wash_for, may_decide
from coordination.drills.evaluation.errors import (
    BadEvaluation,
    EvaluationNotAllowed,
    HotWashAnsweredAlready,
    HotWashIsClosed,
    HotWashNotOpen,
)
from coordination.drills.evaluation.models import Evaluation, HotWashAnswer, HotWashAnswered
from coordination.drills.evaluation.vocabulary import HotWashGroup, HotWashScale, HotWashState
from coordination.drills.evaluation.work.hot_wash_results import state_of
from coordination.drills.evaluation.work.writing import words_of
from coordination.drills.exercises.models import Exercise
from coordination.room.models import Participant
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency
from mou.vocabulary import AgencyKind

WORDS_MAX_CHARS = 1000
SCHOOLS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)


@dataclass(frozen=True, slots=True)
class HotWashGiven:
    """A person's answer: three texts and numbers from one to five. Named only if they say so."""

    scales: dict[HotWashScale, int]
    went_well: str = ""
    did_not: str = ""
    suggestion: str = ""
    is_named: bool = False


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
        answers = [*HotWashAnswer.objects.filter(exercise=exercise), _make_answer(exercise, actor_id, given, at)]
        people = [*HotWashAnswered.objects.filter(exercise=exercise).values_list("user_id", flat=True), actor_id]
        _write_anew(exercise, answers, people)


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


def _make_answer(exercise: Exercise, actor_id: int, given: HotWashGiven, at: datetime) -> HotWashAnswer:
    for scale in HotWashScale:
        if given.scales.get(scale) not in range(1, 6):
            raise BadEvaluation(Reason(_("Choose a number from one to five.")), pointer=f"/{scale.value}")
    return HotWashAnswer(
        exercise=exercise,
        group=_group_of(exercise, actor_id).value,
        day=at.astimezone(ZoneInfo(exercise.site.time_zone)).date(),
        **{one.value: given.scales[one] for one in HotWashScale},
        **{
            name: words_of(getattr(given, name), pointer=f"/{name}", most_chars=WORDS_MAX_CHARS)
            for name in ("went_well", "did_not", "suggestion")
        },
        named_id=actor_id if given.is_named else None,
    )


def _group_of(exercise: Exercise, user_id: int) -> HotWashGroup:
    """Return for whom a person took part: the role in the exercise first, then the room."""
    kinds = list(exercise.people.filter(user_id=user_id).values_list("agency__kind", flat=True))
    if not kinds and exercise.incident_id is not None:
        here = Participant.objects.filter(room__incident_id=exercise.incident_id, user_id=user_id)
        kinds = list(Agency.objects.filter(pk__in=here.values("agency_id")).values_list("kind", flat=True))
    return HotWashGroup.SCHOOL if kinds and kinds[0] in SCHOOLS else HotWashGroup.RESPONDERS


def _write_anew(exercise: Exercise, answers: list[HotWashAnswer], people: list[int]) -> None:
    shuffled = random.SystemRandom()
    HotWashAnswer.objects.filter(exercise=exercise).delete()
    HotWashAnswered.objects.filter(exercise=exercise).delete()
    HotWashAnswer.objects.bulk_create(_with_new_id(one) for one in shuffled.sample(answers, len(answers)))
    HotWashAnswered.objects.bulk_create(
        HotWashAnswered(exercise=exercise, user_id=one) for one in shuffled.sample(people, len(people))
    )


def _with_new_id(one: HotWashAnswer) -> HotWashAnswer:
    scales = {scale.value: getattr(one, scale.value) for scale in HotWashScale}
    return HotWashAnswer(
        id=uuid4(),
        exercise_id=one.exercise_id,
        group=one.group,
        day=one.day,
        went_well=one.went_well,
        did_not=one.did_not,
        suggestion=one.suggestion,
        named_id=one.named_id,
        **scales,
    )
