"""Who conducts an exercise, and who reads how it goes. A stranger's "no" reads "not there".

Players and observers are told how far it is; what is still to come is read by its staff alone.
"""

from datetime import datetime
from uuid import UUID

from coordination.drills.conduct.errors import ConductStepRefused
from coordination.drills.exercises.access import exercise_for, exercise_for_staff, role_in
from coordination.drills.exercises.errors import ExerciseNotAllowed, ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import CONDUCTING_ROLES, STAFF_ROLES, ExerciseRole
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

__all__ = ["exercise_for", "exercise_for_staff", "role_in"]


def exercise_to_conduct(*, user_id: int, exercise_id: UUID, at: datetime) -> Exercise:
    """Return an exercise whose injects the person fires.

    Raises: ExerciseNotFound: not theirs, or they play in it. ExerciseNotAllowed: they evaluate or keep it safe.
    """
    found = exercise_for_staff(user_id=user_id, exercise_id=exercise_id, at=at)
    if role_in(found, user_id=user_id, at=at) not in CONDUCTING_ROLES:
        raise ExerciseNotAllowed
    return found


def exercise_to_move(
    *, user_id: int, exercise_id: UUID, roles: frozenset[ExerciseRole], at: datetime, lock: bool = False
) -> Exercise:
    """Return an exercise in which the person's role takes a step. With `lock`, holds its row until commit.

    Raises: ExerciseNotFound: not theirs to see. ExerciseNotAllowed: they have another role.
    """
    found = exercise_for(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)
    if role_in(found, user_id=user_id, at=at) not in roles:
        raise ExerciseNotAllowed
    return found


def exercise_with_person(*, user_id: int, exercise_id: UUID, at: datetime) -> tuple[Exercise, ExerciseRole]:
    """Return an exercise in which the person has a role, and that role. Raises: ExerciseNotFound."""
    found = exercise_for(user_id=user_id, exercise_id=exercise_id, at=at)
    role = role_in(found, user_id=user_id, at=at)
    if role is None:
        raise ExerciseNotFound
    return found, role


def is_staff(role: ExerciseRole | None) -> bool:
    """Tell whether a role reads the controllers' documents."""
    return role in STAFF_ROLES


def incident_of(exercise: Exercise) -> UUID:
    """Return the incident in which an exercise is played. Raises: ConductStepRefused: STARTEX was not given."""
    if exercise.incident_id is None:
        raise ConductStepRefused(Reason(_("The exercise has not begun.")))
    return exercise.incident_id
