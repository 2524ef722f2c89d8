"""Who is answered what about threats near schools: everyone their own list, and of one that is not theirs nothing."""

from uuid import uuid4

from tests.coordination.access_walk.rows import EVERYBODY, NOT_FOUND_BY_ANYBODY, Row, answers
from tests.stage.full_room import Stage


def no_threat(_stage: Stage) -> dict[str, object]:
    return {"threat_id": uuid4()}


def of_school(stage: Stage) -> dict[str, object]:
    return {"site_id": str(stage.cast.site.id)}


ROUTES: dict[str, Row] = {
    "GET /near-threats": Row(EVERYBODY),
    # No one of the walk dispatches or leads: tests/coordination/incident/near_threats has who may.
    "POST /near-threats": Row(
        NOT_FOUND_BY_ANYBODY,
        body=lambda stage: {
            "id": str(uuid4()),
            "agency_id": str(stage.cast.dispatch.id),
            "is_exercise": True,
            "kind": "WEAPON",
            "words": "Man with a rifle.",
            "lon": -99.2,
            "lat": 39.6,
            "radius_m": 3000,
            "area": [[-99.3, 39.5], [-99.1, 39.5], [-99.2, 39.7]],
        },
    ),
    "GET /near-threats/{uuid:threat_id}": Row(NOT_FOUND_BY_ANYBODY, ids=no_threat),
    "POST /near-threats/{uuid:threat_id}/acknowledge": Row(NOT_FOUND_BY_ANYBODY, ids=no_threat, body=of_school),
    "POST /near-threats/{uuid:threat_id}/start": Row(
        NOT_FOUND_BY_ANYBODY, ids=no_threat, body=lambda stage: {**of_school(stage), "id": str(uuid4())}
    ),
    "POST /near-threats/{uuid:threat_id}/end": Row(NOT_FOUND_BY_ANYBODY, ids=no_threat, body=lambda _stage: {}),
}
PAGES: dict[str, Row] = {
    "near-threats": Row(EVERYBODY),
    "near-threats/new": Row(answers()),
    "near-threats/<uuid:threat_id>": Row(NOT_FOUND_BY_ANYBODY, ids=no_threat),
}
PICTURES = {"dispatcher": ("near_threats", "near_threat_new", "near_threat"), "principal": ("near_threat",)}
