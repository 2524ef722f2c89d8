"""Who is answered what about an evaluation: by their role in the exercise, and no one by rank.

The insider directs, the officer evaluates, the keeper controls, the teacher plays.
"""

from datetime import timedelta
from uuid import uuid4

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole
from tests.coordination.access_walk.rows import NOT_FOUND_BY_ANYBODY, Row, answers, incident
from tests.factories.mou import NOW
from tests.stage.full_room import Stage

# What no player may read before the report is published.
EVALUATION_SECRET = "the pretend door of the walk stood open"
EXERCISE = "/drills/exercises/{uuid:exercise_id}"
READ = answers(insider=200, officer=200, keeper=200)
WRITTEN = answers(insider=201, officer=201, keeper=403)
DIRECTOR = answers(insider=204, officer=403, keeper=403)


def evaluated(stage: Stage) -> dict[str, object]:
    """Return an exercise that is over, the same for everybody who asks."""
    cast = stage.cast
    found = Exercise.objects.filter(name="Drill of the walk").first()
    if found is not None:
        return {"exercise_id": found.pk}
    exercise = Exercise.objects.create(
        site=cast.site,
        sponsor=cast.school,
        kind="drill",
        name="Drill of the walk",
        incident_type="STDBY",
        severity="minor",
        state="ended",
        planned_start=NOW,
        planned_end=NOW + timedelta(hours=1),
        started_at=NOW,
        ended_at=NOW + timedelta(hours=1),
        created_by=stage.people["insider"],
        created_at=NOW,
    )
    for agency, who, role in (
        (cast.school, "insider", ExerciseRole.DIRECTOR),
        (cast.police, "officer", ExerciseRole.EVALUATOR),
        (cast.district, "keeper", ExerciseRole.CONTROLLER),
        (cast.school, "teacher", ExerciseRole.PLAYER),
    ):
        user, by = stage.people[who], stage.people["insider"]
        exercise.organizations.get_or_create(agency=agency, defaults={"state": "accepted"})
        exercise.people.create(agency=agency, user=user, role=role.value, added_by=by, added_at=NOW)
    objective = exercise.objectives.create(position=1, text="Doors hold.", capabilities=["on_scene_security"])
    task = objective.tasks.create(position=1, text="Lock the doors", capability="on_scene_security")
    task.ratings.create(by=stage.people["officer"], rating="M", notes=EVALUATION_SECRET, at=NOW)
    return {"exercise_id": exercise.pk}


EVALUATION: dict[str, Row] = {
    "GET /incidents/{uuid:incident_id}/exercise-times": Row(
        # What is real is not timed here; who has not entered is told to.
        answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
        ids=incident,
    ),
    f"GET {EXERCISE}/evaluation": Row(READ, ids=evaluated),
    f"POST {EXERCISE}/evaluation/ratings": Row(
        # A task that this exercise does not have: what a rating does stands in test_evaluation.py.
        answers(insider=422, officer=422, keeper=403),
        ids=evaluated,
        body=lambda _stage: {"id": str(uuid4()), "task_id": str(uuid4()), "rating": "S"},
    ),
    f"POST {EXERCISE}/evaluation/observations": Row(
        WRITTEN, ids=evaluated, body=lambda _stage: {"id": str(uuid4()), "text": "The door is shut."}
    ),
    f"POST {EXERCISE}/evaluation/photos": Row(
        answers(insider=422, officer=422, keeper=403), ids=evaluated, is_upload=True
    ),
    f"GET {EXERCISE}/evaluation/photos/{{uuid:photo_id}}": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**evaluated(stage), "photo_id": uuid4()}
    ),
    f"PUT {EXERCISE}/evaluation/final-ratings": Row(
        answers(insider=422, officer=403, keeper=403),
        ids=evaluated,
        body=lambda _stage: {"task_id": str(uuid4()), "rating": "S", "words": "So it was."},
    ),
    f"PUT {EXERCISE}/evaluation/lead": Row(DIRECTOR, ids=evaluated, body=lambda _stage: {"person_id": None}),
    f"GET {EXERCISE}/hot-wash": Row(answers(insider=200, officer=200, keeper=200, teacher=200), ids=evaluated),
    f"POST {EXERCISE}/hot-wash": Row(
        answers(insider=204, officer=204, keeper=204, teacher=204),
        ids=evaluated,
        body=lambda _stage: {"clarity": 4, "communication": 4, "felt_safe": 4},
    ),
    f"GET {EXERCISE}/hot-wash/results": Row(READ, ids=evaluated),
    f"POST {EXERCISE}/hot-wash/close": Row(DIRECTOR, ids=evaluated),
}

EVALUATION_PAGES: dict[str, Row] = {
    "drills/exercises/<uuid:exercise_id>/evaluation": Row(READ, ids=evaluated),
    "drills/exercises/<uuid:exercise_id>/evaluation/mine": Row(answers(insider=200, officer=200), ids=evaluated),
    "drills/exercises/<uuid:exercise_id>/hot-wash": Row(
        answers(insider=200, officer=200, keeper=200, teacher=200), ids=evaluated
    ),
    "drills/hot-washes": Row(answers(else_=200)),
    "drills/times/<uuid:incident_id>": Row(NOT_FOUND_BY_ANYBODY, ids=incident),
}
SECRETS = (EVALUATION_SECRET,)
