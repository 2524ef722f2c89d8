"""Who is answered what about test alarms: who administers the agency, and no one else; each person their own answer."""

from uuid import uuid4

from tests.coordination.access_walk.rows import EVERYBODY, NOT_FOUND_BY_ANYBODY, Answers, Row, answers
from tests.stage.full_room import Stage


def school(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.school.id}


def no_test(_stage: Stage) -> dict[str, object]:
    return {"test_id": uuid4()}


def administrators(status: int) -> Answers:
    return answers(insider=status, keeper=status, teacher=403)


ROUTES: dict[str, Row] = {
    "GET /me/alarm-tests": Row(EVERYBODY),
    "GET /agencies/{uuid:agency_id}/alarm-tests": Row(administrators(200), ids=school),
    # A real incident is open on the stage.
    "POST /agencies/{uuid:agency_id}/alarm-tests": Row(administrators(409), ids=school, body=lambda _stage: {}),
    "PUT /agencies/{uuid:agency_id}/alarm-test-plan": Row(
        administrators(204),
        ids=school,
        body=lambda _stage: {"pace": "weekly", "weekday": "1", "clock": "10:00"},
    ),
    "DELETE /agencies/{uuid:agency_id}/alarm-test-plan": Row(administrators(204), ids=school),
    # None was sent: tests/coordination/incident/reach/test_alarm_tests.py has who may.
    "GET /alarm-tests/{uuid:test_id}": Row(NOT_FOUND_BY_ANYBODY, ids=no_test),
    "POST /alarm-tests/{uuid:test_id}/answer": Row(NOT_FOUND_BY_ANYBODY, ids=no_test),
    "POST /alarm-tests/{uuid:test_id}/stop": Row(NOT_FOUND_BY_ANYBODY, ids=no_test),
}
PAGES: dict[str, Row] = {
    "alarm-tests": Row(EVERYBODY),
    "alarm-tests/agencies/<uuid:agency_id>": Row(answers(insider=200, keeper=200), ids=school),
    "alarm-tests/<uuid:test_id>": Row(NOT_FOUND_BY_ANYBODY, ids=no_test),
}
DELETIONS = {"plan_no_alarm_tests", "take_shift_back"}
PICTURES = {"principal": ("my_alarm_tests", "alarm_tests")}
NOT_PICTURED = {
    "alarm_test": "needs a test that someone has begun",
    "alarm_test_key": "needs the key of a message",
}
