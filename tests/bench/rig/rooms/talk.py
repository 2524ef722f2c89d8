"""A room in which some talk at a steady pace and all listen: how long each word takes to reach everybody."""

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from tests.bench.rig.rooms.writes import message
from tests.bench.rig.seats import Seat
from tests.stage.devices.clients import until

MARK = b"word-"
MARK_BYTES = 12
TEXT_BYTES = 200
DRAIN_S = 10.0


@dataclass(frozen=True)
class Heard:
    """How long words took: to the last of all, and to each one, sorted, milliseconds."""

    to_all_ms: list[float]
    to_each_ms: list[float]
    unheard: int

    def to_all_p99_ms(self) -> float:
        return percentile(self.to_all_ms, 99)

    def to_each_p99_ms(self) -> float:
        return percentile(self.to_each_ms, 99)


def percentile(values: Sequence[float], hundredths: int) -> float:
    """Return a percentile of sorted values; infinity when there are none."""
    return values[min(len(values) - 1, len(values) * hundredths // 100)] if values else float("inf")


class Stopwatch:
    """Notes when each word was said, and for each listener when it came."""

    def __init__(self, listeners: int) -> None:
        self.listeners = listeners
        self.said_s: dict[int, float] = {}
        self.came_s: dict[int, list[float]] = {}
        self._number = 0

    def word(self) -> bytes:
        """Return the text of the next word, and start its clock."""
        self._number += 1
        self.said_s[self._number] = time.perf_counter()
        self.came_s[self._number] = []
        return (MARK + b"%07d" % self._number).ljust(TEXT_BYTES, b"x")

    def hear(self, payload: bytes) -> None:
        """Note a word that has come."""
        at = payload.find(MARK)
        if at >= 0 and (came := self.came_s.get(int(payload[at + len(MARK) : at + MARK_BYTES]))) is not None:
            came.append(time.perf_counter())

    def take(self) -> Heard:
        """Return what was heard since the last time, and begin anew."""
        to_all, to_each, unheard = [], [], 0
        for number, came in self.came_s.items():
            unheard += self.listeners - len(came)
            to_each += [(one - self.said_s[number]) * 1000 for one in came]
            to_all += [(max(came) - self.said_s[number]) * 1000] if came else []
        self.said_s, self.came_s = {}, {}
        return Heard(sorted(to_all), sorted(to_each), unheard)

    def all_came(self) -> bool:
        return all(len(came) >= self.listeners for came in self.came_s.values())


class ListeningSeat(Seat):
    """Hands every entry to the stopwatch, unless it has been told not to count."""

    def __init__(self, watch: Stopwatch, *, after: int | None = None) -> None:
        super().__init__(after=after)
        self._watch = watch
        self.counts = True

    def take_entry(self, view: memoryview) -> None:
        if self.counts:
            self._watch.hear(bytes(view))

    def speak(self) -> None:
        self.say(message(self._watch.word()))


class EchoSeat(WSListener):
    """The same for a server that sends back what it gets."""

    def __init__(self, watch: Stopwatch) -> None:
        super().__init__()
        self._watch = watch
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self._watch.hear(frame.get_payload_as_bytes())

    def speak(self) -> None:
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, json.dumps({"text": self._watch.word().decode()}).encode())


async def talk(
    speakers: Sequence[ListeningSeat] | Sequence[EchoSeat],
    watch: Stopwatch,
    *,
    per_s: float,
    seconds: float,
    one_at_a_time: bool = False,
) -> Heard:
    """Let the speakers take turns at a steady pace; return what was heard once all has come, or has had its time.

    One at a time: a word is said when everybody has heard the one before; the pace is then the fastest there can be.
    """
    began_s = time.perf_counter()
    for number in range(int(per_s * seconds)):
        wait_s = began_s + number / per_s - time.perf_counter()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        if one_at_a_time:
            await _all_came(watch)
        speakers[number % len(speakers)].speak()
    await _all_came(watch)
    return watch.take()


async def _all_came(watch: Stopwatch) -> None:
    with contextlib.suppress(TimeoutError):
        await until(watch.all_came, timeout_s=DRAIN_S, what="all was heard")
