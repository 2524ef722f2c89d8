"""Which step a case may take from which state, and what refuses the others. Pure.

CSTAG decides in five steps: 1 evaluate the threat; 2 try to resolve it as transient; 3 respond to what is substantive;
4 a safety evaluation of what is very serious; 5 a safety plan that is monitored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordination.prevention.cases import errors
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep
from mou.foundation.labelled import WordedError
from mou.foundation.machine import Machine, Need, lead_to

S, T, C = CaseState, CaseStep, CaseClassification
OPEN = tuple(one for one in S if one.is_open)
# In doubt a threat is taken as substantive, and what is known later may make it worse: never the other way.
MAY_GET_WORSE = (S.EVALUATED, S.SUBSTANTIVE, S.RESPONDED, S.MONITORED)
# What a threat is: not decided without an administrator and someone who knows about minds.
DECIDES = (Need.WORDS, Need.WHOLE_TEAM)
CASES = Machine(
    begins=S.OPENED,
    ends=frozenset({S.CLOSED, S.SEALED}),
    moves={
        T.EVALUATE: lead_to([S.OPENED], S.EVALUATED, Need.WORDS),
        T.FIND_NO_THREAT: lead_to([S.EVALUATED], S.CLOSED, *DECIDES),
        T.RESOLVE_TRANSIENT: lead_to([S.EVALUATED], S.CLOSED, *DECIDES),
        T.FIND_SERIOUS: lead_to([S.EVALUATED], S.SUBSTANTIVE, *DECIDES),
        T.FIND_VERY_SERIOUS: lead_to(MAY_GET_WORSE, S.SUBSTANTIVE, *DECIDES),
        T.RESPOND: lead_to([S.SUBSTANTIVE], S.RESPONDED),
        T.BEGIN_SAFETY_EVALUATION: lead_to([S.RESPONDED], S.SAFETY_EVALUATION),
        T.MONITOR: lead_to([S.RESPONDED, S.SAFETY_EVALUATION], S.MONITORED),
        T.CLOSE: lead_to([S.RESPONDED, S.MONITORED], S.CLOSED, Need.WORDS),
        T.SEAL: lead_to([S.CLOSED], S.SEALED, Need.LEAD, refused=dict.fromkeys(OPEN, errors.CaseIsOpen)),
        T.UNSEAL: lead_to(
            [S.SEALED],
            S.CLOSED,
            *(Need.WORDS, Need.LEAD),
            refused=dict.fromkeys((*OPEN, S.CLOSED), errors.CaseNotSealed),
        ),
        T.REOPEN: lead_to([S.CLOSED], S.EVALUATED, Need.WORDS, refused=dict.fromkeys(OPEN, errors.CaseIsOpen)),
    },
    refused={
        S.OPENED: errors.CaseNotEvaluated,
        S.EVALUATED: errors.CaseEvaluatedAlready,
        S.SUBSTANTIVE: errors.CaseIsSubstantive,
        S.RESPONDED: errors.CaseRespondedAlready,
        S.SAFETY_EVALUATION: errors.CaseInSafetyEvaluation,
        S.MONITORED: errors.CaseMonitoredAlready,
        S.CLOSED: errors.CaseIsClosed,
        S.SEALED: errors.CaseIsSealed,
    },
)
CLASSIFIES: Mapping[CaseStep, CaseClassification] = MappingProxyType(
    {
        T.FIND_NO_THREAT: C.NOT_A_THREAT,
        T.RESOLVE_TRANSIENT: C.TRANSIENT,
        T.FIND_SERIOUS: C.SERIOUS_SUBSTANTIVE,
        T.FIND_VERY_SERIOUS: C.VERY_SERIOUS_SUBSTANTIVE,
    }
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What of a case's file the steps ask for."""

    classification: CaseClassification | None
    is_team_whole: bool
    has_measures: bool
    has_open_measures: bool
    has_plan: bool
    has_evaluation: bool
    has_police: bool
    has_flag: bool

    @property
    def is_very_serious(self) -> bool:
        """Tell whether the team has found the threat very serious."""
        return self.classification is C.VERY_SERIOUS_SUBSTANTIVE


def refusal_by_classification(state: CaseState, step: CaseStep, found: CaseClassification | None) -> WordedError | None:
    """Return why a step is refused that the state of a case allows: by what the threat was found to be."""
    is_very_serious = found is C.VERY_SERIOUS_SUBSTANTIVE
    if step is T.BEGIN_SAFETY_EVALUATION and not is_very_serious:
        return errors.CaseNotVerySerious()
    if is_very_serious and step is T.FIND_VERY_SERIOUS and state is not S.EVALUATED:
        return CASES.refusal_of(state, step)
    if is_very_serious and step in (T.MONITOR, T.CLOSE) and state is S.RESPONDED:
        return errors.CaseNeedsEvaluation()
    return None


def find_lack(step: CaseStep, file: CaseFile) -> errors.CaseStepRefused | None:
    """Return what the file lacks for a step, or what in it stands in the way. Such a step is offered all the same."""
    if CASES.needs(step, Need.WHOLE_TEAM) and not file.is_team_whole:
        return errors.CaseTeamIncomplete()
    if step is T.RESPOND and not file.has_measures:
        return errors.ProtectiveMeasureMissing()
    if step is T.MONITOR:
        return _missing_to_monitor(file)
    if step is T.CLOSE:
        return _missing_to_close(file)
    if step in (T.FIND_NO_THREAT, T.RESOLVE_TRANSIENT) and file.has_flag:
        return errors.CaseFlagRaised()
    return None


def _missing_to_monitor(file: CaseFile) -> errors.CaseStepRefused | None:
    if file.is_very_serious and not file.has_evaluation:
        return errors.MentalHealthEvaluationMissing()
    if file.is_very_serious and not file.has_police:
        return errors.PoliceNotConsulted()
    return None if file.has_plan else errors.SafetyPlanMissing()


def _missing_to_close(file: CaseFile) -> errors.CaseStepRefused | None:
    if file.has_plan:
        return errors.SafetyPlanRuns()
    if file.has_open_measures:
        return errors.CaseMeasuresOpen()
    return errors.CaseFlagRaised() if file.has_flag else None
