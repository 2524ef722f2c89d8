"""Which step an assessment, a finding and an upgrade may take from which state; what refuses the others. Pure."""

from dataclasses import dataclass

from mapping.assessments import errors
from mapping.assessments.vocabulary import (
    AssessmentState,
    AssessmentStep,
    FindingState,
    FindingStep,
    UpgradeState,
    UpgradeStep,
)
from mou.foundation.machine import Machine, Need, lead_to

S, T = AssessmentState, AssessmentStep
# What is adopted is at work until each finding is settled and each upgrade decided.
ASSESSMENTS: Machine[AssessmentState, AssessmentStep] = Machine(
    begins=S.PLANNING,
    ends=frozenset({S.CLOSED, S.WITHDRAWN}),
    moves={
        T.BEGIN_WALK: lead_to([S.PLANNING], S.WALKING),
        T.BEGIN_RATING: lead_to([S.WALKING], S.RATING),
        T.ADOPT: lead_to([S.RATING], S.ADOPTED),
        T.CLOSE: lead_to([S.ADOPTED], S.CLOSED),
        T.REOPEN: lead_to([S.ADOPTED], S.RATING, Need.WORDS),
        T.WITHDRAW: lead_to([one for one in S if one.takes_writing], S.WITHDRAWN, Need.WORDS),
    },
    refused={
        S.PLANNING: errors.AssessmentInPlanning,
        S.WALKING: errors.AssessmentInWalk,
        S.RATING: errors.AssessmentInRating,
        S.ADOPTED: errors.AssessmentIsAdopted,
        S.CLOSED: errors.AssessmentIsClosed,
        S.WITHDRAWN: errors.AssessmentIsWithdrawn,
    },
)
F, D = FindingState, FindingStep
FINDINGS: Machine[FindingState, FindingStep] = Machine(
    begins=F.OPEN,
    ends=frozenset({F.CONFIRMED, F.ACCEPTED}),
    moves={
        D.FIX: lead_to([F.OPEN], F.FIXED),
        # The one who reported the mend does not confirm it.
        D.CONFIRM: lead_to([F.FIXED], F.CONFIRMED, Need.SECOND_PERSON),
        D.ACCEPT: lead_to([F.OPEN], F.ACCEPTED, Need.WORDS),
        D.REOPEN: lead_to([F.FIXED, F.CONFIRMED, F.ACCEPTED], F.OPEN, Need.WORDS),
    },
    refused={
        F.OPEN: errors.FindingIsOpen,
        F.FIXED: errors.FindingIsFixed,
        F.CONFIRMED: errors.FindingIsConfirmed,
        F.ACCEPTED: errors.FindingIsAccepted,
    },
)
U, P = UpgradeState, UpgradeStep
UPGRADES: Machine[UpgradeState, UpgradeStep] = Machine(
    begins=U.PROPOSED,
    ends=frozenset({U.DONE, U.DECLINED}),
    moves={
        P.APPROVE: lead_to([U.PROPOSED], U.APPROVED),
        P.COMPLETE: lead_to([U.APPROVED], U.DONE),
        P.DECLINE: lead_to([U.PROPOSED, U.APPROVED], U.DECLINED, Need.WORDS),
        P.REOPEN: lead_to([U.DECLINED], U.PROPOSED, Need.WORDS),
    },
    refused={
        U.PROPOSED: errors.UpgradeIsProposed,
        U.APPROVED: errors.UpgradeIsApproved,
        U.DONE: errors.UpgradeIsDone,
        U.DECLINED: errors.UpgradeIsDeclined,
    },
)


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """What of an assessment the steps ask for: who is on the team, and what is still open."""

    has_leader: bool
    is_multidisciplinary: bool
    lines_open: int
    findings_unowned: int
    findings_open: int
    scenarios_open: int
    upgrades_open: int


def check_file(step: AssessmentStep, file: AssessmentFile) -> None:
    """Refuse a step for which something lacks in an assessment. Raises: AssessmentStepRefused; its code says what."""
    missing = _missing_part(step, file)
    if missing is not None:
        raise missing


def _missing_part(step: AssessmentStep, file: AssessmentFile) -> errors.AssessmentStepRefused | None:
    if step is T.BEGIN_WALK and not file.has_leader:
        return errors.AssessmentLeaderMissing()
    if step is T.BEGIN_WALK and not file.is_multidisciplinary:
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


def check_answerable(state: AssessmentState) -> None:
    """Refuse to answer the checklist before the walk, and what is adopted. Raises: AssessmentStepRefused."""
    check_writable(state)
    if state is S.PLANNING:
        raise ASSESSMENTS.refused[state]


def check_rateable(state: AssessmentState) -> None:
    """Refuse to rate before the walk is done, and what is adopted. Raises: AssessmentStepRefused."""
    if state is not S.RATING:
        raise ASSESSMENTS.refused[state]


def check_writable(state: AssessmentState) -> None:
    """Refuse to write into what is adopted, closed or withdrawn. Raises: AssessmentStepRefused."""
    if not state.takes_writing:
        raise ASSESSMENTS.refused[state]
