"""A syslog receiver over UDP, TCP and TLS, that reads RFC 5424 by the letter and can stand still."""

import re
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

# Source: RFC 5424, 6: one version, one structured data element with escaped values, a BOM before UTF-8.
MESSAGE = re.compile(
    r"<(?P<priority>\d{1,3})>1 (?P<at>\S+) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) - (?P<what>[!-~]{1,32}) "
    r"\[(?P<id>[!-~]{1,32}?)(?P<data>(?: [a-z_]+=\"(?:[^\"\\\]]|\\[\"\\\]])*\")*)\] \ufeff(?P<text>[^\n]*)",
)
VALUE = re.compile(r" ([a-z_]+)=\"((?:[^\"\\\]]|\\[\"\\\]])*)\"")


@dataclass(frozen=True, slots=True)
class Told:
    """A message as a receiver reads it."""

    priority: int
    what: str
    data: dict[str, str]
    text: str


def read_message(raw: bytes) -> Told:
    """Read a message. Raises: AssertionError: it is none of RFC 5424."""
    found = MESSAGE.fullmatch(raw.decode())
    assert found is not None, raw
    data = {name: re.sub(r"\\(.)", r"\1", value) for name, value in VALUE.findall(found["data"])}
    return Told(int(found["priority"]), found["what"], data, found["text"])


class SyslogReceiver:
    """Listens until it is closed. While `is_frozen` it accepts and reads nothing, like a process that was stopped."""

    def __init__(self, scheme: str, *, port: int = 0, certificate: Path | None = None) -> None:
        self.messages: list[Told] = []
        self.is_frozen = threading.Event()
        self._context = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        kind = socket.SOCK_DGRAM if scheme == "udp" else socket.SOCK_STREAM
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"{scheme}://localhost:{self.port}" if scheme == "tls" else f"{scheme}://127.0.0.1:{self.port}"
        if scheme != "udp":
            self._socket.listen()
        self._thread = threading.Thread(target=self._datagrams if scheme == "udp" else self._streams, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket.type == socket.SOCK_STREAM:
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _datagrams(self) -> None:
        while True:
            try:
                raw = self._socket.recv(65_535)
            except OSError:
                return
            self.messages.append(read_message(raw))

    def _streams(self) -> None:
        while True:
            try:
                taken, _address = self._socket.accept()
            except OSError:
                return
            if self.is_frozen.is_set():
                # Kept open and unread until the other side gives up.
                threading.Thread(target=self._stand_still, args=(taken,), daemon=True).start()
                continue
            # Who does not trust the certificate goes away at once.
            with taken, suppress(ssl.SSLError):
                self._read(taken)

    def _stand_still(self, taken: socket.socket) -> None:
        with taken:
            while self.is_frozen.is_set():
                threading.Event().wait(0.01)

    def _read(self, taken: socket.socket) -> None:
        stream = self._context.wrap_socket(taken, server_side=True) if self._context is not None else taken
        with stream, stream.makefile("rb") as file:
            # Source: RFC 6587, 3.4.1, octet counting: "MSG-LEN SP SYSLOG-MSG".
            while length := self._length(file.read(1), file):
                self.messages.append(read_message(file.read(length)))
            if isinstance(stream, ssl.SSLSocket):
                stream.unwrap()

    @staticmethod
    def _length(first: bytes, file: IO[bytes]) -> int:
        digits = first
        while digits and not digits.endswith(b" "):
            digits += file.read(1)
        return int(digits or b"0")
