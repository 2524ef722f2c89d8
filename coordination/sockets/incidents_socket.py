"""The socket of those who watch over incidents: hello, what is open, then every change. It takes no commands."""

import asyncio
from time import monotonic
from typing import cast

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from coordination.errors import BadSubprotocol, CoordinationError, HelloTooLate, TryLater, UnknownFrame
from coordination.room.capability import Command
from coordination.room.wire.frames import SUBPROTOCOL, CloseCode, pong_frame
from coordination.room.wire.model import JsonObject
from coordination.sockets.connection import session as protocol
from coordination.sockets.connection.handshake import check_origin, close_code_of, ticket_of
from coordination.sockets.connection.socket_writers import (
    EXTENSION,
    AsgiWriter,
    DirectWriter,
    PreparedFrames,
    Receive,
    Scope,
    Send,
)
from coordination.sockets.incident_watch import Watcher
from coordination.sockets.room_socket import hub_of_this_loop


async def incidents_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one socket from handshake to disconnect."""
    await receive()
    offered = cast("list[str]", scope["subprotocols"])
    subprotocol = SUBPROTOCOL if SUBPROTOCOL in offered else None
    await send({"type": "websocket.accept", "subprotocol": subprotocol})
    extensions = cast("dict[str, PreparedFrames]", scope.get("extensions") or {})
    writer = DirectWriter(extensions[EXTENSION]) if EXTENSION in extensions else AsgiWriter(send)
    socket = IncidentsSocket(writer)
    try:
        await socket.serve(scope, offered, receive)
    finally:
        socket.end()
        if isinstance(writer, AsgiWriter):
            writer.cancel()


def _no_command(raw: JsonObject) -> Command:
    raise UnknownFrame("This socket takes no commands.")


class IncidentsSocket:
    """One connection's state. The watch of its process sends what it says."""

    def __init__(self, writer: DirectWriter | AsgiWriter) -> None:
        self._writer = writer
        self._hub = hub_of_this_loop()
        self._session = protocol.Session(parse_command=_no_command, now_s=monotonic())
        self._watcher: Watcher | None = None
        self._hello_due: asyncio.TimerHandle | None = None
        self._is_closed = False

    async def serve(self, scope: Scope, offered: list[str], receive: Receive) -> None:
        """Let the client in, or say why not; then hear it until it goes."""
        try:
            await self._admit(scope, offered)
        except CoordinationError as error:
            self._close(error)
        except DatabaseError:
            self._close(TryLater())
        late = asyncio.get_running_loop().call_later(settings.HELLO_WITHIN_S, self._close, HelloTooLate())
        self._hello_due = late
        while (message := await receive())["type"] != "websocket.disconnect":
            if not self._is_closed:
                await self._take(cast("str | None", message.get("text")))

    async def _admit(self, scope: Scope, offered: list[str]) -> None:
        if SUBPROTOCOL not in offered:
            raise BadSubprotocol
        check_origin(scope)
        sign_in = await self._hub.batched.redeem(ticket_of(offered))
        self._watcher = Watcher(writer=self._writer, sign_in=sign_in)
        self._watcher.on_closed = self._note_closed

    async def _take(self, text: str | None) -> None:
        """Answer one frame. A client that says more than its rate allows waits for its turn."""
        try:
            effect = self._session.hear(text, now_s=monotonic())
            await asyncio.sleep(self._session.pause_s(now_s=monotonic()))
            await self._do(effect)
        except UnknownFrame as error:
            self._close(error, CloseCode.MALFORMED)
        except CoordinationError as error:
            self._close(error)
        except DatabaseError:
            self._close(TryLater())

    async def _do(self, effect: protocol.Effect | None) -> None:
        match effect:
            case protocol.Start() if self._watcher is not None:
                self._stop_awaiting_hello()
                await self._hub.join_watch(self._watcher)
            case protocol.Pong() if self._watcher is not None:
                self._watcher.spare(pong_frame(head=0, at=timezone.now()))
            case protocol.Fail():
                self._close(effect.error, effect.close_code)

    def end(self) -> None:
        """The connection is gone."""
        self._is_closed = True
        self._stop_awaiting_hello()
        if self._watcher is not None:
            self._watcher.is_closed = True
            self._hub.watch.leave(self._watcher)

    def _stop_awaiting_hello(self) -> None:
        if self._hello_due is not None:
            self._hello_due.cancel()
            self._hello_due = None

    def _note_closed(self) -> None:
        self._is_closed = True
        if self._watcher is not None:
            self._hub.watch.leave(self._watcher)

    def _close(self, error: CoordinationError, code: int | None = None) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        code = code if code is not None else close_code_of(error)
        if self._watcher is not None:
            self._watcher.close(error, code)
        else:
            self._writer.close(error, code)
