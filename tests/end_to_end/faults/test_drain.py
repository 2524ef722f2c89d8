"""A server that is asked to end loses no one: goodbye, what was begun is finished, 1001; others take over."""

import asyncio
import contextlib
import json
import os
import signal
import threading
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.serving.test_serving import children_of, group_of_two
from tests.stage.devices.clients import RoamingClient, running, until, whole_log
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.stage.served import Stage, set_stage
from tests.support.processes import ChildProcess
from tests.support.services import ValkeyServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    with room_on_copy(spatialite_template, tmp_path) as opened:
        yield opened


def in_order_to_end(room: LiveRoom) -> threading.Thread:
    """Ask the server to end; what it does is watched meanwhile."""
    stopping = threading.Thread(target=room.server.stop, daemon=True)
    stopping.start()
    return stopping


def test_every_socket_hears_goodbye_and_is_closed_with_1001(room: LiveRoom) -> None:
    sockets = [room.enter("insider"), room.enter("officer")]
    for socket in sockets:
        socket.next("presence")
    silent = room.knock("teacher")  # has not said hello

    in_order_to_end(room)

    for socket in [*sockets, silent]:
        assert socket.next("goodbye")["retry_after_s"] > 0
        assert socket.ending() == ("", 1001)


def test_commands_that_were_taken_are_acknowledged_before_the_close_and_later_ones_are_not_in_the_log(
    room: LiveRoom,
) -> None:
    socket = room.enter("officer")
    socket.next("presence")
    ids = [str(uuid.uuid4()) for _ in range(60)]
    for command_id in ids:
        command = {"type": "post_message", "id": command_id, "text": "x", "audience": "everyone"}
        socket.send(json.dumps({"type": "command", "command": command}))
    socket.next("ack")  # the server has begun

    stopping = in_order_to_end(room)
    acked = {ids[0]}
    with contextlib.suppress(ValueError):  # the close frame
        while True:
            frame = socket.text()
            if frame["type"] == "ack":
                acked.add(frame["id"])
            assert frame["type"] != "nack"

    assert socket.close_code == 1001
    stopping.join(15)
    room.server.start()
    logged = {
        entry["content"]["command_id"] for entry in whole_log(room.url, room.token("officer"), room.stage.room_id)
    }
    assert acked <= logged
    assert len(logged & set(ids)) == len(acked)


@pytest.mark.by_the_clock
def test_a_long_poll_is_answered_before_the_server_ends(room: LiveRoom) -> None:
    head = len(whole_log(room.url, room.token("officer"), room.stage.room_id))
    answers: list[dict[str, object]] = []

    def poll() -> None:
        url = f"{room.url}/api/v1/rooms/{room.stage.room_id}/poll?after={head}&wait=25"
        asked = urllib.request.Request(url, headers={"X-Session-Token": room.token("officer")})
        with urllib.request.urlopen(asked, timeout=30) as response:
            answers.append(json.load(response))

    polling = threading.Thread(target=poll, daemon=True)
    polling.start()
    witness = room.enter("insider")
    # The poll is a sign of life: presence names the insider and then the officer.
    seen: set[str] = set()
    while len(seen) < 2:
        seen |= {person["participant_id"] for person in witness.next("presence")["people"]}
    began_s = time.monotonic()
    in_order_to_end(room)
    polling.join(15)

    assert [answer["entries"] for answer in answers] == [[]]
    assert time.monotonic() - began_s < 10


@pytest.mark.by_the_clock
def test_a_peer_that_takes_nothing_does_not_keep_the_server_from_ending(room: LiveRoom) -> None:
    stuck = room.enter("teacher", receive_bytes=2048)
    for _ in range(40):
        room.say("officer", "y" * 2000, audience="everyone")

    began_s = time.monotonic()
    in_order_to_end(room).join(20)

    assert not room.server.process.is_running
    assert time.monotonic() - began_s < 12
    stuck.close()


# --- rolling ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pair:
    """Two server processes behind one listening socket, and who is in the room."""

    parent: ChildProcess
    url: str
    stage: Stage


@pytest.fixture
def pair(migrated_postgis_url: str, valkey: ValkeyServer, tmp_path: Path) -> Iterator[Pair]:
    stage = set_stage(migrated_postgis_url, var=tmp_path / "var", crowd=16)
    with group_of_two(migrated_postgis_url, valkey.url, tmp_path) as (parent, url):
        yield Pair(parent, url, stage)


@contextlib.asynccontextmanager
async def busy_crowd(pair: Pair) -> AsyncIterator[tuple[Sequence[RoamingClient], list[int]]]:
    """Keep a crowd writing into the room; yields the clients and the seqs they were told."""
    clients = [RoamingClient([pair.url], token, pair.stage.room_id) for token in pair.stage.crowd]
    told: list[int] = []

    async def write(client: RoamingClient) -> None:
        while True:
            told.append(await client.write("post_message", text="still here", audience="everyone"))

    async with running(clients):
        await until(lambda: all(client.reconnects == 0 for client in clients), timeout_s=20, what="all were connected")
        writing = [asyncio.create_task(write(client)) for client in clients]
        yield clients, told
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        await until(lambda: all(client.seq >= max(told) for client in clients), timeout_s=20, what="all were current")


async def test_promises_1_3_6_a_rolling_restart_behind_one_listening_socket_loses_nothing_and_nobody(
    pair: Pair,
) -> None:
    before = set(children_of(pair.parent.pid))
    async with busy_crowd(pair) as (clients, told):
        os.kill(pair.parent.pid, signal.SIGUSR1)
        await until(
            lambda: len(now := set(children_of(pair.parent.pid))) == 2 and not now & before,
            timeout_s=180,
            what="both were replaced",
        )
        enough = len(told) + 50
        await until(lambda: len(told) > enough, timeout_s=120, what="work went on")

    log = whole_log(pair.url, pair.stage.tokens["insider"], pair.stage.room_id)
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    assert len(told) == len(set(told))
    seq_of = {entry["content"]["command_id"]: entry["seq"] for entry in log if entry["type"] == "entry"}
    for client in clients:
        assert (client.faults.duplicated, client.faults.out_of_order, client.problems) == ([], [], [])
        assert client.ended is None
        assert all(seq_of[command_id] == seq for command_id, seq in client.acknowledged.items())
    assert sum(client.reconnects for client in clients) >= len(clients)


def test_what_ends_in_its_own_time_ends_with_0(room: LiveRoom) -> None:
    os.kill(room.server.pid, signal.SIGTERM)

    assert room.server.process.wait_ended(timeout_s=15) == 0
