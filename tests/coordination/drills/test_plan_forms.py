"""The pages of a plan by their forms: what is wrong stands at its field, what was typed stays, who may not is told."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.practice.exercises import Staged, make_staged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def staged(cast: Cast) -> Staged:
    return make_staged(cast)


@pytest.fixture
def plan(staged: Staged) -> str:
    return f"/drills/exercises/{staged.exercise.pk}/plan"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def as_now(staged: Staged) -> Exercise:
    return Exercise.objects.get(pk=staged.exercise.pk)


def element(page: str, name: str, *, start: str = "") -> str:
    found = re.search(rf'<(?:input|select|textarea)\b[^>]*\bname="{name}"[^>]*>', page[page.index(start) :])
    assert found is not None
    return found[0]


def basics(exercise: Exercise, **changed: object) -> dict[str, object]:
    zone = ZoneInfo(exercise.site.time_zone)
    return {
        "act": "basics",
        "version": exercise.version,
        "name": exercise.name,
        "kind": exercise.kind,
        "incident_type": exercise.incident_type,
        "severity": exercise.severity,
        "simulation": exercise.simulation,
        "is_announced": "True",
        "tells_outside": "False",
        "planned_start": exercise.planned_start.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        "planned_end": exercise.planned_end.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        **changed,
    }


def test_the_basics_are_changed_by_the_clock_of_the_site(staged: Staged, plan: str) -> None:
    zone = ZoneInfo(staged.exercise.site.time_zone)
    sent = basics(
        staged.exercise,
        name="Pretend smoke",
        is_announced="False",
        mission_areas=["recovery"],
        planned_start="2090-03-01T09:00",
        planned_end="2090-03-01T10:30",
    )

    answered = signed_in(staged.director).post(plan, sent)

    found = as_now(staged)
    assert answered.status_code == 303
    assert (found.name, found.is_announced, found.mission_areas) == ("Pretend smoke", False, ["recovery"])
    assert found.planned_start == datetime(2090, 3, 1, 9, tzinfo=zone).astimezone(UTC)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(staged: Staged, plan: str) -> None:
    sent = basics(staged.exercise, purpose="Typed by hand.", planned_end="2001-01-01T10:00")

    answered = signed_in(staged.director).post(plan, sent)

    page = answered.content.decode()
    assert answered.status_code == 422
    assert 'aria-invalid="true"' in element(page, "planned_end")
    assert 'href="#basics-planned_end"' in page
    assert "Typed by hand." in page
    assert as_now(staged).purpose == staged.exercise.purpose


def test_a_plan_that_another_person_has_changed_is_sent_again_on_what_is_there_now(staged: Staged, plan: str) -> None:
    sent = basics(staged.exercise, name="Mine")
    Exercise.objects.filter(pk=staged.exercise.pk).update(version=staged.exercise.version + 4)
    director = signed_in(staged.director)

    refused = director.post(plan, sent)
    page = refused.content.decode()
    version = re.search(r'name="version" value="(\d+)"', element(page, "version"))
    assert version is not None
    again = director.post(plan, sent | {"version": version[1]})

    assert (refused.status_code, again.status_code) == (422, 303)
    assert 'value="Mine"' in element(page, "name", start='value="basics"')
    assert as_now(staged).name == "Mine"


def test_people_are_chosen_from_those_who_may_come_and_nobody_else(staged: Staged, cast: Cast, plan: str) -> None:
    player, director = staged.players[0], signed_in(staged.director)
    person = staged.exercise.people.get(user=player)
    who = f"{person.agency_id} {player.public_id}"

    given = director.post(plan, {"act": "set_person", "who": who, "role": "observer"})
    strange = director.post(
        plan, {"act": "set_person", "who": f"{person.agency_id} {cast.stranger.public_id}", "role": "player"}
    )

    assert (given.status_code, strange.status_code) == (303, 422)
    assert given["Location"].endswith("#people")
    person.refresh_from_db()
    assert person.role == "observer"
    assert not staged.exercise.people.filter(user=cast.stranger).exists()


def test_a_controller_changes_objectives_and_tasks_and_not_the_basics(staged: Staged, plan: str) -> None:
    one = staged.exercise.objectives.first()
    assert one is not None
    client = signed_in(staged.controller)
    ours = {"objective_id": str(one.pk)}

    task = {"act": "task", **ours, "text": "Count.", "capability": "mass_care", "version": as_now(staged).version}
    added = client.post(plan, task)
    made = one.tasks.get(text="Count.")
    removal = {"act": "remove_task", **ours, "task_id": str(made.pk), "version": as_now(staged).version}
    removed = client.post(plan, removal)
    refused = client.post(plan, basics(as_now(staged), name="Not theirs"))

    assert (added.status_code, removed.status_code, refused.status_code) == (303, 303, 422)
    assert not one.tasks.filter(text="Count.").exists()
    assert "Your role in this exercise does not allow this." in refused.content.decode()
    assert as_now(staged).name == staged.exercise.name


def test_a_form_that_the_page_does_not_have_is_not_there(staged: Staged, plan: str) -> None:
    client = signed_in(staged.director)

    assert client.post(plan, {"act": "explode"}).status_code == 404
    assert client.post(plan, {"act": "check", "key": "no_such_check", "answer": "met"}).status_code == 404


def test_an_agency_answers_and_names_its_own_people_on_the_page_of_the_exercise(staged: Staged) -> None:
    page = f"/drills/exercises/{staged.exercise.pk}"
    planner = signed_in(staged.invited_planner)
    agency = {"agency_id": str(staged.invited.pk)}
    member = make_member(staged.invited, user=make_user(), role=MemberRole.STAFF).user

    many = planner.post(page, {"act": "answer", **agency, "accepts": "true", "players_planned": "5001"})
    comes = planner.post(
        page, {"act": "answer", **agency, "accepts": "true", "players_planned": "3", "words": "We come."}
    )
    named = planner.post(page, {"act": "set_person", **agency, "person_id": str(member.public_id), "role": "player"})
    staff = planner.post(
        page, {"act": "set_person", **agency, "person_id": str(member.public_id), "role": "controller"}
    )
    other = planner.post(page, {"act": "answer", "agency_id": str(staged.exercise.sponsor_id), "accepts": "false"})

    assert [one.status_code for one in (many, comes, named, staff, other)] == [422, 303, 303, 422, 404]
    answered = staged.exercise.organizations.get(agency=staged.invited)
    assert (answered.state, answered.players_planned, answered.words) == ("accepted", 3, "We come.")
    assert staged.exercise.people.get(user=member).role == ExerciseRole.PLAYER.value
    gone = planner.post(page, {"act": "answer", **agency, "accepts": "false"})
    assert (gone.status_code, gone["Location"]) == (303, "/drills/exercises")
