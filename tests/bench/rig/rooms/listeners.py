"""Many sockets in one process that count what they get: `python -m tests.bench.rig.rooms.listeners` with a JSON order.

One socket (or several) posts, at most `window` posts are not yet delivered to everybody; prints what was measured.
"""

import asyncio
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.bench.rig.meters import cpu_s, pin
from tests.bench.rig.others.nats_lines import GREETING, NatsLines, publication
from tests.support.processes import ROOT

ACK_EVERY = 48  # as the protocol advises


@dataclass(frozen=True)
class Order:
    """What to do. `tokens` empty: a server without sign-in, to which a post is just text."""

    url: str
    sockets: int
    posts: int
    window: int
    server_pid: int
    body_bytes: int = 200
    acknowledges: bool = False
    speaks_nats: bool = False
    posters: int = 1
    core: int | None = None
    tokens: list[str] = field(default_factory=list)
    base_url: str = ""
    timeout_s: float = 60.0


@dataclass(frozen=True)
class Delivered:
    """What came of it."""

    deliveries: int
    expected: int
    seconds: float
    server_cpu_s: float
    frame_bytes: int
    p50_ms: float
    p99_ms: float

    @property
    def per_s(self) -> float:
        return self.deliveries / self.seconds

    @property
    def per_cpu_s(self) -> float:
        """Deliveries per second of the server's processor time: what other work on this machine disturbs least."""
        return self.deliveries / max(self.server_cpu_s, 0.01)


def run_listeners(order: Order) -> Delivered:
    """Carry out an order in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.rooms.listeners", json.dumps(asdict(order))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=order.timeout_s + 120,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the clients failed:\n{done.stderr[-3000:]}")
    return Delivered(**json.loads(done.stdout))


class Tally:
    """What all sockets together have got."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.got = 0
        self.wanted = 0
        self.enough = asyncio.Event()
        self.sent_at_s: list[float] = []
        self.latencies_s: list[float] = []
        self.frame_bytes = 0

    def note(self, number: int, size: int) -> None:
        if number < len(self.sent_at_s):
            self.latencies_s.append(time.perf_counter() - self.sent_at_s[number])
            self.frame_bytes = size

    async def wait_for(self, wanted: int) -> None:
        self.wanted = wanted
        self.enough.clear()
        if self.got < wanted:
            await self.enough.wait()


class Ear(WSListener):
    """One socket: counts entries, acknowledges them where asked to."""

    says = WSMsgType.TEXT
    greeting = b'{"type":"hello"}'

    def __init__(self, tally: Tally, *, is_sample: bool) -> None:
        super().__init__()
        self._tally = tally
        self._is_sample = is_sample
        self._acknowledges = tally.order.acknowledges
        self._posts = 0
        self._seq = -1
        self.live = asyncio.Event()
        self.ended = ""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        # This runs hundreds of thousands of times a second, beside the server that is measured: no more than needed.
        if self._acknowledges:
            if payload[9:12] != b"ent":
                self._take_other(payload)
                return
            if self._seq < 0:
                self._seq = int(payload[22 : payload.index(b",", 22)]) - 1
            self._seq += 1
            if self._seq % ACK_EVERY == 0:
                transport.send(WSMsgType.TEXT, b'{"type":"ack","seq":%d}' % self._seq)
        tally = self._tally
        tally.got += 1
        if self._is_sample:
            tally.note(self._posts, len(payload))
            self._posts += 1
        if tally.got >= tally.wanted:
            tally.enough.set()

    def _take_other(self, payload: bytes) -> None:
        if payload.startswith(b'{"type":"presence"'):
            self.live.set()
        elif payload.startswith((b'{"type":"error"', b'{"type":"nack"')):
            self.ended = payload.decode()


class NatsEar(Ear):
    """One socket to a NATS server, which may put several messages into a frame, and one into two."""

    says = WSMsgType.BINARY
    greeting = GREETING

    def __init__(self, tally: Tally, *, is_sample: bool) -> None:
        super().__init__(tally, is_sample=is_sample)
        self._lines = NatsLines()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.BINARY:
            return
        lines = self._lines
        count = lines.take(frame.get_payload_as_bytes())
        if lines.others:
            self._answer(transport)
        tally = self._tally
        tally.got += count
        if self._is_sample:
            for _ in range(count):
                tally.note(self._posts, lines.message_bytes)
                self._posts += 1
        if tally.got >= tally.wanted:
            tally.enough.set()

    def _answer(self, transport: WSTransport) -> None:
        if answer := self._lines.answer():
            transport.send(WSMsgType.BINARY, answer)
        self.ended = self._lines.refusal
        if self._lines.is_subscribed:
            self.live.set()


async def listen(order: Order) -> Delivered:
    """Connect everybody, post, count."""
    tally = Tally(order)
    plugs = [await _connect(order, tally, number) for number in range(order.sockets)]
    transports = [transport for transport, _ in plugs]
    says, bodies = plugs[0][1].says, _bodies(order)
    await asyncio.sleep(0.5)  # what connecting stirred up (presence, greetings) settles before the clock starts
    began_cpu_s, began_s = cpu_s(order.server_pid), time.perf_counter()
    try:
        async with asyncio.timeout(order.timeout_s):
            for number in range(order.posts):
                await tally.wait_for((number - order.window + 1) * order.sockets)
                tally.sent_at_s.append(time.perf_counter())
                transports[number % order.posters].send(says, next(bodies))
                await asyncio.sleep(0)
            await tally.wait_for(order.posts * order.sockets)
    except TimeoutError:
        ended = {ear.ended for _, ear in plugs if ear.ended}
        print(f"timeout: {tally.got} of {order.posts * order.sockets}; {ended}", file=sys.stderr)
    return _delivered(order, tally, time.perf_counter() - began_s, cpu_s(order.server_pid) - began_cpu_s)


def _delivered(order: Order, tally: Tally, seconds: float, server_cpu_s: float) -> Delivered:
    latencies = sorted(tally.latencies_s) or [0.0]
    return Delivered(
        deliveries=tally.got,
        expected=order.posts * order.sockets,
        seconds=seconds,
        server_cpu_s=server_cpu_s,
        frame_bytes=tally.frame_bytes,
        p50_ms=latencies[len(latencies) // 2] * 1000,
        p99_ms=latencies[len(latencies) * 99 // 100] * 1000,
    )


async def _connect(order: Order, tally: Tally, number: int) -> tuple[WSTransport, Ear]:
    headers: dict[str, str] = {}
    if order.tokens:
        from tests.stage.devices.clients import ticket_for

        ticket = await asyncio.to_thread(ticket_for, order.base_url, order.tokens[number % len(order.tokens)])
        headers["Sec-WebSocket-Protocol"] = f"muster.v1, ticket.{ticket}"
    # Every tenth socket is timed: enough for a percentile, cheap enough not to slow the rest.
    kind, is_sample = NatsEar if order.speaks_nats else Ear, number % 10 == 0
    transport, listener = await ws_connect(
        lambda: kind(tally, is_sample=is_sample), order.url, extra_headers=headers, websocket_handshake_timeout=20
    )
    ear = cast("Ear", listener)
    if order.tokens or order.speaks_nats:
        transport.send(ear.says, ear.greeting)
        async with asyncio.timeout(20):
            await ear.live.wait()
    return transport, ear


def _bodies(order: Order) -> Iterator[bytes]:
    pad: dict[str, Any] = {"body": "x" * order.body_bytes}
    while True:
        if order.tokens:
            command = {"type": "post_message", "id": str(uuid.uuid4()), "text": pad["body"], "audience": "everyone"}
            yield json.dumps({"type": "command", "command": command}).encode()
        elif order.speaks_nats:
            yield publication(json.dumps(pad).encode())
        else:
            yield json.dumps(pad).encode()


if __name__ == "__main__":
    chosen = Order(**json.loads(sys.argv[1]))
    if chosen.core is not None:
        import os

        pin(os.getpid(), chosen.core)
    print(json.dumps(asdict(uvloop.run(listen(chosen)))))
