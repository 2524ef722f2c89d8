"""Who reads an evaluation, who writes it, and who is asked in the hot wash. A stranger's "no" reads "not there"."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coordination.casework.telling import Waiting
from coordination.drills.evaluation.errors import EvaluationNotAllowed
from coordination.drills.evaluation.models import Evaluation, HotWashAnswered
from coordination.drills.exercises.access import exercise_for_staff, exercises_for, role_in
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from coordination.room.models import Participant
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords
from push.vocabulary import Urgency

HOT_WASH_WAITS = Waiting(
    "hot-wash",
    "hot_wash_open",
    "hot-wash",
    Urgency.ROUTINE,
    PushWords(_("Two minutes: how did it go?")),
    of_exercises=True,
)
# Who rates and notes what they see. Controllers and the safety officer read it.
EVALUATING_ROLES = frozenset({ExerciseRole.DIRECTOR, ExerciseRole.EVALUATOR})


def evaluation_for(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> Exercise:
    """Return an exercise whose evaluation the person reads: its staff. Players and observers hear "not there".

    Raises: ExerciseNotFound.
    """
    return exercise_for_staff(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)


def evaluation_to_write(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> Exercise:
    """Return an exercise that the person evaluates. Raises: ExerciseNotFound, EvaluationNotAllowed."""
    found = evaluation_for(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)
    if role_in(found, user_id=user_id, at=at) not in EVALUATING_ROLES:
        raise EvaluationNotAllowed
    return found


def may_write(exercise: Exercise, *, user_id: int, at: datetime) -> bool:
    """Say whether a person rates and observes in an exercise."""
    return role_in(exercise, user_id=user_id, at=at) in EVALUATING_ROLES


def may_decide(exercise: Exercise, *, user_id: int, at: datetime) -> bool:
    """Say whether a person gives the final ratings: the director, and the evaluator who leads."""
    role = role_in(exercise, user_id=user_id, at=at)
    if role is ExerciseRole.DIRECTOR:
        return True
    lead = exercise.people.filter(user_id=user_id, role=ExerciseRole.EVALUATOR.value)
    return role is ExerciseRole.EVALUATOR and lead.filter(pk__in=_lead_of(exercise)).exists()


def _lead_of(exercise: Exercise) -> list[UUID]:
    found = Evaluation.objects.filter(exercise=exercise).values_list("lead_id", flat=True).first()
    return [] if found is None else [found]


def hot_wash_for(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> Exercise:
    """Return an exercise whose hot wash the person is asked in: who has a role in it, and who was in its room.

    Raises: ExerciseNotFound.
    """
    rows = Exercise.objects.filter(pk=exercise_id).select_related("site", "sponsor")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not (_has_role(found, user_id=user_id, at=at) or _was_in_room(found, user_id=user_id, at=at)):
        raise ExerciseNotFound
    return found


def _has_role(exercise: Exercise, *, user_id: int, at: datetime) -> bool:
    # A player must not learn of an exercise that was not announced to them.
    is_known = exercises_for(user_id, at).filter(pk=exercise.pk).exists()
    return is_known and role_in(exercise, user_id=user_id, at=at) is not None


def hot_washes_for(user_id: int, at: datetime) -> list[Exercise]:
    """Return the exercises whose hot wash is open and waits for a person's answer, the newest first."""
    counts = fetch.members_who_count(at).filter(user_id=user_id)
    in_room = Participant.objects.filter(user_id=user_id, member__in=counts.values("pk"), removed_at__isnull=True)
    named = Q(people__user_id=user_id, people__agency__in=counts.values("agency_id"))
    here = Q(incident_id__in=in_room.values("room__incident_id"))
    rows = Exercise.objects.filter(named | here, state=ExerciseState.ENDED.value, evaluation__closed_at__isnull=True)
    answered = HotWashAnswered.objects.filter(user_id=user_id).values("exercise_id")
    return list(rows.exclude(pk__in=answered).select_related("site").distinct().order_by("-ended_at", "id"))


def _was_in_room(exercise: Exercise, *, user_id: int, at: datetime) -> bool:
    if exercise.incident_id is None:
        return False
    counts = fetch.members_who_count(at).filter(user_id=user_id).values("pk")
    return Participant.objects.filter(
        room__incident_id=exercise.incident_id, user_id=user_id, member__in=counts, removed_at__isnull=True
    ).exists()
