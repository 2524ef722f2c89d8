"""What comes late, or beyond an answer's end, is never taken for the answer to the next question."""

import socket
import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from push.outgoing.calls import WEBHOOK
from push.transports.outbound import Outbound, OutboundFailed
from tests.fakes.hostile import HostileServer

LATE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
GOOD = b"HTTP/1.1 204 No Content\r\n\r\n"
# Each leaves something of the first answer to come.
FIRST = {
    "nothing in time": b"",
    "half a body": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody",
    "a longer body than we read": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + b"x" * 4096,
    "an interim answer": b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n",
    "a switch of protocols": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
}
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Liar:
    """Says `first` on its first connection, and the late answer after it; on every other one what is good."""

    def __init__(self, first: bytes, *, waits_for_the_next: bool) -> None:
        self._first, self._waits = first, waits_for_the_next
        self.is_said = threading.Event()
        self.connections = 0

    def serve(self, connection: socket.socket, is_over: threading.Event) -> None:
        self.connections += 1
        hears_question(connection)
        if self.connections > 1:
            connection.sendall(GOOD)
        else:
            connection.sendall(self._first)
            if not self._waits or hears_question(connection):
                connection.sendall(LATE)
            self.is_said.set()
            if hears_question(connection):
                connection.sendall(GOOD)
        is_over.wait()


def hears_question(connection: socket.socket) -> bool:
    """Read a whole request; tell whether one came."""
    heard = b""
    while not heard.endswith((b"first", b"second")):
        piece = connection.recv(65_536)
        if not piece:
            return False
        heard += piece
    return True


def outbound() -> Outbound:
    return Outbound(replace(WEBHOOK, deadline_s=0.5), trusted_hosts=frozenset(), allows_local=True)


@pytest.mark.parametrize("first", FIRST)
def test_a_connection_on_which_something_is_to_come_serves_nobody_again(first: str) -> None:
    liar, doors = Liar(FIRST[first], waits_for_the_next=True), outbound()
    with HostileServer(liar.serve) as server:
        url = f"http://127.0.0.1:{server.port}/"
        with suppress(OutboundFailed):
            doors.post(url, body=b"first", headers={})

        second = doors.post(url, body=b"second", headers={})

    assert (second.status, liar.connections) == (204, 2)


def test_an_answer_that_nobody_asked_for_is_not_the_next_one() -> None:
    liar, doors = Liar(WHOLE, waits_for_the_next=False), outbound()
    with HostileServer(liar.serve) as server:
        url = f"http://127.0.0.1:{server.port}/"
        first = doors.post(url, body=b"first", headers={})
        assert liar.is_said.wait(timeout=10)

        second = doors.post(url, body=b"second", headers={})

    assert (first.body, second.status) == (b"ok", 204)
