"""Who is answered what about reviews. The stage has no closed incident: tests/coordination/reviews has one."""

from datetime import date
from uuid import uuid4

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import EVERYBODY, NOT_FOUND_BY_ANYBODY, Row, answers
from tests.stage.full_room import Stage


def no_review(_stage: Stage) -> dict[str, object]:
    return {"incident_id": uuid4()}


def no_mark(_stage: Stage) -> dict[str, object]:
    return {"incident_id": uuid4(), "mark_id": uuid4()}


def no_action(_stage: Stage) -> dict[str, object]:
    return {"action_id": uuid4()}


def of(body: dict[str, object] | None = None) -> Row:
    """Return a row of a review that no one finds."""
    return Row(NOT_FOUND_BY_ANYBODY, ids=no_review, body=None if body is None else lambda _stage: body)


ONE = "/reviews/{uuid:incident_id}"
DAY = date(2026, 12, 1).isoformat()
ACTION: dict[str, object] = {
    "area": "Door 7",
    "words": "Mend it.",
    "element": "equipment",
    "capability": "planning",
    "agency_id": str(uuid4()),
    "starts_on": DAY,
    "due_on": DAY,
}
REVIEWS: dict[str, Row] = {
    "GET /reviews": Row(EVERYBODY),
    f"GET {ONE}": of(),
    f"GET {ONE}.json": of(),
    f"GET {ONE}.pdf": of(),
    f"POST {ONE}/follow-ups": of({"words": "Look at door 7."}),
    f"POST {ONE}/follow-ups/{{uuid:mark_id}}/outcome": Row(
        NOT_FOUND_BY_ANYBODY, ids=no_mark, body=lambda _stage: {"outcome": "Mended."}
    ),
    f"PUT {ONE}/texts": of({"version": 1}),
    f"POST {ONE}/seal": of({"version": 1}),
    f"GET {ONE}/hot-wash": of(),
    f"POST {ONE}/hot-wash": of({"clarity": 4, "communication": 3, "felt_safe": 5}),
    f"POST {ONE}/hot-wash/close": of(),
    f"POST {ONE}/actions": of(ACTION),
    "GET /review-actions": Row(EVERYBODY),
    "GET /review-actions/{uuid:action_id}": Row(NOT_FOUND_BY_ANYBODY, ids=no_action),
    "POST /review-actions/{uuid:action_id}/steps": Row(
        NOT_FOUND_BY_ANYBODY, ids=no_action, body=lambda _stage: {"step": "note", "words": "Seen."}
    ),
    "GET /agencies/{uuid:agency_id}/incident-year": Row(answers(insider=200, keeper=200), ids=school),
}
REVIEW_PAGES: dict[str, Row] = {
    "reviews": Row(EVERYBODY),
    "reviews/<uuid:incident_id>": of(),
    "reviews/<uuid:incident_id>.pdf": of(),
    "reviews/<uuid:incident_id>.json": of(),
    "reviews/<uuid:incident_id>/hot-wash": of(),
    "reviews/actions/<uuid:action_id>": Row(NOT_FOUND_BY_ANYBODY, ids=no_action),
    "reviews/years/<uuid:agency_id>": Row(answers(insider=200, keeper=200), ids=school),
}
PICTURES = {
    "principal": ("reviews", "review"),
    "superintendent": ("review_year",),
    "teacher": ("review_wash",),
    "nurse": ("review_action",),
    "chief": ("review",),
}
NOT_PICTURED = dict.fromkeys(("review_pdf", "review_json"), "a file")
