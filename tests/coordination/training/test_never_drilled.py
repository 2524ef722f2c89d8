"""Who in an incident has never drilled here: for who commands, in an open real incident, and for no one else."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.room.models import Participant
from coordination.training.work.never_drilled import never_drilled_in
from tests.coordination.training.conftest import Duty
from tests.coordination.training.drills import end_room
from tests.factories.cast import asks, join, open_room
from tests.factories.mou import NOW, make_member


def test_who_commands_sees_who_was_in_no_exercise_at_this_site(duty: Duty) -> None:
    exercise = open_room(duty.cast, is_exercise=True)
    join(duty.officer.user, exercise)
    end_room(exercise)
    real = open_room(duty.cast)
    for who in (duty.cast.teacher, duty.officer.user, duty.sergeant.user):
        join(who, real)
    path = f"/incidents/{real.incident_id}/never-drilled"

    for who in (duty.cast.insider, duty.sergeant.user):
        status, found = duty.as_(who).get(path)
        assert isinstance(found, dict)
        assert (status, found["present"], found["has_exercises"]) == (200, 4, True)
        assert sorted(one["name"] for one in found["never"]) == ["Sergeant", "Teacher"]
        page = duty.as_(who).page(f"/incidents/{real.incident_id}/never-drilled")
        assert (page[0], "Teacher" in page[1]) == (200, True)
    for who in (duty.cast.teacher, duty.officer.user, duty.planner.user, duty.cast.stranger):
        assert duty.as_(who).get(path)[0] == 404
        assert duty.as_(who).page(f"/incidents/{real.incident_id}/never-drilled")[0] == 404


def test_players_of_an_exercise_are_told_nothing_and_neither_is_anybody_once_it_is_over(duty: Duty) -> None:
    exercise, real = open_room(duty.cast, is_exercise=True), open_room(duty.cast)
    principal = duty.as_(duty.cast.insider)
    path = "/incidents/{}/never-drilled"

    assert principal.get(path.format(exercise.incident_id))[0] == 404
    assert principal.page(path.format(exercise.incident_id))[0] == 404
    assert principal.get(path.format(real.incident_id))[0] == 200
    end_room(real)
    assert principal.get(path.format(real.incident_id))[0] == 404


def test_an_exercise_that_goes_on_or_was_elsewhere_or_that_one_was_taken_out_of_is_none(duty: Duty) -> None:
    going_on, ended = open_room(duty.cast, is_exercise=True), open_room(duty.cast, is_exercise=True)
    for room in (going_on, ended):
        join(duty.officer.user, room)
    Participant.objects.filter(room=ended, user=duty.officer.user).update(removed_at=NOW)
    end_room(ended)
    real = open_room(duty.cast)
    join(duty.officer.user, real)

    _, found = duty.as_(duty.cast.insider).get(f"/incidents/{real.incident_id}/never-drilled")

    assert isinstance(found, dict)
    assert [one["name"] for one in found["never"]] == ["Officer"]


def test_the_room_leads_there_for_who_commands_and_no_exercise_does(duty: Duty) -> None:
    real, exercise = open_room(duty.cast), open_room(duty.cast, is_exercise=True)
    join(duty.cast.teacher, real)
    principal, teacher = duty.as_(duty.cast.insider), duty.as_(duty.cast.teacher)

    assert "never-drilled" in principal.page(f"/incidents/{real.incident_id}")[1]
    assert "never-drilled" not in principal.page(f"/incidents/{exercise.incident_id}")[1]
    assert "never-drilled" not in teacher.page(f"/incidents/{real.incident_id}")[1]


def test_three_people_and_thirty_cost_the_same_number_of_queries(duty: Duty) -> None:
    real = open_room(duty.cast)

    def cost(people: int) -> int:
        for _ in range(people):
            join(make_member(duty.cast.police).user, real)
        with CaptureQueriesContext(connection) as captured:
            never_drilled_in(duty.cast.insider.pk, real.incident_id, asks(duty.cast.insider).at)
        return len(captured)

    assert cost(3) == cost(27) <= 16
