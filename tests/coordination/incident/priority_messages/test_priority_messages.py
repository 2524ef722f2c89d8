"""Priority messages: command posts one, its whole audience acknowledges it, and those who do not are known."""

from uuid import UUID, uuid4

import pytest

from coordination.errors import (
    AudienceNotAllowed,
    IdTaken,
    NotAllowed,
    PriorityMessageAcknowledgedAlready,
    PriorityMessageNotFound,
)
from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.models import User
from coordination.room.models import LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from push.models import Notification, Recipient
from push.vocabulary import NotificationState
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.incident.panic import folded, run, state_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


def post(cast: Cast, room: Room, *, audience: Audience = Audience.EVERYONE, message_id: UUID | None = None) -> UUID:
    message_id = message_id or uuid4()
    run(
        cast.insider,
        room.id,
        "post_priority_message",
        message_id=message_id,
        text="Stay out of the gym.",
        audience=audience,
    )
    return message_id


def test_only_command_posts_a_post(cast: Cast, room: Room) -> None:
    for who in (cast.teacher, cast.officer):
        with pytest.raises(NotAllowed):
            run(who, room.id, "post_priority_message", message_id=uuid4(), text="Hear me.")

    assert run(cast.dispatcher, room.id, "post_priority_message", message_id=uuid4(), text="Hear me.").seq


def test_nobody_posts_one_to_an_audience_they_do_not_belong_to(cast: Cast, room: Room) -> None:
    with pytest.raises(AudienceNotAllowed):
        post(cast, room, audience=Audience.RESPONDERS)


def test_who_is_in_the_room_by_an_agreement_that_has_ended_is_not_told(cast: Cast, room: Room) -> None:
    """They stand in the table of participants still: an agreement that ends takes no one out of it."""
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Over.", at=NOW)

    posted = run(cast.insider, room.id, "post_priority_message", message_id=uuid4(), text="Stay out of the gym.")

    assert told(posted) == {"teacher", "dispatcher"}


def test_an_id_is_one_post(cast: Cast, room: Room) -> None:
    with pytest.raises(IdTaken):
        post(cast, room, message_id=post(cast, room))


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience.EVERYONE, {"teacher", "officer", "dispatcher"}),
        (Audience.SCHOOL, {"teacher"}),
        (Audience.COMMAND, {"dispatcher"}),
    ],
)
def test_it_is_told_to_those_of_its_audience_who_are_in_the_room(
    cast: Cast, room: Room, audience: Audience, people: set[str]
) -> None:
    accepted = run(
        cast.insider, room.id, "post_priority_message", message_id=uuid4(), text="Hear me.", audience=audience
    )

    assert told(accepted) == people


def test_everybody_acknowledges_once_for_themselves(cast: Cast, room: Room) -> None:
    message_id = post(cast, room)

    run(cast.teacher, room.id, "acknowledge_priority_message", message_id=message_id)
    with pytest.raises(PriorityMessageAcknowledgedAlready):
        run(cast.teacher, room.id, "acknowledge_priority_message", message_id=message_id)
    run(cast.officer, room.id, "acknowledge_priority_message", message_id=message_id)

    (message,) = state_now(fresh(room), audiences=[Audience.EVERYONE]).of(PriorityMessage).values()
    assert set(message.acknowledged_by) == {str(participant(room, who)) for who in (cast.teacher, cast.officer)}


def test_what_one_cannot_read_one_cannot_acknowledge_nor_see_acknowledged(cast: Cast, room: Room) -> None:
    message_id = post(cast, room, audience=Audience.SCHOOL)

    with pytest.raises(PriorityMessageNotFound):
        run(cast.officer, room.id, "acknowledge_priority_message", message_id=message_id)
    run(cast.teacher, room.id, "acknowledge_priority_message", message_id=message_id)

    audiences = {row.audience for row in LogEntry.objects.filter(event_type__startswith="priority_message_")}
    assert audiences == {"school"}
    assert state_now(fresh(room), audiences=[Audience.EVERYONE, Audience.RESPONDERS]).of(PriorityMessage) == {}


def test_reading_back_in_the_room_ends_the_ladder_on_every_device(cast: Cast, room: Room) -> None:
    make_device(user=cast.officer)
    message_id = post(cast, room)

    run(cast.officer, room.id, "acknowledge_priority_message", message_id=message_id)

    asked = Recipient.objects.get(user=cast.officer, source_key=f"room:{room.id}:{fresh(room).head_seq - 1}")
    assert asked.acknowledged_at is not None
    states = Notification.objects.filter(device__user=cast.officer, recipient=asked).values_list("state", flat=True)
    assert set(states) == {NotificationState.CANCELLED.value}


def test_promise_9_folding_priority_messages_gives_what_the_tables_say(cast: Cast, room: Room) -> None:
    run(cast.teacher, room.id, "acknowledge_priority_message", message_id=post(cast, room))
    run(
        cast.dispatcher, room.id, "acknowledge_priority_message", message_id=post(cast, room, audience=Audience.COMMAND)
    )

    now = fresh(room)
    for audiences in (tuple(Audience), (Audience.EVERYONE,)):
        assert folded(now, audiences=audiences) == state_of(now, audiences=audiences)


def fresh(room: Room) -> Room:
    return Room.objects.select_related("incident__site").get(pk=room.pk)


def participant(room: Room, user: User) -> UUID:
    return Participant.objects.get(room=room, user=user).pk
