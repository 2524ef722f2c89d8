"""A file that must not be read and an address that must not be asked, both within reach of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.factories.files.pointing_files import CANARY, secret_geojson


class Elsewhere:
    """A file and an address that the product must never read: `asked` lists the requests that came nevertheless."""

    def __init__(self, secret: Path, url: str, asked: list[str]) -> None:
        self.secret, self.url, self.asked = secret, url, asked

    def check_untouched(self, told: bytes) -> None:
        """Fail if the address was asked, or if what was told holds anything of the file."""
        assert CANARY.encode() not in told
        assert self.asked == []


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(secret_geojson())

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Log nothing: each request stands in `asked`."""


@contextmanager
def elsewhere_in(folder: Path) -> Iterator[Elsewhere]:
    """Keep the file and serve the address until the end of the block."""
    asked: list[str] = []
    secret = folder / "secret.geojson"
    secret.write_bytes(secret_geojson())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Elsewhere(secret, f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
