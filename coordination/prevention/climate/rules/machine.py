"""Which step leads a task from where to where. Pure."""

from coordination.prevention.climate import errors
from coordination.prevention.climate.vocabulary import ClimateTaskState, ClimateTaskStep
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state

S, T = ClimateTaskState, ClimateTaskStep
TASKS = Machine(
    begins=S.OPEN,
    ends=frozenset({S.DONE, S.DROPPED}),
    moves={
        T.ASSIGN: stay_in_state([S.OPEN]),
        T.NOTE: stay_in_state([S.OPEN], Need.WORDS),
        T.FINISH: lead_to([S.OPEN], S.DONE, Need.WORDS),
        T.DROP: lead_to([S.OPEN], S.DROPPED, Need.WORDS),
        T.REOPEN: lead_to([S.DONE, S.DROPPED], S.OPEN, Need.WORDS),
    },
    refused={
        S.OPEN: errors.ClimateTaskIsOpen,
        S.DONE: errors.ClimateTaskIsDone,
        S.DROPPED: errors.ClimateTaskIsDropped,
    },
)
