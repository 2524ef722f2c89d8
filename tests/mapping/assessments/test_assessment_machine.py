"""Every step of an assessment and a finding, from every state: taken, or refused with its code."""

import itertools

import pytest

from mapping.assessments import errors
from mapping.assessments.errors import BadChecklist
from mapping.assessments.rules.checklist import checklist_from_text, checklists
from mapping.assessments.rules.machine import (
    FINDING_NEXT,
    NEXT,
    AssessmentFile,
    after,
    finding_after,
    finding_steps_from,
    steps_from,
)
from mapping.assessments.vocabulary import AssessmentState, AssessmentStep, FindingState, FindingStep, SecurityLayer
from mapping.assessments.vocabulary import SecurityStrategy as Strategy

S, T = AssessmentState, AssessmentStep
READY = AssessmentFile(has_leader=True, agencies=2, lines_open=0, findings_unowned=0, findings_open=0)
CODES = {
    S.PLANNING: "assessment_in_planning",
    S.WALKING: "assessment_in_walk",
    S.RATING: "assessment_in_rating",
    S.ADOPTED: "assessment_is_adopted",
    S.CLOSED: "assessment_is_closed",
    S.WITHDRAWN: "assessment_is_withdrawn",
}
WAY = {
    (S.PLANNING, T.BEGIN_WALK): S.WALKING,
    (S.WALKING, T.BEGIN_RATING): S.RATING,
    (S.RATING, T.ADOPT): S.ADOPTED,
    (S.ADOPTED, T.CLOSE): S.CLOSED,
    (S.ADOPTED, T.REOPEN): S.RATING,
    (S.PLANNING, T.WITHDRAW): S.WITHDRAWN,
    (S.WALKING, T.WITHDRAW): S.WITHDRAWN,
    (S.RATING, T.WITHDRAW): S.WITHDRAWN,
}
FINDING_CODES = {
    FindingState.OPEN: "finding_is_open",
    FindingState.FIXED: "finding_is_fixed",
    FindingState.CONFIRMED: "finding_is_confirmed",
    FindingState.ACCEPTED: "finding_is_accepted",
}


@pytest.mark.parametrize(("state", "step"), list(itertools.product(S, T)))
def test_each_step_leads_on_or_is_refused_with_the_code_of_the_state(
    state: AssessmentState, step: AssessmentStep
) -> None:
    wanted = WAY.get((state, step))

    assert (step in steps_from(state)) is (wanted is not None)
    if wanted is not None:
        assert after(state, step, READY) is wanted
        return
    with pytest.raises(errors.AssessmentStepRefused) as refused:
        after(state, step, READY)
    assert (refused.value.code, refused.value.status) == (CODES[state], 409)


@pytest.mark.parametrize(
    ("state", "step", "file", "code"),
    [
        (S.PLANNING, T.BEGIN_WALK, {"has_leader": False}, "assessment_leader_missing"),
        (S.PLANNING, T.BEGIN_WALK, {"agencies": 1}, "assessment_not_interagency"),
        (S.WALKING, T.BEGIN_RATING, {"lines_open": 1}, "assessment_checklist_open"),
        (S.RATING, T.ADOPT, {"findings_unowned": 1}, "assessment_findings_unowned"),
        (S.ADOPTED, T.CLOSE, {"findings_open": 1}, "assessment_findings_open"),
    ],
)
def test_a_step_waits_for_what_it_needs(
    state: AssessmentState, step: AssessmentStep, file: dict[str, object], code: str
) -> None:
    values = {name: getattr(READY, name) for name in AssessmentFile.__slots__}

    with pytest.raises(errors.AssessmentStepRefused) as refused:
        after(state, step, AssessmentFile(**{**values, **file}))

    assert refused.value.code == code


@pytest.mark.parametrize(("state", "step"), list(itertools.product(FindingState, FindingStep)))
def test_each_step_of_a_finding_leads_on_or_is_refused(state: FindingState, step: FindingStep) -> None:
    wanted = FINDING_NEXT.get((state, step))

    assert (step in finding_steps_from(state)) is (wanted is not None)
    if wanted is not None:
        assert finding_after(state, step) is wanted
        return
    with pytest.raises(errors.FindingStepRefused) as refused:
        finding_after(state, step)
    assert (refused.value.code, refused.value.status) == (FINDING_CODES[state], 409)


def test_no_state_but_the_last_two_is_a_dead_end() -> None:
    ends = {state for state in S if not any(one is state for one, _step in NEXT)}

    assert ends == {S.CLOSED, S.WITHDRAWN}


def test_the_checklist_that_comes_along_fills_every_cell_in_both_languages() -> None:
    (checklist,) = checklists().values()

    cells = {(one.layer, one.strategy) for one in checklist.lines}

    assert cells == set(itertools.product(SecurityLayer, Strategy))
    assert [one.key for one in checklist.lines if one.words("es-us") == one.words("en")] == []


LINE = 'key = "one_line"\nlayer = "building_interior"\nstrategy = "delay"\nen = "Doors lock"\n'
HEAD = 'key = "OURS"\nname = "Our own"\nsource = "Board policy"\n'


def test_a_district_s_own_checklist_is_read_and_may_lack_spanish() -> None:
    found = checklist_from_text(f"{HEAD}[[lines]]\n{LINE}")

    assert (found.key, found.lines[0].words("es")) == ("OURS", "Doors lock")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml [",
        HEAD,
        f"{HEAD}[[lines]]\n{LINE}[[lines]]\n{LINE}",
        f"{HEAD}[[lines]]\n{LINE}surprise = 1\n",
        f"{HEAD}[[lines]]\n" + LINE.replace("delay", "shoot"),
        f"{HEAD}[[lines]]\n" + LINE.replace("Doors lock", "a\\u0000b"),
        HEAD.replace("OURS", "../x") + f"[[lines]]\n{LINE}",
        "a = " + "[" * 5000,
        "#" * 200_000,
    ],
)
def test_what_is_no_checklist_is_refused(text: str) -> None:
    with pytest.raises(BadChecklist):
        checklist_from_text(text)
