"""Which step a tip may take from which state, and what refuses the others. Pure."""

from coordination.prevention.tips import errors
from coordination.prevention.tips.vocabulary import ENDED, TipState, TipStep
from mou.foundation.machine import Machine, Need, lead_to

S, T = TipState, TipStep
WORKED_ON = (S.RECEIVED, S.TRIAGED, S.SENT, S.ACKNOWLEDGED, S.IN_PROGRESS)
TIPS = Machine(
    begins=S.RECEIVED,
    ends=ENDED,
    moves={
        # A second look may find it more urgent, or less.
        T.TRIAGE: lead_to([S.RECEIVED, S.TRIAGED], S.TRIAGED, refused={S.SENT: errors.TipSentAlready}),
        T.SEND: lead_to([S.TRIAGED], S.SENT, refused={S.SENT: errors.TipSentAlready}),
        T.ACKNOWLEDGE: lead_to([S.SENT], S.ACKNOWLEDGED),
        T.BEGIN: lead_to([S.ACKNOWLEDGED], S.IN_PROGRESS),
        T.DISPOSE: lead_to([S.IN_PROGRESS], S.DISPOSED, refused={S.ACKNOWLEDGED: errors.TipNotBegun}),
        T.LINK_DUPLICATE: lead_to(WORKED_ON, S.DUPLICATE),
        T.MARK_FALSE: lead_to(WORKED_ON, S.FALSE, Need.WORDS),
        T.MARK_TEST: lead_to(WORKED_ON, S.TEST),
        # What ended may have ended wrongly: it begins again where someone says how urgent it is.
        T.REOPEN: lead_to(ENDED, S.TRIAGED, Need.WORDS, refused=dict.fromkeys(WORKED_ON, errors.TipIsOpen)),
    },
    # By what has not happened yet, or has happened already.
    refused={
        S.RECEIVED: errors.TipNotTriaged,
        S.TRIAGED: errors.TipNotSent,
        S.SENT: errors.TipNotAcknowledged,
        S.ACKNOWLEDGED: errors.TipAcknowledgedAlready,
        S.IN_PROGRESS: errors.TipInProgressAlready,
        S.DISPOSED: errors.TipDisposedAlready,
        S.DUPLICATE: errors.TipIsDuplicate,
        S.FALSE: errors.TipIsFalse,
        S.TEST: errors.TipIsTest,
    },
)
