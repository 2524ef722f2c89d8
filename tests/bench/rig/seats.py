"""Many sockets of one process in real rooms: they sign in with tickets, greet, count and acknowledge as documented."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.bench.rig.crowd import Person, tickets_for

# Within the window of 128 entries, and rare enough that clients of a busy room stay below the limit of frames.
ACK_EVERY = 48
CONNECT_TOGETHER = 64
HANDSHAKE_S = 60.0
STATE_HEAD = re.compile(
    rb'{"type":"state","since":\d+,"seq":(?P<seq>\d+),"hash":"\w+","part":(?P<part>\d+),"parts":(?P<parts>\d+)'
)


@dataclass(frozen=True)
class Door:
    """Where one socket enters, and with which ticket."""

    url: str
    ticket: str


def doors_to(ws_url: str, people: Sequence[Person], *, database_url: str, var: Path) -> list[Door]:
    """Return a door for each person to the room they have joined."""
    tickets = tickets_for(database_url, people, var=var)
    rooms = [person.room_id for person in people]
    return [Door(f"{ws_url}/ws/v1/rooms/{room}", ticket) for room, ticket in zip(rooms, tickets, strict=True)]


class Seat(WSListener):
    """One person's socket. Subclasses say what to do with entries, positions and answers."""

    def __init__(self, *, after: int | None = None) -> None:
        super().__init__()
        self.after = after
        self.seq = after or 0
        self.acked = self.seq
        self.entries = 0
        self.acknowledges = True
        self.live = asyncio.Event()
        self.problems: list[str] = []
        self.close_code = 0
        self.gone = asyncio.Event()
        self.transport: WSTransport | None = None

    def say(self, text: bytes) -> None:
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, text)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.say(b'{"type":"hello"}' if self.after is None else b'{"type":"hello","after":%d}' % self.after)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.gone.set()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            # A view: a frame of a thousand positions is not copied by those who only count it.
            view = frame.get_payload_as_memoryview()
            self._take(bytes(view[9:12]), view)
        elif frame.msg_type == WSMsgType.CLOSE:
            self.close_code = int.from_bytes(frame.get_payload_as_bytes()[:2], "big")
            transport.send(WSMsgType.CLOSE, frame.get_payload_as_bytes())
            transport.disconnect()

    def _take(self, kind: bytes, view: memoryview) -> None:
        if kind in (b"ent", b"wit"):
            # {"type":"entry","seq":7, or {"type":"withheld","seq":7,
            begin = 22 if kind == b"ent" else 25
            self._acknowledge(int(bytes(view[begin : begin + 12]).partition(b",")[0]))
            self.take_entry(view)
        elif kind == b"ack":
            self.take_ack(view)
        elif kind == b"pos":
            self.take_positions(view)
        elif kind == b"pre":
            self.live.set()
        elif kind == b"sta":
            self._take_state(bytes(view[:200]))
        elif kind in (b"err", b"nac", b"res"):
            self.problems.append(bytes(view).decode())

    def _take_state(self, head: bytes) -> None:
        said = STATE_HEAD.match(head)
        if said is not None and said["part"] == said["parts"]:
            self.seq = self.acked = int(said["seq"])

    def _acknowledge(self, seq: int) -> None:
        self.entries += 1
        if seq != self.seq + 1:
            self.problems.append(f"entry {seq} came after entry {self.seq}")
        self.seq = seq
        if self.acknowledges and seq - self.acked >= ACK_EVERY:
            self.acked = seq
            self.say(b'{"type":"ack","seq":%d}' % seq)

    def take_entry(self, view: memoryview) -> None:
        """An entry has come."""

    def take_ack(self, view: memoryview) -> None:
        """A command of ours is durable."""

    def take_positions(self, view: memoryview) -> None:
        """A tick's positions have come."""


async def sit_down[S: Seat](
    doors: Sequence[Door], make: Callable[[int], S], *, together: int = CONNECT_TOGETHER
) -> list[S]:
    """Connect everybody, so many at a time; return when all have greeted and been let in.

    Raises: RuntimeError: someone was not let in.
    """
    turn = asyncio.Semaphore(together)

    async def one(number: int, door: Door) -> S:
        async with turn:
            seat = await connect(door, make(number))
            if not await _came_in(seat):
                raise RuntimeError(f"socket {number} was not let in: {seat.problems} {seat.close_code}")
            return seat

    return list(await asyncio.gather(*(one(number, door) for number, door in enumerate(doors))))


async def _came_in(seat: Seat) -> bool:
    gone, live = asyncio.ensure_future(seat.gone.wait()), asyncio.ensure_future(seat.live.wait())
    await asyncio.wait([gone, live], timeout=HANDSHAKE_S, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    live.cancel()
    return seat.live.is_set()


async def connect[S: WSListener](door: Door, seat: S) -> S:
    """Open one socket; it greets by itself."""
    headers = {"Sec-WebSocket-Protocol": f"muster.v1, ticket.{door.ticket}"} if door.ticket else {}
    await ws_connect(lambda: seat, door.url, extra_headers=headers, websocket_handshake_timeout=HANDSHAKE_S)
    return seat


def stand_up(seats: Sequence[Seat]) -> None:
    """Cut all connections."""
    for seat in seats:
        if seat.transport is not None:
            seat.transport.disconnect(graceful=False)


def problems_of(seats: Sequence[Seat]) -> list[str]:
    """Return what sockets were told that they should not have been told."""
    return [problem for seat in seats for problem in seat.problems]
