"""A command that meets a fault of ours fails alone: it leaves no trace, and whoever came with it is served."""

import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import override_settings

from coordination.errors import CommandFailed, CoordinationError
from coordination.room import registry
from coordination.room.alerting import alert_board
from coordination.room.dispatch import Accepted, RoomCommand, execute, execute_all
from coordination.room.models import LogEntry, Room, RoomObject
from tests.coordination.room.sample_capabilities.hesitating.capability import HesitateNow
from tests.coordination.room.sample_capabilities.stumbling.capability import StumbleNow
from tests.factories.cast import Cast, asks, join, make_cast, open_room, post
from tests.stage.incident.panic import run
from tests.support.database.tables import all_tables

pytestmark = pytest.mark.django_db
SAMPLES = "tests.coordination.room.sample_capabilities"


def forget_what_is_installed() -> None:
    for module in (registry, alert_board):
        for found in vars(module).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()


@pytest.fixture(autouse=True)
def a_capability_that_stumbles() -> Iterator[None]:
    with override_settings(ROOM_CAPABILITIES=["coordination.incident", SAMPLES]):
        forget_what_is_installed()
        yield
    forget_what_is_installed()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    join(cast.officer, room)
    return room


def message(cast: Cast, room: Room, text: str) -> RoomCommand:
    fields = {"id": uuid4(), "type": "post_message", "text": text}
    return RoomCommand(asks(cast.insider), room.pk, registry.command_adapter().validate_python(fields))


def stumble(cast: Cast, room: Room) -> RoomCommand:
    return RoomCommand(asks(cast.officer), room.pk, StumbleNow(id=uuid4(), type="stumble_now"))


def codes(answers: list[Accepted | CoordinationError]) -> list[str]:
    return [one.code if isinstance(one, CoordinationError) else "accepted" for one in answers]


def test_a_command_that_meets_a_fault_fails_alone_and_the_others_of_its_batch_are_carried_out(
    cast: Cast, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    batch = [message(cast, room, "before"), stumble(cast, room), message(cast, room, "after")]

    with caplog.at_level(logging.CRITICAL + 1, logger="coordination.room.dispatch"):
        answers = execute_all(batch)

    assert codes(answers) == ["accepted", "command_failed", "accepted"]
    room.refresh_from_db()
    kinds = list(LogEntry.objects.filter(room=room).order_by("seq").values_list("event_type", flat=True))
    assert kinds == ["incident_opened", "participant_joined", "participant_joined", "message_posted", "message_posted"]
    assert room.head_seq == len(kinds)


def test_a_fault_leaves_neither_entry_nor_object_and_the_room_goes_on(cast: Cast, room: Room) -> None:
    with pytest.raises(CommandFailed):
        execute(asker=asks(cast.officer), room_id=room.pk, command=stumble(cast, room).command)

    assert not RoomObject.objects.filter(state_key="stumbles").exists()
    assert post(cast.officer, room.pk).seq == 4


def test_the_fault_is_logged_by_the_kind_of_command_and_says_nothing_of_what_people_wrote(
    cast: Cast, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    execute_all([message(cast, room, "secret words"), stumble(cast, room)])

    (record,) = [one for one in caplog.records if one.name == "coordination.room.dispatch"]
    assert record.getMessage() == "a command met a fault: StumbleNow"
    assert "secret words" not in caplog.text


def test_what_a_batch_with_a_fault_did_before_it_was_undone_is_done_once(cast: Cast, room: Room) -> None:
    """The batch is tried whole, undone, and then each alone: nobody is told twice, and nothing stands there twice."""
    told = message(cast, room, "once")

    first = execute_all([told, stumble(cast, room)])[0]
    again = execute_all([told])[0]

    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert (again.seq, again.is_repeat) == (first.seq, True)
    assert LogEntry.objects.filter(command_id=told.command.id).count() == 1


def test_a_command_that_is_refused_after_it_has_written_leaves_no_row_in_any_table(cast: Cast, room: Room) -> None:
    """Only the savepoint undoes it: the others of its batch are in the same transaction."""
    hesitating = RoomCommand(asks(cast.officer), room.pk, HesitateNow(id=uuid4(), type="hesitate_now"))
    before = all_tables()

    assert codes(execute_all([hesitating])) == ["not_allowed"]
    assert all_tables() == before
    answers = execute_all([message(cast, room, "before"), hesitating, message(cast, room, "after"), hesitating])

    assert codes(answers) == ["accepted", "not_allowed", "accepted", "not_allowed"]
    assert [one.seq for one in answers if isinstance(one, Accepted)] == [4, 5]
    changed = {name for name, rows in all_tables().items() if rows != before[name]}
    assert changed == {"room.Room", "room.LogEntry", "room.EntryWords"}


def test_without_the_sample_its_command_is_none(cast: Cast, room: Room) -> None:
    with override_settings(ROOM_CAPABILITIES=["coordination.incident"]):
        forget_what_is_installed()

        with pytest.raises(ValueError, match="stumble_now"):
            run(cast.officer, room.pk, "stumble_now")
