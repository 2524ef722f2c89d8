"""Tests that commit find what is kept for them as it was written, whatever the one before them has left."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from coordination.models import User
from coordination.room.models import LogEntry, Room
from mou.models import AccessEpoch, Agency
from tests.factories.cast import Cast, make_cast, open_room, post
from tests.factories.mapping import make_plan
from tests.factories.mou import make_member
from tests.support.database.kept import Kept
from tests.support.database.tables import Tables, all_tables

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = range(3)
EPOCH = AccessEpoch._meta.label
# What the first test found, and by which epochs: who runs alone has nothing to compare.
FOUND: list[Tables] = []
EPOCHS_MET: set[int] = set()


def open_stage() -> tuple[Cast, Room]:
    cast = make_cast()
    make_plan(cast.site)
    return cast, open_room(cast)


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept[tuple[Cast, Room]]]:
    with closing(Kept(open_stage)) as kept:
        yield kept


@pytest.fixture
def opened(kept: Kept[tuple[Cast, Room]]) -> tuple[Cast, Room]:
    return kept.put()


@pytest.mark.parametrize("turn", TURNS)
def test_every_row_of_every_table_is_as_it_was_written(opened: tuple[Cast, Room], turn: int) -> None:
    cast, room = opened
    epoch = AccessEpoch.objects.get(pk=1).count
    FOUND.append({name: rows for name, rows in all_tables().items() if name != EPOCH})

    assert FOUND[-1] == FOUND[0]
    assert (cast.site.name, cast.insider.username, cache.get("dirt")) == ("Lincoln High School", "principal", None)
    assert epoch not in EPOCHS_MET
    EPOCHS_MET.add(epoch)
    leave_dirt(cast, room)


def leave_dirt(cast: Cast, room: Room) -> None:
    """Change rows, what was read of them, and what the process remembers, for all to see."""
    post(cast.insider, room.pk, "Dirt")
    Agency.objects.update(name="Dirt")
    User.objects.filter(pk=cast.teacher.pk).update(username="dirt")
    AccessEpoch.objects.update(count=1)
    cast.site.name = cast.insider.username = "Dirt"
    make_plan(cast.site)
    cache.set("dirt", "dirt")


@pytest.mark.parametrize("turn", TURNS)
def test_what_is_put_back_goes_on_as_what_was_written(opened: tuple[Cast, Room], turn: int) -> None:
    cast, room = opened

    make_member(cast.school)  # with ids that are free
    assert post(cast.insider, room.pk).seq == room.head_seq + 1
    # What a database forbids it goes on forbidding.
    with pytest.raises(DatabaseError):
        LogEntry.objects.filter(room=room).update(content="dirt")
