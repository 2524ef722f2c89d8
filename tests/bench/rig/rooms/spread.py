"""The people of one room, spread over several server processes; some talk at a steady pace, all listen."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.bench.rig.meters import cpu_s
from tests.bench.rig.rooms.talk import Heard, ListeningSeat, Stopwatch, talk
from tests.bench.rig.seats import Door, problems_of, sit_down, stand_up

SETTLE_S = 2.5


@dataclass(frozen=True)
class Place:
    """One person's server and way in."""

    ws_url: str
    pid: int
    door: Door


@dataclass(frozen=True)
class Spread:
    """What was heard, and the processor time of each server process."""

    heard: Heard
    server_cpu_s: list[float]

    @property
    def per_busiest_cpu_s(self) -> float:
        """What all hand out together, at the pace that the busiest one's core allows."""
        return len(self.heard.to_each_ms) / max(*self.server_cpu_s, 0.01)

    @property
    def per_cpu_s(self) -> float:
        """What all hand out for a second of anybody's processor time."""
        return len(self.heard.to_each_ms) / max(sum(self.server_cpu_s), 0.01)


async def spread(places: Sequence[Place], *, speakers: int, per_s: float, seconds: float) -> Spread:
    """Connect everybody to their server, talk, count. Raises: RuntimeError: someone was refused.

    One word at a time: words that come together share a commit and a write, one process has more of them together than
    two have, and what is compared would not be the same work.
    """
    pids = sorted({place.pid for place in places})
    doors = [replace(place.door, url=place.ws_url + place.door.url) for place in places]
    watch = Stopwatch(len(places))
    seats = await sit_down(doors, lambda _: ListeningSeat(watch))
    await asyncio.sleep(SETTLE_S)
    began_cpu_s = [cpu_s(pid) for pid in pids]
    heard = await talk(seats[:speakers], watch, per_s=per_s, seconds=seconds, one_at_a_time=True)
    used_s = [cpu_s(pid) - began_s for pid, began_s in zip(pids, began_cpu_s, strict=True)]
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused: {problems[:3]}")
    return Spread(heard, used_s)
