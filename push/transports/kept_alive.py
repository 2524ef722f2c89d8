"""POSTs to one address over connections that stay open, many at once.

A client for everything makes two dozen objects for each message, and that is most of what a message costs us; here it
is three. No redirects, no cookies, no compression, no proxies.
"""

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Mapping
from urllib.parse import urlsplit

from push.transports.connection import Answer, Connection, NoAnswer, Unheard

# What has been idle for longer may be closed by the other side at the very moment that we write.
IDLE_MAX_S = 15.0
# How long a name keeps its addresses.
NAME_MAX_S = 60.0


class KeptAlive:
    """Belongs to one event loop until it is closed."""

    def __init__(self, url: str, *, limit: int, timeout_s: float, tls: ssl.SSLContext | None = None) -> None:
        """`limit` connections at most; `timeout_s` for all of a POST. `tls` is for hosts with a private authority."""
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = (tls or ssl.create_default_context()) if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._first_lines = f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        self._limit = limit
        self._timeout_s = timeout_s
        # The one that was used last is taken first: a quiet hour needs few, and the rest grow old on the left.
        self._idle: deque[Connection] = deque()
        self._count = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._addresses: list[str] = []
        self._resolved_at_s = -NAME_MAX_S
        self._resolving: asyncio.Task[None] | None = None
        self._headers: Mapping[str, str] = {}
        self._head = b""

    async def post(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one body and return the answer. Calls the network. Raises: NoAnswer, TimeoutError."""
        if headers is not self._headers:
            self._head, self._headers = self._head_of(headers), headers
        request = b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        async with asyncio.timeout(self._timeout_s):
            while True:
                connection = await self._take()
                try:
                    return await connection.ask(request)
                except Unheard:
                    # Once more over another one: it is the other side's right to close what is idle. Should it have
                    # read the message all the same, a message twice is harmless, and one too late is not.
                    continue
                finally:
                    self._give_back(connection)

    async def close(self) -> None:
        """Close what is open; nothing may be under way."""
        while self._idle:
            self._drop(self._idle.pop())
        # The loop tells the connections of their end in its next rounds.
        for _ in range(2):
            await asyncio.sleep(0)

    def _head_of(self, headers: Mapping[str, str]) -> bytes:
        """Return what goes before the length of a body; thousands have the same. Raises: NoAnswer: no such header."""
        if not all(text.isascii() and text.isprintable() for text in (*headers, *headers.values())):
            raise NoAnswer("bad_header")
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self._first_lines}{lines}Content-Length: ".encode()

    async def _take(self) -> Connection:
        """Return a connection that is free, and count it as ours until it is given back."""
        turn: asyncio.Future[None] | None = None
        while True:
            while self._idle:
                connection = self._idle.pop()
                if connection.is_free and _now_s() - connection.idle_since_s < IDLE_MAX_S:
                    return connection
                self._drop(connection)
            if self._count < self._limit:
                return await self._open()
            # Who waited already and lost the free one to a newcomer is first in the row again.
            queue = self._waiting.append if turn is None else self._waiting.appendleft
            turn = asyncio.get_running_loop().create_future()
            queue(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if not turn.cancelled():
                    self._let_next_in()
                raise

    def _give_back(self, connection: Connection) -> None:
        if connection.is_free:
            connection.idle_since_s = _now_s()
            self._idle.append(connection)
            while self._idle[0].idle_since_s + IDLE_MAX_S < connection.idle_since_s:
                self._drop(self._idle.popleft())
        else:
            self._drop(connection)
        self._let_next_in()

    def _let_next_in(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _drop(self, connection: Connection) -> None:
        connection.close()
        self._count -= 1

    async def _open(self) -> Connection:
        self._count += 1
        try:
            return await self._connect()
        except BaseException:
            self._count -= 1
            self._let_next_in()
            raise

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        for address in await self._resolve():
            try:
                _, connection = await loop.create_connection(
                    lambda: Connection(loop),
                    address,
                    self._port,
                    ssl=self._tls,
                    server_hostname=self._host if self._tls else None,
                )
            except OSError:
                continue
            return connection
        self._resolved_at_s = -NAME_MAX_S
        raise NoAnswer("no_connection")

    async def _resolve(self) -> list[str]:
        """Return the host's addresses, the best first. Asked for once for all that are opened together."""
        if _now_s() - self._resolved_at_s >= NAME_MAX_S:
            if self._resolving is None:
                self._resolving = asyncio.create_task(self._ask_for_addresses())
            # A caller that gives up waiting must not take it from the others.
            await asyncio.shield(self._resolving)
        if not self._addresses:
            raise NoAnswer("name_unknown")
        return self._addresses

    async def _ask_for_addresses(self) -> None:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            self._addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
            self._resolved_at_s = _now_s()
        except OSError:
            # Those known before may still be right: names that cannot be asked for must not stop an alarm.
            pass
        finally:
            self._resolving = None


def _now_s() -> float:
    return asyncio.get_running_loop().time()
