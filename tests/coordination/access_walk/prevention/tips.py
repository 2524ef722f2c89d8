"""Who is answered what about tips: the team alone. Who keeps a desk reads none, nor does an officer it was not sent to.

What agreements open to officers: tests/coordination/prevention/tips/test_team.py.
"""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import EVERYBODY, Answers, Row, answers
from tests.factories.prevention.tips import SECRET_WORDS
from tests.stage.full_room import Stage

ROUTE = {"priority": "urgent", "school_hours": ["school"], "other_hours": ["school"]}


def team(status: int) -> Answers:
    return answers(teacher=status)


def keepers(status: int) -> Answers:
    return answers(insider=status, keeper=status)


def tip(stage: Stage) -> dict[str, object]:
    return {"tip_id": stage.tip_id}


TIPS: dict[str, Row] = {
    "GET /tips": Row(EVERYBODY),
    "GET /tips/{uuid:tip_id}": Row(team(200), ids=tip),
    "POST /tips/{uuid:tip_id}/steps": Row(
        team(204), ids=tip, body=lambda _stage: {"step": "triage", "priority": "urgent"}
    ),
    "POST /tips/{uuid:tip_id}/answers": Row(team(204), ids=tip, body=lambda _stage: {"text": "Where?"}),
    "POST /tips/{uuid:tip_id}/incident": Row(
        team(201),
        ids=tip,
        body=lambda _stage: {"incident_type": "WEAPON", "severity": "extreme", "title": "Possible weapon"},
    ),
    "GET /tips/{uuid:tip_id}/photos/{uuid:photo_id}": Row(
        team(200), ids=lambda stage: {**tip(stage), "photo_id": stage.tip_photo_id}
    ),
    "GET /agencies/{uuid:agency_id}/tip-desk": Row(keepers(200), ids=school),
    "PUT /agencies/{uuid:agency_id}/tip-desk": Row(
        keepers(204), ids=school, body=lambda _stage: {"short_address": "lincoln-high"}
    ),
    "PUT /agencies/{uuid:agency_id}/tip-desk/routes": Row(
        keepers(204), ids=school, body=lambda _stage: {"routes": {"fight": ROUTE}}
    ),
    "GET /agencies/{uuid:agency_id}/tip-desk/routes/preview": Row(keepers(200), ids=school),
    "POST /agencies/{uuid:agency_id}/tip-desk/team": Row(
        answers(insider=403, keeper=204),
        ids=school,
        body=lambda stage: {"person_id": str(stage.people["insider"].public_id)},
    ),
    "DELETE /agencies/{uuid:agency_id}/tip-desk/team/{uuid:person_id}": Row(
        keepers(204), ids=lambda stage: {**school(stage), "person_id": stage.people["teacher"].public_id}
    ),
}

# Reporters' pages, open to all: tests/coordination/prevention/tips/test_reporting.py.
REPORTING = {"tips/receipt", "tips/<slug:short_address>"}

TIP_PAGES: dict[str, Row] = {
    # Who keeps a desk finds it there, and no tip.
    "prevention/tips": Row(answers(insider=200, teacher=200, keeper=200)),
    "prevention/tips/<uuid:tip_id>": Row(team(200), ids=tip),
    "prevention/tips/desks/<uuid:agency_id>": Row(keepers(200), ids=school),
}
SECRETS = (SECRET_WORDS,)
DELETIONS = {"take_from_tips_team"}
