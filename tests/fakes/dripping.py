"""Servers of strangers who want to keep us waiting: they accept everybody, and answer a byte now and then for ever."""

import asyncio
import itertools
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

# Where an answer drips: at its first line, in its header, before it, in its body; and one that says nothing at all.
STAGES: tuple[tuple[bytes, bytes], ...] = (
    (b"", b"HTTP/1.1 200 OK"),
    (b"HTTP/1.1 200 OK\r\n", b"X-Header: value\r\n"),
    (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", b"body"),
    (b"", b""),
)
DRIP_S = 1.0
ASLEEP_S = 3600.0


class DrippingServers:
    """A listener at each of these addresses of this machine, all at one port. Each connection takes the next stage."""

    def __init__(self, hosts: Sequence[str], *, drip_s: float = DRIP_S) -> None:
        self._hosts = hosts
        self._drip_s = drip_s
        self._stages = itertools.cycle(STAGES)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._kept: set[asyncio.Task[None]] = set()
        # How many connections were ever made, and the paths that were asked for.
        self.asked: list[str] = []
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, number: int) -> str:
        """Return an address at the next of the hosts, one after the other."""
        return f"http://{self._hosts[number % len(self._hosts)]}:{self.port}/{number}"

    async def _listen(self) -> None:
        first = await asyncio.start_server(self._serve, self._hosts[0], 0, backlog=256)
        self.port = int(first.sockets[0].getsockname()[1])
        rest = [await asyncio.start_server(self._serve, host, self.port, backlog=256) for host in self._hosts[1:]]
        self._servers = [first, *rest]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head.split(b" ", 2)[1].decode("latin-1"))
            before, unit = next(self._stages)
            writer.write(before)
            for byte in itertools.cycle(unit or b"\0"):
                if unit:
                    writer.write(bytes([byte]))
                    await writer.drain()
                await asyncio.sleep(self._drip_s if unit else ASLEEP_S)
        writer.close()

    async def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._kept):
            task.cancel()
        await asyncio.gather(*self._kept, return_exceptions=True)


def loopback_hosts(count: int) -> list[str]:
    """Return addresses of this machine that are as many hosts to whoever counts hosts."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]
