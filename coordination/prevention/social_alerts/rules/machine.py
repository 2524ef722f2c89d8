"""Which step an alert and a rule may take from which state, and what refuses the others. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from coordination.prevention.social_alerts import errors
from coordination.prevention.social_alerts.vocabulary import AlertRuleState, AlertRuleStep, AlertState, AlertStep

S, T = AlertState, AlertStep
R, U = AlertRuleState, AlertRuleStep
NEXT: Mapping[tuple[AlertState, AlertStep], AlertState] = MappingProxyType(
    {
        (S.RECEIVED, T.BEGIN_REVIEW): S.IN_REVIEW,
        (S.IN_REVIEW, T.HAND_BACK): S.RECEIVED,
        (S.IN_REVIEW, T.DECIDE): S.DECIDED,
    }
)
# There is no way back from a decision: the words that it was made on are gone.
REFUSED: Mapping[AlertState, type[errors.AlertStepRefused]] = MappingProxyType(
    {
        S.RECEIVED: errors.AlertNotInReview,
        S.IN_REVIEW: errors.AlertInReviewAlready,
        S.DECIDED: errors.AlertDecidedAlready,
    }
)
RULE_NEXT: Mapping[tuple[AlertRuleState, AlertRuleStep], AlertRuleState] = MappingProxyType(
    {
        (R.PROPOSED, U.APPROVE): R.APPROVED,
        (R.APPROVED, U.REVIEW): R.APPROVED,
        (R.APPROVED, U.RENEW): R.APPROVED,
        (R.PROPOSED, U.END): R.ENDED,
        (R.APPROVED, U.END): R.ENDED,
    }
)
RULE_REFUSED: Mapping[AlertRuleState, type[errors.RuleStepRefused]] = MappingProxyType(
    {
        R.PROPOSED: errors.RuleNotApproved,
        R.APPROVED: errors.RuleApprovedAlready,
        R.ENDED: errors.RuleHasEnded,
    }
)


def after(state: AlertState, step: AlertStep) -> AlertState:
    """Return the state to which a step leads. Raises: AlertStepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise REFUSED[state]
    return found


def steps_from(state: AlertState) -> list[AlertStep]:
    """Return the steps that a state allows, in the order of the words."""
    return [step for step in AlertStep if (state, step) in NEXT]


def rule_after(state: AlertRuleState, step: AlertRuleStep) -> AlertRuleState:
    """Return the state to which a step leads. Raises: RuleStepRefused, with a code that says why."""
    found = RULE_NEXT.get((state, step))
    if found is None:
        raise RULE_REFUSED[state]
    return found


def rule_steps_from(state: AlertRuleState) -> list[AlertRuleStep]:
    """Return the steps that a state allows."""
    return [step for step in AlertRuleStep if (state, step) in RULE_NEXT]
