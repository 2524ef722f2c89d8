"""Who is answered what about the plan of an exercise: by their role in it, and no one by rank.

The insider directs, the officer plays; the teacher is of the school, and the keeper plans for a district that was not
asked: neither has a part.
"""

from coordination.drills.exercises.models import Exercise, Inject, Objective
from coordination.drills.exercises.vocabulary import ExerciseRole
from tests.coordination.access_walk.rows import EVERYBODY, Row, answers
from tests.factories.mou import NOW
from tests.factories.practice.exercises import EXERCISE_SECRETS, add_person, make_exercise, make_plan_of
from tests.stage.full_room import Stage

NAME = "The walk's exercise that is planned"
SEEN, STAFF, WRITES = answers(insider=200, officer=200), answers(insider=200), answers(insider=204)
PLANNERS = answers(insider=200, keeper=200)


def planned(stage: Stage) -> Exercise:
    """Return an exercise that is planned, the same for everybody who asks."""
    found = Exercise.objects.filter(name=NAME).first()
    if found is not None:
        return found
    cast = stage.cast
    exercise = make_exercise(cast.site, cast.school, stage.people["insider"], at=NOW, name=NAME)
    exercise.organizations.create(agency=cast.police, state="accepted")
    add_person(exercise, cast.police, stage.people["officer"], ExerciseRole.PLAYER)
    make_plan_of(exercise)
    return exercise


def one(stage: Stage) -> dict[str, object]:
    return {"exercise_id": planned(stage).pk}


def objective(stage: Stage) -> dict[str, object]:
    return {**one(stage), "objective_id": Objective.objects.filter(exercise=planned(stage)).order_by("position")[0].pk}


def task(stage: Stage) -> dict[str, object]:
    first = Objective.objects.filter(exercise=planned(stage)).order_by("position")[0]
    return {**objective(stage), "task_id": first.tasks.all()[0].pk}


def inject(stage: Stage) -> dict[str, object]:
    return {**one(stage), "inject_id": Inject.objects.filter(exercise=planned(stage)).order_by("number")[0].pk}


def police(stage: Stage) -> dict[str, object]:
    return {**one(stage), "agency_id": stage.cast.police.pk}


def teacher(stage: Stage) -> dict[str, object]:
    return {**one(stage), "person_id": stage.people["teacher"].public_id}


def officer(stage: Stage) -> dict[str, object]:
    return {**one(stage), "person_id": stage.people["officer"].public_id}


def version(_stage: Stage) -> str:
    return "?version=1"


def what(_stage: Stage) -> dict[str, object]:
    times = {"planned_start": "2090-01-01T10:00:00Z", "planned_end": "2090-01-01T11:00:00Z"}
    return {"name": "Walked", "kind": "drill", "incident_type": "STDBY", **times}


def an_objective(_stage: Stage) -> dict[str, object]:
    return {"text": "Everybody is out.", "version": 1}


def a_task(_stage: Stage) -> dict[str, object]:
    return {"text": "Leave.", "capability": "planning", "version": 1}


def an_inject(_stage: Stage) -> dict[str, object]:
    return {"text": "Smoke.", "delivery": "radio", "version": 1}


ALL, ONE = "/drills/exercises", "/drills/exercises/{uuid:exercise_id}"
OBJECTIVE, INJECT = ONE + "/objectives/{uuid:objective_id}", ONE + "/injects/{uuid:inject_id}"
TASK, PERSON = OBJECTIVE + "/tasks/{uuid:task_id}", ONE + "/people/{uuid:person_id}"
AGENCY = ONE + "/organizations/{uuid:agency_id}"
EXERCISES: dict[str, Row] = {
    f"GET {ALL}": Row(EVERYBODY),
    f"POST {ALL}": Row(
        answers(insider=201),
        body=lambda stage: {
            **what(stage),
            "site_id": str(stage.cast.site.pk),
            "agency_id": str(stage.cast.school.pk),
        },
    ),
    f"GET {ONE}": Row(SEEN, ids=one),
    f"PUT {ONE}": Row(STAFF, ids=one, body=lambda stage: {**what(stage), "version": 1}),
    f"POST {ONE}/steps": Row(STAFF, ids=one, body=lambda _stage: {"step": "cancel", "version": 1}),
    f"GET {ONE}/staff-paper": Row(STAFF, ids=one),
    f"POST {ONE}/organizations": Row(WRITES, ids=one, body=lambda stage: {"agency_id": str(stage.cast.district.pk)}),
    # The officer takes part for the police and plans nothing for them.
    f"PUT {AGENCY}": Row(answers(), ids=police, body=lambda _stage: {"accepts": True}),
    f"DELETE {AGENCY}": Row(WRITES, ids=police),
    f"PUT {PERSON}": Row(
        answers(insider=204, officer=403),
        ids=teacher,
        body=lambda stage: {"agency_id": str(stage.cast.school.pk), "role": "observer"},
    ),
    f"DELETE {PERSON}": Row(answers(insider=204, officer=403), ids=officer),
    f"POST {ONE}/objectives": Row(answers(insider=201), ids=one, body=an_objective),
    f"PUT {OBJECTIVE}": Row(STAFF, ids=objective, body=an_objective),
    f"DELETE {OBJECTIVE}": Row(STAFF, ids=objective, query=version),
    f"POST {OBJECTIVE}/tasks": Row(answers(insider=201), ids=objective, body=a_task),
    f"PUT {TASK}": Row(STAFF, ids=task, body=a_task),
    f"DELETE {TASK}": Row(STAFF, ids=task, query=version),
    f"POST {ONE}/injects": Row(answers(insider=201), ids=one, body=an_inject),
    f"PUT {INJECT}": Row(STAFF, ids=inject, body=an_inject),
    f"DELETE {INJECT}": Row(STAFF, ids=inject, query=version),
    f"PUT {ONE}/msel-order": Row(
        STAFF,
        ids=one,
        body=lambda stage: {
            "inject_ids": [str(pk) for pk in planned(stage).injects.values_list("pk", flat=True)],
            "version": 1,
        },
    ),
    f"GET {ONE}/msel.csv": Row(STAFF, ids=one),
    f"POST {ONE}/msel-import": Row(
        STAFF, ids=one, body=lambda _stage: {"text": "text,delivery\nx,radio", "dry_run": True, "version": 1}
    ),
    f"PUT {ONE}/checks/{{key}}": Row(
        WRITES, ids=lambda stage: {**one(stage), "key": "debrief"}, body=lambda _stage: {"answer": "met"}
    ),
    # No law of theirs leaves it to two: the answer of who may is that none waits.
    f"POST {ONE}/checks/{{key}}/confirmation": Row(
        answers(insider=422), ids=lambda stage: {**one(stage), "key": "debrief"}
    ),
    "GET /drills/scenarios": Row(EVERYBODY),
    f"POST {ONE}/scenario": Row(STAFF, ids=one, body=lambda _stage: {"key": "kitchen_fire", "version": 1}),
}
PAGE = "drills/exercises/<uuid:exercise_id>"
EXERCISE_PAGES: dict[str, Row] = {
    # Who has one part only is led to it: what the law asks.
    "drills": Row(answers(insider=200, keeper=200, officer=200, teacher=200, visitor=302)),
    "drills/exercises": Row(PLANNERS),
    "drills/exercises/new": Row(PLANNERS),
    PAGE: Row(SEEN, ids=one),
    f"{PAGE}/plan": Row(STAFF, ids=one),
    f"{PAGE}/msel": Row(STAFF, ids=one),
    f"{PAGE}/msel.csv": Row(STAFF, ids=one),
    f"{PAGE}/players-paper": Row(SEEN, ids=one),
    f"{PAGE}/staff-paper": Row(STAFF, ids=one),
}
SECRETS = EXERCISE_SECRETS
DELETIONS = {
    *("remove_objective", "remove_critical_task", "remove_inject"),
    *("withdraw_exercise_invitation", "remove_exercise_person"),
}
