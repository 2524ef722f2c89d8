"""Which step a tip may take from which state, and what refuses the others. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from coordination.prevention.tips import errors
from coordination.prevention.tips.vocabulary import TipState, TipStep

S, T = TipState, TipStep
WORKED_ON = (S.RECEIVED, S.TRIAGED, S.SENT, S.ACKNOWLEDGED, S.IN_PROGRESS)
NEXT: Mapping[tuple[TipState, TipStep], TipState] = MappingProxyType(
    {
        (S.RECEIVED, T.TRIAGE): S.TRIAGED,
        # A second look may find it more urgent, or less.
        (S.TRIAGED, T.TRIAGE): S.TRIAGED,
        (S.TRIAGED, T.SEND): S.SENT,
        (S.SENT, T.ACKNOWLEDGE): S.ACKNOWLEDGED,
        (S.ACKNOWLEDGED, T.BEGIN): S.IN_PROGRESS,
        (S.IN_PROGRESS, T.DISPOSE): S.DISPOSED,
        **{(state, T.LINK_DUPLICATE): S.DUPLICATE for state in WORKED_ON},
        **{(state, T.MARK_FALSE): S.FALSE for state in WORKED_ON},
        **{(state, T.MARK_TEST): S.TEST for state in WORKED_ON},
        # What ended may have ended wrongly: it begins again where somebody says how urgent it is.
        **{(state, T.REOPEN): S.TRIAGED for state in (S.DISPOSED, S.DUPLICATE, S.FALSE, S.TEST)},
    }
)
# Why a step that is not above is refused: by what has not happened yet, or has happened already.
TOO_EARLY: Mapping[TipState, type[errors.StepRefused]] = MappingProxyType(
    {
        S.RECEIVED: errors.TipNotTriaged,
        S.TRIAGED: errors.TipNotSent,
        S.SENT: errors.TipNotAcknowledged,
        S.ACKNOWLEDGED: errors.TipAcknowledgedAlready,
        S.IN_PROGRESS: errors.TipInProgressAlready,
        S.DISPOSED: errors.TipDisposedAlready,
        S.DUPLICATE: errors.TipIsDuplicate,
        S.FALSE: errors.TipIsFalse,
        S.TEST: errors.TipIsTest,
    }
)


def after(state: TipState, step: TipStep) -> TipState:
    """Return the state to which a step leads. Raises: StepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise refusal(state, step)
    return found


def refusal(state: TipState, step: TipStep) -> errors.StepRefused:
    """Return why a step is refused in a state."""
    if step is T.REOPEN:
        return errors.TipIsOpen()
    if state is S.SENT and step in (T.TRIAGE, T.SEND):
        return errors.TipSentAlready()
    if state is S.ACKNOWLEDGED and step is T.DISPOSE:
        return errors.TipNotBegun()
    return TOO_EARLY[state]()


def steps_from(state: TipState) -> list[TipStep]:
    """Return the steps that a state allows, in the order of the words."""
    return [step for step in TipStep if (state, step) in NEXT]
