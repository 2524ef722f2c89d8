"""Who is in a room and joins again: an entry, which answers alarms; a copy of it has no effect of its own."""

from uuid import uuid4

import pytest

from coordination.incident.people.capability import JoinRoom
from coordination.models import User
from coordination.room.dispatch import Accepted, execute
from coordination.room.models import LogEntry, Participant
from push.models import Recipient
from tests.factories.cast import Cast, asks, join, make_cast
from tests.stage.incident.panic import press, room_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def is_answered(press_seq: Accepted, by: User) -> bool:
    asked = Recipient.objects.filter(source_key=f"room:{press_seq.room_id}:{press_seq.seq}", user=by)
    return asked.get().acknowledged_at is not None


def test_who_is_in_the_room_answers_a_later_press_by_joining_again(cast: Cast) -> None:
    """Their phone was opened by the alarm: without an entry, the ladder would go on to ring them."""
    first = press(cast.teacher, cast.site)
    join(cast.officer, room_of(first))
    later = press(cast.insider, cast.site, kind="active_threat")
    before = is_answered(later, cast.officer)

    joined = join(cast.officer, room_of(first))

    assert (before, is_answered(later, cast.officer)) == (False, True)
    assert joined.seq is not None
    assert LogEntry.objects.get(room_id=first.room_id, seq=joined.seq).event_type == "participant_joined"


def test_a_late_copy_of_a_join_brings_no_one_back_who_has_left(cast: Cast) -> None:
    """Only what stands in the log is known again (promise 6): a join without an entry of its own would not be."""
    room = room_of(press(cast.teacher, cast.site))
    join(cast.officer, room)
    command = JoinRoom(id=uuid4(), type="join_room")
    again = execute(asker=asks(cast.officer), room_id=room.pk, command=command)
    run(cast.officer, room.pk, "leave_room")

    copy = execute(asker=asks(cast.officer), room_id=room.pk, command=command)

    assert (copy.seq, copy.is_repeat) == (again.seq, True)
    assert Participant.objects.get(room=room, user=cast.officer).left_at is not None
