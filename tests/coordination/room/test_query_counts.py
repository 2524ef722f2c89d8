"""What a read costs does not grow with what there is to read."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.incident.lifecycle.queries import incident_views
from coordination.room import entrance
from coordination.room import log_reading as entries
from coordination.room import state as rooms
from coordination.room.access import (
    Holder,
    RoomGrant,
    incidents_for,
    recheck,
    room_for,
)
from coordination.room.capability import RoomNeed
from coordination.room.models import Participant
from coordination.room.sign_ins import SignIn
from coordination.sign_in import people
from mou.access.epoch import access_epoch
from tests.factories.cast import join, open_room
from tests.factories.mou import make_member
from tests.stage.full_room import PLACE, Stage, ask, run, set_stage

pytestmark = pytest.mark.django_db

type Read = Callable[[Stage], object]


def grant(stage: Stage) -> RoomGrant:
    asker = ask(stage.people["insider"])
    return room_for(user_id=asker.user_id, room_id=stage.room.id, need=RoomNeed.READ, at=asker.at)


def recheck_everybody(stage: Stage) -> object:
    user = stage.people["officer"]
    holders = [Holder(user.pk, stage.participant_id("officer"), key) for key in (stage.session("officer"), "gone")]
    return recheck(room_id=stage.room.id, holders=holders, at=datetime.now(UTC))


READS: dict[str, Read] = {
    "state of a room": lambda stage: rooms.state_now(grant(stage).room, audiences=grant(stage).audiences),
    "tail of the log": lambda stage: entries.tail(grant(stage).room, after=0),
    "page of the log": lambda stage: entries.page_before(grant(stage).room, before=10**9),
    "what has changed since": lambda stage: rooms.state_now(
        grant(stage).room, audiences=grant(stage).audiences, since=1
    ),
    "state after an entry": lambda stage: rooms.state_at(grant(stage).room, audiences=grant(stage).audiences, seq=3),
    "entrance": lambda stage: entrance.state_for(ask(stage.people["insider"]), stage.room.id),
    "incidents of a person": lambda stage: incident_views(incidents_for(stage.people["insider"].pk, datetime.now(UTC))),
    "a person": lambda stage: people.person_of(stage.people["insider"].pk, datetime.now(UTC)),
    "re-check of sockets": recheck_everybody,
    "heads": lambda stage: rooms.heads([stage.room.id]),
}


def cost(stage: Stage, read: Read) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(stage)
    return len([one for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def grow(stage: Stage) -> None:
    """Make twenty of everything: incidents, people, entries, markers, shapes."""
    for number in range(20):
        newcomer = make_member(stage.cast.police).user
        open_room(stage.cast, by=newcomer, at=datetime.now(UTC))
        join(newcomer, stage.room, at=datetime.now(UTC))
        run(newcomer, stage.room.id, "post_message", text=str(number))
        run(newcomer, stage.room.id, "place_marker", marker_id=uuid4(), kind="hazard", label="x", **PLACE)
        run(newcomer, stage.room.id, "draw_shape", shape_id=uuid4(), kind="line", points=[(0, 0), (1, 1)])


@pytest.fixture
def stage() -> Stage:
    return set_stage()


def test_every_read_costs_as_many_queries_with_twenty_of_everything_as_with_one(stage: Stage) -> None:
    stage.session("officer")
    before = {name: cost(stage, read) for name, read in READS.items()}

    grow(stage)

    assert {name: cost(stage, read) for name, read in READS.items()} == before


def test_a_crowd_that_comes_back_asks_the_database_once_and_then_not_at_all(stage: Stage) -> None:
    grow(stage)
    everybody = Participant.objects.filter(room=stage.room).values_list("user_id", flat=True)
    sign_ins = [SignIn(user_id, "of their ticket", "", access_epoch()) for user_id in everybody]
    knocks = [entrance.Knock(sign_in, datetime.now(UTC), stage.room.id) for sign_in in sign_ins]

    first = cost(stage, lambda _: entrance.entrances(knocks[:1]))
    others = cost(stage, lambda _: entrance.entrances(knocks[1:]))

    assert len(knocks) > 20
    assert first <= 8
    assert others == 0
