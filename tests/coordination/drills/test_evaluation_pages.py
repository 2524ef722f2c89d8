"""The pages of an evaluation, without a script: who sees them, what forms do, and that exercise time has its pace."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.drills.conduct.models import ClockSegment
from coordination.drills.evaluation.models import FinalRating, HotWashAnswer, Observation, TaskRating
from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.evaluation.work.results import results_of
from coordination.models import User
from tests.coordination.drills.evaluated import Evaluated, at, make_evaluated
from tests.factories.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Evaluated:
    return make_evaluated(cast)


def page(user: User, path: str, posted: dict[str, str] | None = None, language: str = "en") -> tuple[int, str]:
    client = Client(headers={"Accept-Language": language})
    client.force_login(user)
    answer = client.get(path) if posted is None else client.post(path, posted)
    return answer.status_code, answer.content.decode()


def test_staff_sees_the_evaluation_and_others_are_told_that_there_is_none(cast: Cast, played: Evaluated) -> None:
    staged = played.staged
    task = played.tasks()[0]
    TaskRating.objects.create(task=task, by=staged.evaluator, rating="M", notes="<b>jammed</b>", at=at(50), seq=3)

    status, text = page(staged.controller, f"{played.path}/evaluation")

    assert status == 200
    assert "&lt;b&gt;jammed&lt;/b&gt;" in text
    assert f'href="/incidents/{played.room.incident_id}#entry-3"' in text
    # The controller reads, and decides nothing.
    assert 'name="rating"' not in text
    for user in (cast.teacher, cast.officer, staged.observer, staged.police_planner, cast.stranger):
        for path in ("/evaluation", "/evaluation/mine"):
            assert page(user, f"{played.path}{path}")[0] == 404
    assert page(staged.controller, f"{played.path}/evaluation/mine")[0] == 404
    assert page(staged.evaluator, f"{played.path}/evaluation/mine", language="es")[0] == 200


def test_forms_rate_observe_decide_and_close_without_a_script(played: Evaluated) -> None:
    staged, task = played.staged, played.tasks()[0]
    mine, whole = f"{played.path}/evaluation/mine", f"{played.path}/evaluation"
    rate = {"act": "rate", "task_id": str(task.pk)}

    assert page(staged.evaluator, mine, {**rate, "rating": "U", "notes": "Never came."})[0] == 303
    assert page(staged.evaluator, mine, {**rate, "rating": "Z"})[0] == 422
    seen = {"act": "observe", "id": str(uuid4()), "text": "", "milestone": "reunified"}
    assert page(staged.evaluator, mine, seen)[0] == 303
    assert page(staged.evaluator, mine, {**seen, "id": str(uuid4()), "milestone": "lunch"})[0] == 422
    final = {"act": "decide", "task_id": str(task.pk), "rating": "M", "words": "Came late."}
    assert page(staged.director, whole, final)[0] == 303
    assert page(staged.evaluator, whole, final)[0] == 422
    assert page(staged.director, whole, {"act": "close_hot_wash"})[0] == 303

    assert (TaskRating.objects.get().rating, FinalRating.objects.get().words) == ("U", "Came late.")
    assert Observation.objects.get().milestone == "reunified"
    status, text = page(staged.director, whole)
    assert status == 200
    assert "Never came." in text


def test_the_hot_wash_takes_two_minutes_of_everybody_and_thanks(cast: Cast, played: Evaluated) -> None:
    path = f"{played.path}/hot-wash"
    said = {"act": "answer", "clarity": "4", "communication": "2", "felt_safe": "5", "went_well": "The radio worked."}

    assert played.exercise.name in page(cast.teacher, "/drills/hot-washes")[1]
    assert page(cast.teacher, path, {**said, "clarity": "9"})[0] == 422
    status, text = page(cast.teacher, path, {**said, "felt_safe": ""}, language="es")
    # What was typed stays, and what is left out is named in the reader's language.
    assert (status, "The radio worked." in text) == (422, True)
    assert '<a href="#answer-felt_safe">Me sentí a salvo durante el ejercicio</a>' in text
    assert page(cast.teacher, path, said)[0] == 303
    assert "The radio worked." not in page(cast.teacher, path)[1]
    assert played.exercise.name not in page(cast.teacher, "/drills/hot-washes")[1]
    assert page(cast.stranger, path)[0] == 404
    assert HotWashAnswer.objects.get().named_id is None


def test_times_of_a_room_are_for_who_is_in_it(cast: Cast, played: Evaluated) -> None:
    path = f"/drills/times/{played.room.incident_id}"

    assert page(cast.teacher, path)[0] == 200
    assert [page(one, path)[0] for one in (cast.officer, cast.stranger)] == [404, 404]


def test_exercise_time_has_the_pauses_and_the_pace_of_its_clock(played: Evaluated) -> None:
    def segment(since: float, until: float, pace: float) -> None:
        ClockSegment.objects.create(
            exercise=played.exercise, began_at=at(since), ended_at=at(until), pace=pace, exercise_s=0
        )

    segment(0, 20, 10)
    segment(50, 600, 1)

    times = results_of(played.exercise, at=at(900)).times
    command = next(one for one in times.milestones if one.kind is MilestoneKind.COMMAND)

    assert (command.wall_s, command.exercise_s) == (60.0, 120.0)
    assert [(one.since, one.until) for one in times.breaks] == [(at(20), at(20) + timedelta(seconds=30))]
