"""A client that stops reading costs little, delays no one, and is closed at its window; a slow one gets every byte."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from coordination.sockets.feeds.subscriber import STALL_S, WINDOW_ENTRIES
from tests.bench.rig.meters import rss_bytes
from tests.stage.devices.clients import RawSocket, RoamingClient, running, until
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e
MIB = 1024 * 1024
STALLED = 20
# As little as the kernel allows: what does not fit has to wait in the server.
TINY = 2048


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("room"), crowd=12) as opened:
        yield opened


@contextlib.asynccontextmanager
async def speakers(room: LiveRoom, count: int) -> AsyncIterator[list[RoamingClient]]:
    """People of the crowd whose clients read and acknowledge as documented."""
    clients = [RoamingClient([room.url], token, room.stage.room_id) for token in room.stage.crowd[:count]]
    async with running(clients):
        await until(lambda: all(client.reconnects == 0 for client in clients), timeout_s=20, what="all were connected")
        yield clients


async def say_much(clients: list[RoamingClient], *, entries: int, text: str) -> list[float]:
    """Let people post `entries` messages of a text; return for each how long it took to be acknowledged, seconds."""
    left = entries
    took: list[float] = []

    async def one(client: RoamingClient) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            began_s = time.monotonic()
            await client.command("post_message", text=text, audience="everyone")
            took.append(time.monotonic() - began_s)

    await asyncio.gather(*(one(client) for client in clients))
    return sorted(took)


async def test_clients_that_stop_reading_are_closed_cost_under_1_mib_each_and_delay_nobody(room: LiveRoom) -> None:
    async with speakers(room, 8) as clients:
        text = "x" * 1000
        before = await say_much(clients, entries=400, text=text)
        memory = rss_bytes(room.server.pid)
        stalled = [room.enter("officer", after=0, receive_bytes=TINY) for _ in range(STALLED)]

        during = await say_much(clients, entries=2600, text=text)
        grown = rss_bytes(room.server.pid) - memory
        await until(lambda: all(is_cut(raw) for raw in stalled), timeout_s=2 * STALL_S + 5, what="the stalled were cut")
        head = max(client.seq for client in clients)
        await asyncio.gather(*(client.wait_for_seq(head) for client in clients))

        assert grown < STALLED * MIB
        # The others' posts and deliveries go on at their pace; the bound leaves room for a machine that is busy.
        assert during[len(during) * 99 // 100] < 1.5 * before[-1] + 0.5
        assert all(client.reconnects == 0 for client in clients)


def is_cut(raw: RawSocket) -> bool:
    """Tell, without reading a byte, whether the server has ended the connection."""
    state: int = raw.socket.getsockopt(6, 11, 1)[0]  # IPPROTO_TCP, TCP_INFO: its first byte is the state
    return state != 1  # ESTABLISHED


async def test_a_client_that_never_acknowledges_gets_its_window_and_not_one_entry_more(room: LiveRoom) -> None:
    head = room.say("teacher", "from here on")
    raw = await asyncio.to_thread(room.enter, "officer", after=head)
    async with speakers(room, 8) as clients:
        await say_much(clients, entries=WINDOW_ENTRIES + 40, text="counted")

    seqs, code, close_code = await asyncio.to_thread(read_to_the_end, raw)

    assert seqs == list(range(head + 1, head + 1 + WINDOW_ENTRIES))
    assert (code, close_code) == ("slow_client", 4408)


def read_to_the_end(raw: RawSocket) -> tuple[list[int], str, int]:
    """Read without acknowledging; return the entries' seqs, the error's code and the close code."""
    seqs: list[int] = []
    code = ""
    while True:
        try:
            frame = raw.text()
        except ValueError:
            return seqs, code, raw.close_code
        if frame["type"] in ("entry", "withheld"):
            seqs.append(frame["seq"])
        elif frame["type"] == "error":
            code = frame["problem"]["code"]


async def test_promise_3_a_slow_reader_with_full_buffers_gets_every_entry_byte_for_byte(room: LiveRoom) -> None:
    head = room.say("teacher", "from here on")
    raw = await asyncio.to_thread(room.enter, "officer", after=head, receive_bytes=TINY)
    # Four bytes a character: entries of 16 KB, so that few fill every buffer on the way.
    texts = ["\N{SCHOOL}" * size for size in (1, 30, 31, 4000, 4000, 200, 16_000 // 4, 3999)] * 4
    async with speakers(room, 4) as clients:
        for text in texts:
            await clients[0].command("post_message", text=text, audience="everyone")

    got = await asyncio.to_thread(read_slowly, raw, head, len(texts))

    assert got == texts


def read_slowly(raw: RawSocket, head: int, entries: int) -> list[str]:
    """Read in small pieces, checking that each frame is whole; acknowledge each."""
    raw.piece_bytes = 512
    got: list[str] = []
    while len(got) < entries:
        frame = raw.next("entry")
        assert frame["seq"] == head + len(got) + 1
        got.append(frame["content"]["event"]["text"])
        raw.send(f'{{"type":"ack","seq":{frame["seq"]}}}')
    return got
