"""Which step leads a task from where to where. Pure."""

from coordination.prevention.climate.errors import (
    ClimateStepRefused,
    ClimateTaskIsDone,
    ClimateTaskIsDropped,
    ClimateTaskIsOpen,
)
from coordination.prevention.climate.vocabulary import ClimateTaskState, ClimateTaskStep

_S, _T = ClimateTaskState, ClimateTaskStep
NEXT = {
    (_S.OPEN, _T.ASSIGN): _S.OPEN,
    (_S.OPEN, _T.NOTE): _S.OPEN,
    (_S.OPEN, _T.FINISH): _S.DONE,
    (_S.OPEN, _T.DROP): _S.DROPPED,
    (_S.DONE, _T.REOPEN): _S.OPEN,
    (_S.DROPPED, _T.REOPEN): _S.OPEN,
}
NEEDS_WORDS = frozenset({_T.NOTE, _T.FINISH, _T.DROP, _T.REOPEN})
REFUSALS: dict[ClimateTaskState, type[ClimateStepRefused]] = {
    _S.OPEN: ClimateTaskIsOpen,
    _S.DONE: ClimateTaskIsDone,
    _S.DROPPED: ClimateTaskIsDropped,
}


def after(state: ClimateTaskState, step: ClimateTaskStep) -> ClimateTaskState:
    """Return the state after a step. Raises: ClimateStepRefused."""
    found = NEXT.get((state, step))
    if found is None:
        raise REFUSALS[state]
    return found


def steps_from(state: ClimateTaskState) -> list[ClimateTaskStep]:
    """Return the steps that a state allows."""
    return [step for step in ClimateTaskStep if (state, step) in NEXT]
