"""Which step a case may take from which state, and what refuses the others. Pure.

CSTAG decides in five steps: 1 evaluate the threat; 2 try to resolve it as transient; 3 respond to what is substantive;
4 a safety evaluation of what is very serious; 5 a safety plan that is monitored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordination.prevention.cases import errors
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep

S, T, C = CaseState, CaseStep, CaseClassification
NEXT: Mapping[tuple[CaseState, CaseStep], CaseState] = MappingProxyType(
    {
        (S.OPENED, T.EVALUATE): S.EVALUATED,
        (S.EVALUATED, T.FIND_NO_THREAT): S.CLOSED,
        (S.EVALUATED, T.RESOLVE_TRANSIENT): S.CLOSED,
        (S.EVALUATED, T.FIND_SERIOUS): S.SUBSTANTIVE,
        # In doubt a threat is taken as substantive, and what is known later may make it worse: never the other way.
        **{
            (state, T.FIND_VERY_SERIOUS): S.SUBSTANTIVE
            for state in (S.EVALUATED, S.SUBSTANTIVE, S.RESPONDED, S.MONITORED)
        },
        (S.SUBSTANTIVE, T.RESPOND): S.RESPONDED,
        (S.RESPONDED, T.BEGIN_SAFETY_EVALUATION): S.SAFETY_EVALUATION,
        (S.RESPONDED, T.MONITOR): S.MONITORED,
        (S.SAFETY_EVALUATION, T.MONITOR): S.MONITORED,
        (S.RESPONDED, T.CLOSE): S.CLOSED,
        (S.MONITORED, T.CLOSE): S.CLOSED,
        (S.CLOSED, T.SEAL): S.SEALED,
        (S.CLOSED, T.REOPEN): S.EVALUATED,
        (S.SEALED, T.UNSEAL): S.CLOSED,
    }
)
CLASSIFIES: Mapping[CaseStep, CaseClassification] = MappingProxyType(
    {
        T.FIND_NO_THREAT: C.NOT_A_THREAT,
        T.RESOLVE_TRANSIENT: C.TRANSIENT,
        T.FIND_SERIOUS: C.SERIOUS_SUBSTANTIVE,
        T.FIND_VERY_SERIOUS: C.VERY_SERIOUS_SUBSTANTIVE,
    }
)
# Whoever reads the record later asks why.
NEEDS_WORDS = frozenset(
    {
        *(T.EVALUATE, T.FIND_NO_THREAT, T.RESOLVE_TRANSIENT, T.FIND_SERIOUS, T.FIND_VERY_SERIOUS),
        *(T.CLOSE, T.UNSEAL, T.REOPEN),
    }
)
BY_LEAD = frozenset({T.SEAL, T.UNSEAL})
# These decide what a threat is: not without an administrator and somebody who knows about minds.
BY_WHOLE_TEAM = frozenset(CLASSIFIES)
REFUSED: Mapping[CaseState, type[errors.CaseStepRefused]] = MappingProxyType(
    {
        S.OPENED: errors.CaseNotEvaluated,
        S.EVALUATED: errors.CaseEvaluatedAlready,
        S.SUBSTANTIVE: errors.CaseIsSubstantive,
        S.RESPONDED: errors.CaseRespondedAlready,
        S.SAFETY_EVALUATION: errors.CaseInSafetyEvaluation,
        S.MONITORED: errors.CaseMonitoredAlready,
        S.CLOSED: errors.CaseIsClosed,
        S.SEALED: errors.CaseIsSealed,
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


def after(state: CaseState, step: CaseStep, file: CaseFile) -> CaseState:
    """Return the state to which a step leads. Raises: CaseStepRefused, with a code that says why."""
    found = NEXT.get((state, step))
    if found is None:
        raise refusal(state, step)
    missing = _missing(state, step, file)
    if missing is not None:
        raise missing
    return found


def refusal(state: CaseState, step: CaseStep) -> errors.CaseStepRefused:
    """Return why a step is refused in a state, whatever the file holds."""
    if step is T.UNSEAL:
        return errors.CaseNotSealed()
    if step in (T.SEAL, T.REOPEN) and state.is_open:
        return errors.CaseIsOpen()
    return REFUSED[state]()


def _missing(state: CaseState, step: CaseStep, file: CaseFile) -> errors.CaseStepRefused | None:
    if step in BY_WHOLE_TEAM and not file.is_team_whole:
        return errors.CaseTeamIncomplete()
    if step is T.FIND_VERY_SERIOUS and state is not S.EVALUATED and file.is_very_serious:
        return REFUSED[state]()
    if step is T.RESPOND and not file.has_measures:
        return errors.ProtectiveMeasureMissing()
    if step is T.BEGIN_SAFETY_EVALUATION and not file.is_very_serious:
        return errors.CaseNotVerySerious()
    if step is T.MONITOR:
        return _missing_to_monitor(state, file)
    if step is T.CLOSE:
        return _missing_to_close(state, file)
    if step in (T.FIND_NO_THREAT, T.RESOLVE_TRANSIENT) and file.has_flag:
        return errors.CaseFlagRaised()
    return None


def _missing_to_monitor(state: CaseState, file: CaseFile) -> errors.CaseStepRefused | None:
    if state is S.RESPONDED and file.is_very_serious:
        return errors.CaseNeedsEvaluation()
    if file.is_very_serious and not file.has_evaluation:
        return errors.MentalHealthEvaluationMissing()
    if file.is_very_serious and not file.has_police:
        return errors.PoliceNotConsulted()
    return None if file.has_plan else errors.SafetyPlanMissing()


def _missing_to_close(state: CaseState, file: CaseFile) -> errors.CaseStepRefused | None:
    if state is S.RESPONDED and file.is_very_serious:
        return errors.CaseNeedsEvaluation()
    if file.has_plan:
        return errors.SafetyPlanRuns()
    if file.has_open_measures:
        return errors.CaseMeasuresOpen()
    return errors.CaseFlagRaised() if file.has_flag else None


def steps_from(state: CaseState, file: CaseFile) -> list[CaseStep]:
    """Return the steps that a state allows, in the order of the words; what the file lacks is said later."""
    found = [step for step in CaseStep if (state, step) in NEXT]
    if state is S.RESPONDED and file.is_very_serious:
        return [T.BEGIN_SAFETY_EVALUATION]
    return [
        step
        for step in found
        if not (step is T.FIND_VERY_SERIOUS and state is not S.EVALUATED and file.is_very_serious)
        and not (step is T.BEGIN_SAFETY_EVALUATION and not file.is_very_serious)
    ]
