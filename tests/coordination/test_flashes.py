"""Flash messages: command says it, everybody who hears it reads it back, and those who do not are known."""

from uuid import UUID, uuid4

import pytest

from coordination.errors import AudienceNotAllowed, FlashAcknowledgedAlready, FlashNotFound, IdTaken, NotAllowed
from coordination.models import LogEntry, Room
from coordination.queries import rooms
from coordination.replay import state_from_entries
from coordination.vocabulary import Audience
from coordination.wire.upcast import content_from_stored
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from push.models import Notification, Recipient
from push.vocabulary import NotificationState
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.panic import run, told

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


def flash(cast: Cast, room: Room, *, audience: Audience = Audience.EVERYONE, flash_id: UUID | None = None) -> UUID:
    flash_id = flash_id or uuid4()
    run(cast.insider, room.id, "post_flash", flash_id=flash_id, text="Stay out of the gym.", audience=audience)
    return flash_id


def test_only_command_posts_a_flash(cast: Cast, room: Room) -> None:
    for who in (cast.teacher, cast.officer):
        with pytest.raises(NotAllowed):
            run(who, room.id, "post_flash", flash_id=uuid4(), text="Hear me.")

    assert run(cast.dispatcher, room.id, "post_flash", flash_id=uuid4(), text="Hear me.").seq


def test_nobody_flashes_an_audience_they_do_not_belong_to(cast: Cast, room: Room) -> None:
    with pytest.raises(AudienceNotAllowed):
        flash(cast, room, audience=Audience.RESPONDERS)


def test_who_is_in_the_room_by_an_agreement_that_has_ended_is_not_told(cast: Cast, room: Room) -> None:
    """They stand in the table of participants still: an agreement that ends takes nobody out of it."""
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Over.", at=NOW)

    posted = run(cast.insider, room.id, "post_flash", flash_id=uuid4(), text="Stay out of the gym.")

    assert told(posted) == {"teacher", "dispatcher"}


def test_an_id_is_one_flash(cast: Cast, room: Room) -> None:
    with pytest.raises(IdTaken):
        flash(cast, room, flash_id=flash(cast, room))


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience.EVERYONE, {"teacher", "officer", "dispatcher"}),
        (Audience.SCHOOL, {"teacher"}),
        (Audience.COMMAND, {"dispatcher"}),
    ],
)
def test_a_flash_is_told_to_those_of_its_audience_who_are_in_the_room(
    cast: Cast, room: Room, audience: Audience, people: set[str]
) -> None:
    accepted = run(cast.insider, room.id, "post_flash", flash_id=uuid4(), text="Hear me.", audience=audience)

    assert told(accepted) == people


def test_everybody_acknowledges_once_for_themselves(cast: Cast, room: Room) -> None:
    flash_id = flash(cast, room)

    run(cast.teacher, room.id, "acknowledge_flash", flash_id=flash_id)
    with pytest.raises(FlashAcknowledgedAlready):
        run(cast.teacher, room.id, "acknowledge_flash", flash_id=flash_id)
    run(cast.officer, room.id, "acknowledge_flash", flash_id=flash_id)

    assert len(rooms.snapshot(fresh(room), audiences=[Audience.EVERYONE]).flashes[0].acknowledged_by) == 2


def test_what_one_cannot_read_one_cannot_acknowledge_nor_see_acknowledged(cast: Cast, room: Room) -> None:
    flash_id = flash(cast, room, audience=Audience.SCHOOL)

    with pytest.raises(FlashNotFound):
        run(cast.officer, room.id, "acknowledge_flash", flash_id=flash_id)
    run(cast.teacher, room.id, "acknowledge_flash", flash_id=flash_id)

    audiences = {row.audience for row in LogEntry.objects.filter(event_type__startswith="flash_")}
    assert audiences == {"school"}
    assert rooms.snapshot(fresh(room), audiences=[Audience.EVERYONE, Audience.RESPONDERS]).flashes == ()


def test_reading_back_in_the_room_ends_the_ladder_on_every_device(cast: Cast, room: Room) -> None:
    make_device(user=cast.officer)
    flash_id = flash(cast, room)

    run(cast.officer, room.id, "acknowledge_flash", flash_id=flash_id)

    asked = Recipient.objects.get(user=cast.officer, source_key=f"room:{room.id}:{fresh(room).head_seq - 1}")
    assert asked.acknowledged_at is not None
    states = Notification.objects.filter(device__user=cast.officer, recipient=asked).values_list("state", flat=True)
    assert set(states) == {NotificationState.CANCELLED.value}


def test_promise_9_replaying_flashes_gives_what_the_tables_say(cast: Cast, room: Room) -> None:
    run(cast.teacher, room.id, "acknowledge_flash", flash_id=flash(cast, room))
    run(cast.dispatcher, room.id, "acknowledge_flash", flash_id=flash(cast, room, audience=Audience.COMMAND))

    now = fresh(room)
    for audiences in (list(Audience), [Audience.EVERYONE]):
        rows = LogEntry.objects.filter(room=now, audience__in=audiences).order_by("seq")
        replayed = state_from_entries([content_from_stored(row.content) for row in rows], seq=now.head_seq)
        assert replayed == rooms.snapshot(now, audiences=audiences)


def fresh(room: Room) -> Room:
    return Room.objects.select_related("incident__site").get(pk=room.pk)
