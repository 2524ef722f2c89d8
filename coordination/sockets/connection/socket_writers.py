"""The two ways out of a socket: our server's prepared frames, or ASGI's websocket.send on any other server."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol, cast

from coordination.errors import CoordinationError
from coordination.room.wire.frames import error_frame
from coordination.room.wire.websocket import text_frame

EXTENSION = "musterpoint.frames"

type Scope = dict[str, object]
type Message = dict[str, object]
type Send = Callable[[Message], Awaitable[None]]
type Receive = Callable[[], Awaitable[Message]]


class PreparedFrames(Protocol):
    """What the server's extension offers."""

    def write(self, frame: bytes) -> int: ...

    def pending_bytes(self) -> int: ...

    def close(self, error: bytes, code: int) -> None: ...

    def listen(self, take: Callable[[str], bool]) -> None: ...

    def hold(self) -> None: ...

    def release(self) -> None: ...


class DirectWriter:
    """Frames go to the server as they are."""

    __slots__ = ("_writer", "language")

    def __init__(self, writer: PreparedFrames) -> None:
        self._writer = writer
        self.language = ""  # of what is said to people

    def write(self, frame: bytes) -> int:
        return self._writer.write(frame)

    def pending_bytes(self) -> int:
        return self._writer.pending_bytes()

    def close(self, error: CoordinationError, code: int) -> None:
        self._writer.close(text_frame(error_frame(error, self.language)), code)

    def listen(self, take: Callable[[str], bool]) -> None:
        """Offer texts to `take` as they arrive; what it does not take comes through ASGI's receive."""
        self._writer.listen(take)

    def hold(self) -> None:
        """Read nothing more from the peer until it is released."""
        self._writer.hold()

    def release(self) -> None:
        """Read on."""
        self._writer.release()

    async def may_read(self) -> None:
        """Return at once: what was read before it was held is taken."""


class AsgiWriter:
    """Frames queue for one task that sends their texts in order; the subscriber's window bounds the queue."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.language = ""
        self._queue: asyncio.Queue[Message] = asyncio.Queue()
        self._queued_bytes = 0
        self._task = asyncio.get_running_loop().create_task(self._drain())
        self._may_read = asyncio.Event()
        self._may_read.set()

    def write(self, frame: bytes) -> int:
        self._queued_bytes += len(frame)
        for text in texts_of(frame):
            self._queue.put_nowait({"type": "websocket.send", "text": text.decode(), "size": len(text)})
        return self._queued_bytes

    def pending_bytes(self) -> int:
        return self._queued_bytes

    def close(self, error: CoordinationError, code: int) -> None:
        self._queue.put_nowait({"type": "websocket.send", "text": error_frame(error, self.language).decode()})
        self._queue.put_nowait({"type": "websocket.close", "code": code})

    async def _drain(self) -> None:
        while True:
            message = await self._queue.get()
            size = cast("int", message.pop("size", 0))
            await self._send(message)
            self._queued_bytes = max(0, self._queued_bytes - size) if self._queue.qsize() else 0
            if message["type"] == "websocket.close":
                return

    def hold(self) -> None:
        """Ask the server for nothing more; it holds the peer when its own queue is full."""
        self._may_read.clear()

    def release(self) -> None:
        """Read on."""
        self._may_read.set()

    async def may_read(self) -> None:
        """Wait until something more may be asked for."""
        await self._may_read.wait()

    def cancel(self) -> None:
        """Stop sending: the peer is gone."""
        self._task.cancel()


def texts_of(frames: bytes) -> Iterator[bytes]:
    """Yield the payloads of prepared frames that stand end to end, each behind a header of 2, 4 or 10 bytes."""
    at = 0
    while at < len(frames):
        size = frames[at + 1]
        at += 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size = int.from_bytes(frames[at : at + width], "big")
            at += width
        yield frames[at : at + size]
        at += size
