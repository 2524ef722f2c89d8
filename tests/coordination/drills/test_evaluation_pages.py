"""The pages of an evaluation, without a script: who sees them, what forms do, and that exercise time has its pace."""

import html
import re
from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.drills.conduct.models import ClockSegment
from coordination.drills.evaluation.models import FinalRating, HotWashAnswer, Observation, TaskRating
from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.evaluation.work.results import results_of
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.models import User
from mou.vocabulary import MemberRole
from tests.coordination.drills.evaluated import Evaluated, at, make_evaluated
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.practice.exercises import add_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Evaluated:
    return make_evaluated(cast)


def page(user: User, path: str, posted: Mapping[str, object] | None = None, language: str = "en") -> tuple[int, str]:
    client = Client(headers={"Accept-Language": language})
    client.force_login(user)
    answer = client.get(path) if posted is None else client.post(path, posted)
    return answer.status_code, answer.content.decode()


def typed_finals(text: str) -> dict[str, list[str]]:
    """Return what a browser sends of the form of final ratings, untouched."""
    typed: dict[str, list[str]] = {"act": ["decide"]}
    for name in ("drawn_from", "of"):
        typed[f"finals-{name}"] = re.findall(rf'name="finals-{name}" value="([^"]*)"', text)
    selects = re.findall(r'<select name="finals-rating".*?</select>', text, re.DOTALL)
    chosen = [re.search(r'value="(\w*)" selected', one) for one in selects]
    typed["finals-rating"] = [one[1] if one else "" for one in chosen]
    written = re.findall(r'<textarea name="finals-words"[^>]*>\r?\n?(.*?)</textarea>', text, re.DOTALL)
    typed["finals-words"] = [html.unescape(one) for one in written]
    assert len({len(one) for name, one in typed.items() if name != "act"}) == 1
    return typed


def test_what_evaluators_agree_on_is_saved_by_one_press_and_what_they_dispute_is_left_to_the_director(
    cast: Cast, played: Evaluated
) -> None:
    staged, (task, other) = played.staged, played.tasks()[:2]
    second = make_member(cast.police, user=make_user(username="second"), role=MemberRole.OFFICER).user
    add_person(staged.exercise, cast.police, second, ExerciseRole.EVALUATOR)
    for who, ratings in ((staged.evaluator, "PM"), (second, "PU")):
        for of, value in zip((task, other), ratings, strict=True):
            TaskRating.objects.create(task=of, by=who, rating=value, notes=f"{value} by the gym", at=at(50), seq=3)
    path = f"{played.path}/evaluation"

    _status, before = page(staged.director, path)
    typed = typed_finals(before)
    assert FinalRating.objects.count() == 0  # A proposal decides nothing.
    saved = page(staged.director, path, typed)
    again = page(staged.director, path, typed_finals(page(staged.director, path)[1]))

    assert (saved[0], again[0]) == (303, 303)
    assert FinalRating.objects.get(task=task).words == "P by the gym"
    assert not FinalRating.objects.filter(task=other).exists()
    assert f"{second.shown_name()} U" in before

    # One that is wrong keeps all back, and is named.
    number = typed["finals-of"].index(str(other.pk))
    typed["finals-rating"][number], typed["finals-words"][number] = "U", " "
    typed["finals-words"][typed["finals-of"].index(str(task.pk))] = "Seen on video."
    refused = page(staged.director, path, {name: one for name, one in typed.items() if name != "finals-drawn_from"})
    assert refused[0] == 422
    assert other.text in refused[1]
    assert FinalRating.objects.get(task=task).words == "P by the gym"


def test_who_does_not_decide_gets_no_form_and_a_thing_of_another_exercise_is_refused(played: Evaluated) -> None:
    staged = played.staged
    path = f"{played.path}/evaluation"
    strange = {"act": "decide", "finals-rating": "P", "finals-words": "x"}

    for who in (staged.controller, staged.evaluator, staged.safety_officer):
        assert 'value="decide"' not in page(who, path)[1]
        assert page(who, path, {**strange, "finals-of": str(played.tasks()[0].pk)})[0] in (403, 422)
    for of in (str(uuid4()), f"{uuid4()} operational_coordination", "1", f"{played.tasks()[0].pk} <b>"):
        assert page(staged.director, path, {**strange, "finals-of": of})[0] == 422
    assert FinalRating.objects.count() == 0


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
    final = {"act": "decide", "finals-of": str(task.pk), "finals-rating": "M", "finals-words": "Came late."}
    assert page(staged.director, whole, final)[0] == 303
    assert page(staged.evaluator, whole, {**final, "finals-rating": "P"})[0] == 422
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
