"""Who is answered what about running a server: invitations by mail, ways to people, backups."""

from uuid import uuid4

from tests.coordination.access_walk.rows import NOT_FOUND_BY_ANYBODY, Row, answers
from tests.stage.full_room import Stage


def school(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.school.id}


def no_test(_stage: Stage) -> dict[str, object]:
    return {"test_id": uuid4()}


MAILS = "/agencies/{uuid:agency_id}/invitation-mails"
ROUTES: dict[str, Row] = {
    f"GET {MAILS}": Row(answers(insider=200, keeper=200), ids=school),
    f"POST {MAILS}": Row(answers(insider=202, keeper=202), ids=school, body=lambda _stage: {}),
    f"POST {MAILS}/retry": Row(answers(insider=202, keeper=202), ids=school),
    "GET /ways": Row(answers(insider=200, keeper=200, else_=403)),
    # No one on the stage has a confirmed mail address.
    "POST /way-tests": Row(answers(insider=409, keeper=409, else_=403), body=lambda _stage: {"way": "mail"}),
    "GET /way-tests/{uuid:test_id}": Row(NOT_FOUND_BY_ANYBODY, ids=no_test),
    # The operator's: tests/coordination/records/test_backups_page.py.
    "GET /backups": Row(answers(else_=403)),
    "POST /backups": Row(answers(else_=403)),
}
PAGES: dict[str, Row] = {
    "administration/agencies/<uuid:agency_id>/invitation-mails": Row(answers(insider=200, keeper=200), ids=school),
    "administration/ways": Row(answers(insider=200, keeper=200)),
    "administration/backups": Row(NOT_FOUND_BY_ANYBODY),
}
PICTURES = {"superintendent": ("ways", "invitation_mails")}
NOT_PICTURED = {"backups": "for the operator of an installation"}
