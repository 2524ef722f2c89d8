"""The other end of a connection, word by word: what it reads it keeps, and what it says is a test's own bytes."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

type Script = Callable[["Line"], Awaitable[None]]


class Line:
    """One connection as the other end has it; `number` counts from 1."""

    def __init__(self, end: "RawHttp", reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        self._end = end
        self._reader = reader
        self._writer = writer
        self.number = number

    async def hear(self) -> bytes:
        """Read one request whole, and return it."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        request = head + await self._reader.readexactly(length)
        self._end.requests.append(request)
        return request

    async def say(self, *pieces: bytes) -> None:
        """Write pieces that arrive one by one."""
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            # Lets the reader of this process take it before the next one is written.
            for _ in range(3):
                await asyncio.sleep(0)

    async def until_closed(self) -> None:
        """Wait until the asker hangs up."""
        while await self._reader.read(1024):
            pass


class RawHttp:
    """Listens on this machine and plays a script to each connection."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.url = ""

    @asynccontextmanager
    async def playing(self, script: Script, *, tls: ssl.SSLContext | None = None) -> AsyncIterator["RawHttp"]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            try:
                await script(Line(self, reader, writer, self.connections))
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/send"
        async with server:
            yield self
