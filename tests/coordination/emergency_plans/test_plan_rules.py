"""How a plan checks itself, who speaks for whom, and what all staff read: rules, asked without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coordination.drills.exercises.vocabulary import DrillAction
from coordination.drills.requirements.vocabulary import DrillType
from coordination.emergency_plans.rules.checks import (
    CheckedAction,
    CheckedRole,
    CheckedSection,
    PlanFacts,
    find_wrong,
    has_blanks,
)
from coordination.emergency_plans.rules.document import (
    FORM,
    PlanDocument,
    PlanHelpText,
    PlanPlaceText,
    PlanSectionText,
    open_part,
)
from coordination.emergency_plans.rules.given import PlanRules
from coordination.emergency_plans.rules.library import library_sections
from coordination.emergency_plans.rules.team import may_speak_for, missing_disciplines
from coordination.emergency_plans.vocabulary import (
    Discipline,
    PlanFindingKind,
    PlanNeed,
    PlanPart,
    PlanPlaceKind,
    PlanPlaceSource,
    PlanTopic,
)
from mou.vocabulary import AgencyKind

K, P, D = PlanFindingKind, PlanPlaceKind, Discipline
TODAY = date(2026, 11, 24)
RULES = PlanRules(
    topics=[PlanTopic.EVACUATION], disciplines=[D.SCHOOL], places=[P.ASSEMBLY], deputies=1, drill_days=365
)
SOUND = PlanFacts(
    today=TODAY,
    is_of_school=True,
    is_adopted=True,
    renew_on=date(2027, 11, 1),
    sections=[CheckedSection("evacuation", "Evacuation", "Leave by the nearest way.")],
    roles=[CheckedRole("Commander", ("Ada", True), [("Ben", True)])],
    places=[P.ASSEMBLY],
    places_gone=[],
    seats=[(D.SCHOOL, "Ada", True)],
    drilled={DrillType.FIRE: date(2026, 9, 1)},
    actions=[],
    assessment_findings=0,
)


def test_a_sound_plan_has_nothing_to_mend() -> None:
    assert find_wrong(SOUND, RULES) == []


@pytest.mark.parametrize(
    ("change", "kind", "about"),
    [
        ({"is_adopted": False, "renew_on": None}, K.NOT_ADOPTED, ""),
        ({"renew_on": date(2027, 1, 23)}, K.RENEWAL_DUE, ""),
        ({"sections": [], "drilled": {}}, K.SECTION_MISSING, "Evacuation"),
        ({"sections": [CheckedSection("evacuation", "Evacuation", "")]}, K.SECTION_EMPTY, "Evacuation"),
        ({"sections": [CheckedSection("evacuation", "Evacuation", "Go to [place].")]}, K.BLANK_LEFT, "Evacuation"),
        ({"roles": [CheckedRole("Commander", ("Ada", False), [("Ben", True)])]}, K.PERSON_LEFT, "Commander: Ada"),
        ({"roles": [CheckedRole("Commander", None, [("Ben", True)])]}, K.ROLE_OPEN, "Commander"),
        ({"roles": [CheckedRole("Commander", ("Ada", True), [])]}, K.DEPUTY_MISSING, "Commander"),
        ({"places_gone": ["112"]}, K.PLACE_GONE, "112"),
        ({"places": []}, K.PLACE_MISSING, "Assembly place outside"),
        ({"seats": []}, K.DISCIPLINE_MISSING, "School"),
        ({"seats": [*SOUND.seats, (D.FIRE, "Cy", False)]}, K.MEMBER_LEFT, "Fire: Cy"),
        ({"drilled": {DrillType.FIRE: date(2025, 11, 23)}}, K.NOT_DRILLED, "Evacuation"),
        ({"drilled": {DrillType.LOCKDOWN: TODAY}}, K.NOT_DRILLED, "Evacuation"),
        ({"actions": [CheckedAction("x", "Stairs", DrillAction.EVACUATE)]}, K.ACTION_OPEN, "Evacuation: Stairs"),
        ({"assessment_findings": 3}, K.ASSESSMENT_FOUND, ""),
        ({"rooms_without_option": 1}, K.ROOM_WITHOUT_OPTION, ""),
        ({"rooms_not_walked": 40}, K.ROOMS_NOT_WALKED, ""),
    ],
)
def test_each_thing_that_no_longer_holds_is_found_alone(
    change: dict[str, Any], kind: PlanFindingKind, about: str
) -> None:
    found = find_wrong(replace(SOUND, **change), RULES)

    assert [(one.kind, one.about) for one in found] == [(kind, about)]


@pytest.mark.parametrize(
    "change",
    [
        {"renew_on": date(2027, 1, 24)},
        {"drilled": {DrillType.EVACUATE: date(2025, 11, 24)}},
        {"actions": [CheckedAction("x", "Locks", DrillAction.LOCKDOWN)]},
        {"is_of_school": False, "drilled": {}, "places": []},
    ],
)
def test_what_still_holds_is_no_finding(change: dict[str, Any]) -> None:
    assert find_wrong(replace(SOUND, **change), RULES) == []


def test_a_deputy_who_left_is_none() -> None:
    facts = replace(SOUND, roles=[CheckedRole("Commander", ("Ada", True), [("Ben", False)])])

    assert [one.kind for one in find_wrong(facts, RULES)] == [K.PERSON_LEFT, K.DEPUTY_MISSING]


@pytest.mark.parametrize(
    ("kind", "discipline", "may"),
    [
        (AgencyKind.POLICE, D.LAW_ENFORCEMENT, True),
        (AgencyKind.SHERIFF, D.LAW_ENFORCEMENT, True),
        (AgencyKind.SCHOOL, D.LAW_ENFORCEMENT, False),
        (AgencyKind.DISTRICT, D.FIRE, False),
        (AgencyKind.POLICE, D.FIRE, False),
        (AgencyKind.POLICE, D.SCHOOL, False),
        (AgencyKind.FIRE, D.EMS, True),
        (AgencyKind.SCHOOL, D.MENTAL_HEALTH, True),
        (AgencyKind.SCHOOL, D.PARENTS, False),
        (None, D.PARENTS, True),
        (None, D.FIRE, False),
    ],
)
def test_an_agency_speaks_for_its_own_discipline_alone(
    kind: AgencyKind | None, discipline: Discipline, may: bool
) -> None:
    assert may_speak_for(kind, discipline) is may


def test_disciplines_that_lack_stand_in_one_order() -> None:
    assert missing_disciplines([D.FIRE, D.SCHOOL, D.FIRE], {D.EMS}) == [D.SCHOOL, D.FIRE]


def test_what_all_staff_read_has_no_restricted_section_no_shut_off_and_no_needs() -> None:
    whole = PlanDocument(
        form=FORM,
        plan_id="1",
        number=1,
        district="D",
        site="S",
        time_zone="UTC",
        is_whole=True,
        sections=[
            PlanSectionText("a", PlanPart.BASIC, "Open", "x", [], is_restricted=False),
            PlanSectionText("b", PlanPart.BASIC, "Secret", "y", [], is_restricted=True),
        ],
        roles=[],
        places=[
            PlanPlaceText(P.ASSEMBLY, "Field", "", PlanPlaceSource.NONE),
            PlanPlaceText(P.GAS, "Cellar", "", PlanPlaceSource.NONE),
        ],
        phones=[],
        helps=[PlanHelpText(PlanNeed.MOBILITY, 2, "Aide", "")],
    )

    found = open_part(whole)

    assert [one.heading for one in found.sections] == ["Open"]
    assert [one.kind for one in found.places] == [P.ASSEMBLY]
    assert (found.helps, found.is_whole) == ([], False)


def test_the_library_has_every_topic_in_the_order_of_the_parts() -> None:
    library = library_sections()

    assert list(library) == [one.value for one in PlanTopic]
    parts = [list(PlanPart).index(one.part) for one in library.values()]
    assert parts == sorted(parts)
    assert all(one.text.strip() for one in library.values())


@pytest.mark.parametrize(("text", "has"), [("Go to [place].", True), ("Sign ____", True), ("Go [ now", False)])
def test_blanks_are_words_in_brackets_and_lines(text: str, has: bool) -> None:
    assert has_blanks(text) is has
