"""SQLite has one writer at a time: while one works for long, as an import does, everybody goes on reading."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from musterpoint_client.api import request_json

from tests.stage.devices.clients import RawSocket
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e

# A reader that waits for the writer waits until it gives up, after fifteen seconds.
AT_ONCE_S = 4.0


@contextlib.contextmanager
def held_write_lock(room: LiveRoom) -> Iterator[None]:
    """Write in the server's own file, and do not come to an end."""
    file = room.server.env["MUSTERPOINT_DATABASE"].removeprefix("spatialite://")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield
        writer.execute("ROLLBACK")


def get(path: str) -> Callable[[LiveRoom], object]:
    def read(room: LiveRoom) -> object:
        return request_json(room.url, f"/api/v1{path.format(room=room.stage.room_id)}", token=room.token("officer"))

    return read


READS = {
    "the entries": get("/rooms/{room}/entries?after=0"),
    "the entries before": get("/rooms/{room}/entries?before=3"),
    "the snapshot": get("/rooms/{room}/state"),
    "a poll": get("/rooms/{room}/poll?after=0"),
    "the list of incidents": get("/incidents"),
    "oneself": get("/me"),
}


@pytest.mark.by_the_clock
@pytest.mark.parametrize("what", READS)
def test_a_reader_does_not_wait_for_a_writer(room: LiveRoom, what: str) -> None:
    READS[what](room)
    with held_write_lock(room):
        began_s = monotonic()
        READS[what](room)

        assert monotonic() - began_s < AT_ONCE_S


@pytest.mark.by_the_clock
def test_a_socket_that_comes_back_does_not_wait_for_a_writer_and_hears_its_beacons(room: LiveRoom) -> None:
    socket: RawSocket = room.knock("teacher")
    socket.send('{"type":"hello","after":1000000}')
    socket.next("resync_required")
    with held_write_lock(room):
        began_s = monotonic()
        socket.send('{"type":"hello"}')
        socket.next("state")
        assert monotonic() - began_s < AT_ONCE_S

        assert socket.next("beacon")["database"] == "up"
    socket.close()
