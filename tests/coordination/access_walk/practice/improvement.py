"""Who is answered what about reports and corrective actions: by their part in the exercise, and no one by rank.

The insider directs, the officer plays; the teacher is of the school, and has no part. Nothing is signed.
"""

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.work.reports import draft_report
from tests.coordination.access_walk.rows import EVERYBODY, Row, answers
from tests.factories.mou import NOW
from tests.factories.practice.improvement import (
    IMPROVEMENT_SECRETS,
    make_action,
    make_ended_exercise,
    make_objective,
    put_in,
)
from tests.stage.full_room import Stage

NAME = "The walk's exercise that has ended"
STAFF = answers(insider=200)
WRITERS = answers(insider=200)


def ended(stage: Stage) -> Exercise:
    """Return an exercise that has ended, with a draft; the same for everybody who asks."""
    found = Exercise.objects.filter(name=NAME).first()
    if found is not None:
        return found
    cast, director = stage.cast, stage.people["insider"]
    exercise = make_ended_exercise(cast.site, cast.school, by=director, name=NAME)
    put_in(exercise, director, cast.school, ExerciseRole.DIRECTOR)
    put_in(exercise, stage.people["officer"], cast.police, ExerciseRole.PLAYER)
    make_objective(exercise, "Account for every room", {"Every teacher reports": "M"}, by=director)
    draft_report(actor_id=director.pk, exercise_id=exercise.pk, language="en", at=NOW)
    make_action(exercise, cast.school, by=director)
    return exercise


def report(stage: Stage) -> dict[str, object]:
    return {"exercise_id": ended(stage).pk}


def finding(stage: Stage) -> dict[str, object]:
    return {**report(stage), "finding_id": ended(stage).reports.get().findings.first().pk}  # type: ignore[union-attr]  # it has one


def action(stage: Stage) -> dict[str, object]:
    return {"action_id": CorrectiveAction.objects.filter(exercise=ended(stage)).earliest("number").pk}


def version(stage: Stage) -> int:
    return ended(stage).reports.get().version


def a_finding(stage: Stage) -> dict[str, object]:
    return {"version": version(stage), "kind": "area", "capability": "planning", "words": "Cards were missing."}


def an_action(stage: Stage) -> dict[str, object]:
    return {
        "area": "Cards were missing.",
        "words": "Print cards.",
        "element": "equipment",
        "capability": "planning",
        "agency_id": str(stage.cast.school.pk),
        "starts_on": "2026-10-20",
        "due_on": "2026-12-01",
    }


REPORT = "/drills/exercises/{uuid:exercise_id}/report"
PLAN = "/drills/exercises/{uuid:exercise_id}/corrective-actions"
ACTION = "/drills/corrective-actions/{uuid:action_id}"
IMPROVEMENT: dict[str, Row] = {
    f"GET {REPORT}": Row(STAFF, ids=report),
    f"GET {REPORT}.json": Row(STAFF, ids=report),
    f"GET {REPORT}.pdf": Row(STAFF, ids=report),
    f"POST {REPORT}": Row(WRITERS, ids=report, body=lambda _stage: {"language": "en"}),
    f"PUT {REPORT}/text": Row(
        WRITERS, ids=report, body=lambda stage: {"version": version(stage), "section": "summary", "text": "We met."}
    ),
    f"PUT {REPORT}/meeting": Row(
        WRITERS, ids=report, body=lambda stage: {"version": version(stage), "meeting_at": "2027-01-01T10:00:00Z"}
    ),
    f"POST {REPORT}/findings": Row(WRITERS, ids=report, body=a_finding),
    f"PUT {REPORT}/findings/{{uuid:finding_id}}": Row(WRITERS, ids=finding, body=a_finding),
    f"POST {REPORT}/findings/{{uuid:finding_id}}/leave-out": Row(
        WRITERS, ids=finding, body=lambda stage: {"version": version(stage), "is_left_out": True}
    ),
    # A root cause is missing; nothing is approved yet.
    f"POST {REPORT}/approval": Row(answers(insider=422), ids=report, body=lambda stage: {"version": version(stage)}),
    f"POST {REPORT}/take-back": Row(answers(insider=409), ids=report, body=lambda stage: {"version": version(stage)}),
    f"POST {REPORT}/signature": Row(answers(insider=409), ids=report, body=lambda stage: {"version": version(stage)}),
    f"GET {PLAN}": Row(STAFF, ids=report),
    f"POST {PLAN}": Row(answers(insider=201), ids=report, body=an_action),
    "GET /drills/corrective-actions": Row(EVERYBODY),
    f"GET {ACTION}": Row(answers(insider=200, keeper=200), ids=action),
    f"POST {ACTION}/steps": Row(
        answers(insider=204, keeper=403),
        ids=action,
        body=lambda _stage: {"step": "note", "words": "An offer."},
    ),
    "GET /drills/comparison": Row(answers(insider=200, keeper=200)),
}
IMPROVEMENT_PAGES: dict[str, Row] = {
    "drills/exercises/<uuid:exercise_id>/report": Row(STAFF, ids=report),
    "drills/exercises/<uuid:exercise_id>/report.pdf": Row(STAFF, ids=report),
    "drills/exercises/<uuid:exercise_id>/report.json": Row(STAFF, ids=report),
    "drills/exercises/<uuid:exercise_id>/improvement-plan": Row(STAFF, ids=report),
    "drills/actions": Row(answers(insider=200, keeper=200)),
    "drills/actions/<uuid:action_id>": Row(answers(insider=200, keeper=200), ids=action),
    "drills/compare": Row(answers(insider=200, keeper=200)),
}
SECRETS = IMPROVEMENT_SECRETS
