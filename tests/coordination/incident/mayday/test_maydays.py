"""Mayday: called by responders, told to every one of them before all else, answered and cleared by command."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import IdTaken, IncidentClosed, LevelNotAtSite, NotJoined
from coordination.incident.command.errors import NotInCommand
from coordination.incident.mayday.capability import Mayday
from coordination.incident.mayday.errors import (
    MaydayAcknowledgedAlready,
    MaydayIsCleared,
    MaydayNotAcknowledged,
    MaydayNotFound,
    MaydayOpen,
    OnlyRespondersCallMayday,
)
from coordination.models import User
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mapping.models import Space
from push.models import Notification, Recipient
from push.outbox.notifications import claim_due
from push.vocabulary import Channel, DeviceKind, Urgency
from tests.factories.cast import join, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.command import claim as claim_command
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
RESPONDERS = {"other_officer", "sergeant", "chief", "captain", "dispatcher", "clerk"}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def call(user: User, room: Room, **fields: Any) -> UUID:
    mayday_id = UUID(str(fields.pop("mayday_id", uuid4())))
    run(user, room.id, "call_mayday", mayday_id=mayday_id, **{"kind": "officer_down", **fields})
    return mayday_id


def mayday(room: Room, mayday_id: UUID) -> Mayday:
    room.refresh_from_db()
    return state_now(room, audiences=list(Audience)).of(Mayday)[str(mayday_id)]


def told(room: Room, event_type: str) -> set[str]:
    seq = LogEntry.objects.filter(room=room, event_type=event_type).order_by("-seq")[0].seq
    rows = Recipient.objects.filter(source_key=f"room:{room.id}:{seq}")
    return set(rows.values_list("user__username", flat=True))


def test_a_responder_calls_and_every_responder_and_command_is_told(people: People, room: Room) -> None:
    mayday_id = call(people.officer, room, where="hall B")

    said = mayday(room, mayday_id)
    assert (said.who, said.where, said.kind) == ("Officer", "hall B", "officer_down")
    assert told(room, "mayday_called") == RESPONDERS | {"principal", "assistant"}


def test_responders_on_duty_are_told_who_are_not_in_the_room(people: People) -> None:
    room = open_room(people.cast, by=people.officer)

    call(people.officer, room)

    assert told(room, "mayday_called") == RESPONDERS


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_nobody_of_the_school_calls_one(people: People, room: Room, who: str) -> None:
    with pytest.raises(OnlyRespondersCallMayday):
        call(people.user(who), room)


def test_nor_does_a_responder_who_is_not_in_the_room(people: People) -> None:
    with pytest.raises(NotJoined):
        call(people.officer, open_room(people.cast))


def test_the_last_position_is_said_in_the_words_of_the_plan(people: People, room: Room) -> None:
    make_plan(people.site)
    inside = Space.objects.get(number="101").geometry.point_on_surface

    mayday_id = call(people.officer, room, lon=inside.x, lat=inside.y, accuracy_m=8)

    said = mayday(room, mayday_id).place or ""
    assert "101" in said
    # As ladders and hoses are counted: feet first.
    assert re.search(r", door 1, \d+ ft \(\d+ m\), ", said), said


def test_ids_and_floors_that_are_not_there_are_refused(people: People, room: Room) -> None:
    mayday_id = call(people.officer, room)

    with pytest.raises(IdTaken):
        call(people.sergeant, room, mayday_id=mayday_id)
    with pytest.raises(LevelNotAtSite):
        call(people.officer, room, level_id=uuid4())
    with pytest.raises(MaydayNotFound):
        run(people.officer, room.id, "acknowledge_mayday", mayday_id=uuid4())


def test_it_waits_for_an_answer_until_command_acknowledges(people: People, room: Room) -> None:
    mayday_id = call(people.officer, room)
    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)
    assert mayday(room, mayday_id).answered_at is None

    claim_command(people, room, "sergeant")
    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)

    assert mayday(room, mayday_id).answered_at is not None
    with pytest.raises(MaydayAcknowledgedAlready):
        run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)


def test_acknowledging_ends_ones_own_ladder_alone(people: People, room: Room) -> None:
    for who in ("sergeant", "chief"):
        make_device(user=people.user(who))
    mayday_id = call(people.officer, room)

    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)

    waiting = Notification.objects.filter(kind="mayday_called", next_try_at__isnull=False)
    assert set(waiting.values_list("device__user__username", flat=True)) == {"chief"}


def test_only_command_clears_it_and_only_after_it_has_acknowledged(people: People, room: Room) -> None:
    mayday_id = call(people.officer, room)
    clear: dict[str, Any] = {
        "mayday_id": mayday_id,
        "is_accounted_for": True,
        "reason": "PAR complete.",
    }
    with pytest.raises(NotInCommand):
        run(people.officer, room.id, "clear_mayday", **clear)
    claim_command(people, room, "sergeant")
    with pytest.raises(MaydayNotAcknowledged):
        run(people.sergeant, room.id, "clear_mayday", **clear)
    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)

    run(people.sergeant, room.id, "clear_mayday", **clear)

    assert mayday(room, mayday_id).is_accounted_for is True
    assert told(room, "mayday_cleared") >= {"officer", "chief", "captain"}
    steps: dict[str, dict[str, Any]] = {"acknowledge_mayday": {}, "clear_mayday": clear}
    for step, more in steps.items():
        with pytest.raises(MaydayIsCleared):
            run(people.sergeant, room.id, step, **{"mayday_id": mayday_id, **more})


def test_an_incident_is_not_closed_while_a_responder_is_in_trouble(people: People, room: Room) -> None:
    mayday_id = call(people.officer, room)
    claim_command(people, room, "sergeant")

    with pytest.raises(MaydayOpen):
        run(people.sergeant, room.id, "close_incident", reason="done")
    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=mayday_id)
    run(people.sergeant, room.id, "clear_mayday", mayday_id=mayday_id, is_accounted_for=True, reason="PAR")
    run(people.sergeant, room.id, "close_incident", reason="done")

    assert LogEntry.objects.filter(room=room, event_type="incident_closed").exists()


def test_it_overtakes_what_waits_in_its_lane(people: People, room: Room) -> None:
    """Life safety that is due already, of another incident, goes after it."""
    make_device(user=people.chief)
    other = open_room(people.cast)
    run(people.officer, other.id, "join_room")
    run(people.user("officer"), other.id, "raise_panic", site_id=people.site.id, is_exercise=False, kind="fire")
    assert Notification.objects.filter(urgency=Urgency.LIFE_SAFETY, step=0).exists()

    call(people.officer, room)

    now = Notification.objects.order_by("-created_at")[0].created_at + timedelta(seconds=1)
    taken = claim_due(limit=1, now=now, lease_s=30)
    assert [one.kind for one in taken.messages] == ["mayday_called"]


def test_it_is_life_safety_whatever_the_incident_and_breaks_through_silence(people: People, room: Room) -> None:
    make_device(user=people.chief, kind=DeviceKind.SMS)

    call(people.officer, room, where="hall B")

    row = Notification.objects.get(device__user=people.chief, kind="mayday_called")
    assert (row.urgency, row.channel, row.title) == (Urgency.LIFE_SAFETY, Channel.CRITICAL, "OFFICER DOWN")
    assert "Officer" in row.detail
    assert "hall B" in row.detail


def test_in_an_exercise_it_is_marked_everywhere_and_overtakes_nothing(people: People) -> None:
    make_device(user=people.chief, kind=DeviceKind.SMS)
    room = open_room(people.cast, is_exercise=True)
    run(people.officer, room.id, "join_room")

    call(people.officer, room, where="hall B", kind="mayday")

    row = Notification.objects.get(device__user=people.chief, kind="mayday_called")
    assert (row.title, row.urgency, row.channel) == (
        "EXERCISE: MAYDAY: a responder is in trouble",
        Urgency.URGENT,
        Channel.STANDARD,
    )
    assert row.detail.startswith("EXERCISE.")
    assert row.next_try_at == row.created_at
    entry = LogEntry.objects.get(room=room, event_type="mayday_called")
    assert json.loads(entry.content)["exercise"] is True
    assert entry.at >= NOW


def test_a_stopped_exercise_ends_its_maydays_and_tells_nobody_of_that(people: People) -> None:
    drill = open_room(people.cast, is_exercise=True)
    join(people.officer, drill)
    mayday_id = call(people.officer, drill)
    make_device(user=people.officer)
    before = set(Notification.objects.values_list("pk", flat=True))

    run(people.officer, drill.id, "declare_real_world", declaration_id=uuid4(), note="Really hurt")

    found = mayday(drill, mayday_id)
    assert found.cleared_at is not None
    # No one has said that all answered.
    assert found.is_accounted_for is None
    assert not Notification.objects.exclude(pk__in=before).filter(kind="mayday_cleared").exists()


def test_a_real_incident_is_not_closed_over_a_mayday_and_in_a_closed_one_none_is_called(
    people: People, room: Room
) -> None:
    claim_command(people, room, "chief")
    mayday_id = call(people.officer, room)
    with pytest.raises(MaydayOpen):
        run(people.chief, room.id, "close_incident", reason="Over.")

    run(people.chief, room.id, "acknowledge_mayday", mayday_id=mayday_id)
    run(people.chief, room.id, "clear_mayday", mayday_id=mayday_id, is_accounted_for=True, reason="Found.")
    run(people.chief, room.id, "close_incident", reason="Over.")

    with pytest.raises(IncidentClosed):
        call(people.officer, room)
