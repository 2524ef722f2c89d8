"""Checks before an exercise that a law leaves to several people: one answers, another confirms."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.drills.exercises import errors
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import CheckAnswer
from coordination.drills.exercises.work.checking import answer_check, confirm_check
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.drills.requirements.models import DistrictDrillRules
from coordination.models import User
from tests.coordination.drills.test_planning import as_now, now, refused
from tests.factories.cast import Cast, make_cast
from tests.factories.practice.exercises import Staged, make_staged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def in_texas(cast: Cast) -> Staged:
    """Return a ready exercise with an active shooter, in a district that is held to the law of Texas."""
    DistrictDrillRules.objects.create(district=cast.district, law_key="TX", set_by=cast.insider, set_at=now())
    return make_staged(cast, incident_type="ACTSHOOT")


def test_where_a_law_leaves_a_check_to_several_people_one_answers_and_another_confirms(in_texas: Staged) -> None:
    staged, key = in_texas, "mental_health_plans"
    ids: dict[str, Any] = {"exercise_id": staged.exercise.pk, "at": now()}
    answer_check(**ids, actor_id=staged.director.pk, key=key, answer=CheckAnswer.MET, words="")
    assert [(one.code, one.name) for one in open_points_of(as_now(staged), now())] == [("second", key)]

    # Not who answered, by neither of two accounts; no player; and nothing that no law leaves to two.
    refused(errors.BadExercise, confirm_check, **ids, actor_id=staged.director.pk, key=key)
    User.objects.filter(pk__in=(staged.director.pk, staged.controller.pk)).update(phone="+15125550123")
    refused(errors.BadExercise, confirm_check, **ids, actor_id=staged.controller.pk, key=key)
    refused(errors.ExerciseNotFound, confirm_check, **ids, actor_id=staged.players[0].pk, key=key)
    refused(errors.BadExercise, confirm_check, **ids, actor_id=staged.evaluator.pk, key="debrief")
    confirm_check(**ids, actor_id=staged.evaluator.pk, key=key)
    refused(errors.BadExercise, confirm_check, **ids, actor_id=staged.safety_officer.pk, key=key)
    assert open_points_of(as_now(staged), now()) == []

    # Another answer is confirmed anew.
    answer_check(**ids, actor_id=staged.safety_officer.pk, key=key, answer=CheckAnswer.SIGNED_OFF, words="Ill.")
    assert [one.code for one in open_points_of(as_now(staged), now())] == ["second"]


def test_a_law_that_leaves_nothing_to_two_asks_for_no_second_person_and_neither_does_another_hazard(
    cast: Cast, in_texas: Staged
) -> None:
    assert [one.code for one in open_points_of(as_now(in_texas), now())] == ["second"]
    Exercise.objects.filter(pk=in_texas.exercise.pk).update(incident_type="STDBY")
    assert "second" not in [one.code for one in open_points_of(as_now(in_texas), now())]
    Exercise.objects.filter(pk=in_texas.exercise.pk).update(incident_type="ACTSHOOT")
    DistrictDrillRules.objects.update(law_key="MI")
    assert open_points_of(as_now(in_texas), now()) == []


def test_the_plan_offers_the_second_person_what_is_done_and_says_to_the_first_why_not(
    client: Client, in_texas: Staged
) -> None:
    page = reverse("exercise_plan", args=[in_texas.exercise.pk])
    author = in_texas.exercise.checks.get(check_key="mental_health_plans").by
    other = next(one for one in (in_texas.director, in_texas.evaluator) if one != author)
    posted = {"act": "confirm_check", "key": "mental_health_plans"}

    client.force_login(author)
    of_author, refused_page = client.get(page).content.decode(), client.post(page, posted)
    client.force_login(other)
    of_other, done = client.get(page).content.decode(), client.post(page, posted)

    assert ('value="confirm_check"' in of_author, 'value="confirm_check"' in of_other) == (False, True)
    assert "another person of the staff does" in of_author
    assert "Tex. Educ. Code 37.1141(a)(5)" in of_author
    assert (refused_page.status_code, done.status_code) == (422, 303)
    assert "Confirmed" in client.get(page).content.decode()
