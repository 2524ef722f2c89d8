"""Kinds that are tasks of someone until a day: with a team and without, read with a note and without."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from coordination.casework.kinds.faces import Faces
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import Door
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.drills.improvement.pages.one_action import ACTION_FACES
from coordination.drills.improvement.work.kinds import ACTION_KIND
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.climate.models import ClimateRead, ClimateTask
from coordination.prevention.climate.pages.tasks import CLIMATE_TASK_FACES
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.vocabulary import ClimateTaskStep
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.room.access import Asker
from tests.factories.cast import Cast, make_cast
from tests.factories.practice.improvement import make_action, make_ended_exercise, put_in
from tests.factories.prevention.climate import make_climate_task, make_climate_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
KINDS: dict[str, Kind[Any, Any, Any]] = {"climate task": CLIMATE_TASK_KIND, "corrective action": ACTION_KIND}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


# --- a declaration ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_declaration_names_columns_that_are_there(kind: Kind[Any, Any, Any]) -> None:
    columns = {one.name for one in kind.model._meta.get_fields()} | {"pk"}

    assert {"state", "owner", "due_on", kind.records, kind.came, kind.ended} <= columns
    assert {one.lstrip("-") for one in (*kind.orders, *kind.then_by)} <= columns
    assert {kind.id_name, "state"} <= set(kind.line.model_fields)
    assert {"line", "steps", "records", kind.people_name} <= set(kind.view.model_fields)


def test_a_kind_without_a_team_says_what_one_would() -> None:
    assert CLIMATE_TASK_KIND.team_kind() is CLIMATE_TASK_KIND.teams
    assert None not in (ACTION_KIND.opens, ACTION_KIND.agency, ACTION_KIND.people)
    with pytest.raises(TypeError, match="has no team"):
        ACTION_KIND.team_kind()


def test_a_record_says_of_a_task_what_was_done_where_the_step_says_what_to_do() -> None:
    assert CLIMATE_TASK_KIND.act_label("finish") == "Done"
    assert ClimateTaskStep.FINISH.label == "It is done"
    for act in ("raised", *ClimateTaskStep):
        assert CLIMATE_TASK_KIND.act_label(str(act)) != str(act)
    assert CLIMATE_TASK_KIND.act_label("written") == "written"
    assert ACTION_KIND.act_label("written") == "Written into the improvement plan"


def test_the_head_of_a_page_says_the_same_as_the_line_of_the_list(cast: Cast) -> None:
    make_climate_task(make_climate_team(cast.school, members=[cast.teacher]), cast.school, owner=cast.teacher)
    exercise = make_ended_exercise(cast.site, cast.school, by=cast.teacher)
    make_action(exercise, cast.school, by=cast.teacher, owner=cast.teacher)

    every: tuple[Faces[Any, Any, Any], ...] = (CLIMATE_TASK_FACES, ACTION_FACES)
    for faces in every:
        (shown,) = faces.shown_lines(Asker(user_id=cast.teacher.pk, at=NOW))
        thing = faces.kind.things_for(cast.teacher.pk, NOW).get()
        view = faces.kind.open_thing(thing, user_id=cast.teacher.pk, at=NOW, door=Door.PAGE)
        assert faces.face_of(view) == shown.face
        assert str(thing.pk) in shown.address


def test_a_task_is_given_to_someone_before_it_is_done(cast: Cast) -> None:
    task = make_climate_task(make_climate_team(cast.school, members=[cast.teacher]), cast.school)

    assert CLIMATE_TASK_KIND.first_step(task) is ClimateTaskStep.ASSIGN
    task.state = "done"
    assert CLIMATE_TASK_KIND.first_step(task) is ClimateTaskStep.REOPEN


# --- a task of someone, until a day -----------------------------------------------------------------------------------
def give(user: User, task: ClimateTask, **fields: object) -> ClimateTask:
    given = ClimateStepIn.model_validate({"step": ClimateTaskStep.ASSIGN, **fields})
    return CLIMATE_TASK_KIND.take_step(actor_id=user.pk, thing_id=task.pk, given=given, at=NOW)


def test_a_task_goes_to_someone_who_may_have_it_until_a_day_or_to_no_one(cast: Cast) -> None:
    task = make_climate_task(make_climate_team(cast.school, members=[cast.teacher]), cast.school)
    day, teacher, stranger = date(2026, 12, 24), cast.teacher.public_id, cast.stranger.public_id
    refused: tuple[tuple[dict[str, object], str], ...] = (
        ({}, "climate_step_lacks /due_on"),
        ({"owner_id": teacher}, "climate_step_lacks /due_on"),
        ({"due_on": day}, "climate_step_lacks /owner_id"),
        ({"due_on": day, "owner_id": stranger}, "not_on_climate_team /owner_id"),
    )

    for fields, why in refused:
        with pytest.raises(CoordinationError) as stopped:
            give(cast.teacher, task, **fields)
        assert f"{stopped.value.code} {stopped.value.pointer}" == why
    assert not task.records.filter(act="assign").exists()
    done = give(cast.teacher, task, owner_id=teacher, due_on=day)

    assert (done.owner, done.due_on, done.state) == (cast.teacher, day, "open")
    assert task.records.filter(act="assign").count() == 1


def test_who_may_take_no_step_is_offered_none_and_told_of_no_one_who_might(cast: Cast, client: Client) -> None:
    exercise = make_ended_exercise(cast.site, cast.school, by=cast.teacher)
    action = make_action(exercise, cast.police, by=cast.teacher, owner=cast.officer)
    # An evaluator reads it; its owner changes it.
    put_in(exercise, cast.insider, cast.school, ExerciseRole.EVALUATOR)
    sentence = "planners and the exercise&#x27;s director change it"

    for user, may in ((cast.officer, True), (cast.insider, False)):
        thing = ACTION_KIND.thing_for(user_id=user.pk, thing_id=action.pk, at=NOW)
        view = ACTION_KIND.open_thing(thing, user_id=user.pk, at=NOW, door=Door.PAGE)
        assert (bool(view.steps), bool(view.people)) == (may, may)
        client.force_login(user)
        shown = client.get(f"/drills/actions/{action.pk}").content.decode()
        assert ('name="step"' in shown, sentence in shown) == (may, not may)
        assert (cast.officer.public_id.hex in shown.replace("-", "")) == may


def test_what_is_noted_of_reading_is_what_the_kind_says(cast: Cast) -> None:
    task = make_climate_task(make_climate_team(cast.school, members=[cast.teacher]), cast.school)
    exercise = make_ended_exercise(cast.site, cast.school, by=cast.teacher)
    make_action(exercise, cast.school, by=cast.teacher, owner=cast.teacher)

    for kind in KINDS.values():
        thing = kind.things_for(cast.teacher.pk, NOW).get()
        kind.open_thing(thing, user_id=cast.teacher.pk, at=NOW, door=Door.PAGE)

    assert [one.subject_id for one in ClimateRead.objects.all()] == [task.pk]
    assert [name for name, _door, _at in CLIMATE_TASK_KIND.reads_of(task)] == [cast.teacher.shown_name()]
    assert ACTION_KIND.reads_of(ACTION_KIND.things_for(cast.teacher.pk, NOW).get()) == []
