"""The five-step decision: every step that a state or a file does not allow is refused with its own code."""

from dataclasses import replace
from itertools import product

import pytest

from coordination.casework.refusals import StepRefused
from coordination.prevention.cases.rules.machine import CASES, CaseFile, find_lack, refusal_by_classification
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep

S, T, C = CaseState, CaseStep, CaseClassification
# Everything is there that any step asks for, and nothing that stands in the way of one.
READY = CaseFile(
    classification=C.SERIOUS_SUBSTANTIVE,
    is_team_whole=True,
    has_measures=True,
    has_open_measures=False,
    has_plan=True,
    has_evaluation=True,
    has_police=True,
    has_flag=False,
)
VERY_SERIOUS = replace(READY, classification=C.VERY_SERIOUS_SUBSTANTIVE)
# What refuses a step in a state, whatever the file holds.
CODES = {
    S.OPENED: "case_not_evaluated",
    S.EVALUATED: "case_evaluated_already",
    S.SUBSTANTIVE: "case_is_substantive",
    S.RESPONDED: "case_responded_already",
    S.SAFETY_EVALUATION: "case_in_safety_evaluation",
    S.MONITORED: "case_monitored_already",
    S.CLOSED: "case_is_closed",
    S.SEALED: "case_is_sealed",
}


def next_case_state(state: CaseState, step: CaseStep, file: CaseFile) -> CaseState:
    """Return what the kind of cases asks for, in its order; test_case_file.py takes the steps themselves."""
    found = CASES.next_state(state, step)
    refusal = refusal_by_classification(state, step, file.classification) or find_lack(step, file)
    if refusal is not None:
        raise refusal
    return found


def case_steps_from(state: CaseState, file: CaseFile) -> list[CaseStep]:
    """Return the steps that are offered: what the file lacks is said by those that are taken."""
    return [
        one for one in CASES.steps_from(state) if refusal_by_classification(state, one, file.classification) is None
    ]


def expected_code(state: CaseState, step: CaseStep) -> str:
    if step is T.UNSEAL:
        return "case_not_sealed"
    if step in (T.SEAL, T.REOPEN) and state.is_open:
        return "case_is_open"
    return CODES[state]


@pytest.mark.parametrize(("state", "step"), [one for one in product(S, T) if one[1] not in CASES.steps_from(one[0])])
def test_an_illegal_step_is_refused_with_its_code(state: CaseState, step: CaseStep) -> None:
    with pytest.raises(StepRefused) as refused:
        next_case_state(state, step, READY)

    assert (refused.value.code, refused.value.status) == (expected_code(state, step), 409)
    assert CASES.refusal_of(state, step).code == refused.value.code


@pytest.mark.parametrize(
    ("state", "step", "leads_to"),
    [
        (S.OPENED, T.EVALUATE, S.EVALUATED),
        (S.EVALUATED, T.FIND_NO_THREAT, S.CLOSED),
        (S.EVALUATED, T.RESOLVE_TRANSIENT, S.CLOSED),
        (S.EVALUATED, T.FIND_SERIOUS, S.SUBSTANTIVE),
        (S.EVALUATED, T.FIND_VERY_SERIOUS, S.SUBSTANTIVE),
        (S.SUBSTANTIVE, T.RESPOND, S.RESPONDED),
        (S.RESPONDED, T.FIND_VERY_SERIOUS, S.SUBSTANTIVE),
        (S.RESPONDED, T.MONITOR, S.MONITORED),
        (S.CLOSED, T.SEAL, S.SEALED),
        (S.SEALED, T.UNSEAL, S.CLOSED),
        (S.CLOSED, T.REOPEN, S.EVALUATED),
    ],
)
def test_a_step_leads_where_the_guideline_says(state: CaseState, step: CaseStep, leads_to: CaseState) -> None:
    assert next_case_state(state, step, READY) is leads_to


def test_a_very_serious_threat_goes_through_its_safety_evaluation() -> None:
    assert next_case_state(S.RESPONDED, T.BEGIN_SAFETY_EVALUATION, VERY_SERIOUS) is S.SAFETY_EVALUATION
    assert next_case_state(S.SAFETY_EVALUATION, T.MONITOR, VERY_SERIOUS) is S.MONITORED
    assert case_steps_from(S.RESPONDED, VERY_SERIOUS) == [T.BEGIN_SAFETY_EVALUATION]


@pytest.mark.parametrize(
    ("state", "step", "file", "code"),
    [
        (S.EVALUATED, T.FIND_NO_THREAT, replace(READY, is_team_whole=False), "case_team_incomplete"),
        (S.EVALUATED, T.RESOLVE_TRANSIENT, replace(READY, is_team_whole=False), "case_team_incomplete"),
        (S.EVALUATED, T.FIND_SERIOUS, replace(READY, is_team_whole=False), "case_team_incomplete"),
        (S.EVALUATED, T.FIND_VERY_SERIOUS, replace(READY, is_team_whole=False), "case_team_incomplete"),
        (S.EVALUATED, T.RESOLVE_TRANSIENT, replace(READY, has_flag=True), "case_flag_raised"),
        (S.SUBSTANTIVE, T.RESPOND, replace(READY, has_measures=False), "protective_measure_missing"),
        (S.SUBSTANTIVE, T.FIND_VERY_SERIOUS, VERY_SERIOUS, "case_is_substantive"),
        (S.RESPONDED, T.BEGIN_SAFETY_EVALUATION, READY, "case_not_very_serious"),
        (S.RESPONDED, T.MONITOR, VERY_SERIOUS, "case_needs_evaluation"),
        (S.RESPONDED, T.MONITOR, replace(READY, has_plan=False), "safety_plan_missing"),
        (S.RESPONDED, T.CLOSE, VERY_SERIOUS, "case_needs_evaluation"),
        (S.RESPONDED, T.CLOSE, READY, "safety_plan_runs"),
        (S.SAFETY_EVALUATION, T.MONITOR, replace(VERY_SERIOUS, has_plan=False), "safety_plan_missing"),
        (
            S.SAFETY_EVALUATION,
            T.MONITOR,
            replace(VERY_SERIOUS, has_evaluation=False),
            "mental_health_evaluation_missing",
        ),
        (S.SAFETY_EVALUATION, T.MONITOR, replace(VERY_SERIOUS, has_police=False), "police_not_consulted"),
        (S.MONITORED, T.CLOSE, READY, "safety_plan_runs"),
        (S.MONITORED, T.CLOSE, replace(READY, has_plan=False, has_open_measures=True), "case_measures_open"),
        (S.MONITORED, T.CLOSE, replace(READY, has_plan=False, has_flag=True), "case_flag_raised"),
    ],
)
def test_what_the_file_lacks_is_said(state: CaseState, step: CaseStep, file: CaseFile, code: str) -> None:
    with pytest.raises(StepRefused) as refused:
        next_case_state(state, step, file)

    assert refused.value.code == code


def test_a_serious_threat_closes_when_its_plan_and_measures_are_done() -> None:
    assert next_case_state(S.MONITORED, T.CLOSE, replace(READY, has_plan=False)) is S.CLOSED


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("file", [READY, VERY_SERIOUS])
def test_the_steps_that_are_offered_are_steps_that_the_state_knows(state: CaseState, file: CaseFile) -> None:
    assert all(step in CASES.steps_from(state) for step in case_steps_from(state, file))
