"""Servers to measure beside, each a process: `python -m tests.bench.rig.others.baselines KIND PORT [FILE]`.

empty   daphne with a consumer that accepts and does nothing more: what an idle socket costs at least
echo    picows: what one says, all get; no log
durable picows: the same, and each word is committed to a SQLite FILE before anybody gets it
stored  picows: whoever comes gets the stored frames of FILE (one a line) and nothing else
"""

import asyncio
import contextlib
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.rig.bounds import SERVER_CORE, place
from tests.support.processes import ChildProcess, free_port


@contextmanager
def baseline(kind: str, *more: str, core: int | None = SERVER_CORE) -> Iterator[tuple[str, int]]:
    """Run one of these servers on the server's core, or on any; yield its address and process id."""
    import socket

    port = free_port()

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    with tempfile.TemporaryDirectory() as folder:
        process = ChildProcess(name=kind, log=Path(folder) / "log.txt")
        process.launch([sys.executable, "-m", "tests.bench.rig.others.baselines", kind, str(port), *more])
        try:
            process.wait_ready(listens, timeout_s=30)
            if core is not None:
                place(process.pid, core)
            yield f"ws://127.0.0.1:{port}/", process.pid
        finally:
            process.end(signal.SIGKILL)


def empty(port: int) -> None:
    """Serve a consumer that does nothing."""
    import django
    from django.conf import settings

    settings.configure(ALLOWED_HOSTS=["*"], INSTALLED_APPS=["channels"], CHANNEL_LAYERS={})
    django.setup()
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter
    from daphne.server import Server

    class Nothing(AsyncWebsocketConsumer):
        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            """Hear and forget."""

    application = ProtocolTypeRouter({"websocket": Nothing.as_asgi()})
    # Asked whether they live as often as ours are.
    pings = {"ping_interval": 30, "ping_timeout": 20}
    Server(application, endpoints=[f"tcp:port={port}:interface=127.0.0.1"], verbosity=0, **pings).run()


def echo(port: int) -> None:
    """Broadcast what is said, with nothing in between."""
    from picows import WSFrame, WSListener, WSMsgType, WSTransport

    everybody: set[WSTransport] = set()

    class Chat(WSListener):
        def on_ws_connected(self, transport: WSTransport) -> None:
            everybody.add(transport)

        def on_ws_disconnected(self, transport: WSTransport) -> None:
            everybody.discard(transport)

        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.TEXT:
                text = frame.get_payload_as_bytes()
                for one in everybody:
                    one.send(WSMsgType.TEXT, text)

    _serve(Chat, port)


def durable(port: int, file: str) -> None:
    """Broadcast what is said when it is on the disk: the least that a server with a log has to do."""
    import sqlite3

    from picows import WSFrame, WSListener, WSMsgType, WSTransport

    everybody: set[WSTransport] = set()
    log = sqlite3.connect(file, autocommit=True)
    log.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE word (text BLOB)")

    class Chat(WSListener):
        def on_ws_connected(self, transport: WSTransport) -> None:
            everybody.add(transport)

        def on_ws_disconnected(self, transport: WSTransport) -> None:
            everybody.discard(transport)

        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.TEXT:
                text = frame.get_payload_as_bytes()
                log.execute("INSERT INTO word VALUES (?)", [text])
                for one in everybody:
                    one.send(WSMsgType.TEXT, text)

    _serve(Chat, port)


def stored(port: int, file: str) -> None:
    """Send the stored frames to whoever comes."""
    from picows import WSListener, WSMsgType, WSTransport

    frames = Path(file).read_bytes().splitlines()

    class Shelf(WSListener):
        def on_ws_connected(self, transport: WSTransport) -> None:
            for frame in frames:
                transport.send(WSMsgType.TEXT, frame)

    _serve(Shelf, port)


def _serve(listener: Any, port: int) -> None:
    import uvloop
    from picows import ws_create_server

    async def serve() -> None:
        server = await ws_create_server(lambda _request: listener(), "127.0.0.1", port, backlog=2048)
        await server.serve_forever()

    with contextlib.suppress(asyncio.CancelledError):
        uvloop.run(serve())


if __name__ == "__main__":
    servers: dict[str, Callable[..., None]] = {"empty": empty, "echo": echo, "durable": durable, "stored": stored}
    servers[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])
