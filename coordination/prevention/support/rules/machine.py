"""Which step a referral and a crisis team may take from which state, and what refuses the others. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from coordination.prevention.support import errors
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisState,
    CrisisStep,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)

S, T = ReferralState, ReferralStep
C, D = CrisisState, CrisisStep
BEFORE_CONSENT = (S.RECEIVED, S.CONSENT_ASKED)
NEXT: Mapping[tuple[ReferralState, ReferralStep], ReferralState] = MappingProxyType(
    {
        (S.RECEIVED, T.ASK_CONSENT): S.CONSENT_ASKED,
        **{(state, T.RECORD_CONSENT): S.CONSENTED for state in BEFORE_CONSENT},
        **{(state, T.REFUSE_CONSENT): S.CLOSED for state in BEFORE_CONSENT},
        **{(state, T.GO_WITHOUT_CONSENT): S.CONSENTED for state in BEFORE_CONSENT},
        # Who takes over begins anew with the student.
        **{(state, T.ASSIGN): S.ASSIGNED for state in (S.CONSENTED, S.ASSIGNED, S.IN_SUPPORT)},
        (S.ASSIGNED, T.BEGIN_SUPPORT): S.IN_SUPPORT,
        **{(state, T.NOTE): state for state in S if state.is_open},
        **{(state, T.WITHDRAW): S.CLOSED for state in S if state.is_waiting},
        (S.IN_SUPPORT, T.CLOSE): S.CLOSED,
        (S.CLOSED, T.REOPEN): S.RECEIVED,
    }
)
REFUSED: Mapping[ReferralState, type[errors.ReferralStepRefused]] = MappingProxyType(
    {
        S.RECEIVED: errors.ReferralNeedsConsent,
        S.CONSENT_ASKED: errors.ReferralAwaitsConsent,
        S.CONSENTED: errors.ReferralHasConsent,
        S.ASSIGNED: errors.ReferralIsAssigned,
        S.IN_SUPPORT: errors.ReferralInSupport,
        S.CLOSED: errors.ReferralIsClosed,
    }
)
# Who reads the record later asks who agreed, and why.
NEEDS_WORDS = frozenset(
    {*(T.RECORD_CONSENT, T.REFUSE_CONSENT, T.GO_WITHOUT_CONSENT, T.NOTE), *(T.WITHDRAW, T.CLOSE, T.REOPEN)}
)
# A parent or student says it; an emergency is a step of its own.
SAID_BY = (ConsentBy.PARENT, ConsentBy.STUDENT)

CRISIS_NEXT: Mapping[tuple[CrisisState, CrisisStep], CrisisState] = MappingProxyType(
    {
        (C.CALLED, D.ACCEPT): C.ACCEPTED,
        (C.ACCEPTED, D.ARRIVE): C.ON_SITE,
        (C.ON_SITE, D.END): C.ENDED,
        **{(state, D.CANCEL): C.ENDED for state in (C.CALLED, C.ACCEPTED)},
        (C.ENDED, D.REOPEN): C.ON_SITE,
    }
)
CRISIS_REFUSED: Mapping[CrisisState, type[errors.CrisisStepRefused]] = MappingProxyType(
    {
        C.CALLED: errors.CrisisNotAccepted,
        C.ACCEPTED: errors.CrisisAccepted,
        C.ON_SITE: errors.CrisisOnSite,
        C.ENDED: errors.CrisisHasEnded,
    }
)
CRISIS_NEEDS_WORDS = frozenset({D.CANCEL, D.REOPEN})


def after(state: ReferralState, step: ReferralStep, urgency: ReferralUrgency) -> ReferralState:
    """Return the state to which a step leads. Raises: ReferralStepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise errors.ReferralIsOpen() if step is T.REOPEN else REFUSED[state]()
    if step is T.GO_WITHOUT_CONSENT and urgency is not ReferralUrgency.CRISIS:
        raise errors.ReferralNotACrisis
    return found


def steps_from(state: ReferralState, urgency: ReferralUrgency) -> list[ReferralStep]:
    """Return the steps that a state allows, in the order of the words."""
    found = [step for step in ReferralStep if (state, step) in NEXT]
    is_crisis = urgency is ReferralUrgency.CRISIS
    return [step for step in found if is_crisis or step is not T.GO_WITHOUT_CONSENT]


def crisis_after(state: CrisisState, step: CrisisStep) -> CrisisState:
    """Return the state to which a step leads. Raises: CrisisStepRefused, with a code that says why."""
    found = CRISIS_NEXT.get((state, step))
    if found is None:
        raise errors.CrisisIsOpen() if step is D.REOPEN else CRISIS_REFUSED[state]()
    return found


def crisis_steps_from(state: CrisisState) -> list[CrisisStep]:
    """Return the steps that a state allows."""
    return [step for step in CrisisStep if (state, step) in CRISIS_NEXT]
