"""Who is answered what about cases: those on one, and no one by rank. Who keeps a team reads no case.

What agreements and emergencies open to officers: tests/coordination/prevention/cases/test_case_flags.py.
"""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import (
    EVERYBODY,
    IN_DISTRICT_OR_AGREED,
    NOT_FOUND_BY_ANYBODY,
    Answers,
    Row,
    answers,
)
from tests.factories.prevention import cases
from tests.stage.full_room import Stage


def team(status: int) -> Answers:
    return answers(teacher=status)


def keepers(status: int) -> Answers:
    return answers(insider=status, keeper=status)


def of_unit(status: int) -> Answers:
    return answers(officer=status, visitor=status)


def case(stage: Stage) -> dict[str, object]:
    return {"case_id": stage.case_id}


def flag(stage: Stage) -> dict[str, object]:
    return {"incident_id": stage.room.incident_id, "flag_id": stage.flag_id}


def copy(stage: Stage) -> dict[str, object]:
    return {"copy_id": stage.police_copy_id}


def new_case(stage: Stage) -> dict[str, object]:
    details = {"kind": "details", "subject_name": "Made-Up Max", "subject_role": "student", "concern": "A drawing."}
    return {"agency_id": str(stage.cast.school.id), "details": details}


CASES: dict[str, Row] = {
    "GET /cases": Row(EVERYBODY),
    "POST /cases": Row(team(201), body=new_case),
    "GET /cases/agenda": Row(EVERYBODY),
    "GET /cases/{uuid:case_id}": Row(team(200), ids=case),
    "POST /cases/{uuid:case_id}/steps": Row(
        team(204), ids=case, body=lambda _stage: {"step": "evaluate", "words": "Two friends heard it."}
    ),
    "POST /cases/{uuid:case_id}/entries": Row(
        team(201),
        ids=case,
        body=lambda _stage: {"kind": "weapons", "access": "possible", "words": "A safe at home."},
    ),
    "GET /incidents/{uuid:incident_id}/safety-flags": Row(
        IN_DISTRICT_OR_AGREED, ids=lambda stage: {"incident_id": stage.room.incident_id}
    ),
    # The officer took emergency access in a real incident; no term of an agreement shares threat assessments.
    "POST /incidents/{uuid:incident_id}/safety-flags/{uuid:flag_id}/open": Row(answers(officer=200), ids=flag),
    "GET /police-copies": Row(EVERYBODY),
    "GET /police-copies/{uuid:copy_id}": Row(of_unit(200), ids=copy),
    "GET /prevention/places": Row(EVERYBODY),
    "POST /prevention/places/{kind}/{int:place_id}/let-in": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda _stage: {"kind": "tips", "place_id": 0}
    ),
    "GET /agencies/{uuid:agency_id}/case-team": Row(keepers(200), ids=school),
    "PUT /agencies/{uuid:agency_id}/case-team": Row(
        keepers(204), ids=school, body=lambda _stage: {"police_threshold": "A weapon, or a plan."}
    ),
    "POST /agencies/{uuid:agency_id}/case-team/members": Row(
        # No one puts themself on a team: the principal is refused their own place.
        answers(insider=403, keeper=204),
        ids=school,
        body=lambda stage: {
            "person_id": str(stage.people["insider"].public_id),
            "role": "counselor_or_psychologist",
        },
    ),
    "DELETE /agencies/{uuid:agency_id}/case-team/members/{uuid:person_id}": Row(
        keepers(204), ids=lambda stage: {**school(stage), "person_id": stage.people["teacher"].public_id}
    ),
    "PUT /agencies/{uuid:agency_id}/case-team/set-up/{step}": Row(
        answers(keeper=204),
        ids=lambda stage: {"agency_id": stage.cast.district.id, "step": "training"},
        body=lambda _stage: {"done_on": "2026-09-01", "words": "Board policy 5.12"},
    ),
}

CASE_PAGES: dict[str, Row] = {
    # Who has one part of it only is led there.
    "prevention": Row(answers(insider=200, teacher=200, keeper=200, officer=302, visitor=302)),
    # No one waits for a team: tests/coordination/prevention/test_places.py has who may let in.
    "prevention/places": Row(answers(insider=200, teacher=200, keeper=200, officer=200, visitor=200)),
    "prevention/cases": Row(answers(insider=200, teacher=200, keeper=200, officer=200, visitor=200)),
    "prevention/cases/new": Row(team(200)),
    "prevention/cases/agenda": Row(team(200)),
    "prevention/cases/<uuid:case_id>": Row(team(200), ids=case),
    "prevention/cases/teams/<uuid:agency_id>": Row(keepers(200), ids=school),
    "prevention/police-copies/<uuid:copy_id>": Row(of_unit(200), ids=copy),
    "prevention/flags": Row(answers(officer=200)),
}
SECRETS = cases.SECRETS
DELETIONS = {"take_from_case_team"}
