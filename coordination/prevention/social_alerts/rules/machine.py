"""Which step an alert and a rule may take from which state, and what refuses the others. Pure."""

from coordination.prevention.social_alerts import errors
from coordination.prevention.social_alerts.vocabulary import AlertRuleState, AlertRuleStep, AlertState, AlertStep
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state

S, T = AlertState, AlertStep
R, U = AlertRuleState, AlertRuleStep
# There is no way back from a decision: the words that it was made on are gone.
ALERTS = Machine(
    begins=S.RECEIVED,
    ends=frozenset({S.DECIDED}),
    moves={
        T.BEGIN_REVIEW: lead_to([S.RECEIVED], S.IN_REVIEW),
        T.HAND_BACK: lead_to([S.IN_REVIEW], S.RECEIVED),
        T.DECIDE: lead_to([S.IN_REVIEW], S.DECIDED),
    },
    refused={
        S.RECEIVED: errors.AlertNotInReview,
        S.IN_REVIEW: errors.AlertInReviewAlready,
        S.DECIDED: errors.AlertDecidedAlready,
    },
)
# Only an administrator of the district approves, reviews and renews, and never a rule of their own.
RULES = Machine(
    begins=R.PROPOSED,
    ends=frozenset({R.ENDED}),
    moves={
        U.APPROVE: lead_to([R.PROPOSED], R.APPROVED, Need.SECOND_PERSON),
        U.REVIEW: stay_in_state([R.APPROVED], Need.SECOND_PERSON),
        U.RENEW: stay_in_state([R.APPROVED], Need.SECOND_PERSON),
        U.END: lead_to([R.PROPOSED, R.APPROVED], R.ENDED),
    },
    refused={
        R.PROPOSED: errors.RuleNotApproved,
        R.APPROVED: errors.RuleApprovedAlready,
        R.ENDED: errors.RuleHasEnded,
    },
)
