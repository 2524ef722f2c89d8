"""Entries that need follow-up: marked by who reads them, settled, and never seen by who does not read the entry."""

import pytest

from coordination.errors import EntryNotFound
from coordination.incident.follow_ups import errors
from coordination.incident.follow_ups.capability import FollowUp
from coordination.room.models import Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    for person in (cast.teacher, cast.officer):
        join(person, room)
    return room


def marks(room: Room, *audiences: Audience) -> dict[str, FollowUp]:
    found = state_now(Room.objects.get(pk=room.pk), audiences=audiences or tuple(Audience)).of(FollowUp)
    return {str(key): one for key, one in found.items()}


def test_an_entry_is_marked_settled_and_marked_again(cast: Cast, room: Room) -> None:
    said = post(cast.teacher, room.pk, "Door 7 is open.")

    run(cast.officer, room.pk, "mark_follow_up", seq=said.seq, words="Door 7")
    with pytest.raises(errors.FollowUpMarkedAlready):
        run(cast.teacher, room.pk, "mark_follow_up", seq=said.seq)
    run(cast.teacher, room.pk, "settle_follow_up", seq=said.seq, outcome="Closed it")
    with pytest.raises(errors.FollowUpSettledAlready):
        run(cast.teacher, room.pk, "settle_follow_up", seq=said.seq)
    settled = marks(room)[str(said.seq)]
    assert (settled.words, settled.outcome) == ("Door 7", "Closed it")

    run(cast.teacher, room.pk, "mark_follow_up", seq=said.seq)
    assert marks(room)[str(said.seq)].settled_at is None


def test_who_does_not_read_an_entry_neither_marks_it_nor_learns_of_the_mark(cast: Cast, room: Room) -> None:
    secret = post(cast.officer, room.pk, "Between us.", audience="responders")

    for seq in (secret.seq, 999):
        with pytest.raises(EntryNotFound):
            run(cast.teacher, room.pk, "mark_follow_up", seq=seq)
    run(cast.officer, room.pk, "mark_follow_up", seq=secret.seq, words="Ask again")

    assert marks(room, Audience.EVERYONE, Audience.SCHOOL) == {}
    with pytest.raises(errors.FollowUpNotFound):
        run(cast.teacher, room.pk, "settle_follow_up", seq=secret.seq)


def test_what_is_not_marked_is_not_settled_and_a_mark_is_not_marked(cast: Cast, room: Room) -> None:
    with pytest.raises(errors.FollowUpNotFound):
        run(cast.teacher, room.pk, "settle_follow_up", seq=1)
    mark = run(cast.teacher, room.pk, "mark_follow_up", seq=1)
    with pytest.raises(errors.NothingToFollowUp):
        run(cast.teacher, room.pk, "mark_follow_up", seq=mark.seq)
