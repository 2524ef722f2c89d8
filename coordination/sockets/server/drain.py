"""Stop without losing a request: accept no more, say goodbye, finish what was begun, close the sockets."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from coordination.room.wire.frames import CloseCode, goodbye_frame
from coordination.room.wire.websocket import text_frame
from coordination.sockets.connection.socket_writers import PreparedFrames
from coordination.sockets.room_socket import hub_if_started

# A client that comes back at once meets a server that is still starting.
RETRY_AFTER_S = 1.0
# A connection that was just accepted sends its request within so long.
LINGER_S = 0.3
# What was begun gets so long; the process group waits a little longer before it kills.
FINISH_S = 8.0
# A client that does not answer the close frame delays the stop by no more than this.
CLOSED_S = 2.0


class OpenSocket(Protocol):
    """A websocket of the server."""

    def prepared(self) -> PreparedFrames: ...

    def fail_with(self, code: int) -> None: ...

    def closed(self) -> asyncio.Future[None]: ...


class Draining(Protocol):
    """What a server offers to be drained."""

    def stop_accepting(self) -> None: ...

    def open_sockets(self) -> Sequence[OpenSocket]: ...

    def requests_under_way(self) -> list[asyncio.Future[None]]: ...


async def drain_server(server: Draining) -> None:
    """Bring a server to rest, in bounded time.

    A command that was taken is finished and acknowledged; one that comes later is not taken, and its client sends it
    again to the next server. What is not finished in time is not acknowledged; it is in the log whole or not at all.
    """
    server.stop_accepting()
    _stop_taking()
    goodbye = text_frame(goodbye_frame(retry_after_s=RETRY_AFTER_S))
    for socket in server.open_sockets():
        socket.prepared().write(goodbye)
    await _finish_begun(server)
    await _write_marks()
    sockets = server.open_sockets()
    for socket in sockets:
        socket.fail_with(CloseCode.GOING_AWAY)
    if sockets:
        await asyncio.wait([socket.closed() for socket in sockets], timeout=CLOSED_S)


def _stop_taking() -> None:
    hub = hub_if_started()
    if hub is not None:
        hub.is_leaving = True


async def _write_marks() -> None:
    """Write down how far people have come; a database that is away does not delay the stop."""
    hub = hub_if_started()
    if hub is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(hub.write_marks(), timeout=CLOSED_S)


async def _finish_begun(server: Draining) -> None:
    """Wait for commands and requests that were begun, and for those of connections that were just accepted."""
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + FINISH_S
    await asyncio.sleep(LINGER_S)
    while (work := _under_way(server)) and (left_s := deadline_s - loop.time()) > 0:
        await asyncio.wait(work, timeout=left_s)


def _under_way(server: Draining) -> list[asyncio.Future[None]]:
    hub = hub_if_started()
    return [*(hub.working if hub is not None else ()), *server.requests_under_way()]
