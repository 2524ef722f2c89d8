"""Every step of an assessment and a finding, from every state: taken, or refused with its code."""

import itertools
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from mapping.assessments import errors
from mapping.assessments.errors import BadChecklist
from mapping.assessments.rules.checklist import checklist_from_text, shipped_checklists
from mapping.assessments.rules.due import due_now, due_schedules, schedule_of
from mapping.assessments.rules.machine import (
    ASSESSMENTS,
    FINDINGS,
    UPGRADES,
    AssessmentFile,
    check_file,
)
from mapping.assessments.rules.risk import Effect, Rating, Weighed, band_of, rank_upgrades, risk_reduced
from mapping.assessments.rules.team import is_multidisciplinary
from mapping.assessments.vocabulary import (
    AssessmentState,
    AssessmentStep,
    FindingState,
    FindingStep,
    SecurityLayer,
    UpgradeState,
    UpgradeStep,
)
from mapping.assessments.vocabulary import SecurityStrategy as Strategy
from mapping.laws.catalogue import law_profiles
from mou.foundation.machine import Machine, Need
from mou.vocabulary import AgencyKind as K

S, T = AssessmentState, AssessmentStep
READY = AssessmentFile(
    has_leader=True,
    is_multidisciplinary=True,
    lines_open=0,
    findings_unowned=0,
    findings_open=0,
    scenarios_open=0,
    upgrades_open=0,
)
F, D = FindingState, FindingStep
U, P = UpgradeState, UpgradeStep
WAYS: list[tuple[Machine[Any, Any], Mapping[Any, Any]]] = [
    (
        ASSESSMENTS,
        {
            (S.PLANNING, T.BEGIN_WALK): S.WALKING,
            (S.WALKING, T.BEGIN_RATING): S.RATING,
            (S.RATING, T.ADOPT): S.ADOPTED,
            (S.ADOPTED, T.CLOSE): S.CLOSED,
            (S.ADOPTED, T.REOPEN): S.RATING,
            (S.PLANNING, T.WITHDRAW): S.WITHDRAWN,
            (S.WALKING, T.WITHDRAW): S.WITHDRAWN,
            (S.RATING, T.WITHDRAW): S.WITHDRAWN,
        },
    ),
    (
        FINDINGS,
        {
            (F.OPEN, D.FIX): F.FIXED,
            (F.FIXED, D.CONFIRM): F.CONFIRMED,
            (F.OPEN, D.ACCEPT): F.ACCEPTED,
            (F.FIXED, D.REOPEN): F.OPEN,
            (F.CONFIRMED, D.REOPEN): F.OPEN,
            (F.ACCEPTED, D.REOPEN): F.OPEN,
        },
    ),
    (
        UPGRADES,
        {
            (U.PROPOSED, P.APPROVE): U.APPROVED,
            (U.PROPOSED, P.DECLINE): U.DECLINED,
            (U.APPROVED, P.COMPLETE): U.DONE,
            (U.APPROVED, P.DECLINE): U.DECLINED,
            (U.DECLINED, P.REOPEN): U.PROPOSED,
        },
    ),
]
CODES: dict[StrEnum, str] = {
    S.PLANNING: "assessment_in_planning",
    S.WALKING: "assessment_in_walk",
    S.RATING: "assessment_in_rating",
    S.ADOPTED: "assessment_is_adopted",
    S.CLOSED: "assessment_is_closed",
    S.WITHDRAWN: "assessment_is_withdrawn",
    **{one: f"finding_is_{one}" for one in F},
    **{one: f"upgrade_is_{one}" for one in U},
}


@pytest.mark.parametrize(("machine", "way"), WAYS, ids=["assessments", "findings", "upgrades"])
def test_each_step_leads_on_or_is_refused_with_the_code_of_the_state(
    machine: Machine[Any, Any], way: Mapping[Any, Any]
) -> None:
    kind: type[StrEnum] = type(machine.begins)
    for state, step in itertools.product(kind, machine.moves):
        wanted = way.get((state, step))
        assert (step in machine.steps_from(state)) is (wanted is not None), (state, step)
        if wanted is not None:
            assert machine.next_state(state, step) is wanted
            continue
        with pytest.raises(errors.AssessmentError) as refused:
            machine.next_state(state, step)
        assert (refused.value.code, refused.value.status) == (CODES[state], 409), (state, step)


def test_what_a_step_needs_beside_its_state() -> None:
    needed = [{step: set(move.needs) for step, move in machine.moves.items() if move.needs} for machine, _way in WAYS]

    assert needed == [
        {T.REOPEN: {Need.WORDS}, T.WITHDRAW: {Need.WORDS}},
        {D.CONFIRM: {Need.SECOND_PERSON}, D.ACCEPT: {Need.WORDS}, D.REOPEN: {Need.WORDS}},
        {P.DECLINE: {Need.WORDS}, P.REOPEN: {Need.WORDS}},
    ]


@pytest.mark.parametrize(
    ("state", "step", "file", "code"),
    [
        (S.PLANNING, T.BEGIN_WALK, {"has_leader": False}, "assessment_leader_missing"),
        (S.PLANNING, T.BEGIN_WALK, {"is_multidisciplinary": False}, "assessment_not_interagency"),
        (S.WALKING, T.BEGIN_RATING, {"lines_open": 1}, "assessment_checklist_open"),
        (S.RATING, T.ADOPT, {"findings_unowned": 1}, "assessment_findings_unowned"),
        (S.RATING, T.ADOPT, {"scenarios_open": 1}, "assessment_scores_missing"),
        (S.ADOPTED, T.CLOSE, {"findings_open": 1}, "assessment_findings_open"),
        (S.ADOPTED, T.CLOSE, {"upgrades_open": 1}, "assessment_upgrades_open"),
    ],
)
def test_a_step_waits_for_what_it_needs(
    state: AssessmentState, step: AssessmentStep, file: dict[str, object], code: str
) -> None:
    values = {name: getattr(READY, name) for name in AssessmentFile.__slots__}

    with pytest.raises(errors.AssessmentStepRefused) as refused:
        check_file(step, AssessmentFile(**{**values, **file}))

    assert refused.value.code == code
    assert step in ASSESSMENTS.steps_from(state)
    check_file(step, READY)


# --- risks ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("risk", "band"),
    [
        (1, "low"),
        (15, "low"),
        (16, "medium"),
        (45, "medium"),
        (46, "high"),
        (80, "high"),
        (81, "very_high"),
        (125, "very_high"),
    ],
)
def test_a_risk_lies_in_its_band(risk: int, band: str) -> None:
    assert band_of(risk) == band


def test_upgrades_are_ranked_by_risk_reduced_per_cost() -> None:
    dear, cheap, free, useless = Weighed(1, 60, 6000), Weighed(2, 20, 1000), Weighed(3, 5, 0), Weighed(4, 0, 10)

    assert [one.number for one in rank_upgrades([dear, useless, cheap, free])] == [3, 2, 1, 4]
    assert cheap.per_1000 == 20


def test_an_upgrade_makes_nothing_worse_than_it_is_rated_now() -> None:
    ratings = {"fire": Rating(2, 3, 4), "intruder": Rating(5, 5, 5)}

    assert risk_reduced([Effect("fire", 1, 4)], ratings) == 16
    assert risk_reduced([Effect("fire", 5, 5), Effect("unknown", 1, 1)], ratings) == 0


# --- when it is due ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("last_on", "state", "standing", "due_on"),
    [
        (None, "TX", "missing", None),
        (date(2026, 6, 1), "VA", "current", date(2027, 6, 1)),
        (date(2025, 12, 31), "VA", "due_soon", date(2026, 12, 31)),
        (date(2025, 11, 1), "VA", "overdue", date(2026, 11, 1)),
        (date(2025, 11, 1), "TX", "current", date(2028, 11, 1)),
        (date(2025, 11, 1), "no such state", "overdue", date(2026, 11, 1)),
        (date(2024, 2, 29), "KY", "overdue", date(2025, 2, 28)),
    ],
)
def test_a_site_is_due_by_its_state(last_on: date | None, state: str, standing: str, due_on: date | None) -> None:
    found = due_now(last_on, schedule_of(state), date(2026, 11, 27))

    assert (found.standing, found.due_on) == (standing, due_on)


def test_every_schedule_is_of_a_profile_that_exists() -> None:
    assert set(due_schedules()) <= set(law_profiles())


def test_the_checklist_that_comes_along_fills_every_cell_in_both_languages() -> None:
    (checklist,) = shipped_checklists().values()

    cells = {(one.layer, one.strategy) for one in checklist.lines}

    assert cells == set(itertools.product(SecurityLayer, Strategy))
    assert [one.key for one in checklist.lines if one.words_in("es-us") == one.words_in("en")] == []


LINE = 'key = "one_line"\nlayer = "building_interior"\nstrategy = "delay"\nen = "Doors lock"\n'
HEAD = 'key = "OURS"\nname = "Our own"\nsource = "Board policy"\n'


def test_a_district_s_own_checklist_is_read_and_may_lack_spanish() -> None:
    found = checklist_from_text(f"{HEAD}[[lines]]\n{LINE}")

    assert (found.key, found.lines[0].words_in("es")) == ("OURS", "Doors lock")


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


@pytest.mark.parametrize(
    ("kinds", "is_team"),
    [
        ({K.SCHOOL, K.POLICE}, True),
        ({K.DISTRICT, K.FIRE}, True),
        ({K.SCHOOL, K.OTHER}, True),
        # Two agencies are not two disciplines, and without the school it is no team of the school.
        ({K.SCHOOL, K.DISTRICT}, False),
        ({K.POLICE, K.SHERIFF}, False),
        ({K.POLICE, K.FIRE}, False),
        ({K.SCHOOL}, False),
        (set(), False),
    ],
)
def test_a_team_is_the_school_and_another_discipline(kinds: set[K], is_team: bool) -> None:
    assert is_multidisciplinary(kinds) is is_team


def test_each_kind_of_agency_has_a_discipline() -> None:
    assert [is_multidisciplinary({K.SCHOOL, one}) for one in K] == [one not in (K.SCHOOL, K.DISTRICT) for one in K]
