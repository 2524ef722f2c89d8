"""A server whose clock is put forward and back, as by a time server or by hand: no one is held up, nothing is lost.

Slow because only a process of its own can have a clock of its own (libfaketime).
"""

import uuid
from pathlib import Path

import pytest
from musterpoint_client.api import request_json

from tests.bench.rig.soaking.trouble import set_clock, with_own_clock
from tests.stage.devices.clients import RawSocket, ticket_for, verifier, whole_log
from tests.stage.live_room import LiveRoom, Witness, live_room, room_on_copy
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e

STEPS = ("+3600s", "+0s", "-3600s", "+0s")


def test_a_clock_that_is_put_forward_and_back_holds_up_nobody(spatialite_template: Path, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    with room_on_copy(spatialite_template, tmp_path, env=with_own_clock(clock)) as room:
        witness = Witness(room)
        before = room.say("teacher", "Before.")
        witness.keeps_up(before)

        for offset in STEPS:
            set_clock(clock, offset)

            assert witness.hears_the_room()
            # A ticket is given and redeemed, and the state read, by the new time.
            with_new_time = room.enter("officer")
            with_new_time.next("state")
            with_new_time.close()
            assert press(room) > 0

        log = whole_log(room.url, room.token("insider"), room.stage.room_id)
        verifier.verify(log)
        assert len(log) == before + len(STEPS)
        assert request_json(room.url, "/readyz")["database"] == "ok"
        witness.close()


def test_servers_whose_clocks_differ_take_each_others_tickets_and_say_that_they_differ(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path
) -> None:
    """By more than a ticket is good for, in both directions; the session's own half hour is far from over."""
    url, clock = postgis.url(postgis.create_database(template=postgis_template)), tmp_path / "clock"
    with (
        live_room(url, redis_url=valkey.url, var=tmp_path) as room,
        AppServer(url, valkey.url, var=tmp_path, env=with_own_clock(clock)) as second,
    ):
        token = room.token("officer")
        for offset, words in (("+90s", "90 s ahead of the database's"), ("-90s", "90 s behind the database's")):
            set_clock(clock, offset)

            for gives, takes in ((room.url, second.url), (second.url, room.url)):
                enter_with(room, ticket_for(gives, token), takes)
            assert request_json(second.url, "/readyz")["clock"] == words
            assert request_json(room.url, "/readyz")["clock"] == "ok"


def enter_with(room: LiveRoom, ticket: str, url: str) -> None:
    """Open a socket at a server with a ticket that another gave out, and hear the room."""
    socket = RawSocket(url, f"/ws/v1/rooms/{room.stage.room_id}", offers=["muster.v1", f"ticket.{ticket}"])
    socket.send('{"type":"hello"}')
    assert socket.next("welcome")["head"] > 0
    socket.close()


def press(room: LiveRoom) -> int:
    """Press the alarm as an exercise; return the entry's seq."""
    body = {"type": "raise_panic", "id": str(uuid.uuid4()), "site_id": room.stage.site_id, "is_exercise": True}
    return int(request_json(room.url, "/api/v1/panics", token=room.token("teacher"), body=body)["seq"])
