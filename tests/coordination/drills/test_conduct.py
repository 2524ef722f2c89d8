"""STARTEX, PAUSEX, ENDEX and the clock between them; who takes which step, and what the room is told."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from coordination.drills.conduct.errors import (
    ConductLacks,
    ConductStepRefused,
    ExerciseHasNoRoom,
    RealIncidentOpen,
)
from coordination.drills.conduct.rules.clock import exercise_seconds
from coordination.drills.conduct.vocabulary import NoEntrance
from coordination.drills.conduct.work.entering import list_entrances
from coordination.drills.conduct.work.room_writing import segments_of
from coordination.drills.exercises.errors import ExerciseNotAllowed, ExerciseNotFound
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.incident.exercise_play.capability import ExercisePlay
from coordination.incident.exercise_play.errors import ExerciseUnderWay
from coordination.room.models import Incident, LogEntry
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentStatus
from coordination.web.wording.timeline_words import entry_line
from push.models import Notification, Recipient
from push.vocabulary import Urgency
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.exercises.played import Played, cast_in, make_played
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    return make_played(cast, at=NOW)


def later(seconds: float) -> Any:
    return NOW + timedelta(seconds=seconds)


def play_of(played: Played) -> ExercisePlay:
    (play,) = state_now(played.room(), audiences=[Audience.EVERYONE]).of(ExercisePlay).values()
    return play


def test_startex_opens_an_exercise_and_tells_its_people_and_nobody_else(cast: Cast, played: Played) -> None:
    for one in (*played.players, played.observer, played.unrelated, cast.dispatcher, cast.stranger):
        make_device(user=one)

    played.step("start")

    incident = played.room().incident
    assert (incident.is_exercise, incident.site_id, incident.title) == (
        True,
        cast.site.pk,
        "EXERCISE · Smoke in the gym",
    )
    assert played.said() == ["incident_opened", "participant_joined", "exercise_started"]
    assert (played.now().state, play_of(played).phase) == ("running", "running")
    told = set(Recipient.objects.values_list("user__username", flat=True))
    assert told == {"teacher", "officer", "firefighter", "observer", "controller", "evaluator", "safety"}
    assert set(Notification.objects.values_list("is_exercise", "kind")) == {(True, "exercise_started")}
    assert not Notification.objects.filter(urgency=Urgency.LIFE_SAFETY).exists()


def test_given_twice_it_is_one_startex(played: Played) -> None:
    first = played.step("start").incident_id

    assert played.step("start", at=later(1)).incident_id == first
    assert Incident.objects.count() == 1


def test_the_page_before_startex_says_who_may_not_enter_and_why(cast: Cast, played: Played) -> None:
    ExercisePerson.objects.create(
        exercise=played.exercise,
        agency=cast.dispatch,
        user=cast.dispatcher,
        role="player",
        added_by=cast.insider,
        added_at=NOW,
    )
    ExercisePerson.objects.create(
        exercise=played.exercise,
        agency=cast.police,
        user=cast.former,
        role="player",
        added_by=cast.insider,
        added_at=NOW,
    )

    why = {one.name: one.why_not for one in list_entrances(played.now(), NOW) if one.why_not is not None}

    assert why == {
        cast.stranger.shown_name(): NoEntrance.NO_AGREEMENT,
        cast.dispatcher.shown_name(): NoEntrance.NOT_ACCEPTED,
        cast.former.shown_name(): NoEntrance.LEFT_AGENCY,
    }


def test_pauses_and_the_pace_make_exercise_time_and_the_room_reads_the_same(played: Played) -> None:
    played.step("start")
    played.step("pause", at=later(60), reason="A player fell")
    played.step("resume", at=later(100))
    played.step("pace", at=later(110), pace=10)

    assert exercise_seconds(segments_of(played.now()), later(120)) == 60 + 10 + 100
    play = play_of(played)
    assert (play.phase, play.pace, play.exercise_s) == ("running", 10.0, 70.0)
    played.step("pause", at=later(120))
    assert play_of(played).exercise_s == 170.0
    assert exercise_seconds(segments_of(played.now()), later(500)) == 170
    played.step("resume", at=later(500))
    assert exercise_seconds(segments_of(played.now()), later(501)) == 180


def test_endex_closes_the_incident_with_what_is_in_force(cast: Cast, played: Played) -> None:
    played.step("start")
    join(cast.teacher, played.room())
    run(
        cast.teacher,
        played.room().pk,
        "start_response_action",
        action_id="7b0e8b33-9d6c-4a39-9f5e-2b1f9a6b4c11",
        kind="lockdown",
    )

    played.step("end", at=later(10), reason="Objectives met")

    assert played.room().incident.status == IncidentStatus.CLOSED
    assert (played.now().state, played.now().ended_at, play_of(played).phase) == ("ended", later(10), "ended")
    assert played.said()[-1] == "exercise_ended"
    with pytest.raises(ConductStepRefused):
        played.step("resume", at=later(11))


def test_nobody_closes_the_room_while_it_is_played(cast: Cast, played: Played) -> None:
    played.step("start")
    run(cast.insider, played.room().pk, "claim_command")

    with pytest.raises(ExerciseUnderWay):
        run(cast.insider, played.room().pk, "close_incident", reason="Over")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("director", {"pause", "resume", "end", "pace"}),
        ("controller", {"pause", "resume", "end"}),
        ("safety_officer", {"pause", "end"}),
        ("evaluator", set()),
        ("observer", set()),
        ("outsider", set()),
    ],
)
def test_each_role_takes_its_steps_and_no_other(played: Played, who: str, may: set[str]) -> None:
    played.step("start")
    user = getattr(played, who)
    before = {"pause": (), "pace": (), "end": (), "resume": ("pause",)}
    for step in ("pause", "resume", "pace", "end"):
        for needed in before[step]:
            if played.now().state == "running":
                played.step(needed)
        if played.now().state == "paused" and step == "pause":
            played.step("resume")
        if step in may:
            played.step(step, who=user, pace=2.0)
        else:
            with pytest.raises(ExerciseNotAllowed):
                played.step(step, who=user, pace=2.0)


@pytest.mark.parametrize("who", ["controller", "safety_officer", "evaluator", "observer", "outsider"])
def test_startex_is_the_directors(played: Played, who: str) -> None:
    with pytest.raises(ExerciseNotAllowed):
        played.step("start", who=getattr(played, who))
    with pytest.raises(ExerciseNotFound):
        played.step("start", who=played.unrelated)


def test_a_controller_of_another_exercise_moves_this_one_never(cast: Cast, played: Played) -> None:
    other = make_played_beside(cast)
    played.step("start")

    with pytest.raises(ExerciseNotFound):
        played.step("pause", who=other)


def make_played_beside(cast: Cast) -> Any:
    """Return the controller of another exercise at the same school."""
    other = Exercise.objects.create(
        site=cast.site,
        sponsor=cast.school,
        kind="drill",
        name="Another",
        incident_type="STDBY",
        severity="minor",
        planned_start=NOW,
        planned_end=later(60),
        created_by=cast.insider,
        created_at=NOW,
    )
    cast_in(other, cast.dispatch, cast.dispatcher, ExerciseRole.CONTROLLER)
    return cast.dispatcher


def test_nothing_begins_before_it_is_ready_or_where_something_is_real(cast: Cast, played: Played) -> None:
    open_room(cast)
    with pytest.raises(RealIncidentOpen):
        played.step("start")
    Incident.objects.update(status=IncidentStatus.CLOSED)
    played.exercise.state = "planning"
    played.exercise.save()
    with pytest.raises(ConductStepRefused):
        played.step("start")


def test_a_director_without_an_agreement_opens_no_room(cast: Cast, played: Played) -> None:
    played.exercise.people.filter(user=cast.insider).update(role="observer")
    played.exercise.people.filter(user=cast.stranger).update(role="director")

    with pytest.raises(ExerciseHasNoRoom):
        played.step("start", who=cast.stranger)


@pytest.mark.parametrize("pace", [0.5, 61, float("nan"), None])
def test_a_pace_out_of_bounds_is_refused(played: Played, pace: float | None) -> None:
    played.step("start")
    with pytest.raises(ConductLacks):
        played.step("pace", pace=pace)


def test_a_safety_officer_who_is_not_in_the_room_speaks_under_their_own_name(played: Played) -> None:
    played.step("start")
    played.step("pause", who=played.safety_officer, reason="Someone is hurt?")

    entry = json.loads(LogEntry.objects.filter(room=played.room()).latest("seq").content)
    assert (entry["by"]["name"], entry["by"]["role"], entry["exercise"]) == ("Safety", "safety_officer", True)
    assert entry["by"]["participant_id"].startswith("00000000")


def test_a_step_without_a_reason_names_none_wherever_it_is_said(played: Played) -> None:
    played.step("start")
    played.step("pause", at=later(60))
    played.step("resume", at=later(90), reason="   ")
    played.step("pause", at=later(100), reason="A player fell")
    played.step("end", at=later(120))

    rows = LogEntry.objects.filter(room=played.room(), event_type__startswith="exercise_").order_by("seq")
    with override("en"):
        lines = [entry_line(json.loads(one.content), {}) for one in rows]

    assert lines[1:] == [
        "EXERCISE: PAUSEX",
        "EXERCISE: it goes on",
        "EXERCISE: PAUSEX · A player fell",
        "EXERCISE: ENDEX",
    ]
    texts = "".join(f"{one.title}{one.body}" for one in Notification.objects.all())
    assert "—" not in "".join((*lines, texts))
