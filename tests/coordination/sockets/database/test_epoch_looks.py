"""Heads of rooms come with the look at the epoch that is due anyway, and the beacon asks by itself where none comes."""

import asyncio
from uuid import uuid4

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from coordination.room.models import Room
from coordination.room.reading.state import heads_and_epoch
from coordination.sockets.database.epoch_looks import EpochLooks
from coordination.sockets.database.threads import in_database
from mou.access.epoch import access_epoch, epoch_note
from mou.access.epoch_change import bump_access_epoch
from tests.factories.cast import make_cast, open_room

pytestmark = pytest.mark.django_db(transaction=True)


def open_rooms(count: int) -> list[Room]:
    cast = make_cast()
    return [Room.objects.get(pk=open_room(cast).pk) for _ in range(count)]


def test_the_heads_of_all_rooms_and_the_epoch_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rooms = open_rooms(2)
    bump_access_epoch()

    with django_assert_num_queries(1):
        heads, epoch = heads_and_epoch([*(one.pk for one in rooms), uuid4()])

    assert (heads, epoch) == ({one.pk: one.head_seq for one in rooms}, access_epoch())
    assert epoch > 0


def test_without_any_room_the_epoch_is_told_all_the_same() -> None:
    bump_access_epoch()

    assert heads_and_epoch([uuid4()]) == ({}, access_epoch())


async def test_who_waits_for_heads_gets_them_with_the_next_look_and_the_note_is_of_that_look() -> None:
    (room,) = await in_database(open_rooms, 1)
    looks = EpochLooks(lambda: [room.pk])
    waiting = asyncio.ensure_future(looks.heads_of_next())
    await asyncio.sleep(0)

    epoch = await looks.look()

    assert await waiting == {room.pk: room.head_seq}
    assert epoch_note.stands_at(epoch)
    # The next one is of the epoch alone, and no one waits.
    assert await looks.look() == epoch


async def test_where_no_look_comes_or_one_fails_there_are_no_heads_of_it() -> None:
    def fail() -> list[object]:
        raise DatabaseError("away")

    looks = EpochLooks(fail)  # type: ignore[arg-type]  # it raises

    assert await looks.heads_of_next() is None
    waiting = asyncio.ensure_future(looks.heads_of_next())
    await asyncio.sleep(0)
    with pytest.raises(DatabaseError):
        await looks.look()
    assert await waiting is None
