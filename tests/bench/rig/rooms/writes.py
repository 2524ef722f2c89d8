"""People who each send a message, wait until it is durable, and send the next: a closed loop."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from tests.bench.rig.meters import cpu_s, family_cpu_s
from tests.bench.rig.seats import Door, Seat, problems_of, sit_down, stand_up

TEXT = b"x" * 200
WARM_S = 0.7
ARRIVED_TRIES = 15


@dataclass(frozen=True)
class Written:
    """What came of it in the counted time."""

    acknowledged: int
    delivered: int
    seconds: float
    server_cpu_s: float
    clients_cpu_s: float
    database_cpu_s: float

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


async def write(doors: Sequence[Door], *, seconds: float, server_pid: int, database_pid: int) -> Written:
    """Let everybody write, for a while uncounted and then counted.

    Raises: RuntimeError: someone was refused, or has not got everything, in its order.
    """
    seats = await sit_down(doors, lambda _: WritingSeat())
    await asyncio.sleep(WARM_S)
    for seat in seats:
        seat.say(message())
    await asyncio.sleep(WARM_S)

    def counted() -> tuple[float, ...]:
        cpu = cpu_s(server_pid), time.process_time(), family_cpu_s(database_pid)
        return _acknowledged(seats), _delivered(seats), time.perf_counter(), *cpu

    before = counted()
    await asyncio.sleep(seconds)
    acknowledged, delivered, *took_s = (now - then for now, then in zip(counted(), before, strict=True))
    for seat in seats:
        seat.goes_on = False
    await _all_arrived(doors, seats)
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused or out of order: {problems[:3]}")
    return Written(int(acknowledged), int(delivered), *took_s)


async def _all_arrived(doors: Sequence[Door], seats: Sequence[WritingSeat]) -> None:
    """Wait until everybody in a room is as far as the others in it."""
    for _ in range(ARRIVED_TRIES):
        await asyncio.sleep(WARM_S)
        reached = {(door.url, seat.seq) for door, seat in zip(doors, seats, strict=True)}
        if len(reached) == len({door.url for door in doors}):
            return
    raise RuntimeError(f"not everybody has got everything: {sorted(reached)[:3]}")


def _acknowledged(seats: Sequence[WritingSeat]) -> int:
    return sum(seat.acknowledged for seat in seats)


def _delivered(seats: Sequence[Seat]) -> int:
    return sum(seat.entries for seat in seats)
