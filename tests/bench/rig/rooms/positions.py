"""People who each share their position once a second, and what they get to see of the others."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import uuid4

from tests.bench.rig.meters import cpu_s
from tests.bench.rig.seats import Door, Seat, problems_of, sit_down, stand_up

EVERY_S = 1.0
SETTLE_S = 2.5
# So many sockets read every position of every frame; the others count frames. Reading all would measure the reader.
READERS = 10
CLOCK_S = 86_400


@dataclass
class Seen:
    """What the reading sockets saw while it was counted, or what all sockets got of a server that relays."""

    people: int
    seconds: float = 0.0
    server_cpu_s: float = 0.0
    expected: int = 0
    got: int = 0
    ages_s: list[float] = field(default_factory=list)

    @property
    def cpu_per_s(self) -> float:
        return self.server_cpu_s / self.seconds

    @property
    def oldest_s(self) -> float:
        return max(self.ages_s, default=float("inf"))


def stamp() -> float:
    """Return the time of day, seconds: it travels as the accuracy, a number that the server only passes on."""
    return round(time.time() % CLOCK_S, 4)


def position() -> bytes:
    """Return a command frame that shares a position taken now."""
    command = b'{"type":"share_position","id":"%s","lon":-98.4567891,"lat":39.8123456,"accuracy_m":%f}'
    return b'{"type":"command","command":%s}' % (command % (str(uuid4()).encode(), stamp()))


class SharingSeat(Seat):
    """Counts frames of positions; a reader notes how old each position was when it came."""

    def __init__(self, seen: Seen, *, is_reader: bool) -> None:
        super().__init__(after=0)
        self._seen = seen
        self._is_reader = is_reader
        self.counts = False
        self.frames = 0

    def take_positions(self, view: memoryview) -> None:
        self.frames += 1
        if not (self._is_reader and self.counts):
            return
        now = time.time() % CLOCK_S
        for one in json.loads(bytes(view))["positions"]:
            self._seen.got += 1
            self._seen.ages_s.append(now - one["accuracy_m"])


async def share(doors: Sequence[Door], *, seconds: float, server_pid: int) -> Seen:
    """Let everybody share for a while. Raises: RuntimeError: someone was refused, or got no frames."""
    seen = Seen(len(doors))
    every = max(1, len(doors) // READERS)
    seats = await sit_down(doors, lambda number: SharingSeat(seen, is_reader=number % every == 0))
    readers = len(range(0, len(doors), every))
    moving = asyncio.create_task(in_turns(len(seats), lambda number: seats[number].say(position())))
    await asyncio.sleep(SETTLE_S)
    began_s, began_cpu_s = time.perf_counter(), cpu_s(server_pid)
    for seat in seats:
        seat.counts, seat.frames = True, 0
    await asyncio.sleep(seconds)
    seen.seconds, seen.server_cpu_s = time.perf_counter() - began_s, cpu_s(server_pid) - began_cpu_s
    seen.expected = int(readers * len(seats) * seconds / EVERY_S)
    starved = [seat for seat in seats if seat.frames < seconds - 2]
    moving.cancel()
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused: {problems[:3]}")
    if starved:
        raise RuntimeError(f"{len(starved)} of {len(seats)} sockets got fewer frames than seconds")
    return seen


async def in_turns(people: int, act: Callable[[int], None]) -> None:
    """Let everybody act once a second, evenly spread over it; for ever."""
    began_s, turn = time.perf_counter(), 0
    while True:
        wait_s = began_s + turn * EVERY_S / people - time.perf_counter()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        act(turn % people)
        turn += 1


# --- cursor on target, for taky ------------------------------------------------------------------------------------
def cot_event(number: int) -> bytes:
    """Return a position as TAK clients send it."""
    now, stale = time.time(), time.time() + 60
    begin = time.strftime("%Y-%m-%dT%H:%M:%S.00Z", time.gmtime(now))
    end = time.strftime("%Y-%m-%dT%H:%M:%S.00Z", time.gmtime(stale))
    return (
        f'<event version="2.0" uid="U{number}" type="a-f-G-U-C" how="m-g" time="{begin}" start="{begin}" stale="{end}">'
        f'<point lat="39.8" lon="-98.4" hae="0" ce="5" le="5"/><detail><contact callsign="C{number}"/>'
        f'<__group name="Blue" role="Team Member"/><x t="{stamp()}"/></detail></event>'
    ).encode()


class TakSocket(asyncio.Protocol):
    """Counts events; notes the age of the last one of each piece that comes."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are transports, and do not say so.
        self.transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._seen.got += data.count(b"</event>")
        _, found, rest = data.rpartition(b'<x t="')
        if found and b'"' in rest:
            self._seen.ages_s.append(time.time() % CLOCK_S - float(rest.partition(b'"')[0]))

    def send(self, event: bytes) -> None:
        assert self.transport is not None
        self.transport.write(event)


async def share_by_tak(port: int, *, people: int, seconds: float, server_pid: int) -> Seen:
    """Let everybody share over TAK's plain protocol: the server relays each position to each of the others."""
    seen = Seen(people)
    loop = asyncio.get_running_loop()
    sockets = [(await loop.create_connection(lambda: TakSocket(seen), "127.0.0.1", port))[1] for _ in range(people)]
    moving = asyncio.create_task(in_turns(people, lambda number: sockets[number].send(cot_event(number))))
    await asyncio.sleep(SETTLE_S)
    seen.got, began_s, began_cpu_s = 0, time.perf_counter(), cpu_s(server_pid)
    seen.ages_s.clear()
    await asyncio.sleep(seconds)
    seen.seconds, seen.server_cpu_s = time.perf_counter() - began_s, cpu_s(server_pid) - began_cpu_s
    seen.expected = int(people * (people - 1) * seconds / EVERY_S)
    moving.cancel()
    for one in sockets:
        if one.transport is not None:
            one.transport.abort()
    return seen
