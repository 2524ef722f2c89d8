"""Who is answered what about alerts: reviewers alone. Who keeps a desk reads none, nor does an officer no one has told.

What agreements open to officers: tests/coordination/prevention/social_alerts/test_reviewing.py.
"""

from datetime import UTC, datetime, timedelta

from tests.coordination.access_walk.rows import EVERYBODY, Answers, Row, answers, district
from tests.factories.prevention.social_alerts import ALERT_SECRETS
from tests.stage.full_room import Stage

TODAY = datetime.now(UTC).date()


def team(status: int) -> Answers:
    return answers(teacher=status)


def keeper(status: int) -> Answers:
    return answers(keeper=status)


def both(status: int) -> Answers:
    return answers(teacher=status, keeper=status)


def alert(stage: Stage) -> dict[str, object]:
    return {"alert_id": stage.social_alert_id}


def provider(stage: Stage) -> dict[str, object]:
    return {**district(stage), "provider_id": stage.alert_provider_id}


def fence(stage: Stage) -> dict[str, object]:
    return {**district(stage), "fence_id": stage.alert_fence_id}


def event(_stage: Stage) -> dict[str, object]:
    begins = datetime.now(UTC) + timedelta(days=1)
    return {"kind": "game", "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat()}


def rule(stage: Stage) -> dict[str, object]:
    return {
        "words": ["bring a gun"],
        "purpose": "Find threats with weapons",
        "legal_basis": "Board policy 7.77",
        "fence_ids": [str(stage.alert_fence_id)],
        "expires_on": str(TODAY + timedelta(days=30)),
        "review_on": str(TODAY + timedelta(days=20)),
    }


DESK = "/districts/{uuid:district_id}/social-alert-desk"
SOCIAL_ALERTS: dict[str, Row] = {
    "GET /social-alerts": Row(EVERYBODY),
    "GET /social-alerts/{uuid:alert_id}": Row(team(200), ids=alert),
    "POST /social-alerts/{uuid:alert_id}/steps": Row(
        team(204), ids=alert, body=lambda _stage: {"step": "begin_review"}
    ),
    # Begun by no one yet.
    "POST /social-alerts/{uuid:alert_id}/incident": Row(
        team(409),
        ids=alert,
        body=lambda _stage: {"incident_type": "WEAPON", "severity": "extreme", "title": "Possible weapon"},
    ),
    f"GET {DESK}": Row(keeper(200), ids=district),
    f"PUT {DESK}": Row(keeper(204), ids=district, body=lambda _stage: {"keep_days": 60}),
    f"POST {DESK}/team": Row(
        keeper(204), ids=district, body=lambda stage: {"person_id": str(stage.people["insider"].public_id)}
    ),
    f"DELETE {DESK}/team/{{uuid:person_id}}": Row(
        keeper(204), ids=lambda stage: {**district(stage), "person_id": stage.people["teacher"].public_id}
    ),
    f"POST {DESK}/providers": Row(keeper(201), ids=district, body=lambda _stage: {"name": "Example Listener"}),
    f"DELETE {DESK}/providers/{{uuid:provider_id}}": Row(keeper(204), ids=provider),
    f"POST {DESK}/providers/{{uuid:provider_id}}/keys": Row(keeper(201), ids=provider),
    f"DELETE {DESK}/providers/{{uuid:provider_id}}/keys/{{uuid:key_id}}": Row(
        keeper(204), ids=lambda stage: {**provider(stage), "key_id": stage.alert_key_id}
    ),
    f"POST {DESK}/fences": Row(
        keeper(201), ids=district, body=lambda stage: {"site_id": str(stage.cast.site.id), "buffer_m": 50}
    ),
    f"DELETE {DESK}/fences/{{uuid:fence_id}}": Row(keeper(204), ids=fence),
    f"POST {DESK}/fences/{{uuid:fence_id}}/windows": Row(keeper(201), ids=fence, body=event),
    f"DELETE {DESK}/windows/{{uuid:window_id}}": Row(
        keeper(204), ids=lambda stage: {**district(stage), "window_id": stage.alert_window_id}
    ),
    f"GET {DESK}/rules": Row(both(200), ids=district),
    f"POST {DESK}/rules": Row(both(201), ids=district, body=rule),
    "POST /social-alert-rules/{uuid:rule_id}/steps": Row(
        both(204), ids=lambda stage: {"rule_id": stage.alert_rule_id}, body=lambda _stage: {"step": "end"}
    ),
    f"GET {DESK}/report": Row(both(200), ids=district),
}

SOCIAL_ALERT_PAGES: dict[str, Row] = {
    # Who keeps a desk finds it there, and no alert.
    "prevention/alerts": Row(both(200)),
    "prevention/alerts/<uuid:alert_id>": Row(team(200), ids=alert),
    "prevention/alerts/desks/<uuid:district_id>": Row(keeper(200), ids=district),
    "prevention/alerts/rules/<uuid:district_id>": Row(both(200), ids=district),
    "prevention/alerts/reports/<uuid:district_id>": Row(both(200), ids=district),
}
SECRETS = ALERT_SECRETS
DELETIONS = {
    *("take_social_alert_reviewer", "revoke_social_alert_provider", "revoke_social_alert_key"),
    *("retire_social_alert_fence", "remove_social_alert_window"),
}
