"""A small HTTP server on this machine that keeps what it was sent and answers as a test's rule says."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Received:
    """One request, headers in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0


class FakeHttp:
    """Answers by `rule`. Counts connections, so that a test can see whether they are kept alive."""

    def __init__(self, rule: Callable[[Received], Reply], *, port: int = 0) -> None:
        self.rule = rule
        self.received: list[Received] = []
        self.connections: set[object] = set()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", port), self._handler())
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: Received, connection: object) -> Reply:
        with self._lock:
            self.received.append(request)
            self.connections.add(connection)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        reply = self.rule(request)
        if reply.delay_s:
            # Latency of a provider, not a wait of the test: the test waits for the answer.
            time.sleep(reply.delay_s)
        with self._lock:
            self._at_once -= 1
        return reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = fake.answer(Received(self.path, headers, self.rfile.read(length)), self.client_address)
                self.send_response(reply.status)
                for name, value in {"content-length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Say nothing: tests read `received`."""

        return Handler


class Server(ThreadingHTTPServer):
    # Its threads end with their connections; a test does not wait for clients that keep theirs.
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
