"""People who each send a message, wait until it is durable, and send the next: a closed loop."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from tests.bench.rig.meters import cpu_s
from tests.bench.rig.seats import Door, Seat, problems_of, sit_down, stand_up

TEXT = b"x" * 200
WARM_S = 0.7


@dataclass(frozen=True)
class Written:
    """What came of it in the counted time."""

    acknowledged: int
    delivered: int
    seconds: float
    server_cpu_s: float

    @property
    def per_s(self) -> float:
        return self.acknowledged / self.seconds


def message(text: bytes = TEXT) -> bytes:
    """Return a command frame that posts a message."""
    return b'{"type":"command","command":{"type":"post_message","id":"%s","text":"%s"}}' % (str(uuid4()).encode(), text)


class WritingSeat(Seat):
    """Posts again as soon as the last post is acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.acknowledged = 0
        self.goes_on = True

    def take_ack(self, view: memoryview) -> None:
        self.acknowledged += 1
        if self.goes_on:
            self.say(message())


async def write(doors: Sequence[Door], *, seconds: float, server_pid: int) -> Written:
    """Let everybody write, for a while uncounted and then counted. Raises: RuntimeError: somebody was refused."""
    seats = await sit_down(doors, lambda _: WritingSeat())
    await asyncio.sleep(WARM_S)
    for seat in seats:
        seat.say(message())
    await asyncio.sleep(WARM_S)
    before, delivered = _acknowledged(seats), _delivered(seats)
    began_s, began_cpu_s = time.perf_counter(), cpu_s(server_pid)
    await asyncio.sleep(seconds)
    took_s, took_cpu_s = time.perf_counter() - began_s, cpu_s(server_pid) - began_cpu_s
    written = Written(_acknowledged(seats) - before, _delivered(seats) - delivered, took_s, took_cpu_s)
    for seat in seats:
        seat.goes_on = False
    await asyncio.sleep(WARM_S)
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused: {problems[:3]}")
    return written


def _acknowledged(seats: Sequence[WritingSeat]) -> int:
    return sum(seat.acknowledged for seat in seats)


def _delivered(seats: Sequence[Seat]) -> int:
    return sum(seat.entries for seat in seats)
