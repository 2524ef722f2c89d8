"""Rows are written without waiting for each answer, and an error of one of them still undoes all of it."""

import pytest
from django.db import IntegrityError, connection

from coordination.room.database.rows import insert, one_transaction
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
    insert(rows, unique=["room_id", "state_key", "object_id"], renewed=["value"])


def write_twice(room: Room) -> None:
    with one_transaction(pipelined=True):
        for object_id in ("a", "a", "b"):
            insert([an_object(room, object_id, "1")])


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
