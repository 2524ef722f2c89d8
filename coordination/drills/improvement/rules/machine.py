"""Which step a corrective action allows, and what it is after it. Pure."""

from coordination.drills.improvement.errors import ActionStepRefused
from coordination.drills.improvement.vocabulary import ActionState, ActionStep

_RUNNING = (ActionState.OPEN, ActionState.IN_PROGRESS)
_AFTER = {
    ActionStep.ASSIGN: {one: one for one in _RUNNING},
    ActionStep.NOTE: {one: one for one in ActionState},
    ActionStep.BEGIN: {ActionState.OPEN: ActionState.IN_PROGRESS},
    ActionStep.FINISH: dict.fromkeys(_RUNNING, ActionState.DONE),
    ActionStep.DROP: dict.fromkeys(_RUNNING, ActionState.DROPPED),
    ActionStep.REOPEN: {ActionState.DONE: ActionState.OPEN, ActionState.DROPPED: ActionState.OPEN},
}
# A note says something; done needs its evidence, dropped and reopened a reason.
NEEDS_WORDS = frozenset({ActionStep.NOTE, ActionStep.FINISH, ActionStep.DROP, ActionStep.REOPEN})


def after(state: ActionState, step: ActionStep) -> ActionState:
    """Return the state after a step. Raises: ActionStepRefused."""
    found = _AFTER[step].get(state)
    if found is None:
        raise ActionStepRefused
    return found


def steps_from(state: ActionState) -> list[ActionStep]:
    """Return what may be done with an action in a state."""
    return [step for step in ActionStep if state in _AFTER[step]]
