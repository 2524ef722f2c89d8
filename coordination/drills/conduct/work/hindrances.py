"""What keeps a step from being taken though role and state allow it: asked by the step, and by who offers it."""

from datetime import datetime

from coordination.drills.conduct.errors import ExerciseHasNoRoom, RealIncidentOpen
from coordination.drills.conduct.vocabulary import STEP_FROM, STEP_ROLES, ConductStep
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from coordination.errors import CoordinationError, RoomNotFound
from coordination.incident.real_world.queries import real_room_at
from coordination.room.access import site_to_open_at

# Steps that set something simulated going.
SETS_GOING = frozenset({ConductStep.START, ConductStep.RESUME})


def hindrance_of(step: ConductStep, exercise: Exercise, *, user_id: int, at: datetime) -> CoordinationError | None:
    """Return the refusal that a step would meet; None where it would be taken."""
    if step not in SETS_GOING:
        return None
    if step is ConductStep.START:
        try:
            site_to_open_at(user_id=user_id, site_id=exercise.site_id, at=at)
        except RoomNotFound:
            return ExerciseHasNoRoom()
    return RealIncidentOpen() if real_room_at([exercise.site_id]) is not None else None


def steps_of(state: ExerciseState, role: ExerciseRole | None) -> list[ConductStep]:
    """Return the steps that a role takes from a state, if nothing keeps it from that."""
    found = [one for one in ConductStep if state in STEP_FROM[one] and role in STEP_ROLES[one]]
    if state is ExerciseState.INTERRUPTED and role is not ExerciseRole.DIRECTOR:
        found = [one for one in found if one is not ConductStep.RESUME]
    return found


def hindered_steps(
    exercise: Exercise, role: ExerciseRole | None, *, user_id: int, at: datetime
) -> dict[ConductStep, CoordinationError]:
    """Return the steps of a role that would be refused now, and how."""
    found = {
        one: hindrance_of(one, exercise, user_id=user_id, at=at)
        for one in steps_of(ExerciseState(exercise.state), role)
    }
    return {step: refusal for step, refusal in found.items() if refusal is not None}
