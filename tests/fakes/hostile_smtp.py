"""A mail server that keeps whoever brings a mail: at one verb it stalls, drips, never ends, or resets."""

import socket
import threading
from typing import BinaryIO

from tests.fakes.hostile import HTTP_STAGES, HostileServer, Manner, misbehave

# What it says to each verb until it comes to the one where it goes wrong. What follows STARTTLS is a handshake.
REPLIES = {
    "greeting": b"220 fake\r\n",
    "EHLO": b"250-fake\r\n250 STARTTLS\r\n",
    "MAIL": b"250 yes\r\n",
    "RCPT": b"250 yes\r\n",
    "DATA": b"354 go on\r\n",
    "text": b"250 taken\r\n",
    "QUIT": b"221 bye\r\n",
    "STARTTLS": b"220 begin\r\n",
}
HANDSHAKE = "handshake"
VERBS = (*REPLIES, HANDSHAKE)


def hostile_smtp(verb: str, manner: Manner) -> HostileServer:
    """Return a server that goes wrong at a verb."""

    def serve(connection: socket.socket, is_over: threading.Event) -> None:
        lines = connection.makefile("rb")
        heard = "greeting"
        while heard != verb:
            connection.sendall(REPLIES[heard])
            heard = HANDSHAKE if heard == "STARTTLS" else _next_verb(lines, is_text=heard == "DATA")
        misbehave(connection, HTTP_STAGES[0].unit if verb == HANDSHAKE else b"250-more\r\n", manner, is_over)

    return HostileServer(serve)


def _next_verb(lines: BinaryIO, *, is_text: bool) -> str:
    """Return what the client says next. Raises: ConnectionError: it has gone."""
    while line := lines.readline():
        if is_text and line == b".\r\n":
            return "text"
        if not is_text:
            return next(verb for verb in REPLIES if line.upper().startswith(verb.encode()))
    raise ConnectionError
