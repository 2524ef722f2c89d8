"""Clients for tests and measurements: our library, roaming between servers, and a socket made by hand."""

import asyncio
import base64
import contextlib
import importlib.util
import itertools
import json
import os
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from musterpoint_client.api import request_json
from musterpoint_client.room.connection import Connection
from musterpoint_client.room.room_client import RoomClient
from musterpoint_client.session import Session
from musterpoint_client.tickets import fetch_ticket

from tests.support.processes import PATIENCE, ROOT


def example(name: str) -> ModuleType:
    """Return a module of docs/examples: what we tell developers to do is what we test with."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = example("verify_log")
type Frame = dict[str, Any]
LOGGED = ("entry", "withheld")


@dataclass
class Faults:
    """What must not happen on a stream: an entry twice on one connection, or one out of its turn."""

    duplicated: list[int] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)


class RoamingClient(RoomClient):
    """The library's client, on the next server at each connection; keeps what was acknowledged and what went wrong."""

    def __init__(self, addresses: Sequence[str], token: str, room_id: str, *, start: int = 0) -> None:
        turned = [*addresses[start % len(addresses) :], *addresses[: start % len(addresses)]]
        # After 0: the log from its beginning, instead of the state. Tests check the chain at the end: a client that
        # measures shares a core with the server.
        session = Session(turned[0], token)
        super().__init__(session, room_id, after=0, checks_chain=False, on_frame=self._watch)
        self._addresses: Iterator[str] = itertools.cycle(turned)
        self.acknowledged: dict[str, int] = {}
        self.delivered = 0
        self.faults = Faults()
        self.problems: list[Frame] = []
        self.frames: list[Frame] = []
        self.keeps_frames = False
        self._expected = 1

    async def _one_connection(self) -> None:
        self.session.origin = next(self._addresses)
        self._expected = self.seq + 1
        await super()._one_connection()

    def _watch(self, frame: Frame) -> None:
        if self.keeps_frames:
            self.frames.append(frame)
        if frame["type"] in LOGGED:
            self._watch_entry(frame["seq"])
        elif frame["type"] == "state":
            self._expected = frame["seq"] + 1
        elif frame["type"] in ("nack", "error"):
            self.problems.append(frame["problem"])

    def _watch_entry(self, seq: int) -> None:
        self.delivered += 1
        if seq < self._expected:
            self.faults.duplicated.append(seq)
        elif seq > self._expected:
            self.faults.out_of_order.append(seq)
        self._expected = seq + 1

    async def _take_ack(self, frame: Frame, connection: Connection) -> None:
        if frame["seq"] is not None:
            self.acknowledged[frame["id"]] = frame["seq"]
        await super()._take_ack(frame, connection)

    async def write(self, command_type: str, **fields: Any) -> int:
        """Send a command that is logged, and return its seq. Raises: ApiProblem."""
        seq = await self.command(command_type, **fields)
        assert seq is not None
        return seq

    def waits_for(self) -> list[str]:
        """Return what was sent and not answered yet."""
        return [f"{command['type']} {command['id']}" for command in self.outbox.commands.values()]


@contextlib.asynccontextmanager
async def running(clients: Sequence[RoamingClient]) -> Any:
    """Keep clients connected inside the block."""
    tasks = [asyncio.create_task(client.run()) for client in clients]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(condition: Callable[[], bool], *, timeout_s: float, what: str) -> None:
    """Wait, in the event loop, until the condition holds. Raises: TimeoutError naming `what`."""
    timeout_s *= PATIENCE
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"{what} within {timeout_s:.0f} s")
        await asyncio.sleep(0.01)


def post(base_url: str, token: str, room_id: str, command: Frame) -> Frame:
    """Run one command over HTTP and return the answer. Raises: ApiProblem."""
    answer: Frame = request_json(base_url, f"/api/v1/rooms/{room_id}/commands", token=token, body=command)
    return answer


def sign_in(base_url: str, username: str, password: str) -> str:
    """Sign in and return the session's token. Raises: ApiProblem."""
    session = Session(base_url)
    session.sign_in(username, password)
    return session.token


def ticket_for(base_url: str, token: str) -> str:
    """Return a new one-time ticket."""
    return fetch_ticket(Session(base_url, token))


def whole_log(base_url: str, token: str, room_id: str) -> list[Frame]:
    """Return a reader's whole log over HTTP."""
    entries: list[Frame] = []
    while True:
        path = f"/api/v1/rooms/{room_id}/entries?after={len(entries)}"
        page: Frame = request_json(base_url, path, token=token)
        entries += page["entries"]
        if len(entries) >= page["head"] or not page["entries"]:
            return entries


PATIENCE_S = 20 * PATIENCE
# So little fits whenever there is room at all: who sends never keeps the other direction waiting.
TLS_PIECE_BYTES = 4096


class RawSocket:
    """A websocket made by hand, over a blocking socket: reads only when told to, sends whatever it is told to."""

    def __init__(
        self, base_url: str, path: str, *, offers: Sequence[str], headers: Sequence[str] = (), receive_bytes: int = 0
    ) -> None:
        parts = urlsplit(base_url)
        self.socket = socket.socket()
        self.piece_bytes = 65_536
        self._sending = threading.Lock()
        self._using = threading.Lock()
        self.close_code = 0
        if receive_bytes:
            # Before connecting: the window is agreed on then.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect((parts.hostname, parts.port))
        if parts.scheme == "https":
            self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=parts.hostname)
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Protocol: {', '.join(offers)}"] if offers else []),
            *headers,
        ]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._buffer = b""
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])

    def _fill(self) -> None:
        if isinstance(self.socket, ssl.SSLSocket):
            # A connection with TLS is one thing for both directions: two threads in it see each other's errors.
            if not self.socket.pending() and not select.select([self.socket], [], [], PATIENCE_S)[0]:
                raise TimeoutError
            with self._using:
                got = self.socket.recv(self.piece_bytes)
        else:
            got = self.socket.recv(self.piece_bytes)
        if not got:
            raise EOFError
        self._buffer += got

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def frame(self) -> tuple[int, bytes]:
        """Return the next frame's first byte and payload. Raises: EOFError: cut off; TimeoutError: nothing came."""
        first, size = self._take(2)
        if size == 126:
            size = int.from_bytes(self._take(2), "big")
        elif size == 127:
            size = int.from_bytes(self._take(8), "big")
        return first, self._take(size)

    def rest(self) -> list[Frame]:
        """Return every text frame until the other side closes."""
        frames: list[Frame] = []
        with contextlib.suppress(ValueError):
            while True:
                frames.append(self.text())
        return frames

    def text(self) -> Frame:
        """Return the next text frame, read as JSON; pings are answered."""
        while True:
            first, payload = self.frame()
            if first == 0x81:
                frame: Frame = json.loads(payload)
                return frame
            if first == 0x89:
                self.send(payload, opcode=0xA)
            else:
                self.close_code = int.from_bytes(payload[:2], "big") if first == 0x88 else 0
                raise ValueError(f"a frame that begins with {first:#x}: {payload[:40]!r}")

    def next(self, kind: str, *, seq: int | None = None, timeout_s: float = 20) -> Frame:
        """Return the next text frame of a type (and seq). Raises: TimeoutError, although others may still come."""
        deadline_s = time.monotonic() + timeout_s
        while time.monotonic() < deadline_s:
            frame = self.text()
            if frame["type"] == kind and seq in (None, frame.get("seq")):
                return frame
        raise TimeoutError(f"no {kind} within {timeout_s:.0f} s")

    def ending(self) -> tuple[str, int]:
        """Return the error frame's code and the close code that end this socket; what comes before is passed over."""
        code = ""
        while True:
            first, payload = self.frame()
            if first == 0x88:
                return code, int.from_bytes(payload[:2], "big")
            if first == 0x81 and (frame := json.loads(payload))["type"] == "error":
                code = frame["problem"]["code"]

    def send(self, text: str | bytes, *, opcode: int = 0x1, is_last: bool = True) -> None:
        """Send a masked frame; not `is_last`: more of the message follows, with opcode 0."""
        self.send_bytes(masked(text, opcode=opcode, is_last=is_last))

    def send_together(self, texts: Sequence[str]) -> None:
        """Send whole texts in one piece: they are there before the first is dealt with."""
        self.send_bytes(b"".join(masked(text) for text in texts))

    def send_bytes(self, data: bytes) -> None:
        """Send what is no frame, or more than one."""
        with self._sending:
            self._send_bytes(data)

    def _send_bytes(self, data: bytes) -> None:
        if not isinstance(self.socket, ssl.SSLSocket):
            self.socket.sendall(data)
            return
        for start in range(0, len(data), TLS_PIECE_BYTES):
            select.select([], [self.socket], [], PATIENCE_S)
            with self._using:
                self.socket.sendall(data[start : start + TLS_PIECE_BYTES])

    def push(self, text: str) -> None:
        """Send while someone else reads: a server that has heard enough closes before the end."""

        def send_all() -> None:
            # ValueError: the reader has seen enough and closed it.
            with contextlib.suppress(OSError, ValueError):
                self.send(text)

        threading.Thread(target=send_all, daemon=True).start()

    def close(self) -> None:
        self.socket.close()

    def __del__(self) -> None:
        # A test that has failed, or has seen what it wanted to see, need not tidy up each socket.
        self.socket.close()


def masked(text: str | bytes, *, opcode: int = 0x1, is_last: bool = True) -> bytes:
    """Return a client's frame. A mask of zeros is a mask, and leaves the payload as it is."""
    payload = text.encode() if isinstance(text, str) else text
    size, first = len(payload), (0x80 if is_last else 0) | opcode
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65_536:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


def knock(base_url: str, token: str, room_id: str, **more: Any) -> RawSocket:
    """Open a raw socket to a room with a fresh ticket; hello is not said yet."""
    offers = ["muster.v1", f"ticket.{ticket_for(base_url, token)}"]
    return RawSocket(base_url, f"/ws/v1/rooms/{room_id}", offers=offers, **more)
