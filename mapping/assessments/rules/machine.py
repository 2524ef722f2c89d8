"""Which step an assessment and a finding may take from which state, and what refuses the others. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mapping.assessments import errors
from mapping.assessments.vocabulary import (
    AssessmentState,
    AssessmentStep,
    FindingState,
    FindingStep,
    UpgradeState,
    UpgradeStep,
)

S, T = AssessmentState, AssessmentStep
NEXT: Mapping[tuple[AssessmentState, AssessmentStep], AssessmentState] = MappingProxyType(
    {
        (S.PLANNING, T.BEGIN_WALK): S.WALKING,
        (S.WALKING, T.BEGIN_RATING): S.RATING,
        (S.RATING, T.ADOPT): S.ADOPTED,
        (S.ADOPTED, T.CLOSE): S.CLOSED,
        (S.ADOPTED, T.REOPEN): S.RATING,
        **{(state, T.WITHDRAW): S.WITHDRAWN for state in S if state.is_open},
    }
)
# Steps that need a reason, for later readers of the record.
NEEDS_WORDS = frozenset({T.REOPEN, T.WITHDRAW})
REFUSED: Mapping[AssessmentState, type[errors.AssessmentStepRefused]] = MappingProxyType(
    {
        S.PLANNING: errors.AssessmentInPlanning,
        S.WALKING: errors.AssessmentInWalk,
        S.RATING: errors.AssessmentInRating,
        S.ADOPTED: errors.AssessmentIsAdopted,
        S.CLOSED: errors.AssessmentIsClosed,
        S.WITHDRAWN: errors.AssessmentIsWithdrawn,
    }
)
F, D = FindingState, FindingStep
FINDING_NEXT: Mapping[tuple[FindingState, FindingStep], FindingState] = MappingProxyType(
    {
        (F.OPEN, D.FIX): F.FIXED,
        # A second person confirms; the one who reported the mend may not.
        (F.FIXED, D.CONFIRM): F.CONFIRMED,
        (F.OPEN, D.ACCEPT): F.ACCEPTED,
        (F.FIXED, D.REOPEN): F.OPEN,
        (F.CONFIRMED, D.REOPEN): F.OPEN,
        (F.ACCEPTED, D.REOPEN): F.OPEN,
    }
)
FINDING_NEEDS_WORDS = frozenset({D.ACCEPT, D.REOPEN})
FINDING_REFUSED: Mapping[FindingState, type[errors.FindingStepRefused]] = MappingProxyType(
    {
        F.OPEN: errors.FindingIsOpen,
        F.FIXED: errors.FindingIsFixed,
        F.CONFIRMED: errors.FindingIsConfirmed,
        F.ACCEPTED: errors.FindingIsAccepted,
    }
)
U, P = UpgradeState, UpgradeStep
UPGRADE_NEXT: Mapping[tuple[UpgradeState, UpgradeStep], UpgradeState] = MappingProxyType(
    {
        (U.PROPOSED, P.APPROVE): U.APPROVED,
        (U.PROPOSED, P.DECLINE): U.DECLINED,
        (U.APPROVED, P.COMPLETE): U.DONE,
        (U.APPROVED, P.DECLINE): U.DECLINED,
        (U.DECLINED, P.REOPEN): U.PROPOSED,
    }
)
UPGRADE_NEEDS_WORDS = frozenset({P.DECLINE, P.REOPEN})
UPGRADE_REFUSED: Mapping[UpgradeState, type[errors.UpgradeStepRefused]] = MappingProxyType(
    {
        U.PROPOSED: errors.UpgradeIsProposed,
        U.APPROVED: errors.UpgradeIsApproved,
        U.DONE: errors.UpgradeIsDone,
        U.DECLINED: errors.UpgradeIsDeclined,
    }
)


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """What of an assessment the steps ask for: who is on the team, and what is still open."""

    has_leader: bool
    agencies: int
    lines_open: int
    findings_unowned: int
    findings_open: int
    scenarios_open: int
    upgrades_open: int


def next_state(state: AssessmentState, step: AssessmentStep, file: AssessmentFile) -> AssessmentState:
    """Return the state to which a step leads. Raises: AssessmentStepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise REFUSED[state]
    missing = _missing_part(step, file)
    if missing is not None:
        raise missing
    return found


def steps_from(state: AssessmentState) -> list[AssessmentStep]:
    """Return the steps that a state allows, in the order of the words; what is missing is said later."""
    return [step for step in AssessmentStep if (state, step) in NEXT]


def _missing_part(step: AssessmentStep, file: AssessmentFile) -> errors.AssessmentStepRefused | None:
    if step is T.BEGIN_WALK and not file.has_leader:
        return errors.AssessmentLeaderMissing()
    if step is T.BEGIN_WALK and file.agencies < 2:
        return errors.AssessmentNotInteragency()
    if step is T.BEGIN_RATING and file.lines_open:
        return errors.AssessmentChecklistOpen()
    if step is T.ADOPT and file.findings_unowned:
        return errors.AssessmentFindingsUnowned()
    if step is T.ADOPT and file.scenarios_open:
        return errors.AssessmentScoresMissing()
    if step is T.CLOSE:
        return _missing_to_close(file)
    return None


def _missing_to_close(file: AssessmentFile) -> errors.AssessmentStepRefused | None:
    if file.findings_open:
        return errors.AssessmentFindingsOpen()
    return errors.AssessmentUpgradesOpen() if file.upgrades_open else None


def check_rateable(state: AssessmentState) -> None:
    """Refuse to rate before the walk is done, and what is adopted. Raises: AssessmentStepRefused."""
    if state is not S.RATING:
        raise REFUSED[state]


def check_writable(state: AssessmentState) -> None:
    """Refuse to write into what is adopted, closed or withdrawn. Raises: AssessmentStepRefused."""
    if not state.is_open:
        raise REFUSED[state]


def finding_after(state: FindingState, step: FindingStep) -> FindingState:
    """Return the state to which a step of a finding leads. Raises: FindingStepRefused, with a code that says why."""
    found = FINDING_NEXT.get((state, step))
    if found is None:
        raise FINDING_REFUSED[state]
    return found


def finding_steps_from(state: FindingState) -> list[FindingStep]:
    """Return the steps that a finding's state allows."""
    return [step for step in FindingStep if (state, step) in FINDING_NEXT]


def upgrade_after(state: UpgradeState, step: UpgradeStep) -> UpgradeState:
    """Return the state to which a step of an upgrade leads. Raises: UpgradeStepRefused, with a code that says why."""
    found = UPGRADE_NEXT.get((state, step))
    if found is None:
        raise UPGRADE_REFUSED[state]
    return found


def upgrade_steps_from(state: UpgradeState) -> list[UpgradeStep]:
    """Return the steps that an upgrade's state allows."""
    return [step for step in UpgradeStep if (state, step) in UPGRADE_NEXT]
