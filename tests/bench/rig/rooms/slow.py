"""A room in which some stop reading while the others talk on."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.rig.meters import rss_bytes
from tests.bench.rig.rooms.talk import Heard, ListeningSeat, Stopwatch, talk
from tests.bench.rig.seats import Door, connect, sit_down, stand_up
from tests.stage.devices.clients import until

SPEAKERS = 10
SETTLE_S = 2.5
CUT_S = 20.0
RETURN_S = 30.0


@dataclass(frozen=True)
class Course:
    """The pace, and how long it is kept before and while some do not read."""

    stalled: int
    per_s: float
    seconds: int
    server_pid: int


@dataclass(frozen=True)
class Outcome:
    """What the others heard before and meanwhile, second by second, and what became of those who stopped."""

    before: list[Heard]
    during: list[Heard]
    bytes_each: float
    close_codes: list[int]
    current_again: int
    return_s: float


async def stall(doors: Sequence[Door], course: Course, come_back: Callable[[], Sequence[Door]]) -> Outcome:
    """Let the last of the doors' people stop reading for a while; `come_back` gives them new tickets."""
    watch = Stopwatch(len(doors) - course.stalled)
    seats = await sit_down(doors, lambda _: ListeningSeat(watch))
    steady, stalled = seats[: -course.stalled], seats[-course.stalled :]
    for seat in stalled:
        seat.counts = False
    await asyncio.sleep(SETTLE_S)
    await talk(steady[:SPEAKERS], watch, per_s=course.per_s, seconds=1)
    before = [await talk(steady[:SPEAKERS], watch, per_s=course.per_s, seconds=1) for _ in range(course.seconds)]
    memory = rss_bytes(course.server_pid)
    for seat in stalled:
        _transport_of(seat).pause_reading()
    during = [await talk(steady[:SPEAKERS], watch, per_s=course.per_s, seconds=1) for _ in range(course.seconds)]
    grown = rss_bytes(course.server_pid) - memory
    await _read_on(stalled)
    current, return_s = await _return(stalled, steady[0].seq, await asyncio.to_thread(come_back))
    codes = [seat.close_code for seat in stalled]
    stand_up(seats)
    return Outcome(before, during, grown / course.stalled, codes, current, return_s)


def _transport_of(seat: ListeningSeat) -> asyncio.Transport:
    assert seat.transport is not None
    transport: asyncio.Transport = seat.transport.underlying_transport
    return transport


async def _read_on(stalled: Sequence[ListeningSeat]) -> None:
    """Wake up and read what is there: whoever was cut off finds out why."""
    for seat in stalled:
        seat.after = seat.seq  # what had been read when it stopped; what is read from now on is thrown away
        # Writing to a connection that has been cut would end it before what was sent in time is read.
        seat.acknowledges = False
        _transport_of(seat).resume_reading()
    await asyncio.wait([asyncio.ensure_future(seat.gone.wait()) for seat in stalled], timeout=CUT_S)


async def _return(stalled: Sequence[ListeningSeat], head: int, doors: Sequence[Door]) -> tuple[int, float]:
    """Come back and catch up; return how many are current, and how long that took."""
    began_s = time.perf_counter()
    again = [ListeningSeat(Stopwatch(0), after=seat.after) for seat in stalled]
    await asyncio.gather(*(connect(door, seat) for door, seat in zip(doors, again, strict=True)))
    with contextlib.suppress(TimeoutError):
        await until(lambda: all(seat.seq >= head for seat in again), timeout_s=RETURN_S, what="all were current")
    took_s = time.perf_counter() - began_s
    stand_up(again)
    return sum(seat.seq >= head for seat in again), took_s
