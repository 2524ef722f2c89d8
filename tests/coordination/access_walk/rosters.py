"""Who is answered what about rosters: administrators keep one and read no student; the principal is named to read."""

from uuid import uuid4

from tests.coordination.access_walk.administration import by_hand, school
from tests.coordination.access_walk.rows import (
    EVERYBODY,
    IN_DISTRICT_OR_AGREED,
    NOT_FOUND_BY_ANYBODY,
    Answers,
    Row,
    answers,
    district,
    room,
)
from tests.stage.full_room import Stage


def keepers(status: int) -> Answers:
    return answers(insider=status, keeper=status)


def district_keepers(status: int) -> Answers:
    return answers(keeper=status)


def readers(status: int) -> Answers:
    return answers(insider=status)


def of_district(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.district.id}


def student(stage: Stage) -> dict[str, object]:
    return {**school(stage), "student_id": stage.roster.student_id}


def a_class(stage: Stage) -> dict[str, object]:
    return {"class_id": stage.roster.class_id}


ROSTER = "/agencies/{uuid:agency_id}/roster"
STUDENT = f"{ROSTER}/students/{{uuid:student_id}}"
CONNECTION: dict[str, object] = {
    "base_url": "https://sis.example.org",
    "token_url": "https://sis.example.org/token",
    "client_id": "musterpoint",
    "secret": "between two servers",
}
ROSTERS: dict[str, Row] = {
    f"GET {ROSTER}": Row(keepers(200), ids=school),
    f"PUT {ROSTER}": Row(district_keepers(204), ids=of_district, body=lambda _stage: {"keep_days": 60}),
    f"PUT {ROSTER}/schools/{{uuid:roster_school_id}}": Row(
        district_keepers(204),
        ids=lambda stage: {**of_district(stage), "roster_school_id": stage.roster.roster_school_id},
        body=lambda stage: {"school_id": str(stage.cast.school.id)},
    ),
    # The file that everybody sends is none: who may is told so.
    f"POST {ROSTER}/looks": Row(district_keepers(422), ids=of_district, is_upload=True),
    f"POST {ROSTER}/imports": Row(
        NOT_FOUND_BY_ANYBODY, ids=of_district, body=lambda _stage: {"upload_id": str(uuid4())}
    ),
    # Of a district that has none: whoever may is told so in the same words as who may not see the roster.
    f"GET {ROSTER}/connection": Row(NOT_FOUND_BY_ANYBODY, ids=of_district),
    # Another system is set by two; by them: tests/coordination/rosters/test_second_reader.py.
    f"PUT {ROSTER}/connection": Row(district_keepers(409), ids=of_district, body=lambda _stage: CONNECTION),
    f"DELETE {ROSTER}/connection": Row(NOT_FOUND_BY_ANYBODY, ids=of_district),
    f"POST {ROSTER}/connection/tests": Row(NOT_FOUND_BY_ANYBODY, ids=of_district),
    f"POST {ROSTER}/connection/reads": Row(NOT_FOUND_BY_ANYBODY, ids=of_district, body=lambda _stage: {}),
    f"POST {ROSTER}/readers": Row(
        keepers(204), ids=school, body=lambda stage: {"person_id": str(stage.people["teacher"].public_id)}
    ),
    # Who waits for it: tests/coordination/rosters/test_second_reader.py. The one reader there is reads already.
    f"POST {ROSTER}/readers/{{uuid:person_id}}/let-in": Row(
        keepers(403), ids=lambda stage: {**school(stage), "person_id": stage.people["insider"].public_id}
    ),
    f"DELETE {ROSTER}/readers/{{uuid:person_id}}": Row(
        keepers(204), ids=lambda stage: {**school(stage), "person_id": stage.people["insider"].public_id}
    ),
    f"POST {ROSTER}/student-searches": Row(readers(200), ids=school, body=lambda _stage: {"words": "quince"}),
    f"GET {STUDENT}": Row(readers(200), ids=student),
    f"POST {STUDENT}/custody-notes": Row(readers(201), ids=student, body=lambda _stage: {"text": "Not the uncle."}),
    f"DELETE {STUDENT}/custody-notes/{{uuid:note_id}}": Row(
        readers(204), ids=lambda stage: {**student(stage), "note_id": stage.roster.note_id}
    ),
    f"GET {STUDENT}/disclosures": Row(readers(200), ids=student),
    f"POST {STUDENT}/disclosures": Row(readers(201), ids=student, body=lambda _stage: by_hand()),
    f"GET {ROSTER}/classes": Row(readers(200), ids=school),
    # Names come to a teacher of the school alone: tests/coordination/rosters/test_schedules.py.
    "GET /rooms/{uuid:room_id}/my-students": Row(IN_DISTRICT_OR_AGREED, ids=room),
    "GET /my-classes": Row(EVERYBODY),
    "GET /roster-classes/{uuid:class_id}": Row(answers(insider=200, teacher=200), ids=a_class),
}

ROSTER_PAGES: dict[str, Row] = {
    "administration/rosters/<uuid:agency_id>": Row(keepers(200), ids=school),
    "administration/rosters/<uuid:district_id>/import": Row(district_keepers(200), ids=district),
    "administration/rosters/<uuid:district_id>/connection": Row(district_keepers(200), ids=district),
    "students": Row(answers(insider=200, teacher=200)),
    "students/classes/<uuid:class_id>": Row(answers(insider=200, teacher=200), ids=a_class),
    "students/schools/<uuid:agency_id>": Row(readers(200), ids=school),
    "students/schools/<uuid:agency_id>/<uuid:student_id>": Row(readers(200), ids=student),
}
