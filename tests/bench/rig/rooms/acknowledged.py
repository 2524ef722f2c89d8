"""A few people who post at a steady pace and note how long each of their posts took to be acknowledged."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

from tests.bench.rig.rooms.talk import percentile
from tests.bench.rig.rooms.writes import message
from tests.bench.rig.seats import Door, Seat, problems_of, sit_down, stand_up
from tests.stage.devices.clients import until

SETTLE_S = 2.0
DRAIN_S = 60.0


class PostingSeat(Seat):
    """Posts when told to. Acknowledgements come in the order of the posts."""

    def __init__(self) -> None:
        super().__init__()
        self._posted_s: deque[float] = deque()
        self.waited_ms: list[float] = []

    def post(self) -> None:
        self._posted_s.append(time.perf_counter())
        self.say(message())

    def take_ack(self, view: memoryview) -> None:
        self.waited_ms.append((time.perf_counter() - self._posted_s.popleft()) * 1000)

    def is_answered(self) -> bool:
        return not self._posted_s


async def acknowledgements_ms(doors: Sequence[Door], *, per_s: float, seconds: float) -> list[float]:
    """Return how long each post waited for its acknowledgement, sorted. Raises: RuntimeError: one was refused."""
    seats = await sit_down(doors, lambda _: PostingSeat())
    await asyncio.sleep(SETTLE_S)
    began_s = time.perf_counter()
    for number in range(int(per_s * seconds)):
        await asyncio.sleep(max(0.0, began_s + number / per_s - time.perf_counter()))
        seats[number % len(seats)].post()
    await until(lambda: all(seat.is_answered() for seat in seats), timeout_s=DRAIN_S, what="all was acknowledged")
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused: {problems[:3]}")
    return sorted(waited for seat in seats for waited in seat.waited_ms)


def p99(waited_ms: Sequence[float]) -> float:
    """Return the 99th percentile of sorted values."""
    return percentile(waited_ms, 99)
