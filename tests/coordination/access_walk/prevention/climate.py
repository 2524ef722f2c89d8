"""Who is answered what about school climate: the team, and no one by rank. Who keeps a team reads no result.

The teacher is on the team; the officer's agreement has no term for it.
"""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.prevention.cases import keepers, team
from tests.coordination.access_walk.rows import EVERYBODY, NOT_FOUND_BY_ANYBODY, Row, answers
from tests.factories.prevention.climate import CLIMATE_SECRETS
from tests.stage.full_room import Stage

SURVEY = '{"school_year": 2026, "respondents": "students"}'


def task(stage: Stage) -> dict[str, object]:
    return {"task_id": stage.climate_task_id}


def of_school(stage: Stage) -> dict[str, object]:
    return {"school_id": stage.cast.school.id}


TEAM = "/agencies/{uuid:agency_id}/climate-team"
SURVEYS = "/agencies/{uuid:agency_id}/climate-surveys"
CLIMATE: dict[str, Row] = {
    "GET /climate/schools": Row(EVERYBODY),
    "GET /climate/schools/{uuid:school_id}": Row(team(200), ids=of_school),
    # What the walk sends is no table.
    f"POST {SURVEYS}/looks": Row(team(422), ids=school, is_upload=True, fields={"survey": SURVEY}),
    f"POST {SURVEYS}": Row(team(422), ids=school, is_upload=True, fields={"survey": SURVEY}),
    "GET /climate/readings/{uuid:reading_id}": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {"reading_id": stage.climate_task_id}
    ),
    "GET /climate/tasks": Row(EVERYBODY),
    "GET /climate/tasks/{uuid:task_id}": Row(team(200), ids=task),
    "POST /climate/tasks/{uuid:task_id}/steps": Row(
        team(204), ids=task, body=lambda _stage: {"step": "note", "words": "Asked the student council."}
    ),
    f"GET {TEAM}": Row(keepers(200), ids=school),
    f"PUT {TEAM}": Row(keepers(204), ids=school, body=lambda _stage: {"keep_days": 730}),
    f"POST {TEAM}/members": Row(
        keepers(204), ids=school, body=lambda stage: {"person_id": str(stage.people["insider"].public_id)}
    ),
    f"DELETE {TEAM}/members/{{uuid:person_id}}": Row(
        keepers(204), ids=lambda stage: {**school(stage), "person_id": stage.people["teacher"].public_id}
    ),
}

CLIMATE_PAGES: dict[str, Row] = {
    "prevention/climate": Row(answers(insider=200, teacher=200, keeper=200)),
    "prevention/climate/schools/<uuid:school_id>": Row(team(200), ids=of_school),
    "prevention/climate/tasks/<uuid:task_id>": Row(team(200), ids=task),
    "prevention/climate/teams/<uuid:agency_id>": Row(keepers(200), ids=school),
    "prevention/climate/surveys/<uuid:agency_id>": Row(team(200), ids=school),
}
SECRETS = CLIMATE_SECRETS
DELETIONS = {"take_from_climate_team"}
