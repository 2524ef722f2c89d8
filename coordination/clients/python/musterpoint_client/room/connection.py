"""The socket of a room: opening it, telling when it is dead, and how long to wait before the next one."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator

import websockets
from websockets.asyncio.client import ClientConnection

from musterpoint_client.problems import Frame
from musterpoint_client.session import Session
from musterpoint_client.tickets import fetch_ticket, offered_subprotocols, room_socket_url

SILENCE_S = 20.0  # after that the connection is dead, even if the socket says otherwise
OPEN_TIMEOUT_S = 15
# While it may be a server that starts anew: found within 2.25 s, jitter included. After two minutes seldom.
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 1.5
SELDOM_RETRY_S, SELDOM_AFTER_TRIES = 5.0, 80
# What a connection ends with that says nothing but that it has ended.
LOST = (OSError, websockets.WebSocketException, TimeoutError)


def pause_after(tries: int) -> float:
    """Return how long to wait after so many tries in a row that brought nothing, seconds."""
    if tries > SELDOM_AFTER_TRIES:
        return SELDOM_RETRY_S
    return min(LAST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(tries - 1, 10))


class Connection:
    """One connection to a room; `heard_s` is when it said something, by the monotonic clock."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.heard_s = time.monotonic()

    async def receive(self) -> Frame:
        """Return the next frame. Raises: TimeoutError: the server was silent; one of LOST."""
        frame: Frame = json.loads(await asyncio.wait_for(self._socket.recv(), SILENCE_S))
        self.heard_s = time.monotonic()
        return frame

    async def send(self, frame: Frame) -> None:
        """Send a frame. A connection that is gone shows when it is read from."""
        with contextlib.suppress(websockets.WebSocketException):
            await self._socket.send(json.dumps(frame))

    def cut(self) -> None:
        """Cut the connection off, as a lost network would."""
        self._socket.transport.abort()


@contextlib.asynccontextmanager
async def open_room_socket(session: Session, room_id: str) -> AsyncIterator[Connection]:
    """Fetch a ticket and open the room's socket with it. Raises: ApiProblem, one of LOST."""
    ticket = await asyncio.to_thread(fetch_ticket, session)
    url = room_socket_url(session.origin, room_id)
    offered = [websockets.Subprotocol(one) for one in offered_subprotocols(ticket)]
    async with websockets.connect(url, subprotocols=offered, max_size=None, open_timeout=OPEN_TIMEOUT_S) as socket:
        yield Connection(socket)
