"""Servers that keep whoever asks them: at a stage of an answer they stall, drip, never end, or reset the connection."""

import gzip
import itertools
import queue
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

# A drip comes long before any timeout of a single read.
DRIP_S = 0.02
# So long a door may take beyond its deadline: more than any needs, and less than a server that drips would hold it.
MARGIN_S = 8.0


class Manner(StrEnum):
    STALLS = "stalls"
    DRIPS = "drips"
    ENDLESS = "never ends"
    RESETS = "resets"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an answer goes wrong: what comes before, and of what there is no end."""

    name: str
    before: bytes
    unit: bytes
    is_tls: bool = False


OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(b"\0" * 1_000_000)
HTTP_STAGES = (
    Stage("TLS handshake", b"", b"\x16\x03\x03\x3f\xff\x02" + b"\0" * 64, is_tls=True),
    Stage("status line", b"", b"HTTP/1.1 200 OK" + b"K" * 64),
    Stage("header", OK, b"X-Header: value\r\n"),
    Stage("one long header", OK + b"X-Header: ", b"value "),
    Stage("100 Continue", b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    Stage("body", OK + b"Content-Length: 1000000000\r\n\r\n", b'"body"'),
    Stage("body in chunks", OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    Stage("trailer", OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: value\r\n"),
    Stage("gzip bomb", OK + b"Content-Encoding: gzip\r\nContent-Length: 1000000000\r\n\r\n", BOMB),
)
# By these the other side has answered: what follows is not waited for by one who reads only the beginning.
ANSWERED = frozenset({"body", "body in chunks", "gzip bomb"})
# A status had come. Where the reset is met by who still sends, http.client reads an end, and takes it for the header's.
ENDED_AFTER_STATUS = frozenset({"header", "one long header", "trailer"})


class HostileServer:
    """Accepts everybody and serves each in a thread of its own, until it is closed."""

    def __init__(self, serve: Callable[[socket.socket, threading.Event], None], *, accepts: bool = True) -> None:
        """`serve` has a connection, and an event that says when to stop. Without `accepts` no one is served at all."""
        self._serve = serve
        self._is_over = threading.Event()
        self._connections: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, daemon=True) if accepts else None

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        with suppress(OSError):
            # Wakes the thread that accepts.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if self._thread is not None:
            self._thread.join()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._keep, args=(connection,), daemon=True).start()

    def _keep(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            self._serve(connection, self._is_over)


def misbehave(connection: socket.socket, unit: bytes, manner: Manner, is_over: threading.Event) -> None:
    """Go on like this until no one listens any more."""
    if manner is Manner.RESETS:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    if manner is Manner.STALLS:
        is_over.wait()
    if manner is Manner.DRIPS:
        for byte in itertools.cycle(unit):
            connection.sendall(bytes([byte]))
            if is_over.wait(DRIP_S):
                return
    while not is_over.is_set():
        connection.sendall(unit * 100)


def hostile_http(stage: Stage, manner: Manner) -> HostileServer:
    """Return a server that answers the first bytes of each request like this."""

    def serve(connection: socket.socket, is_over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(stage.before)
        misbehave(connection, stage.unit, manner, is_over)

    return HostileServer(serve)


type Case = tuple[str, HostileServer, bool]


def http_cases(manner: Manner) -> Iterator[Case]:
    """Yield servers of every stage, with its name, and whether they speak TLS."""
    if manner is Manner.STALLS:
        yield "accepts no one", HostileServer(lambda _connection, _is_over: None, accepts=False), False
    for stage in HTTP_STAGES:
        yield stage.name, hostile_http(stage, manner), stage.is_tls


def may_be_answered(stage: str, manner: Manner) -> bool:
    """Tell whether a door may take this as an answer, though perhaps one without a body that it can read."""
    if manner is Manner.RESETS:
        return stage in ENDED_AFTER_STATUS
    return manner is Manner.ENDLESS and stage in ANSWERED


class StillHeld(Exception):
    """A door did not end in time."""


def outcome_within(ask: Callable[[], str], *, most_s: float) -> str:
    """Return what a door says. Raises: StillHeld: it had not ended by then."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()

    def run() -> None:
        try:
            said.put(ask())
        except Exception as error:  # noqa: BLE001 - the test reads which
            said.put(f"{type(error).__name__}: {error}")

    threading.Thread(target=run, daemon=True).start()
    try:
        return said.get(timeout=most_s)
    except queue.Empty:
        raise StillHeld from None


def outcomes_of(
    prepare: Callable[[str], Callable[[], str]], cases: Iterator[Case], *, most_s: float, at_once: int = 16
) -> dict[str, str]:
    """Return what a door said of each server, so many at once; "held": it had not ended by then.

    Args:
        prepare: makes the door for a server's address; that takes its time, and what it returns is held to `most_s`.
    """
    found: dict[str, str] = {}

    def note(name: str, ask: Callable[[], str]) -> None:
        try:
            found[name] = outcome_within(ask, most_s=most_s)
        except StillHeld:
            found[name] = "held"

    with ExitStack() as opened:
        urls = {
            name: f"{'https' if is_tls else 'http'}://127.0.0.1:{opened.enter_context(server).port}"
            for name, server, is_tls in cases
        }
        doors = [(name, prepare(url)) for name, url in urls.items()]
        with ThreadPoolExecutor(at_once) as asking:
            list(asking.map(note, *zip(*doors, strict=True)))
    return found
