"""Tests that share what they begin with find it as it was written, whatever the one before them has left."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection

from coordination.models import User
from coordination.room.models import LogEntry, Room
from mou.models import AccessEpoch, Agency
from tests.factories.cast import Cast, make_cast, open_room, post
from tests.factories.mapping import make_site
from tests.factories.mou import make_member

pytestmark = pytest.mark.django_db
TURNS = range(3)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    return open_room(cast)


@pytest.fixture
def renamed(cast: Cast) -> Cast:
    """A value that is no longer what its rows say."""
    cast.site.name = "Another name"
    return replace(cast)


def leave_dirt(cast: Cast) -> None:
    """Change rows, what was read of them, and what the process remembers."""
    Agency.objects.update(name="Dirt")
    User.objects.filter(pk=cast.teacher.pk).update(username="dirt")
    AccessEpoch.objects.update(count=1)
    cast.site.name, cast.insider.username = "Dirt", "dirt"
    make_member(cast.school)
    make_site(cast.district)
    cache.set("dirt", "dirt")


@pytest.mark.parametrize("turn", TURNS)
def test_nobody_finds_what_another_has_written_said_or_kept(cast: Cast, room: Room, turn: int) -> None:
    assert not Agency.objects.filter(name="Dirt").exists()
    assert (User.objects.count(), User.objects.filter(username="dirt").count()) == (6, 0)
    assert LogEntry.objects.count() == room.head_seq
    assert (cast.site.name, cast.insider.username) == ("Lincoln High School", "principal")
    assert cache.get("dirt") is None
    assert post(cast.insider, room.id).seq == room.head_seq + 1
    leave_dirt(cast)


@pytest.mark.parametrize("turn", TURNS)
def test_a_shorter_beginning_finds_nothing_of_a_longer_one(cast: Cast, turn: int) -> None:
    assert Room.objects.count() == 0
    assert cast.site.name == "Lincoln High School"
    open_room(cast)
    leave_dirt(cast)


def test_without_a_beginning_there_is_nothing() -> None:
    assert (User.objects.count(), Agency.objects.count(), Room.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("turn", TURNS)
def test_what_two_fixtures_hold_is_one_thing(renamed: Cast, cast: Cast, turn: int) -> None:
    assert renamed.site is cast.site
    cast.site.refresh_from_db()
    assert renamed.site.name == "Lincoln High School"


@pytest.mark.parametrize("turn", TURNS)
def test_an_access_epoch_is_never_met_again(cast: Cast, turn: int) -> None:
    epoch = AccessEpoch.objects.get(pk=1).count

    assert epoch not in EPOCHS_MET
    EPOCHS_MET.add(epoch)


# Who runs alone has met none: nothing of the process can answer it wrongly then.
EPOCHS_MET: set[int] = set()


def test_a_broken_statement_breaks_no_other_test(cast: Cast, room: Room) -> None:
    with pytest.raises(Exception, match="nowhere"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
