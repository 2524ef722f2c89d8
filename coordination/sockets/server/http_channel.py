"""One HTTP connection: refuse what is not a proper request, and do not wait without end for what never arrives.

Twisted parses requests; this module refuses some that it lets pass. Clients and proxies must agree with us on where
a request ends: what two parsers could read differently is refused, and nothing after it is read as a request.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie
from twisted.web.http import HTTPChannel

from coordination.errors import (
    BodyTooLarge,
    CoordinationError,
    ExpectationFailed,
    HeadersTooLarge,
    MalformedRequest,
    NotAuthenticated,
    RequestTooSlow,
    TransferCodingUnknown,
    TryLater,
)
from coordination.room.wire.frames import encode_json, problem_from_error
from coordination.web.apps.installed import app_uploads

if TYPE_CHECKING:
    from twisted.internet.base import DelayedCall
    from twisted.python.failure import Failure

MAX_BODY_BYTES = 1024 * 1024
# Where files are brought, and only of a request that brings a session: beyond MAX_BODY_BYTES nothing is read before it
# is known to be a good one. The largest file that is taken is a floorplan of 64 MiB; what surrounds it is small.
MAX_UPLOAD_BYTES = 72 * 1024 * 1024
type Headers = Callable[[bytes], list[bytes] | None]
# Tells whether a session belongs to a user. Raises: DatabaseError.
type KnowsSession = Callable[[str], Awaitable[bool]]
# As many digits as a length within the limit can have; Python refuses to read thousands of them.
MAX_LENGTH_DIGITS = 12
# A body earns a second for so many bytes: a photo over a bad line may take its time, a byte now and then may not.
BODY_BYTES_PER_S = 2048
# Closing while bytes of the other side are on their way would take our answer back: they are read and thrown away.
LINGER_S = 2.0
# An answer that waits to be read, and of which nothing was read for so long, is given up.
UNREAD_S = 30.0


class MusterRequest(WebRequest):
    """daphne's request. Django parses forms, in its thread: Twisted would do it too, in the loop and in vain.

    A body that Twisted has put on disk stays there until the application asks for it, piece by piece: daphne would
    queue all of it at once, in memory.
    """

    content: IO[bytes]

    def __init__(self, *args: object) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False)
        self.body_on_disk: IO[bytes] | None = None

    def process(self) -> object:
        """Hand the request over, with nothing in the place of a body that is read later."""
        if self.requestHeaders.hasHeader(b"Transfer-Encoding"):
            self._say_length()
        if not isinstance(self.content, BytesIO):
            self.content.seek(0)
            self.body_on_disk, self.content = self.content, BytesIO()
        return super().process()

    def _say_length(self) -> None:
        """State the length of a body that came in chunks, as a decoder should (RFC 9112, 7.1.3).

        Django looks for a body by its length, and would read a form without one as empty.
        """
        size = self.content.seek(0, os.SEEK_END)
        self.content.seek(0)
        self.requestHeaders.removeHeader(b"Transfer-Encoding")
        self.requestHeaders.setRawHeaders(b"Content-Length", [b"%d" % size])


class MusterChannel(HTTPChannel):
    """Twisted's connection with our bounds; `arrival_s` is how long a request may take from its first byte on."""

    requestFactory = MusterRequest  # noqa: N815 - Twisted's name
    # Twisted describes it by an interface, which says nothing to our checker.
    transport: Any
    callLater: Callable[..., Any]  # noqa: N815 - Twisted's name
    length: int | None  # 0 means that no body comes, None that its end shows later
    arrival_s = 20.0
    knows_session: KnowsSession
    # The question whether a large body may come; done, or None, when nothing is asked.
    _asking: "asyncio.Future[None] | None" = None
    _is_refused = False
    _body_bytes = 0
    _most_bytes = MAX_BODY_BYTES
    _granted_s = 0.0
    _deadline: "DelayedCall | None" = None

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take bytes in, and see to it that a request that has begun also ends."""
        if self._is_refused:
            return
        super().dataReceived(data)
        if not self._is_arriving():
            self._forget_deadline()
        elif self._deadline is None:
            self._granted_s = self.arrival_s
            self._deadline = self.callLater(self.arrival_s, self._judge_arrival)

    def _is_arriving(self) -> bool:
        return not (self._handlingRequest or self._is_refused) and bool(self.requests or self._buffer)

    def _judge_arrival(self) -> None:
        self._deadline = None
        earned_s = self.arrival_s + self._body_bytes / BODY_BYTES_PER_S
        if earned_s <= self._granted_s:
            self._refuse(RequestTooSlow())
            return
        self._deadline = self.callLater(earned_s - self._granted_s, self._judge_arrival)
        self._granted_s = earned_s

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take a line of the head."""
        if self._is_refused:
            return
        if self._receivedHeaderSize + len(line) > self.totalHeadersSize:
            self._refuse(HeadersTooLarge())
            return
        if line.startswith((b" ", b"\t")):
            # A header on two lines: RFC 9112, 5.2, lets us refuse what readers take apart in different ways.
            self._refuse(MalformedRequest())
            return
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Answer a line that does not end; Twisted would only hang up."""
        self._refuse(HeadersTooLarge())

    def headerReceived(self, line: bytes) -> bool:  # noqa: N802 - Twisted's name
        """Take a header, unless it makes the request one that we do not take."""
        name, _, value = line.partition(b":")
        name = name.lower()
        if name == b"daphne-root-path":
            return True  # a wish to daphne about our own addresses; clients may not have it
        error = refusal_of_length(name, value.strip(b" \t").lower())
        if error is not None:
            self._refuse(error)
            return False
        return bool(super().headerReceived(line))

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        """Look at the head as a whole, before a body is asked for."""
        self._body_bytes = 0
        headers = self.requests[-1].requestHeaders.getRawHeaders
        self._most_bytes = most_body_bytes(self._command, self._path, headers)
        error = refusal_of_head(self._version, headers, has_body=self.length != 0)
        if error is None and (self.length or 0) > self._most_bytes:
            error = BodyTooLarge()
        if error is None:
            if self._most_bytes > MAX_BODY_BYTES and (self.length is None or self.length > MAX_BODY_BYTES):
                self._asking = asyncio.ensure_future(self._ask_caller(self.requests[-1], session_key_of(headers)))
            super().allHeadersReceived()
            return
        self._refuse(error)
        # Not 0: that would be a request that is complete, and would be carried out.
        self.length = None

    async def _ask_caller(self, request: MusterRequest, session_key: str) -> None:
        """Read on when the caller is known; refuse the rest of the body when not."""
        error: CoordinationError | None = None
        try:
            if not await self.knows_session(session_key):
                error = NotAuthenticated()
        except DatabaseError:
            error = TryLater()
        if self._is_refused or self._handlingRequest or request not in self.requests:
            return  # it was given up meanwhile, or was hardly larger than a small one and is answered the usual way
        if error is not None:
            self._refuse(error)
            return
        self._asking = None
        if request.requestHeaders.hasHeader(b"Expect"):
            self._send100Continue()
        self._networkProducer.resumeProducing()

    def _is_asking(self) -> bool:
        return self._asking is not None and not self._asking.done()

    def _send100Continue(self) -> None:  # noqa: N802 - Twisted's name
        # A client that waits for this word before it sends a large body gets it when the caller is known.
        if not self._is_asking():
            super()._send100Continue()

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take a piece of a body."""
        if self._is_refused:
            return
        if not self._handlingRequest:
            self._body_bytes += len(data)
            if self._body_bytes > self._most_bytes:
                self._refuse(BodyTooLarge())
                return
            if self._body_bytes > MAX_BODY_BYTES and self._is_asking():
                self._networkProducer.pauseProducing()
        super().rawDataReceived(data)

    def _respondToBadRequestAndDisconnect(self) -> None:  # noqa: N802 - Twisted's name
        self._refuse(MalformedRequest())

    def _refuse(self, error: CoordinationError) -> None:
        """Answer, say that nothing more comes, and hang up when the other side has, or soon."""
        if self._is_refused:
            return
        self._is_refused = True
        self._forget_deadline()
        self.setTimeout(None)
        self.transport.write(answer_bytes(error))
        self._networkProducer.unregisterProducer()
        self.transport.loseWriteConnection()
        self._abortingCall = self.callLater(LINGER_S, self.forceAbortClient)

    def timeoutConnection(self) -> None:  # noqa: N802 - Twisted's name
        """End what has been silent for a minute."""
        if self._is_arriving():
            self._refuse(RequestTooSlow())
        else:
            self.loseConnection()

    def loseConnection(self) -> None:  # noqa: N802 - Twisted's name
        """Close the connection once our answer has been read; give up on a client that does not read it."""
        if self._abortingCall is not None:
            return
        self.setTimeout(None)
        super().loseConnection()
        self._await_reading(unread_bytes(self.transport))

    def _await_reading(self, unread: int) -> None:
        self._abortingCall = self.callLater(UNREAD_S, self._judge_reading, unread)

    def _judge_reading(self, unread_before: int) -> None:
        unread = unread_bytes(self.transport)
        if unread < unread_before:
            self._await_reading(unread)
        else:
            self.forceAbortClient()

    def connectionLost(self, reason: "Failure") -> None:  # noqa: N802 - Twisted's name
        """Clean up."""
        self._forget_deadline()
        super().connectionLost(reason)


class MusterHttpFactory(HTTPFactory):
    """Makes our connections. Without Twisted's wrapper for HTTP/2, which needs TLS to be chosen."""

    protocol = MusterChannel

    def __init__(self, server: object, *, arrival_s: float, knows_session: KnowsSession) -> None:
        super().__init__(server)
        self._arrival_s = arrival_s
        self._knows_session = knows_session

    def buildProtocol(self, addr: object) -> MusterChannel:  # noqa: N802 - Twisted's name
        """Return the reader of a connection."""
        channel: MusterChannel = super().buildProtocol(addr)
        channel.requestFactory = MusterRequest
        channel.arrival_s = self._arrival_s
        channel.knows_session = self._knows_session
        return channel


def refusal_of_length(name: bytes, value: bytes) -> CoordinationError | None:
    """Tell what is wrong with a header that says where a request ends; its value in small letters."""
    if name == b"transfer-encoding" and value != b"chunked":
        # RFC 9112, 6.1. Also "identity", which is in no standard any more: Twisted takes it for no body at all, and
        # would read the body as the next request.
        return TransferCodingUnknown()
    if (
        name == b"content-length"
        and value.isdigit()
        and (len(value) > MAX_LENGTH_DIGITS or int(value) > MAX_UPLOAD_BYTES)
    ):
        return BodyTooLarge()
    return None


@cache
def upload_target() -> re.Pattern[bytes]:
    """Return what the targets of uploads look like. Made once per process."""
    return re.compile(rf"(?:{app_uploads()})(?:\?.*)?".encode())


def most_body_bytes(method: bytes, target: bytes, headers: Headers) -> int:
    """Return how large a body may be, by what is known before it comes."""
    is_upload = method == b"POST" and upload_target().fullmatch(target) is not None
    return MAX_UPLOAD_BYTES if is_upload and session_key_of(headers) else MAX_BODY_BYTES


def session_key_of(headers: Headers) -> str:
    """Return by which session a request says who it is, or nothing; it may not be true.

    As coordination.sign_in.callers asks: of a request with a token nothing else is looked at.
    """
    tokens = headers(b"X-Session-Token")
    if tokens is not None:
        return tokens[0].decode("latin-1")
    cookies = "; ".join(value.decode("latin-1") for value in headers(b"Cookie") or [])
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME) or ""


def refusal_of_head(version: bytes, headers: Headers, *, has_body: bool) -> CoordinationError | None:
    """Tell why a request is not taken, by its head."""
    is_1_1 = version == b"HTTP/1.1"
    if not is_1_1 and headers(b"Transfer-Encoding"):
        # RFC 9112, 6.1: the proxy that passed it on did not know the coding, and sees another end.
        return MalformedRequest()
    hosts = headers(b"Host") or []
    if len(hosts) > 1 or (is_1_1 and not hosts):
        return MalformedRequest()  # RFC 9112, 3.2
    if has_body and any(value.lower() == b"websocket" for value in headers(b"Upgrade") or []):
        # daphne would give the body to the socket, as its first frames.
        return MalformedRequest()
    if is_1_1 and any(value.lower() != b"100-continue" for value in headers(b"Expect") or []):
        return ExpectationFailed()
    return None


def answer_bytes(error: CoordinationError) -> bytes:
    """Return a whole answer that ends its connection."""
    body = encode_json(problem_from_error(error))
    wait = "" if error.retry_after_s is None else f"Retry-After: {error.retry_after_s}\r\n"
    head = (
        f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}\r\n"
        f"Server: musterpoint\r\nContent-Type: application/problem+json\r\n{wait}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def unread_bytes(transport: Any) -> int:
    """Return how many bytes the kernel has not taken from a transport yet."""
    if transport is None or not hasattr(transport, "dataBuffer"):
        return 0
    waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001 - no public way
    return waiting
