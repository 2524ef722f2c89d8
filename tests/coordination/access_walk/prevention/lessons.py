"""Who is answered what about lessons: people of the school and its district; administrators of the district write."""

from django.utils import timezone

from coordination.prevention.lessons.models import HeldLesson
from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import Row, answers
from tests.stage.full_room import Stage
from tests.stage.maps.plan_client import today

OF_THE_SCHOOL = answers(insider=200, teacher=200, keeper=200)
AGENCY = "/agencies/{uuid:agency_id}"


def lesson(stage: Stage) -> dict[str, object]:
    return {**school(stage), "audience": "staff", "topic": "what_to_look_for", "language": "en"}


def held(stage: Stage) -> dict[str, object]:
    given = {"held_on": today(), "people": 3, "noted_at": timezone.now()}
    row, _is_new = HeldLesson.objects.get_or_create(
        school=stage.cast.school,
        audience="staff",
        topics=["options"],
        language="en",
        held_by="The counselor",
        noted_by=stage.people["teacher"],
        defaults=given,
    )
    return {**school(stage), "held_id": row.pk}


def noted(_stage: Stage) -> dict[str, object]:
    return {"audience": "staff", "topics": ["options"], "held_on": today(), "held_by": "The counselor", "people": 3}


LESSONS: dict[str, Row] = {
    f"GET {AGENCY}/lessons": Row(OF_THE_SCHOOL, ids=school),
    f"GET {AGENCY}/lessons/{{audience}}": Row(OF_THE_SCHOOL, ids=lesson),
    f"PUT {AGENCY}/lessons/{{audience}}/{{topic}}/{{language}}": Row(
        answers(insider=403, teacher=403, keeper=204),
        ids=lesson,
        body=lambda _stage: {"drawn_from": 0, "text": "Look for changes."},
    ),
    f"PUT {AGENCY}/lesson-audiences": Row(
        answers(insider=204, teacher=403, keeper=204), ids=school, body=lambda _stage: {"audiences": ["staff"]}
    ),
    f"POST {AGENCY}/held-lessons": Row(answers(insider=201, teacher=201, keeper=201), ids=school, body=noted),
    f"DELETE {AGENCY}/held-lessons/{{uuid:held_id}}": Row(answers(insider=204, teacher=204, keeper=204), ids=held),
    f"POST {AGENCY}/lesson-readings": Row(answers(insider=204, teacher=204), ids=school, body=lambda _stage: {}),
}
LESSON_PAGES: dict[str, Row] = {
    "prevention/lessons": Row(answers(insider=302, teacher=302, keeper=200)),
    "prevention/lessons/<uuid:agency_id>": Row(OF_THE_SCHOOL, ids=school),
    "prevention/lessons/<uuid:agency_id>/<slug:audience>": Row(OF_THE_SCHOOL, ids=lesson),
}
PICTURES = {"principal": ("lessons_of",), "superintendent": ("lesson",)}
NOT_PICTURED = {"lessons": "a list of names that lead on"}
DELETIONS = {"take_back_held_lesson"}
