"""Which step a referral and a crisis team may take from which state, and what refuses the others. Pure."""

from coordination.casework.refusals import StepRefused
from coordination.prevention.support import errors
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisState,
    CrisisStep,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state

S, T = ReferralState, ReferralStep
C, D = CrisisState, CrisisStep
BEFORE_CONSENT = (S.RECEIVED, S.CONSENT_ASKED)
OPEN = tuple(one for one in S if one.is_open)
REFERRALS = Machine(
    begins=S.RECEIVED,
    ends=frozenset({S.CLOSED}),
    moves={
        T.ASK_CONSENT: lead_to([S.RECEIVED], S.CONSENT_ASKED),
        T.RECORD_CONSENT: lead_to(BEFORE_CONSENT, S.CONSENTED, Need.WORDS),
        T.REFUSE_CONSENT: lead_to(BEFORE_CONSENT, S.CLOSED, Need.WORDS),
        T.GO_WITHOUT_CONSENT: lead_to(BEFORE_CONSENT, S.CONSENTED, Need.WORDS),
        # The colleague who takes over begins anew with the student.
        T.ASSIGN: lead_to([S.CONSENTED, S.ASSIGNED, S.IN_SUPPORT], S.ASSIGNED),
        T.BEGIN_SUPPORT: lead_to([S.ASSIGNED], S.IN_SUPPORT),
        T.NOTE: stay_in_state(OPEN, Need.WORDS),
        T.WITHDRAW: lead_to([one for one in S if one.is_waiting], S.CLOSED, Need.WORDS),
        T.CLOSE: lead_to([S.IN_SUPPORT], S.CLOSED, Need.WORDS),
        T.REOPEN: lead_to([S.CLOSED], S.RECEIVED, Need.WORDS, refused=dict.fromkeys(OPEN, errors.ReferralIsOpen)),
    },
    refused={
        S.RECEIVED: errors.ReferralNeedsConsent,
        S.CONSENT_ASKED: errors.ReferralAwaitsConsent,
        S.CONSENTED: errors.ReferralHasConsent,
        S.ASSIGNED: errors.ReferralIsAssigned,
        S.IN_SUPPORT: errors.ReferralInSupport,
        S.CLOSED: errors.ReferralIsClosed,
    },
)
# A parent or student says it; an emergency is a step of its own.
SAID_BY = (ConsentBy.PARENT, ConsentBy.STUDENT)
RUNNING = (C.CALLED, C.ACCEPTED, C.ON_SITE)
CRISES = Machine(
    begins=C.CALLED,
    ends=frozenset({C.ENDED}),
    moves={
        D.ACCEPT: lead_to([C.CALLED], C.ACCEPTED),
        D.ARRIVE: lead_to([C.ACCEPTED], C.ON_SITE),
        D.END: lead_to([C.ON_SITE], C.ENDED),
        D.CANCEL: lead_to([C.CALLED, C.ACCEPTED], C.ENDED, Need.WORDS),
        D.REOPEN: lead_to([C.ENDED], C.ON_SITE, Need.WORDS, refused=dict.fromkeys(RUNNING, errors.CrisisIsOpen)),
    },
    refused={
        C.CALLED: errors.CrisisNotAccepted,
        C.ACCEPTED: errors.CrisisAccepted,
        C.ON_SITE: errors.CrisisOnSite,
        C.ENDED: errors.CrisisHasEnded,
    },
)


def refusal_by_urgency(urgency: ReferralUrgency, step: ReferralStep) -> StepRefused | None:
    """Return why a step is refused that the state of a referral allows: without consent nothing begins but a crisis."""
    is_refused = step is T.GO_WITHOUT_CONSENT and urgency is not ReferralUrgency.CRISIS
    return errors.ReferralNotACrisis() if is_refused else None
