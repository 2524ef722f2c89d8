"""Which step leads a task from where to where. Pure."""

from coordination.casework.machine import Machine, Need, lead, stay
from coordination.prevention.climate import errors
from coordination.prevention.climate.vocabulary import ClimateTaskState, ClimateTaskStep

S, T = ClimateTaskState, ClimateTaskStep
TASKS = Machine(
    begins=S.OPEN,
    ends=frozenset({S.DONE, S.DROPPED}),
    moves={
        T.ASSIGN: stay([S.OPEN]),
        T.NOTE: stay([S.OPEN], Need.WORDS),
        T.FINISH: lead([S.OPEN], S.DONE, Need.WORDS),
        T.DROP: lead([S.OPEN], S.DROPPED, Need.WORDS),
        T.REOPEN: lead([S.DONE, S.DROPPED], S.OPEN, Need.WORDS),
    },
    refused={
        S.OPEN: errors.ClimateTaskIsOpen,
        S.DONE: errors.ClimateTaskIsDone,
        S.DROPPED: errors.ClimateTaskIsDropped,
    },
)
