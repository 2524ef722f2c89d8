"""Rows are written without waiting for each answer, and an error of one of them still undoes all of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from coordination.incident.messages.capability import PostMessage
from coordination.models import User
from coordination.room.access import ROOMS, Asker
from coordination.room.database.rows import insert_rows, one_transaction
from coordination.room.dispatch import Accepted, RoomCommand, execute_all
from coordination.room.models import EntryWords, LogEntry, Room
from coordination.room.models import RoomObject as RoomObjectRow
from tests.factories.cast import Cast, make_cast, open_room, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def an_object(room: Room, object_id: str, value: str) -> RoomObjectRow:
    return RoomObjectRow(
        room=room,
        state_key="markers",
        object_id=object_id,
        value=value,
        audience="everyone",
        created_seq=1,
        changed_seq=1,
    )


def renew(rows: list[RoomObjectRow]) -> None:
    insert_rows(rows, into=RoomObjectRow, unique=["room_id", "state_key", "object_id"], renewed=["value"])


def write_twice(room: Room) -> None:
    with one_transaction(pipelined=True):
        for object_id in ("a", "a", "b"):
            insert_rows([an_object(room, object_id, "1")], into=RoomObjectRow)


def test_rows_are_added_and_those_that_stand_are_renewed(cast: Cast) -> None:
    room = open_room(cast)
    renew([an_object(room, "a", "1"), an_object(room, "b", "2")])
    renew([an_object(room, "b", "3"), an_object(room, "c", "4")])

    found = RoomObjectRow.objects.filter(room=room, state_key="markers").values_list("object_id", "value")
    assert sorted(found) == [("a", "1"), ("b", "3"), ("c", "4")]


def test_an_error_that_nobody_waited_for_comes_with_the_commit_and_undoes_all_of_it(cast: Cast) -> None:
    room = open_room(cast)

    with pytest.raises(IntegrityError):
        write_twice(room)

    assert not RoomObjectRow.objects.filter(room=room, state_key="markers").exists()
    # The connection is as good as before.
    post(cast.insider, room.pk)


def test_an_entry_has_its_words_and_the_next_number_whoever_numbered_it(cast: Cast) -> None:
    room = open_room(cast)
    for _ in range(3):
        post(cast.insider, room.pk)

    entries = list(LogEntry.objects.filter(room=room).order_by("seq"))
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    assert [one.pk for one in entries] == sorted(one.pk for one in entries)
    assert set(EntryWords.objects.values_list("entry_id", flat=True)) == {one.pk for one in entries}
    assert connection.in_atomic_block is False


def test_a_batch_knows_again_what_each_person_sent_before_and_nothing_that_another_did(cast: Cast) -> None:
    rooms = [open_room(cast), open_room(cast)]
    commands = [_message(cast.insider, room) for room in rooms]
    first = execute_all(commands)
    # The same id, said by no one in that room before: not a repeat.
    crossed = [RoomCommand(commands[0].asker, rooms[1].pk, commands[0].command), _message(cast.insider, rooms[0])]

    again = [one for one in execute_all([*commands, *crossed]) if isinstance(one, Accepted)]

    assert [(one.seq, one.is_repeat) for one in again[:2]] == [(one.seq, True) for one in first]  # type: ignore[union-attr]
    assert [one.is_repeat for one in again[2:]] == [False, False]


def test_rows_that_are_read_with_what_they_lead_to_are_those_that_django_reads(cast: Cast) -> None:
    made = [open_room(cast, by=by) for by in (cast.insider, cast.teacher)]
    keys = [one.pk for one in made]
    read = Room.objects.select_related("incident__site").in_bulk([*keys, uuid4()])

    found = ROOMS.by_key([*keys, uuid4(), keys[0]])

    assert sorted(one.pk for one in found) == sorted(keys)
    with CaptureQueriesContext(connection) as asked:
        assert all(columns(one) == columns(read[one.pk]) for one in found)
        assert all(columns(one.incident) == columns(read[one.pk].incident) for one in found)
        assert all(columns(one.incident.site) == columns(read[one.pk].incident.site) for one in found)
        assert all(one.incident.room is one for one in found)
    assert not asked.captured_queries
    assert ROOMS.by_key([]) == []


def test_django_compiles_nothing_for_a_batch_of_messages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """To compile its three questions anew was most of what a batch cost."""
    room = open_room(cast)
    execute_all([_message(cast.insider, room) for _ in range(3)])
    compiled: list[str] = []
    as_sql = SQLCompiler.as_sql

    def noted(compiler: SQLCompiler, *arguments: Any, **named: Any) -> Any:
        compiled.append(str(compiler.query.model))
        return as_sql(compiler, *arguments, **named)

    monkeypatch.setattr(SQLCompiler, "as_sql", noted)
    answers = execute_all([_message(cast.insider, room) for _ in range(3)])

    assert all(isinstance(one, Accepted) for one in answers)
    assert compiled == []


def columns(row: Model) -> dict[str, object]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def _message(user: User, room: Room) -> RoomCommand:
    command = PostMessage.model_validate({"id": uuid4(), "type": "post_message", "text": "All here."})
    return RoomCommand(Asker(user.pk, datetime.now(UTC)), room.pk, command)
