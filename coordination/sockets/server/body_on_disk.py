"""Give the application a large request body from disk, piece by piece, as it asks for it."""

from typing import IO

from coordination.sockets.asgi_types import (
    Application,
    Message,
    Receive,
    Scope,
    Send,
)

BODY = "musterpoint.body"
PIECE_BYTES = 64 * 1024


class BodiesFromDisk:
    """An ASGI application around ours. A server with a body on disk puts it into the scope's extensions as BODY."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a socket."""
        body = scope.get("extensions", {}).pop(BODY, None)
        if body is None:
            await self._application(scope, receive, send)
            return
        with body:
            await self._application(scope, _Pieces(body, receive), send)


class _Pieces:
    """What the application awaits: the body first, then what the server says."""

    def __init__(self, body: IO[bytes], receive: Receive) -> None:
        self._body = body
        self._receive = receive
        self._is_read = False

    async def __call__(self) -> Message:
        if not self._is_read:
            piece = self._body.read(PIECE_BYTES)
            self._is_read = len(piece) < PIECE_BYTES
            return {"type": "http.request", "body": piece, "more_body": not self._is_read}
        message = await self._receive()
        # The server's own, empty, in the place of the body that was read here.
        return message if message["type"] != "http.request" else await self._receive()
