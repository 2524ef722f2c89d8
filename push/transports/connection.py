"""One HTTP/1.1 connection that asks one thing at a time: aiohttp's parser of answers, and next to nothing around it.

Answers are a stranger's: bounded in size, and a connection that says one word too much is given up.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpResponseParser, RawResponseMessage
from aiohttp.streams import StreamReader

ANSWER_MAX_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Names of headers are in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """Away, cut off, or nothing that speaks HTTP. The text is a stable code."""


class Unheard(NoAnswer):
    """A connection that had served before ended without a byte: most likely it was closed before we wrote."""


class Connection(BaseProtocol):
    """Belongs to the request that took it from the pool until the answer is there."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        parser = HttpResponseParser(self, loop, ANSWER_MAX_BYTES, read_until_eof=True, auto_decompress=False)
        super().__init__(loop, parser)
        self._answers = parser
        self._asked: asyncio.Future[Answer] | None = None
        self._has_served = False
        self._has_heard = False
        self._head: RawResponseMessage | None = None
        self._payload: StreamReader | None = None
        self.idle_since_s = 0.0

    @property
    def is_free(self) -> bool:
        """Whether it is open and nothing is under way."""
        return self._asked is None and self.transport is not None and not self.transport.is_closing()

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        """Write a request and return the answer to come, which may turn out to be NoAnswer."""
        self._asked = asked = self._loop.create_future()
        self._has_heard, self._head, self._payload = False, None, None
        if self.transport is None:
            # Closed since it was taken.
            self._fail(NoAnswer("cut_off"))
        else:
            self.transport.write(request)
        return asked

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    # The parser would have us stop reading while its bytes are not taken. What may come is bounded without that.
    def pause_reading(self) -> None: ...

    def resume_reading(self, resume_parser: bool = True) -> None: ...  # noqa: FBT001, FBT002 - the parent's

    # --- called by the event loop -------------------------------------------------------------------------------------
    def data_received(self, data: bytes) -> None:
        self._has_heard = True
        if self._asked is None:
            # No request was made.
            self.close()
            return
        try:
            messages, is_upgraded, _ = self._answers.feed_data(data)
        except HttpProcessingError:
            self._fail(NoAnswer("no_http"))
            return
        for message, payload in messages:
            if is_upgraded or self._head is not None:
                self._fail(NoAnswer("no_http"))
                return
            # 1xx: the answer is still to come (RFC 9110, 15.2).
            if message.code >= 200:
                self._head, self._payload = message, payload
                payload.on_eof(self._finish)
        if self._payload is not None and self._payload.total_bytes > ANSWER_MAX_BYTES:
            self._fail(NoAnswer("too_long"))

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        if self._asked is not None and self._head is not None and exc is None:
            # An answer without a length ends with its connection. One that has a length and is cut off raises.
            try:
                self._answers.feed_eof()
            except HttpProcessingError:
                self._fail(NoAnswer("cut_off"))
        self._fail(Unheard("cut_off") if self._has_served and not self._has_heard else NoAnswer("cut_off"))

    def _finish(self) -> None:
        """Hand over the answer, whose last byte has just come."""
        asked, head, payload = self._asked, self._head, self._payload
        if asked is None or head is None or payload is None or payload.total_bytes > ANSWER_MAX_BYTES:
            return
        self._asked, self._has_served = None, True
        if head.should_close:
            self.close()
        if not asked.done():
            asked.set_result(Answer(head.code, head.headers, payload.read_nowait()))

    def _fail(self, error: NoAnswer) -> None:
        asked, self._asked = self._asked, None
        self.close()
        if asked is not None and not asked.done():
            asked.set_exception(error)
