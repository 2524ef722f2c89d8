"""Injects come once, in their order, marked, to whom they are meant for; never after the real-world word."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.drills.conduct.errors import ConductLacks, InjectRefused
from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.vocabulary import InjectAct
from coordination.drills.conduct.work.injects import act_on_inject, deliver_due
from coordination.drills.conduct.work.queries import inject_lines
from coordination.drills.conduct.work.room_writing import start_clock
from coordination.drills.exercises.errors import ExerciseNotAllowed, ExerciseNotFound
from coordination.drills.exercises.models import Exercise, Inject
from coordination.incident.exercise_play.capability import ExercisePlay, Simulated
from coordination.incident.map_marks.capability import Marker
from coordination.incident.panic.models import PanicAlarm
from coordination.incident.panic.tiers import DEFAULTS
from coordination.models import User
from coordination.room.models import Incident, LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentStatus
from push.models import Notification, Recipient
from push.vocabulary import Urgency
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.exercises.played import Played, add_inject, make_played
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
REAL = "REAL WORLD, NO DUFF: call 911 now"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    return make_played(cast, at=NOW)


def later(seconds: float) -> Any:
    return NOW + timedelta(seconds=seconds)


def act(played: Played, inject: Inject, what: str, *, who: User | None = None, at: Any = NOW, words: str = "") -> Any:
    return act_on_inject(
        actor_id=(who or played.controller).pk,
        exercise_id=played.exercise.pk,
        inject_id=inject.pk,
        act=InjectAct(what),
        words=words,
        at=at,
    )


def simulated(played: Played) -> list[Simulated]:
    """Return what was brought into play, in its order."""
    rows = LogEntry.objects.filter(room=played.room(), event_type="inject_delivered").order_by("seq")
    contents = [json.loads(one.content) for one in rows]
    return [Simulated.model_validate(next(iter(one["patch"]["simulated"].values()))) for one in contents]


def test_what_is_due_comes_once_and_in_its_order_by_exercise_time(played: Played) -> None:
    for offset_s, text in ((120, "third"), (0, "first"), (60, "second"), (600, "fourth")):
        add_inject(played.exercise, offset_s, text=text)
    played.step("start")
    played.step("pause", at=later(30))

    assert deliver_due(later(50)) == 0
    played.step("resume", at=later(100))
    assert deliver_due(later(105)) == 1
    assert deliver_due(later(200)) == 2
    assert deliver_due(later(200)) == 0

    assert [one.text for one in simulated(played)] == ["first", "second", "third"]
    assert [one.late_s for one in simulated(played)] == [105, 70, 10]
    runs = InjectRun.objects.order_by("seq")
    assert [(one.state, one.by, one.late_s) for one in runs] == [
        ("delivered", None, 105),
        ("delivered", None, 70),
        ("delivered", None, 10),
    ]


def test_an_exercise_whose_room_is_no_longer_kept_keeps_no_other_from_going_on(
    played: Played, caplog: pytest.LogCaptureFixture
) -> None:
    played.step("start")
    add_inject(played.exercise, offset_s=0, text="Smoke in the hall")
    # It is looked at first.
    gone = Exercise.objects.get(pk=played.exercise.pk)
    gone.pk, gone.incident_id = UUID(int=1), uuid4()
    gone.save(force_insert=True)
    start_clock(gone, exercise_s=0.0, pace=1.0, at=NOW)
    add_inject(gone, offset_s=0, text="Never said")

    assert deliver_due(later(1)) == 1

    assert [one.text for one in simulated(played)] == ["Smoke in the hall"]
    assert str(gone.pk) in caplog.text


def test_every_kind_is_marked_in_state_and_timeline(cast: Cast, played: Played) -> None:
    place = {"lon": -98.5, "lat": 39.8}
    add_inject(played.exercise, 0, "message", text=REAL, sender="Real Police")
    add_inject(played.exercise, 0, "marker", payload={"marker": "hazard", **place}, text=REAL, sender="")
    add_inject(played.exercise, 0, "alert", payload={"tier": "medical"})
    add_inject(played.exercise, 0, "phone_text", text="112 OK 19\u202e")
    played.step("start")

    deliver_due(later(1))

    assert [one.sender.startswith("EXERCISE · simulated") for one in simulated(played)] == [True] * 4
    assert simulated(played)[3].text == "By text message. 112 OK 19"
    (marker,) = state_now(played.room(), audiences=[Audience.EVERYONE]).of(Marker).values()
    assert marker.label.startswith("EXERCISE · simulated · REAL WORLD")
    for entry in LogEntry.objects.filter(room=played.room()):
        assert json.loads(entry.content)["exercise"] is True
    # Nothing that is played is an alarm, a report or a real thing.
    assert not PanicAlarm.objects.exists()


def test_an_alert_reaches_the_players_alone_and_is_never_life_safety(cast: Cast, played: Played) -> None:
    everybody = (*played.players, played.director, played.controller, played.observer, played.unrelated)
    for one in (*everybody, cast.dispatcher, cast.stranger):
        make_device(user=one)
    add_inject(played.exercise, 0, "alert", payload={"tier": "active_threat"}, text=REAL)
    played.step("start")
    Recipient.objects.all().delete()
    Notification.objects.all().delete()

    deliver_due(later(1))

    assert DEFAULTS["active_threat"].urgency is Urgency.LIFE_SAFETY  # type: ignore[index]  # a StrEnum's own word
    told = set(Recipient.objects.values_list("user__username", flat=True))
    assert told == {"teacher", "officer", "firefighter"}
    rows = list(Notification.objects.all())
    assert {(one.is_exercise, one.urgency <= Urgency.URGENT) for one in rows} == {(True, True)}
    assert {one.title for one in rows} == {"EXERCISE: Active threat: lockdown at a school"}
    assert all("Simulated" in one.detail or not one.detail for one in rows)


def test_who_was_removed_from_the_room_is_alerted_no_more(cast: Cast, played: Played) -> None:
    make_device(user=cast.officer)
    add_inject(played.exercise, 30, "alert", payload={"tier": "medical"})
    played.step("start")
    join(cast.officer, played.room())
    officer = played.room().participants.get(user=cast.officer)
    run(cast.insider, played.room().pk, "remove_participant", at=later(5), participant_id=officer.pk, reason="Out")
    Recipient.objects.all().delete()

    deliver_due(later(31))

    assert not Recipient.objects.filter(user=cast.officer).exists()


@pytest.mark.parametrize(
    ("role", "agency", "audience"),
    [
        ("", None, "everyone"),
        ("Responders", None, "responders"),
        ("command", None, "command"),
        ("incident commander", None, None),
        ("incident commander", "police", None),
        # Of its people only those with certain roles command.
        ("command", "police", None),
        # Its people are no school's.
        ("school", "police", None),
        # No one who plays is one.
        ("dispatcher", "police", None),
        # The sheriff has no agreement: no one of theirs can enter.
        ("", "strangers", None),
    ],
)
def test_an_inject_goes_to_an_audience_that_is_not_wider_or_to_a_controller(
    cast: Cast, played: Played, role: str, agency: str | None, audience: str | None
) -> None:
    inject = add_inject(played.exercise, 0, to_role=role, to_agency=getattr(cast, agency) if agency else None)
    played.step("start")

    deliver_due(later(1))

    entry = LogEntry.objects.filter(room=played.room(), event_type="inject_delivered").first()
    assert (entry.audience if entry else None) == audience
    assert InjectRun.objects.get(inject=inject).state == ("delivered" if audience else "to_say")


@pytest.mark.parametrize(
    ("how", "role", "reason"),
    [
        (
            "message",
            "incident commander",
            "The room cannot tell exactly these people: say it, and mark it as delivered.",
        ),
        ("marker", "", "It has no place on the map: say it, and mark it as delivered."),
        ("radio", "", "Someone says this one: mark it as delivered."),
        ("message", "", None),
    ],
)
def test_what_nobody_can_fire_is_not_offered_and_who_asks_all_the_same_reads_why(
    client: Client, played: Played, how: str, role: str, reason: str | None
) -> None:
    inject = add_inject(played.exercise, None, how, to_role=role)
    client.force_login(played.controller)
    played.step("start")
    page = reverse("exercise_conduct", args=[played.exercise.pk])
    exercise = Exercise.objects.get(pk=played.exercise.pk)

    (line,) = inject_lines(exercise, at=later(1))
    shown = client.get(page).content.decode()
    answered = client.post(page, {"inject_id": str(inject.pk), "act": "fire"})

    assert line.by_system is (reason is None)
    assert ('value="fire"' in shown) is (reason is None)
    assert answered.status_code == (303 if reason is None else 422)
    assert reason is None or reason in answered.content.decode()


def test_what_somebody_has_to_say_falls_due_and_is_marked_by_who_said_it(played: Played) -> None:
    radio = add_inject(played.exercise, 30, "radio")
    badly = add_inject(played.exercise, 30, "marker", payload={"marker": "hazard", "lon": 400, "lat": 0})
    played.step("start")

    deliver_due(later(40))
    assert set(InjectRun.objects.values_list("state", "told_by_hand")) == {("to_say", ""), ("to_say", "place")}
    with pytest.raises(InjectRefused):
        act(played, radio, "fire", at=later(41))
    act(played, radio, "mark_delivered", at=later(42), words="Channel 4")
    act(played, badly, "skip", at=later(43), words="No map")

    rows = InjectRun.objects.order_by("inject__number").values_list("state", "by__username", "words", "exercise_s")
    assert list(rows) == [("delivered", "controller", "Channel 4", 42.0), ("skipped", "controller", "No map", 43.0)]
    assert simulated(played) == []


def test_held_it_waits_for_its_release_and_fired_by_hand_it_comes_once(played: Played) -> None:
    first, second = add_inject(played.exercise, 10), add_inject(played.exercise, None)
    played.step("start")
    act(played, first, "hold", words="They are late")

    assert deliver_due(later(20)) == 0
    act(played, first, "release", at=later(25))
    assert deliver_due(later(30)) == 1
    act(played, second, "fire", at=later(31))
    with pytest.raises(InjectRefused):
        act(played, second, "fire", at=later(32))
    with pytest.raises(InjectRefused):
        act(played, first, "skip", at=later(32), words="Too late")
    assert len(simulated(played)) == 2
    assert InjectRun.objects.get(inject=second).by == played.controller


def test_after_endex_nothing_is_done_with_what_did_not_come(played: Played) -> None:
    inject = add_inject(played.exercise, offset_s=600, text="Never said")
    played.step("start")
    played.step("end", at=later(60))

    for what in ("fire", "hold", "skip", "mark_delivered"):
        with pytest.raises(InjectRefused):
            act(played, inject, what, at=later(61), words="Too late")

    assert not InjectRun.objects.exists()


def test_skipping_needs_a_reason(played: Played) -> None:
    inject = add_inject(played.exercise)
    played.step("start")
    with pytest.raises(ConductLacks):
        act(played, inject, "skip")


@pytest.mark.parametrize("who", ["evaluator", "safety_officer", "observer", "player", "unrelated", "outsider"])
def test_nobody_else_touches_an_inject(played: Played, who: str) -> None:
    inject = add_inject(played.exercise, None)
    played.step("start")
    user = played.players[0] if who == "player" else getattr(played, who)
    expected = ExerciseNotAllowed if who in ("evaluator", "safety_officer") else ExerciseNotFound

    for what in InjectAct:
        with pytest.raises(expected):
            act(played, inject, what, who=user, words="x")
    assert not InjectRun.objects.exists()


# --- the real world ---------------------------------------------------------------------------------------------------
def real_world(cast: Cast, played: Played, *, at: Any) -> Room:
    """Let a player say that something real happened; return the real room."""
    run(cast.teacher, played.room().pk, "declare_real_world", at=at, declaration_id=uuid4(), note="Not breathing")
    return Room.objects.select_related("incident").get(incident__is_exercise=False)


def test_the_real_world_stops_the_play_and_nothing_simulated_follows(cast: Cast, played: Played) -> None:
    add_inject(played.exercise, 60)
    by_hand = add_inject(played.exercise, None)
    played.step("start")
    for one in (*played.players, played.controller):
        join(one, played.room())

    real = real_world(cast, played, at=later(30))

    assert played.said()[-2:] == ["exercise_interrupted", "real_world_declared"]
    assert played.now().state == "interrupted"
    assert deliver_due(later(600)) == 0
    with pytest.raises(InjectRefused):
        act(played, by_hand, "fire", at=later(31))
    # Even where the row of the exercise said that it runs, what the room says holds.
    played.exercise.refresh_from_db()
    played.exercise.state = "running"
    played.exercise.save()
    with pytest.raises(InjectRefused):
        act(played, by_hand, "fire", at=later(31))
    assert set(real.participants.values_list("user__username", flat=True)) == {
        "principal",
        "teacher",
        "officer",
        "firefighter",
        "controller",
    }
    assert not InjectRun.objects.exists()


def test_only_the_director_lets_it_go_on_once_nothing_real_is_open(cast: Cast, played: Played) -> None:
    add_inject(played.exercise, 60)
    played.step("start")
    join(cast.teacher, played.room())
    real_world(cast, played, at=later(30))
    with pytest.raises(Exception, match="real incident"):
        played.step("resume", at=later(100))
    Incident.objects.filter(is_exercise=False).update(status=IncidentStatus.CLOSED)
    with pytest.raises(ExerciseNotAllowed):
        played.step("resume", who=played.controller, at=later(100))

    played.step("resume", at=later(1000), reason="The ambulance has left")

    assert played.room().incident.status == IncidentStatus.REOPENED
    assert deliver_due(later(1029)) == 0
    assert deliver_due(later(1031)) == 1
    (play,) = state_now(played.room(), audiences=[Audience.EVERYONE]).of(ExercisePlay).values()
    assert (play.phase, play.exercise_s) == ("running", 30.0)


def test_after_the_real_world_it_may_also_be_ended(cast: Cast, played: Played) -> None:
    played.step("start")
    join(cast.teacher, played.room())
    real_world(cast, played, at=later(30))

    played.step("end", who=played.safety_officer, at=later(40))

    assert played.now().state == "ended"
    assert played.room().incident.status == IncidentStatus.CLOSED


def test_a_press_in_play_joins_the_room_that_is_played_and_a_real_one_never(cast: Cast, played: Played) -> None:
    played.step("start")

    in_play = press(cast.teacher, cast.site, at=later(5), is_exercise=True, kind="active_threat")
    again = press(cast.officer, cast.site, at=later(6), is_exercise=True, kind="active_threat")
    real = press(cast.teacher, cast.site, at=later(7), kind="active_threat")

    assert {in_play.room_id, again.room_id} == {played.room().pk}
    assert real.room_id != played.room().pk
    assert not Incident.objects.get(room=real.room_id).is_exercise
