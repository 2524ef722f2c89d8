"""Who is answered what about conducting an exercise: by their role in it, and no one by rank.

The insider directs, the officer plays, the keeper looks on; the teacher is of the school, and has no part.
"""

from datetime import timedelta

from coordination.drills.conduct.work.conduct import start_exercise
from coordination.drills.conduct.work.discussion import let_step_show
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole
from tests.coordination.access_walk.rows import Row, answers
from tests.factories.mapping import make_site
from tests.factories.mou import NOW
from tests.stage.exercises.played import add_inject, cast_in
from tests.stage.full_room import Stage

# What no player may read before it comes.
INJECT_SECRET = "the second made-up caller is at the loading dock"
SEEN = answers(insider=200, officer=200, keeper=200)
STAFF = answers(insider=200)
CONDUCT = "/drills/exercises/{uuid:exercise_id}/conduct"


def discussion(stage: Stage) -> Exercise:
    """Return a tabletop that has begun, the same for everybody who asks."""
    found = Exercise.objects.filter(name="Talk of the walk").first()
    if found is not None:
        return found
    cast = stage.cast
    exercise = Exercise.objects.create(
        # At the stage's own site something real is open, and nothing is played there.
        site=make_site(cast.district, school=cast.school, name="Lincoln Annex"),
        sponsor=cast.school,
        kind="tabletop",
        name="Talk of the walk",
        incident_type="STDBY",
        severity="minor",
        state="ready",
        planned_start=NOW,
        planned_end=NOW + timedelta(hours=1),
        created_by=stage.people["insider"],
        created_at=NOW,
    )
    for agency, who, role in (
        (cast.school, "insider", ExerciseRole.DIRECTOR),
        (cast.police, "officer", ExerciseRole.PLAYER),
        (cast.district, "keeper", ExerciseRole.OBSERVER),
    ):
        exercise.organizations.get_or_create(agency=agency, defaults={"state": "accepted"})
        cast_in(exercise, agency, stage.people[who], role)
    add_inject(exercise, 0, text="Who calls the parents?")
    add_inject(exercise, 0, text=INJECT_SECRET)
    Exercise.objects.filter(pk=exercise.pk).update(state="ready")
    return exercise


def begun(stage: Stage) -> dict[str, object]:
    """Return a tabletop that has begun and shows its first step."""
    exercise = discussion(stage)
    if exercise.incident_id is None:
        director_id = stage.people["insider"].pk
        start_exercise(actor_id=director_id, exercise_id=exercise.pk, at=NOW)
        let_step_show(actor_id=director_id, exercise_id=exercise.pk, number=1, at=NOW)
    return {"exercise_id": exercise.pk}


def inject(stage: Stage) -> dict[str, object]:
    return {**begun(stage), "inject_id": discussion(stage).injects.last().pk}  # type: ignore[union-attr]  # it has two


CONDUCT_PAGES: dict[str, Row] = {
    "drills/exercises/<uuid:exercise_id>/conduct": Row(SEEN, ids=begun),
    "drills/exercises/<uuid:exercise_id>/discussion": Row(SEEN, ids=begun),
}
CONDUCTING: dict[str, Row] = {
    f"GET {CONDUCT}": Row(SEEN, ids=begun),
    f"POST {CONDUCT}": Row(
        answers(insider=200, officer=403, keeper=403), ids=begun, body=lambda _stage: {"step": "pause"}
    ),
    f"GET {CONDUCT}/injects": Row(STAFF, ids=begun),
    f"POST {CONDUCT}/injects/{{uuid:inject_id}}": Row(STAFF, ids=inject, body=lambda _stage: {"act": "hold"}),
    f"POST {CONDUCT}/discussion": Row(STAFF, ids=begun, body=lambda _stage: {"number": 2}),
    f"GET {CONDUCT}/notes": Row(SEEN, ids=begun),
    f"POST {CONDUCT}/notes": Row(
        answers(insider=201, officer=201, keeper=403), ids=begun, body=lambda _stage: {"text": "The office."}
    ),
}
SECRETS = (INJECT_SECRET,)
