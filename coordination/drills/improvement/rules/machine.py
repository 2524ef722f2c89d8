"""Which step a corrective action allows, and what it is after it. Pure."""

from coordination.casework.machine import Machine, Need, lead, stay
from coordination.drills.improvement.errors import ActionStepRefused
from coordination.drills.improvement.vocabulary import ActionState, ActionStep

S, T = ActionState, ActionStep
RUNNING = (S.OPEN, S.IN_PROGRESS)
ENDED = (S.DONE, S.DROPPED)
ACTIONS = Machine(
    begins=S.OPEN,
    ends=frozenset(ENDED),
    # A note says something; done needs its evidence, dropped and reopened a reason.
    moves={
        T.ASSIGN: stay(RUNNING),
        T.NOTE: stay(S, Need.WORDS),
        T.BEGIN: lead([S.OPEN], S.IN_PROGRESS),
        T.FINISH: lead(RUNNING, S.DONE, Need.WORDS),
        T.DROP: lead(RUNNING, S.DROPPED, Need.WORDS),
        T.REOPEN: lead(ENDED, S.OPEN, Need.WORDS),
    },
    refused=dict.fromkeys(S, ActionStepRefused),
)
