"""Who is answered what about support: the team, and no one by rank. Who keeps a team reads no referral.

A responder in the room learns that a crisis team was called. The teacher is on the team; the officer has no term.
"""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.prevention.cases import keepers, team
from tests.coordination.access_walk.rows import EVERYBODY, IN_DISTRICT_OR_AGREED, Row, answers, incident
from tests.factories.prevention.support import SUPPORT_SECRETS
from tests.stage.full_room import Stage

# Of the school or its district.
STAFF = answers(insider=201, teacher=201, keeper=201)


def referral(stage: Stage) -> dict[str, object]:
    return {"referral_id": stage.referral_id}


def crisis(stage: Stage) -> dict[str, object]:
    return {"call_id": stage.crisis_id}


def new_referral(stage: Stage) -> dict[str, object]:
    return {
        "agency_id": str(stage.cast.school.id),
        "student_name": "Made-Up Mel",
        "reason": "Very quiet.",
        "urgency": "routine",
    }


def person(stage: Stage) -> dict[str, object]:
    exposure = {"physical": "there", "emotional": "knew_them", "reaction": "some"}
    owner_id = str(stage.people["teacher"].public_id)
    return {"kind": "person", "name": "Made-Up Mel", "role": "student", "owner_id": owner_id, **exposure}


TEAM = "/agencies/{uuid:agency_id}/support-team"
SUPPORT: dict[str, Row] = {
    "GET /support/referrals": Row(EVERYBODY),
    "POST /support/referrals": Row(STAFF, body=new_referral),
    "GET /support/referrals/{uuid:referral_id}": Row(team(200), ids=referral),
    "POST /support/referrals/{uuid:referral_id}/steps": Row(
        team(204), ids=referral, body=lambda _stage: {"step": "ask_consent"}
    ),
    "GET /incidents/{uuid:incident_id}/crisis-team": Row(IN_DISTRICT_OR_AGREED, ids=incident),
    # Whoever has not joined calls no one; the officer does not command.
    "POST /incidents/{uuid:incident_id}/crisis-team": Row(
        answers(insider=204, teacher=204, officer=403, keeper=403, visitor=403),
        ids=incident,
        body=lambda _stage: {"origin": "reunification"},
    ),
    "GET /support/crises": Row(EVERYBODY),
    "POST /support/crises": Row(team(201), body=lambda stage: {"agency_id": str(stage.cast.school.id)}),
    "GET /support/crises/{uuid:call_id}": Row(team(200), ids=crisis),
    "POST /support/crises/{uuid:call_id}/steps": Row(team(204), ids=crisis, body=lambda _stage: {"step": "accept"}),
    "POST /support/crises/{uuid:call_id}/entries": Row(team(201), ids=crisis, body=person),
    f"GET {TEAM}": Row(keepers(200), ids=school),
    f"PUT {TEAM}": Row(keepers(204), ids=school, body=lambda _stage: {"keep_days": 365}),
    f"POST {TEAM}/members": Row(
        answers(insider=403, keeper=204),
        ids=school,
        body=lambda stage: {"person_id": str(stage.people["insider"].public_id)},
    ),
    f"DELETE {TEAM}/members/{{uuid:person_id}}": Row(
        keepers(204), ids=lambda stage: {**school(stage), "person_id": stage.people["teacher"].public_id}
    ),
    f"GET {TEAM}/directory": Row(answers(insider=200, teacher=200, keeper=200), ids=school),
    f"POST {TEAM}/directory": Row(
        answers(insider=201, teacher=201, keeper=201),
        ids=school,
        body=lambda _stage: {"name": "Made-Up Morgan", "profession": "counselor"},
    ),
    f"DELETE {TEAM}/directory/{{uuid:entry_id}}": Row(
        answers(insider=204, teacher=204, keeper=204),
        ids=lambda stage: {**school(stage), "entry_id": stage.support_entry_id},
    ),
}

SUPPORT_PAGES: dict[str, Row] = {
    "prevention/support": Row(answers(insider=200, teacher=200, keeper=200)),
    "prevention/support/refer": Row(answers(insider=200, teacher=200, keeper=200)),
    "prevention/support/referrals/<uuid:referral_id>": Row(team(200), ids=referral),
    "prevention/support/crises/<uuid:call_id>": Row(team(200), ids=crisis),
    "prevention/support/teams/<uuid:agency_id>": Row(keepers(200), ids=school),
    "prevention/support/teams/<uuid:agency_id>/directory": Row(
        answers(insider=200, teacher=200, keeper=200), ids=school
    ),
    "incidents/<uuid:incident_id>/crisis-team": Row(IN_DISTRICT_OR_AGREED, ids=incident),
}
SECRETS = SUPPORT_SECRETS
DELETIONS = {"take_from_support_team", "take_from_support_directory"}
PICTURES = {
    "principal": ("support", "refer_student", "support_team", "support_directory", "crisis_team"),
    "counselor": ("support", "referral"),
}
NOT_PICTURED = {"crisis": "needs a crisis team that was called"}
