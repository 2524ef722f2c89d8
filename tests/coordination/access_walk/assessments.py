"""Who is answered what about site assessments: who keeps the site, and the team. No agreement of the stage shares them.

What terms open to officers: tests/mapping/assessments/test_assessment_access.py.
"""

from datetime import UTC, datetime
from uuid import uuid4

from tests.coordination.access_walk.rows import EVERYBODY, NOT_FOUND_BY_ANYBODY, Answers, Row, answers, district, site
from tests.coordination.access_walk.rows import keepers_get as keepers
from tests.stage.full_room import Stage

OURS = """key = "OURS"
name = "Our own"
source = "Board policy"
[[lines]]
key = "one_line"
layer = "building_interior"
strategy = "delay"
en = "Doors lock"
"""

SCORE: dict[str, object] = {
    **dict.fromkeys(("threat", "vulnerability", "consequence"), 3),
    **dict.fromkeys(("threat_note", "vulnerability_note", "consequence_note"), "As last year."),
}


def team(status: int) -> Answers:
    """The teacher leads; the principal and the district's administrator keep the site."""
    return answers(insider=status, teacher=status, keeper=status)


def keepers_alone(status: int) -> Answers:
    return answers(insider=status, keeper=status, teacher=403)


def assessment(stage: Stage) -> dict[str, object]:
    return {"assessment_id": stage.assessment_id}


def finding(stage: Stage) -> dict[str, object]:
    return {"finding_id": stage.finding_id}


def member(stage: Stage) -> dict[str, object]:
    return {**assessment(stage), "person_id": stage.people["insider"].public_id}


def new_assessment(stage: Stage) -> dict[str, object]:
    leader = str(stage.people["teacher"].public_id)
    return {"checklist": "K12", "leader_id": leader, "leader_role": "staff"}


ASSESSMENTS: dict[str, Row] = {
    "GET /assessments": Row(EVERYBODY),
    # One is open already.
    "POST /sites/{uuid:site_id}/assessments": Row(keepers(409), ids=site, body=new_assessment),
    "GET /assessments/{uuid:assessment_id}": Row(team(200), ids=assessment),
    "POST /assessments/{uuid:assessment_id}/steps": Row(
        team(204), ids=assessment, body=lambda _stage: {"step": "withdraw", "words": "The roof comes first."}
    ),
    "POST /assessments/{uuid:assessment_id}/team": Row(
        team(204),
        ids=assessment,
        body=lambda stage: {"person_id": str(stage.people["keeper"].public_id), "role": "other"},
    ),
    "DELETE /assessments/{uuid:assessment_id}/team/{uuid:person_id}": Row(team(204), ids=member),
    "PUT /assessments/{uuid:assessment_id}/answers/{line}": Row(
        team(204),
        ids=lambda stage: {**assessment(stage), "line": "grounds_lit"},
        body=lambda _stage: {"answer": "yes"},
    ),
    # The walk is not done yet.
    "PUT /assessments/{uuid:assessment_id}/scores/{scenario}": Row(
        team(409), ids=lambda stage: {**assessment(stage), "scenario": "fire"}, body=lambda _stage: SCORE
    ),
    "POST /assessments/{uuid:assessment_id}/upgrades": Row(
        team(409), ids=assessment, body=lambda _stage: {"title": "Lamps", "cost_dollars": 1, "effects": []}
    ),
    "POST /assessment-upgrades/{uuid:upgrade_id}/steps": Row(
        keepers_alone(204),
        ids=lambda stage: {"upgrade_id": stage.upgrade_id},
        body=lambda _stage: {"step": "approve"},
    ),
    "POST /assessments/{uuid:assessment_id}/findings": Row(
        team(201),
        ids=assessment,
        body=lambda _stage: {
            "kind": "lighting",
            "layer": "grounds_perimeter",
            "strategy": "detect",
            "words": "Two lamps are out.",
        },
    ),
    "GET /assessments/{uuid:assessment_id}/measures": Row(team(200), ids=assessment),
    "PUT /assessments/{uuid:assessment_id}/measures": Row(
        team(204),
        ids=assessment,
        body=lambda _stage: {"measures": [{"measure": "doors_numbered", "state": "in_place"}]},
    ),
    "PUT /assessments/{uuid:assessment_id}/target-tier": Row(
        team(204), ids=assessment, body=lambda _stage: {"tier": 1}
    ),
    "GET /assessments/{uuid:assessment_id}/upgrade-plan": Row(team(200), ids=assessment),
    "GET /assessment-findings": Row(EVERYBODY),
    "GET /assessment-findings/{uuid:finding_id}": Row(team(200), ids=finding),
    "PATCH /assessment-findings/{uuid:finding_id}": Row(team(204), ids=finding, body=lambda _stage: {"mending": {}}),
    "POST /assessment-findings/{uuid:finding_id}/steps": Row(
        team(204), ids=finding, body=lambda _stage: {"step": "fix"}
    ),
    # The file of the walk is no picture, and there is none of this finding.
    "POST /assessment-findings/{uuid:finding_id}/photo": Row(team(422), ids=finding, is_upload=True),
    "GET /assessment-findings/{uuid:finding_id}/photo": Row(NOT_FOUND_BY_ANYBODY, ids=finding),
    "POST /assessment-findings/{uuid:finding_id}/on-plan": Row(
        keepers_alone(201), ids=finding, body=lambda _stage: {"label": "Door 1 does not latch"}
    ),
    # It is not drawn yet.
    "DELETE /assessment-findings/{uuid:finding_id}/on-plan": Row(keepers_alone(409), ids=finding),
    "GET /sites/{uuid:site_id}/door-sweep": Row(team(200), ids=site),
    "POST /sites/{uuid:site_id}/door-checks": Row(
        team(204),
        ids=site,
        body=lambda _stage: {
            "id": str(uuid4()),
            "number": "1",
            "outcome": "secure",
            "said_at": datetime.now(UTC).isoformat(),
        },
    ),
    "GET /sites/{uuid:site_id}/assessment-checklists": Row(keepers(200), ids=site),
    "GET /districts/{uuid:district_id}/assessment-checklists": Row(answers(keeper=200), ids=district),
    "POST /districts/{uuid:district_id}/assessment-checklists": Row(
        answers(keeper=201), ids=district, body=lambda _stage: {"toml": OURS}
    ),
}

ASSESSMENT_PAGES: dict[str, Row] = {
    "prevention/assessments": Row(team(200)),
    "prevention/assessments/<uuid:assessment_id>": Row(team(200), ids=assessment),
    "prevention/assessments/<uuid:assessment_id>/measures": Row(team(200), ids=assessment),
    "prevention/assessments/<uuid:assessment_id>/plan": Row(team(200), ids=assessment),
    "prevention/findings/<uuid:finding_id>": Row(team(200), ids=finding),
    "prevention/door-sweeps/<uuid:site_id>": Row(team(200), ids=site),
}
