"""Who is answered what about messages to families. The stage has none: test_family_doors.py has one."""

from uuid import uuid4

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import NOT_FOUND_BY_ANYBODY, Body, Row, answers, incident
from tests.stage.full_room import Stage


def no_message(_stage: Stage) -> dict[str, object]:
    return {"message_id": uuid4()}


def no_key(stage: Stage) -> dict[str, object]:
    return {**school(stage), "key_id": uuid4()}


def drafted(kind: str, action: str = "") -> Body:
    def body(stage: Stage) -> dict[str, object]:
        schools = [str(stage.cast.school.pk)]
        return {"message_id": str(uuid4()), "kind": kind, "school_ids": schools, "time": "10:40", "action": action}

    return body


def of(body: dict[str, object] | None = None) -> Row:
    """Return a row of a message that no one finds."""
    return Row(NOT_FOUND_BY_ANYBODY, ids=no_message, body=None if body is None else lambda _stage: body)


ONE = "/family-messages/{uuid:message_id}"
HERE = "/incidents/{uuid:incident_id}/family-messages"
AGENCY = "/agencies/{uuid:agency_id}"
IN_ROOM = answers(insider=200, teacher=200, officer=200)
OF_THE_SCHOOL = answers(insider=200, teacher=200, keeper=200)
DISTRICT_CHANGES = answers(keeper=200, insider=403, teacher=403)
WORDS: dict[str, object] = {"kind": "hold", "language": "vi", "text": "{school}", "drawn_from": 0}
FAMILIES: dict[str, Row] = {
    f"GET {HERE}": Row(IN_ROOM, ids=incident),
    f"POST {HERE}": Row(answers(insider=201, teacher=403, officer=403), ids=incident, body=drafted("hold")),
    "GET /drill-notices": Row(answers(insider=200, keeper=200)),
    "POST /drill-notices": Row(answers(insider=201, keeper=201), body=drafted("drill_notice", "Hold")),
    f"GET {ONE}": of(),
    f"POST {ONE}/approval": of({"seen": "0" * 16}),
    f"POST {ONE}/withdrawal": of(),
    f"POST {ONE}/resending": of(),
    f"GET {ONE}/deliveries": of(),
    f"GET {ONE}/not-reached": of(),
    f"GET {AGENCY}/family-words": Row(OF_THE_SCHOOL, ids=school),
    f"PUT {AGENCY}/family-words": Row(DISTRICT_CHANGES, ids=school, body=lambda _stage: WORDS),
    f"PUT {AGENCY}/family-quiet-hours": Row(
        DISTRICT_CHANGES, ids=school, body=lambda _stage: {"quiet_from": "20:00", "quiet_until": "07:00"}
    ),
    f"POST {AGENCY}/guardian-searches": Row(answers(insider=200), ids=school, body=lambda _stage: {"words": "Nemo"}),
    f"PUT {AGENCY}/guardian-languages": Row(
        NOT_FOUND_BY_ANYBODY,
        ids=school,
        body=lambda _stage: {"guardians": [{"guardian_id": str(uuid4()), "language": "es"}]},
    ),
    f"POST {AGENCY}/family-feed-keys": Row(
        answers(keeper=201, insider=403, teacher=403), ids=school, body=lambda _stage: {"name": "Caller"}
    ),
    f"DELETE {AGENCY}/family-feed-keys/{{uuid:key_id}}": Row(answers(keeper=204, insider=403, teacher=403), ids=no_key),
}
PAGE = "families/messages/<uuid:message_id>"
FAMILY_PAGES: dict[str, Row] = {
    "incidents/<uuid:incident_id>/families": Row(IN_ROOM, ids=incident),
    "families/notices": Row(answers(insider=200, keeper=200)),
    PAGE: of(),
    f"{PAGE}/guardians": of(),
    "families/words/<uuid:agency_id>": Row(OF_THE_SCHOOL, ids=school),
    "families/schools/<uuid:agency_id>/guardians": Row(answers(insider=200), ids=school),
}
DELETIONS = {"end_family_feed_key"}
NOT_PICTURED = {
    "family_message": "the demo has no message to families",
    "family_message_guardians": "the demo has no message to families",
    "guardian_languages": "a form that finds names",
    "family_stop": "a form with one field",
    "family_status": "the demo has no message to families",
}
PICTURES = {"principal": ("families_of_incident", "drill_notices", "family_words")}
