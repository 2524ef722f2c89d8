"""Which step the plan of an exercise may take from which state, and what refuses the others. Pure.

What begins, pauses and ends an exercise is not here: the plan is fixed by then.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coordination.drills.exercises import errors
from coordination.drills.exercises.vocabulary import ExerciseState, ExerciseStep

S, T = ExerciseState, ExerciseStep
NEXT: Mapping[tuple[ExerciseState, ExerciseStep], ExerciseState] = MappingProxyType(
    {
        (S.PLANNING, T.MAKE_READY): S.READY,
        (S.READY, T.REPLAN): S.PLANNING,
        (S.PLANNING, T.CANCEL): S.CANCELED,
        (S.READY, T.CANCEL): S.CANCELED,
    }
)
REFUSED: Mapping[ExerciseState, type[errors.ExerciseStepRefused]] = MappingProxyType(
    {
        S.PLANNING: errors.ExerciseIsPlanned,
        S.READY: errors.ExerciseIsReady,
        S.RUNNING: errors.ExerciseHasBegun,
        S.PAUSED: errors.ExerciseHasBegun,
        S.INTERRUPTED: errors.ExerciseHasBegun,
        S.ENDED: errors.ExerciseHasEnded,
        S.CANCELED: errors.ExerciseIsCanceled,
    }
)


def refusal_in(state: ExerciseState) -> errors.ExerciseStepRefused:
    """Return why a state allows no such step."""
    return REFUSED[state]()


def state_after(state: ExerciseState, step: ExerciseStep) -> ExerciseState:
    """Return the state to which a step leads. Raises: ExerciseStepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise refusal_in(state)
    return found


def steps_from(state: ExerciseState) -> list[ExerciseStep]:
    """Return the steps that a state allows."""
    return [step for step in ExerciseStep if (state, step) in NEXT]


def state_once_changed(state: ExerciseState) -> ExerciseState:
    """Return the state after a change of the plan: what was ready is looked at again.

    Raises: ExerciseStepRefused: it has begun, has ended, or was canceled.
    """
    if state in (S.PLANNING, S.READY):
        return S.PLANNING
    raise refusal_in(state)
