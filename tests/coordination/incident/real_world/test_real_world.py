"""Real world: one action ends the exercise and opens the real room with all present; never the one as the other."""

import json
from typing import Any
from uuid import uuid4

import pytest

from coordination.errors import IncidentClosed, NotJoined
from coordination.incident.real_world.capability import RealWorld
from coordination.incident.real_world.errors import NotAnExercise
from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.queries import directives_now
from coordination.room.models import Incident, LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentStatus
from push.models import Notification, Recipient
from push.vocabulary import Channel, DeviceKind, Urgency
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
NOTE = "Student not breathing in the gym"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def drill(cast: Cast) -> Room:
    room = open_room(cast, is_exercise=True)
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


def declare(cast: Cast, drill: Room, who: str = "teacher", **fields: Any) -> Room:
    """Say the word and return the real room."""
    command = {"declaration_id": uuid4(), "note": NOTE, **fields}
    run(getattr(cast, who), drill.id, "declare_real_world", **command)
    return Room.objects.select_related("incident").get(incident__is_exercise=False)


def contents(room: Room) -> list[Any]:
    rows = LogEntry.objects.filter(room=room).order_by("seq")
    return [json.loads(text) for text in rows.values_list("content", flat=True)]


@pytest.mark.parametrize("who", ["teacher", "officer", "insider"])
def test_anybody_in_the_exercise_stops_it_and_all_present_are_in_the_real_room(
    cast: Cast, drill: Room, who: str
) -> None:
    real = declare(cast, drill, who)

    drill.refresh_from_db()
    assert Incident.objects.get(room=drill).status == IncidentStatus.CLOSED
    here = Participant.objects.filter(room=real, left_at__isnull=True)
    assert set(here.values_list("user__username", flat=True)) == {"teacher", "officer", "dispatcher", "principal"}
    assert (real.incident.severity, real.incident.title, real.incident.site_id) == ("extreme", NOTE, cast.site.id)
    with pytest.raises(IncidentClosed):
        post(cast.officer, drill.id)
    assert post(cast.officer, real.id).seq


def test_the_exercise_names_the_real_room_and_the_real_room_where_it_was_said(cast: Cast, drill: Room) -> None:
    real = declare(cast, drill)

    for room in (drill, real):
        room.refresh_from_db()
        (said,) = state_now(room, audiences=[Audience.EVERYONE]).of(RealWorld).values()
        assert (said.real_room_id, said.real_incident_id, said.exercise_incident_id, said.note) == (
            real.id,
            real.incident_id,
            drill.incident_id,
            NOTE,
        )


def test_who_has_left_or_was_removed_is_not_brought_along(cast: Cast, drill: Room) -> None:
    run(cast.officer, drill.id, "leave_room")

    real = declare(cast, drill)

    assert not Participant.objects.filter(room=real, user=cast.officer).exists()


def test_it_is_said_only_in_an_exercise_and_by_who_is_in_it(cast: Cast, drill: Room) -> None:
    with pytest.raises(NotAnExercise):
        run(cast.insider, open_room(cast).id, "declare_real_world", declaration_id=uuid4(), note=NOTE)
    run(cast.officer, drill.id, "leave_room")
    with pytest.raises(NotJoined):
        run(cast.officer, drill.id, "declare_real_world", declaration_id=uuid4(), note=NOTE)


def test_sent_twice_it_opens_one(cast: Cast, drill: Room) -> None:
    command: dict[str, Any] = {"id": uuid4(), "declaration_id": uuid4(), "note": NOTE}

    first = run(cast.teacher, drill.id, "declare_real_world", **command)
    again = run(cast.teacher, drill.id, "declare_real_world", **command)

    assert (again.seq, again.is_repeat) == (first.seq, True)
    assert Incident.objects.filter(is_exercise=False).count() == 1


def test_it_is_also_said_while_an_exercises_alarm_and_lockdown_are_on_and_ends_them(cast: Cast, drill: Room) -> None:
    run(cast.teacher, drill.id, "start_response_action", action_id=uuid4(), kind="lockdown")

    declare(cast, drill)

    assert not ActionInForce.objects.filter(ended_at__isnull=True).exists()
    (action,) = state_now(drill, audiences=[Audience.EVERYONE]).of(ResponseAction).values()
    assert action.status == "ended"
    assert directives_now(user_id=cast.insider.pk, at=NOW) == []


def test_what_ended_with_an_exercise_is_not_in_force_when_it_is_opened_again(cast: Cast, drill: Room) -> None:
    run(cast.teacher, drill.id, "start_response_action", action_id=uuid4(), kind="lockdown")
    declare(cast, drill)

    run(cast.insider, drill.id, "reopen_incident", reason="Play on.")

    (action,) = state_now(drill, audiences=[Audience.EVERYONE]).of(ResponseAction).values()
    assert action.status == "ended"
    run(cast.insider, drill.id, "claim_command")
    assert run(cast.insider, drill.id, "close_incident", reason="Over.").seq


# --- never mistaken, both ways ----------------------------------------------------------------------------------------
def test_its_entries_are_marked_real_in_both_logs_and_all_else_of_the_exercise_is_not(cast: Cast, drill: Room) -> None:
    real = declare(cast, drill)

    assert all(one["exercise"] is False for one in contents(real))
    of_drill = {one["event"]["type"]: one["exercise"] for one in contents(drill)}
    assert of_drill.pop("real_world_declared") is False
    assert set(of_drill.values()) == {True}


def test_everybody_is_told_from_the_real_room_alone_by_every_device_at_once(cast: Cast, drill: Room) -> None:
    for user in (cast.officer, cast.insider):
        make_device(user=user)
        make_device(user=user, kind=DeviceKind.SMS)
    before = set(Notification.objects.values_list("pk", flat=True))

    real = declare(cast, drill)

    rows = Notification.objects.exclude(pk__in=before)
    assert {row.room_id for row in rows} == {real.id}
    assert {(row.device.user.username, row.device.kind) for row in rows} == {
        ("officer", "console"),
        ("officer", "sms"),
        ("principal", "console"),
        ("principal", "sms"),
    }
    for row in rows:
        assert (row.is_exercise, row.urgency, row.channel) == (False, Urgency.LIFE_SAFETY, Channel.CRITICAL)
        assert row.title == "REAL, NOT A DRILL: a real emergency"
        assert "EXERCISE" not in f"{row.title} {row.body} {row.detail}".upper()
    assert all(NOTE in row.detail for row in rows if row.device.kind == DeviceKind.SMS)
    assert not any(NOTE in f"{row.title}{row.body}{row.detail}" for row in rows if row.device.kind != DeviceKind.SMS)
    of_real = Recipient.objects.filter(source_key__startswith=f"room:{real.id}:")
    assert set(of_real.values_list("user__username", flat=True)) == {"officer", "principal", "dispatcher"}


def test_in_spanish_it_is_real_too(cast: Cast, drill: Room) -> None:
    device = make_device(user=cast.officer, locale="es")

    declare(cast, drill)

    row = Notification.objects.get(device=device, kind="real_world_declared")
    assert row.title == "REAL, NO ES UN SIMULACRO: una emergencia real"


def test_a_school_in_an_exercises_lockdown_hears_it(cast: Cast, drill: Room) -> None:
    make_device(user=cast.insider)
    run(cast.teacher, drill.id, "start_response_action", action_id=uuid4(), kind="lockdown")

    declare(cast, drill)

    row = Notification.objects.get(device__user=cast.insider, kind="real_world_declared")
    assert row.channel == Channel.CRITICAL


def test_who_really_hides_at_that_moment_is_told_without_a_sound(cast: Cast, drill: Room) -> None:
    make_device(user=cast.insider)
    make_device(user=cast.officer)
    real_room = open_room(cast)
    run(cast.insider, real_room.id, "start_response_action", action_id=uuid4(), kind="lockdown")

    run(cast.teacher, drill.id, "declare_real_world", declaration_id=uuid4(), note=NOTE)

    rows = Notification.objects.filter(kind="real_world_declared")
    channels = {row.device.user.username: row.channel for row in rows}
    assert channels == {"principal": Channel.SILENT, "officer": Channel.CRITICAL}


def test_the_reverse_an_exercises_own_words_stay_an_exercises(cast: Cast, drill: Room) -> None:
    make_device(user=cast.officer)

    run(cast.insider, drill.id, "post_priority_message", message_id=uuid4(), text="Play on.")

    row = Notification.objects.filter(kind="priority_message_posted")[0]
    assert (row.is_exercise, row.channel) == (True, Channel.STANDARD)
    assert row.title.startswith("EXERCISE")
