"""A storm: everybody comes back at once, each some hundred entries behind, and wants to be current."""

import asyncio
import time
from collections.abc import Sequence

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from tests.bench.rig.seats import Door, Seat, connect, problems_of, stand_up
from tests.support.processes import ServiceError

STORM_S = 60.0
# A listening socket's queue is not endless; a client that is turned away would come again a second later.
KNOCK_TOGETHER = 500


class ReturningSeat(Seat):
    """Counts down until it is current, by tail or by state."""

    def __init__(self, *, after: int | None, head: int, all_current: "Countdown") -> None:
        super().__init__(after=after)
        self._head = head
        self._all_current = all_current
        self._is_current = False
        self.kept: list[bytes] = []
        self.keeps = False

    def _take(self, kind: bytes, view: memoryview) -> None:
        if self.keeps and kind in (b"ent", b"wit"):
            self.kept.append(bytes(view))
        super()._take(kind, view)
        if not self._is_current and self.seq >= self._head:
            self._is_current = True
            self._all_current.one_more()


class StoredSeat(WSListener):
    """Counts the frames that a server without rooms sends to whoever comes."""

    def __init__(self, frames: int, all_current: "Countdown") -> None:
        super().__init__()
        self._left = frames
        self._all_current = all_current

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            view = frame.get_payload_as_memoryview()
            if bytes(view[9:12]) in (b"ent", b"wit"):
                self._left -= 1
                if self._left == 0:
                    self._all_current.one_more()


class Countdown:
    """Is over when so many have come."""

    def __init__(self, left: int) -> None:
        self._left = left
        self.over = asyncio.Event()

    def one_more(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.over.set()


async def storm(doors: Sequence[Door], *, after: int | None, head: int) -> float:
    """Return how long it takes until all are current, seconds. Raises: ServiceError: they are not, in time."""
    all_current = Countdown(len(doors))
    seats = [ReturningSeat(after=after, head=head, all_current=all_current) for _ in doors]
    try:
        return await _storm(doors, seats, all_current)
    except TimeoutError:
        behind = sum(seat.seq < head for seat in seats)
        raise ServiceError(f"{behind} are not current after {STORM_S:.0f} s: {problems_of(seats)[:3]}") from None
    finally:
        stand_up(seats)


async def stored_storm(url: str, *, sockets: int, frames: int) -> float:
    """Return how long it takes until all have got the stored frames, seconds."""
    all_current = Countdown(sockets)
    doors = [Door(url, "")] * sockets
    return await _storm(doors, [StoredSeat(frames, all_current) for _ in doors], all_current)


async def _storm(doors: Sequence[Door], seats: Sequence[WSListener], all_current: Countdown) -> float:
    began_s = time.perf_counter()
    turn = asyncio.Semaphore(KNOCK_TOGETHER)

    async def come(door: Door, seat: WSListener) -> None:
        async with turn:
            await connect(door, seat)

    async with asyncio.timeout(STORM_S):
        await asyncio.gather(*(come(door, seat) for door, seat in zip(doors, seats, strict=True)))
        await all_current.over.wait()
    return time.perf_counter() - began_s


async def tail_of(door: Door, *, after: int, head: int) -> list[bytes]:
    """Return the frames of the entries above `after`, as one client gets them."""
    all_current = Countdown(1)
    seat = ReturningSeat(after=after, head=head, all_current=all_current)
    seat.keeps = True
    await connect(door, seat)
    async with asyncio.timeout(STORM_S):
        await all_current.over.wait()
    stand_up([seat])
    return seat.kept
