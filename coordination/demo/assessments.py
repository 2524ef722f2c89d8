"""A site assessment of the demo's high school on its walk, with findings that no one can take for real ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from coordination.models import User
from coordination.prevention.assessments.wire import AssessmentStepIn
from coordination.prevention.assessments.work.kinds import ASSESSMENT_KIND
from mapping.assessments.rules.checklist import DEFAULT_CHECKLIST, shipped_checklists
from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    FindingKind,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.findings import FindingGiven, MendingGiven, PlaceGiven, write_finding
from mapping.assessments.work.opening import LeaderGiven, add_to_team, open_assessment
from mapping.assessments.work.spots import Spot, spots_of
from mapping.assessments.work.steps import answer_line
from mapping.models import Site

LACKING = {
    "grounds_lit": "DEMO: two example lamps at the north lot are out.",
    "exterior_latch": "DEMO: door 7 closes and does not hold.",
    "interior_radio": "DEMO: no radio works at the foot of stair B.",
}
OPEN_LINES = frozenset({"interior_halls", "interior_cover", "interior_plan"})
L, S, K = SecurityLayer, SecurityStrategy, FindingKind
FINDINGS = (
    (
        K.DOOR_DOES_NOT_LATCH,
        L.BUILDING_EXTERIOR,
        S.DELAY,
        "7",
        "DEMO: closes, and a pull opens it.",
        CostBand.UNDER_1000,
    ),
    (K.CAMERA_BLIND_SPOT, L.BUILDING_EXTERIOR, S.DETECT, "9", "DEMO: no camera sees this door.", CostBand.UNDER_10000),
    (
        K.RADIO_DEAD_SPOT,
        L.BUILDING_INTERIOR,
        S.RESPOND,
        "Stair B",
        "DEMO: radios do not work here.",
        CostBand.UNDER_100000,
    ),
    (K.LIGHTING, L.GROUNDS_PERIMETER, S.DETECT, "", "DEMO: two example lamps are out.", CostBand.UNDER_1000),
)


def load_assessments(
    *, site_id: UUID, keeper_id: int, district_keeper_id: int, team: Mapping[str, AssessmentRole], at: datetime
) -> None:
    """Open an assessment and walk most of it through the doors that real use goes through. Durable transactions."""
    people = {one.username: one for one in User.objects.filter(username__in=team)}
    leader, *others = team
    lead = LeaderGiven(people[leader].public_id, team[leader])
    opened = open_assessment(
        actor_id=district_keeper_id, site_id=site_id, checklist_key=DEFAULT_CHECKLIST, leader=lead, at=at
    )
    for name in others:
        add_to_team(
            actor_id=district_keeper_id,
            assessment_id=opened.pk,
            person_id=people[name].public_id,
            role=team[name],
            is_leader=False,
            at=at,
        )
    begin = AssessmentStepIn(step=AssessmentStep.BEGIN_WALK)
    ASSESSMENT_KIND.take_step(actor_id=district_keeper_id, thing_id=opened.pk, given=begin, at=at)
    _answer_checklist(opened.pk, keeper_id, at)
    _write_findings(opened.pk, Site.objects.get(pk=site_id), people["principal"], at)


def _answer_checklist(assessment_id: UUID, actor_id: int, at: datetime) -> None:
    for line in shipped_checklists()[DEFAULT_CHECKLIST].lines:
        if line.key in OPEN_LINES:
            continue
        note = LACKING.get(line.key, "")
        answer = ChecklistAnswer.NO if note else ChecklistAnswer.YES
        answer_line(actor_id=actor_id, assessment_id=assessment_id, line=line.key, answer=answer, note=note, at=at)


def _write_findings(assessment_id: UUID, site: Site, owner: User, at: datetime) -> None:
    spots = {one.label: one for one in reversed(spots_of(site))}
    for number, (kind, layer, strategy, label, words, cost) in enumerate(FINDINGS):
        due_on = (at + timedelta(days=30 * number - 2)).date()
        spot = spots.get(label)
        given = FindingGiven(
            kind,
            layer,
            strategy,
            words,
            PlaceGiven() if spot is None else _place_of_spot(spot),
            MendingGiven(owner.public_id, due_on, cost),
        )
        write_finding(actor_id=owner.pk, assessment_id=assessment_id, given=given, at=at)


def _place_of_spot(spot: Spot) -> PlaceGiven:
    return replace(spot.make_place(), words=f"Door {spot.label}" if spot.is_door else spot.label)
