"""Evaluation: who rates and who reads, times of a real log, disagreement, photos, and a hot wash that names no one."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test import Client
from PIL import Image

from coordination.drills.evaluation.errors import NotAnExercise
from coordination.drills.evaluation.models import (
    EvaluationPhoto,
    HotWashAnswer,
    HotWashAnswered,
    Observation,
    TaskRating,
)
from coordination.drills.evaluation.vocabulary import HotWashScale, MilestoneKind, MilestoneState
from coordination.drills.evaluation.work.anonymous import HotWashGiven
from coordination.drills.evaluation.work.hot_wash import answer_hot_wash
from coordination.drills.evaluation.work.keeping import close_old, tell_opened
from coordination.drills.evaluation.work.photos import photo_path, sweep_photos
from coordination.drills.evaluation.work.results import results_of
from coordination.drills.evaluation.work.times import times_of_incident
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.errors import NotJoined, RoomNotFound
from coordination.keeping.vocabulary import DataClass
from coordination.models import User
from coordination.records.retention.incidents import delete_incident
from coordination.records.retention.rules import Days
from coordination.room.models import Incident
from mou.vocabulary import MemberRole
from push.models import Recipient
from tests.coordination.drills.evaluated import Evaluated, ask, at, hot_wash, make_evaluated, rating
from tests.factories.cast import Cast, asks, make_cast, open_room
from tests.factories.mou import make_member, make_user
from tests.factories.practice.exercises import add_person
from tests.stage.incident.panic import run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
K, S = MilestoneKind, MilestoneState


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Evaluated:
    return make_evaluated(cast)


def second_evaluator(played: Evaluated) -> User:
    user = make_member(played.staged.fire, user=make_user(username="second"), role=MemberRole.OFFICER).user
    add_person(played.exercise, played.staged.fire, user, ExerciseRole.EVALUATOR)
    return user


# --- times ------------------------------------------------------------------------------------------------------------
def test_times_come_from_the_log_and_the_ledger_of_pushes(cast: Cast, played: Evaluated) -> None:
    times = results_of(played.exercise, at=at(900)).times
    found = {one.kind: one for one in times.milestones}
    press = played.room.entries.get(event_type="panic_pressed").seq
    claim = played.room.entries.get(event_type="command_claimed").seq

    assert (times.from_press, times.since, times.until) == (True, at(10), at(600))
    assert (found[K.FIRST_DEVICE].wall_s, found[K.FIRST_DEVICE].seq) == (2.0, None)
    assert (found[K.COMMAND].from_seq, found[K.COMMAND].seq, found[K.COMMAND].wall_s) == (press, claim, 60.0)
    assert found[K.FIRST_ROOM].wall_s == 30.0
    # The plan has more rooms than 101, and two of the staff were told; the controller has nothing that would tell.
    assert (found[K.ALL_ROOMS].state, found[K.ALL_ROOMS].done) == (S.NOT_REACHED, 1)
    assert (found[K.ALL_STAFF].state, found[K.ALL_STAFF].done, found[K.ALL_STAFF].total) == (S.NOT_REACHED, 1, 2)
    assert (found[K.SECURED].state, found[K.SECURED].done) == (S.NOT_REACHED, 1)
    assert found[K.RELEASED].state is S.NOT_REACHED
    assert [found[one].state for one in (K.FIRST_PAR, K.REUNIFIED)] == [S.NOT_RECORDED, S.NOT_RECORDED]


def test_what_happens_after_endex_is_no_part_of_the_exercise(cast: Cast, played: Evaluated) -> None:
    run(cast.insider, played.room.pk, "post_message", at=at(700), text="PAR complete.", audience="everyone")

    late = {one.kind: one for one in results_of(played.exercise, at=at(900)).times.milestones}

    assert late[K.FIRST_PAR].state is S.NOT_RECORDED


def test_an_exercise_without_a_plan_is_timed_for_who_is_in_its_room_and_nothing_real_is(cast: Cast) -> None:
    room = open_room(cast, is_exercise=True, at=at(0))
    run(cast.insider, room.pk, "claim_command", at=at(30))
    run(cast.insider, room.pk, "post_message", at=at(45), text="PAR completo.", audience="everyone")

    times = times_of_incident(asker=asks(cast.insider, at=at(60)), incident_id=room.incident_id)

    found = {one.kind: one for one in times.milestones}
    assert (times.from_press, found[K.COMMAND].wall_s) == (False, 30.0)
    with pytest.raises(NotJoined):
        times_of_incident(asker=asks(cast.teacher, at=at(60)), incident_id=room.incident_id)
    with pytest.raises(RoomNotFound):
        times_of_incident(asker=asks(cast.stranger, at=at(60)), incident_id=room.incident_id)
    real = open_room(cast, at=at(0))
    with pytest.raises(NotAnExercise):
        times_of_incident(asker=asks(cast.insider, at=at(60)), incident_id=real.incident_id)


# --- who may ----------------------------------------------------------------------------------------------------------
def test_evaluators_and_the_director_write_staff_reads_and_players_hear_not_there(
    cast: Cast, played: Evaluated
) -> None:
    staged, path = played.staged, f"{played.path}/evaluation"
    said = rating(played.tasks()[0], "S")
    observed = {"id": str(uuid4()), "text": "The door stood open."}
    expected = {
        staged.director: (200, 201),
        staged.evaluator: (200, 201),
        staged.controller: (200, 403),
        staged.safety_officer: (200, 403),
        staged.observer: (404, 404),
        cast.teacher: (404, 404),
        cast.officer: (404, 404),
        staged.police_planner: (404, 404),
        staged.invited_planner: (404, 404),
        cast.stranger: (404, 404),
        cast.former: (404, 404),
    }

    for user, (reads, writes) in expected.items():
        mine = {**said, "id": str(uuid4())}
        assert ask(user, "GET", path)[0] == reads, user.username
        assert ask(user, "GET", f"{played.path}/hot-wash/results")[0] == reads, user.username
        assert ask(user, "POST", f"{path}/ratings", mine)[0] == writes, user.username
        assert ask(user, "POST", f"{path}/observations", {**observed, "id": str(uuid4())})[0] == writes, user.username

    assert {one.by_id for one in played.tasks()[0].ratings.all()} == {staged.director.pk, staged.evaluator.pk}


def test_who_left_their_agency_evaluates_no_more(played: Evaluated) -> None:
    evaluator = played.staged.evaluator
    evaluator.memberships.update(ended_at=at(0))

    assert ask(evaluator, "GET", f"{played.path}/evaluation")[0] == 404


def test_nothing_is_rated_before_startex_and_no_task_of_another_exercise(cast: Cast, played: Evaluated) -> None:
    evaluator, path = played.staged.evaluator, f"{played.path}/evaluation/ratings"
    said = rating(played.tasks()[0], "P")

    assert ask(evaluator, "POST", path, {**said, "task_id": str(uuid4())})[1]["code"] == "task_not_in_exercise"
    assert ask(evaluator, "POST", path, {**said, "rating": "A"})[0] == 422
    Exercise.objects.filter(pk=played.staged.exercise.pk).update(state="ready")
    assert ask(evaluator, "POST", path, said)[1]["code"] == "exercise_not_begun"


# --- ratings ----------------------------------------------------------------------------------------------------------
def test_evaluators_disagree_and_the_director_or_who_leads_decides_with_a_reason(played: Evaluated) -> None:
    staged, second = played.staged, second_evaluator(played)
    path, task = f"{played.path}/evaluation", played.tasks()[0]
    ask(staged.evaluator, "POST", f"{path}/ratings", rating(task, "P", notes="In time."))
    ask(second, "POST", f"{path}/ratings", rating(task, "M", notes="The door jammed."))
    final = {"task_id": str(task.pk), "rating": "S", "words": "It jammed, and they found another door."}
    of_whole = {
        "objective_id": str(task.objective_id),
        "capability": task.capability,
        "rating": "S",
        "words": "Mostly well.",
    }

    assert ask(second, "PUT", f"{path}/final-ratings", final)[0] == 403
    lead = played.exercise.people.get(user=second)
    assert ask(second, "PUT", f"{path}/lead", {"person_id": str(lead.pk)})[0] == 403
    assert ask(staged.director, "PUT", f"{path}/lead", {"person_id": str(lead.pk)})[0] == 204
    assert ask(second, "PUT", f"{path}/final-ratings", {**final, "words": " "})[1]["code"] == "bad_evaluation"
    assert ask(second, "PUT", f"{path}/final-ratings", final)[0] == 204
    assert ask(staged.evaluator, "PUT", f"{path}/final-ratings", final)[0] == 403
    assert ask(staged.director, "PUT", f"{path}/final-ratings", of_whole)[0] == 204
    wrong = {**of_whole, "capability": "fire_management"}
    assert ask(staged.director, "PUT", f"{path}/final-ratings", wrong)[1]["code"] == "capability_not_in_objective"

    capability = results_of(played.exercise).objectives[0].capabilities[0]
    result = capability.tasks[0]
    assert [(one.rating.value, one.notes) for one in result.ratings] == [("P", "In time."), ("M", "The door jammed.")]
    assert result.is_disputed
    assert result.final is not None
    assert capability.final is not None
    assert (result.final.rating.value, capability.final.words) == ("S", "Mostly well.")


def test_a_rating_that_comes_late_does_not_replace_a_newer_one_and_names_the_entry_of_its_instant(
    played: Evaluated,
) -> None:
    evaluator, path, task = played.staged.evaluator, f"{played.path}/evaluation/ratings", played.tasks()[0]
    newer = ask(evaluator, "POST", path, rating(task, "P"))[1]
    ask(evaluator, "POST", path, rating(task, "U", said_at=at(45).isoformat()))
    seen = {"id": str(uuid4()), "text": "101 is quiet.", "milestone": "secured", "said_at": at(45).isoformat()}
    long_ago = {"id": str(uuid4()), "text": "Before it began.", "said_at": at(-9000).isoformat()}

    (standing,) = results_of(played.exercise).objectives[0].capabilities[0].tasks[0].ratings
    assert (standing.rating.value, standing.seq) == ("P", newer["seq"])
    # The exercise was days ago: a device keeps nothing so long, and the server takes it for what is said now.
    for said in (seen, long_ago):
        ask(evaluator, "POST", f"{played.path}/evaluation/observations", said)
    assert {one.received_at - one.at < timedelta(hours=13) for one in Observation.objects.all()} == {True}
    assert ask(evaluator, "POST", f"{played.path}/evaluation/observations", seen)[0] == 201
    assert Observation.objects.count() == 2
    assert ask(played.staged.director, "POST", f"{played.path}/evaluation/observations", seen)[0] == 422


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "hidden_characters"), ("\u202egnp.exe", "hidden_characters"), ("x" * 2001, "bad_evaluation")],
)
def test_hostile_words_are_refused_and_never_stored(played: Evaluated, text: str, code: str) -> None:
    path = f"{played.path}/evaluation/observations"

    status, problem = ask(played.staged.evaluator, "POST", path, {"id": str(uuid4()), "text": text})

    assert (status, problem["code"]) == (422, code)
    assert not Observation.objects.exists()


# --- photos -----------------------------------------------------------------------------------------------------------
def test_a_photo_is_drawn_anew_and_read_by_staff_alone(cast: Cast, played: Evaluated) -> None:
    evaluator, path, out = played.staged.evaluator, f"{played.path}/evaluation", BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "TattleCam"
    Image.new("RGB", (64, 48), "red").save(out, format="JPEG", exif=exif)

    def bring(user: User, body: bytes) -> tuple[int, dict[str, str]]:
        file = SimpleUploadedFile("door.jpg", body, content_type="image/jpeg")
        headers = {"X-Session-Token": session_of(user)}
        answer = Client().post(f"/api/v1{path}/photos", {"file": file}, headers=headers)
        return answer.status_code, answer.json()

    assert bring(played.staged.controller, out.getvalue())[0] == 403
    assert bring(cast.teacher, out.getvalue())[0] == 404
    assert bring(evaluator, b"<svg onload=alert(1)>")[1]["code"] == "evaluation_photo_refused"
    status, photo = bring(evaluator, out.getvalue())
    assert status == 201
    said = rating(played.tasks()[0], "U", upload_id=photo["upload_id"])
    assert ask(played.staged.director, "POST", f"{path}/ratings", said)[1]["code"] == "bad_evaluation"
    assert ask(evaluator, "POST", f"{path}/ratings", said)[0] == 201

    def read(user: User) -> int:
        headers = {"X-Session-Token": session_of(user)}
        answer = Client().get(f"/api/v1{path}/photos/{photo['upload_id']}", headers=headers)
        if answer.streaming:
            answer.getvalue()
        return answer.status_code

    stored = photo_path(EvaluationPhoto.objects.get().pk).read_bytes()
    assert stored.startswith(b"\xff\xd8\xff")
    assert b"TattleCam" not in stored
    assert [read(one) for one in (played.staged.controller, cast.teacher, cast.stranger)] == [200, 404, 404]


def test_a_photo_that_nothing_names_goes_after_a_day(played: Evaluated) -> None:
    evaluator = played.staged.evaluator
    EvaluationPhoto.objects.create(exercise=played.exercise, by=evaluator, at=at(0), width_px=1, height_px=1)

    assert (sweep_photos(at(3600)), sweep_photos(at(90_000))) == (0, 1)


# --- hot wash ---------------------------------------------------------------------------------------------------------
def test_everybody_who_took_part_answers_once_and_nobody_else(cast: Cast, played: Evaluated) -> None:
    path = f"{played.path}/hot-wash"

    for user in (cast.teacher, cast.officer, played.staged.observer, played.staged.evaluator, played.staged.director):
        assert ask(user, "GET", path)[1] == {"state": "open", "has_answered": False}
        assert ask(user, "POST", path, hot_wash())[0] == 204
        assert ask(user, "POST", path, hot_wash())[1]["code"] == "hot_wash_answered_already"
    for user in (cast.stranger, cast.former, played.staged.police_planner):
        assert ask(user, "GET", path)[0] == 404
        assert ask(user, "POST", path, hot_wash())[0] == 404
    assert ask(cast.teacher, "POST", path, hot_wash(6))[0] == 422


def test_the_hot_wash_opens_at_endex(cast: Cast) -> None:
    running = make_evaluated(cast, is_ended=False)

    assert ask(cast.teacher, "GET", f"{running.path}/hot-wash")[1]["state"] == "not_yet"
    assert ask(cast.teacher, "POST", f"{running.path}/hot-wash", hot_wash())[1]["code"] == "hot_wash_not_open"
    assert tell_opened(at(10)) == 0


def test_a_player_learns_nothing_of_an_exercise_that_nobody_has_announced(cast: Cast, played: Evaluated) -> None:
    Exercise.objects.filter(pk=played.exercise.pk).update(is_announced=False, state="ready", incident_id=None)

    assert ask(cast.teacher, "GET", f"{played.path}/hot-wash")[0] == 404
    assert ask(played.staged.evaluator, "GET", f"{played.path}/hot-wash")[1]["state"] == "not_yet"


def test_no_row_pairs_an_answer_with_who_gave_it(cast: Cast, played: Evaluated) -> None:
    people = [cast.teacher, cast.insider, cast.officer, played.staged.observer, played.staged.controller]
    people += [make_member(cast.school, user=make_user(username=f"staff{n}")).user for n in range(20)]
    for n, user in enumerate(people):
        if n >= 5:
            add_person(played.exercise, cast.school, user, ExerciseRole.PLAYER)
        given = HotWashGiven(dict.fromkeys(HotWashScale, 3), went_well=f"words {n}")
        answer_hot_wash(actor_id=user.pk, exercise_id=played.exercise.pk, given=given, at=at(700 + n))

    # As they lie in the database, in the order in which they were written.
    place = RawSQL("rowid" if connection.vendor == "sqlite" else "ctid", [])
    stored = list(HotWashAnswer.objects.order_by(place))
    answered = list(HotWashAnswered.objects.order_by(place))
    by_answer = [int(one.went_well.split()[1]) for one in stored]
    by_person = [people.index(one.user) for one in answered]
    assert sorted(by_answer) == sorted(by_person) == list(range(25))
    assert by_answer != list(range(25))
    assert by_person != list(range(25))
    assert by_answer != by_person
    assert {one.named_id for one in stored} == {None}
    names = {field.name for field in HotWashAnswer._meta.get_fields()}
    assert {one for one in names if one.endswith(("_at", "_by", "user", "seq"))} == set()
    assert {field.name for field in HotWashAnswered._meta.get_fields()} == {"id", "exercise", "user"}


def test_what_was_said_is_shown_once_it_is_closed_and_of_five_people_at_least(cast: Cast, played: Evaluated) -> None:
    path, director = f"{played.path}/hot-wash", played.staged.director
    school = [cast.teacher, cast.insider, played.staged.controller]
    for n, user in enumerate([*school, cast.officer, played.staged.observer, played.staged.safety_officer]):
        ask(user, "POST", path, hot_wash(5, went_well=f"went well {n}", did_not=f"did not {n}"))
    named = hot_wash(1, went_well="I say so myself.", is_named=True)
    ask(played.staged.evaluator, "POST", path, named)

    before = ask(director, "GET", f"{path}/results")[1]
    assert (before["state"], before["answered"], before["went_well"], before["groups"]) == ("open", 7, [], [])
    assert ask(played.staged.evaluator, "POST", f"{path}/close")[0] == 403
    assert ask(director, "POST", f"{path}/close")[0] == 204
    assert ask(director, "POST", f"{path}/close")[1]["code"] == "hot_wash_is_closed"
    assert ask(played.staged.players[2], "POST", path, hot_wash())[1]["code"] == "hot_wash_is_closed"
    after = ask(director, "GET", f"{path}/results")[1]

    # Three of the school and three others: both cells are small, and the words of six may be shown.
    assert [set(one["scales"].values()) for one in after["groups"]] == [{None}, {None}]
    assert sorted(after["went_well"]) == [f"went well {n}" for n in range(6)]
    (mine,) = after["named"]
    assert (mine["name"], mine["went_well"]) == (played.staged.evaluator.shown_name(), "I say so myself.")


def test_words_of_four_people_are_never_shown(cast: Cast, played: Evaluated) -> None:
    path = f"{played.path}/hot-wash"
    for user in (cast.teacher, cast.insider, cast.officer, played.staged.observer):
        ask(user, "POST", path, hot_wash(went_well="only four of us"))
    ask(played.staged.director, "POST", f"{path}/close")

    after = ask(played.staged.director, "GET", f"{path}/results")

    assert after[1]["words_hidden"]
    assert "only four" not in str(after)


def test_everybody_is_told_once_and_what_nobody_closes_closes_itself(cast: Cast, played: Evaluated) -> None:
    assert (tell_opened(at(660)), tell_opened(at(720))) == (1, 0)

    told = Recipient.objects.filter(source_key__startswith="hot-wash:")
    assert {cast.teacher.pk, cast.officer.pk, played.staged.observer.pk} <= set(told.values_list("user_id", flat=True))
    assert cast.stranger.pk not in set(told.values_list("user_id", flat=True))
    assert (close_old(at(700)), close_old(at(15 * 86_400)), close_old(at(16 * 86_400))) == (0, 1, 0)


def test_what_was_said_goes_with_the_incident_of_the_exercise(cast: Cast, played: Evaluated) -> None:
    evaluator = played.staged.evaluator
    ask(evaluator, "POST", f"{played.path}/evaluation/ratings", rating(played.tasks()[0], "P"))
    ask(evaluator, "POST", f"{played.path}/evaluation/observations", {"id": str(uuid4()), "text": "All quiet."})
    ask(cast.teacher, "POST", f"{played.path}/hot-wash", hot_wash())
    Incident.objects.filter(pk=played.room.incident_id).update(status="Closed", closed_at=at(600))
    days = Days(DataClass.EXERCISES, 3 * 365, None, None, "", None, "")

    assert delete_incident(played.room.incident_id, days, at(600) + timedelta(days=3 * 365)) == 0
    assert Observation.objects.exists()
    assert delete_incident(played.room.incident_id, days, at(700) + timedelta(days=3 * 365)) > 0
    left = (TaskRating, Observation, HotWashAnswer, HotWashAnswered)
    assert [one.objects.exists() for one in left] == [False] * 4
    assert results_of(played.exercise, at=at(900)).times.milestones == []
