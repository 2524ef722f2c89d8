"""The one way out: sockets each of whose operations ends by the deadline of its thread (push.outgoing.deadlines).

A library's own timeout is for each piece that comes: a server that sends one byte every few seconds keeps it for days.
Here every operation takes what is left of the whole, in plain and in TLS, whichever library does the reading.
"""

import socket
import ssl
from typing import TYPE_CHECKING, Any

from push.outgoing.deadlines import count_bytes, left_s
from push.outgoing.names import addresses_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

# A server that is there takes a connection in a moment; one that is not must not use up the whole deadline.
CONNECT_WITHIN_S = 5.0


class DeadlineSocket(socket.socket):
    """A socket that waits for nothing longer than its thread may."""

    def connect(self, address: Any, /) -> None:
        self.settimeout(min(left_s(), CONNECT_WITHIN_S))
        super().connect(address)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        self.settimeout(left_s())
        found = super().recv(bufsize, flags)
        count_bytes(len(found))
        return found

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(left_s())
        count = super().recv_into(buffer, nbytes, flags)
        count_bytes(count)
        return count

    def send(self, data: "ReadableBuffer", flags: int = 0, /) -> int:
        self.settimeout(left_s())
        return super().send(data, flags)

    def sendall(self, data: "ReadableBuffer", flags: int = 0, /) -> None:
        # The interpreter takes this timeout for the whole, not for each piece.
        self.settimeout(left_s())
        super().sendall(data, flags)


class DeadlineTLSSocket(ssl.SSLSocket):
    """The same in TLS. One handshake, one record and one farewell end by their timeout, however they are dripped."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - the parent's
        self.settimeout(left_s())
        super().do_handshake(block)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        self.settimeout(left_s())
        found = super().recv(buflen, flags)
        count_bytes(len(found))
        return found

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(left_s())
        count = super().recv_into(buffer, nbytes, flags)
        count_bytes(count)
        return count

    def send(self, data: "ReadableBuffer", flags: int = 0) -> int:
        # sendall comes here for each record.
        self.settimeout(left_s())
        return super().send(data, flags)

    def unwrap(self) -> socket.socket:
        self.settimeout(left_s())
        return super().unwrap()


def tls_context(*, authorities: str = "") -> ssl.SSLContext:
    """Return what checks servers' certificates and makes sockets with a deadline. Reads files.

    `authorities` is a file with those that count instead of the system's.
    """
    context = ssl.create_default_context(cafile=authorities or None)
    context.sslsocket_class = DeadlineTLSSocket
    return context


def connect_to(host: str, port: int) -> DeadlineSocket:
    """Return a connection to a host. Calls the network, within the deadline. Raises: OSError."""
    failed: OSError | None = None
    for address in addresses_of(host):
        try:
            return _connect_socket(address, port)
        except OSError as error:
            failed = error
    raise failed or OSError("no address")


def datagrams_to(host: str, port: int) -> DeadlineSocket:
    """Return what sends datagrams to a host. Resolves its name, within the deadline. Raises: OSError."""
    return _connect_socket(addresses_of(host)[0], port, socket.SOCK_DGRAM)


def _connect_socket(address: str, port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> DeadlineSocket:
    connection = DeadlineSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    try:
        if kind is socket.SOCK_STREAM:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection
