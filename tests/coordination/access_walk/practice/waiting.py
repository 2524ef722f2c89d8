"""What waits for oneself: everybody has such a page, and reads nothing of anyone else there."""

from tests.coordination.access_walk.rows import EVERYBODY, Row, answers
from tests.stage.full_room import Stage


def school(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.school.id}


ROUTES: dict[str, Row] = {
    "GET /me/waiting": Row(EVERYBODY),
    "GET /me/waiting-mail": Row(EVERYBODY),
    # Empty for who leads no district: tests/coordination/waiting/test_overdue.py.
    "GET /me/schools-overdue": Row(EVERYBODY),
    "PUT /me/waiting-mail": Row(answers(else_=204), body=lambda _stage: {"rhythm": "daily"}),
    # Its own administrators alone choose for it: a district has a choice of its own, which its schools follow.
    "PUT /agencies/{uuid:agency_id}/waiting-mail": Row(
        answers(insider=204, keeper=403), ids=school, body=lambda _stage: {"rhythm": "weekly"}
    ),
}
PAGES: dict[str, Row] = {
    "waiting": Row(EVERYBODY),
    "waiting/week": Row(EVERYBODY),
    # Those who lead a district: tests/coordination/waiting/test_overdue.py.
    "waiting/schools": Row(answers(keeper=200)),
    "waiting/mail": Row(EVERYBODY),
}
PICTURES = {
    "principal": ("waiting", "waiting_week", "waiting_mail"),
    "superintendent": ("waiting_week", "waiting_schools"),
}
