"""Who says "I have read it" has got the alert that told of the action: on the board, and with no word more to them."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
from coordination.room.access import room_for
from coordination.room.alerting.alert_board import BoardPerson, alert_board
from coordination.room.capability import RoomNeed
from coordination.room.dispatch import Accepted
from coordination.room.models import LogEntry, Room
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification, Recipient
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import make_agency, make_member
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def action_in(room_id: UUID) -> str:
    return str(Room.objects.get(pk=room_id).objects_now.get(state_key="response_actions").object_id)


def read(user: User, room_id: object, action_id: object) -> tuple[int, bytes]:
    client = Client()
    client.force_login(user)
    answer = client.post(f"/api/v1/rooms/{room_id}/response-actions/{action_id}/read")
    return answer.status_code, answer.content


def answered(room_id: UUID) -> set[tuple[str, int]]:
    """Return who has answered which entries, by name and seq."""
    rows = Recipient.objects.filter(acknowledged_at__isnull=False).values_list("user__username", "source_key")
    return {(name, int(key.removeprefix(f"room:{room_id}:"))) for name, key in rows}


def on_board(user: User, alarm: Accepted, reader: User) -> BoardPerson:
    grant = room_for(user_id=reader.pk, room_id=alarm.room_id, need=RoomNeed.READ, at=timezone.now())
    assert alarm.seq is not None
    board = alert_board(grant, seq=alarm.seq, names_all=True)
    return next(one for one in board.people if one.user_id == user.public_id)


@pytest.mark.parametrize("is_exercise", [False, True])
def test_who_has_read_a_lockdown_has_got_the_press_that_began_it_and_answered_nothing_else(
    cast: Cast, is_exercise: bool
) -> None:
    make_device(user=cast.insider)
    alarm = press(cast.teacher, cast.site, kind="active_threat", is_exercise=is_exercise)
    hurt = press(cast.teacher, cast.site, kind="medical", is_exercise=is_exercise)
    assert hurt.room_id == alarm.room_id
    before = on_board(cast.insider, alarm, cast.teacher)
    entries = LogEntry.objects.count()

    first = read(cast.insider, alarm.room_id, action_in(alarm.room_id))
    at = set(Recipient.objects.filter(user=cast.insider).values_list("source_key", "acknowledged_at"))
    again = read(cast.insider, alarm.room_id, action_in(alarm.room_id))

    assert [first, again] == [(204, b""), (204, b"")]
    after = on_board(cast.insider, alarm, cast.teacher)
    assert [before.has_it, after.has_it, after.standing, after.is_in_room] == [False, True, "acknowledged", False]
    assert answered(alarm.room_id) == {(cast.insider.username, alarm.seq)}
    assert set(Recipient.objects.filter(user=cast.insider).values_list("source_key", "acknowledged_at")) == at
    assert LogEntry.objects.count() == entries
    waiting = Notification.objects.filter(recipient__user=cast.insider, state="planned")
    assert not waiting.filter(source_key=f"room:{alarm.room_id}:{alarm.seq}").exists()


def test_an_action_without_a_press_is_answered_by_its_own_entry(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.teacher, room)
    begun = run(cast.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="secure")

    assert read(cast.insider, room.pk, action_in(room.pk))[0] == 204

    assert answered(room.pk) == {(cast.insider.username, begun.seq)}


def test_for_everyone_else_there_is_no_such_action(cast: Cast) -> None:
    alarm = press(cast.teacher, cast.site, kind="active_threat")
    action_id = action_in(alarm.room_id)
    other = make_member(make_agency(AgencyKind.SCHOOL, parent=cast.district), role=MemberRole.STAFF).user
    nothing = read(cast.insider, uuid4(), uuid4())

    # The officer was told, may see the incident, and is not in the room: no action holds for them.
    said = {one.username: read(one, alarm.room_id, action_id) for one in (cast.stranger, cast.officer, other)}
    said["another room"] = read(cast.insider, uuid4(), action_id)
    said["another action"] = read(cast.insider, alarm.room_id, uuid4())

    assert nothing[0] == 404
    assert set(said.values()) == {nothing}
    assert answered(alarm.room_id) == set()
    join(cast.officer, room_of(alarm))
    assert read(cast.officer, alarm.room_id, action_id)[0] == 204


def test_what_is_over_is_read_no_more(cast: Cast) -> None:
    room = open_room(cast)
    action_id = uuid4()
    run(cast.insider, room.pk, "start_response_action", action_id=action_id, kind="hold")
    run(cast.insider, room.pk, "release_response_action", action_id=action_id)

    assert read(cast.teacher, room.pk, action_id)[0] == 404

    assert answered(room.pk) == set()
