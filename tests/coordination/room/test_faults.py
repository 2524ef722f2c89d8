"""A command that meets a fault of ours fails alone: it leaves no trace, and the others in its batch are served."""

import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

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


def test_a_fault_in_a_large_batch_is_found_by_halves(cast: Cast, room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """Each command by itself would be a durable transaction for each."""
    batch = [message(cast, room, str(number)) for number in range(40)]
    batch.insert(23, stumble(cast, room))

    logged = caplog.at_level(logging.CRITICAL + 1, logger="coordination.room.dispatch")
    with logged, CaptureQueriesContext(connection) as captured:
        answers = execute_all(batch)

    assert codes(answers) == ["accepted"] * 23 + ["command_failed"] + ["accepted"] * 17
    assert [one.seq for one in answers if isinstance(one, Accepted)] == list(range(4, 44))
    # Six times a half fails and the other is carried out; then the one that is left, and what is remembered of it.
    begun = [one for one in captured.captured_queries if one["sql"].startswith("SAVEPOINT")]
    assert len(begun) <= 2 * 6 + 4


def test_what_met_a_fault_and_was_given_up_is_not_tried_for_a_later_copy(
    cast: Cast, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault may be mended, or be one of a moment; whoever sent the command has read that nothing was recorded."""
    stumbling = stumble(cast, room)

    answers = [*execute_all([stumbling]), *execute_all([message(cast, room, "before"), stumbling])]

    assert codes(answers) == ["command_failed", "accepted", "command_failed"]
    assert len([one for one in caplog.records if one.name == "coordination.room.dispatch"]) == 1


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
    """The batch is tried whole, undone, and then each alone: no one is told twice, and nothing stands there twice."""
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
