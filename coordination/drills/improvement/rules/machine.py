"""Which step a corrective action allows, and what it is after it. Pure."""

from coordination.drills.improvement.errors import ActionStepRefused
from coordination.drills.improvement.vocabulary import ActionState, ActionStep
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state

S, T = ActionState, ActionStep
RUNNING = (S.OPEN, S.IN_PROGRESS)
ENDED = (S.DONE, S.DROPPED)
ACTIONS = Machine(
    begins=S.OPEN,
    ends=frozenset(ENDED),
    # A note says something; done needs its evidence, dropped and reopened a reason.
    moves={
        T.ASSIGN: stay_in_state(RUNNING),
        T.NOTE: stay_in_state(S, Need.WORDS),
        T.BEGIN: lead_to([S.OPEN], S.IN_PROGRESS),
        T.FINISH: lead_to(RUNNING, S.DONE, Need.WORDS),
        T.DROP: lead_to(RUNNING, S.DROPPED, Need.WORDS),
        T.REOPEN: lead_to(ENDED, S.OPEN, Need.WORDS),
    },
    refused=dict.fromkeys(S, ActionStepRefused),
)
