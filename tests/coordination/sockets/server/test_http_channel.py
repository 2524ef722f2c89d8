"""How long a connection is waited for, in virtual time; what is refused meets a real server in end_to_end."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web.http import Request

from coordination.sockets.server.http_channel import (
    BODY_BYTES_PER_S,
    LINGER_S,
    MAX_BODY_BYTES,
    UNREAD_S,
    MusterChannel,
)

ARRIVAL_S = 20.0
UPLOAD = b"POST /api/v1/rooms/1/uploads HTTP/1.1\r\nHost: localhost\r\nX-Session-Token: a-token\r\n"
PIECE = b" " * 65_536
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


class Wire(StringTransport):
    """A transport whose other side reads what it is told to read."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Twisted's
        self.dataBuffer = b""
        self.offset = 0
        self._tempDataLen = 0

    def loseWriteConnection(self) -> None:  # noqa: N802 - Twisted's name
        self.disconnecting = True


class Answered(Request):
    """A request that the test answers."""

    def process(self) -> None:
        """Wait."""


class Talk:
    """One connection and its clock."""

    def __init__(self) -> None:
        self.clock, self.wire, self.channel = Clock(), Wire(), MusterChannel()
        self.channel.callLater = self.clock.callLater
        self.channel.timeOut = 60
        self.channel.arrival_s = ARRIVAL_S
        self.channel.requestFactory = Answered
        self.channel.makeConnection(self.wire)

    @property
    def heard(self) -> bytes:
        return bytes(self.wire.value())  # type: ignore[no-untyped-call]  # Twisted's

    @property
    def status(self) -> bytes:
        return self.heard[9:12]

    def hang_up(self) -> None:
        self.channel.connectionLost(Failure(ConnectionError()))  # type: ignore[no-untyped-call]  # Twisted's


@pytest.fixture
def talk() -> Iterator[Talk]:
    one = Talk()
    yield one
    one.hang_up()


def test_a_head_that_comes_byte_by_byte_is_ended(talk: Talk) -> None:
    for _ in range(int(ARRIVAL_S) - 1):
        talk.channel.dataReceived(b"a")
        talk.clock.advance(1)
    assert talk.status == b""

    talk.clock.advance(1)

    assert talk.status == b"408"
    assert not talk.wire.disconnected
    talk.clock.advance(LINGER_S)
    assert talk.wire.disconnected


def test_a_body_earns_time_as_it_comes(talk: Talk) -> None:
    talk.channel.dataReceived(HEAD + b"Content-Length: 1000000\r\n\r\n")
    for _ in range(100):
        talk.channel.dataReceived(b"a" * BODY_BYTES_PER_S)
        talk.clock.advance(1)

    assert talk.status == b""


def test_a_body_that_comes_byte_by_byte_is_ended(talk: Talk) -> None:
    talk.channel.dataReceived(HEAD + b"Content-Length: 1000000\r\n\r\n")
    for _ in range(int(ARRIVAL_S) + 1):
        talk.channel.dataReceived(b"a")
        talk.clock.pump([0.5, 0.5])

    assert talk.status == b"408"


def test_a_request_that_has_arrived_is_not_counted_any_more(talk: Talk) -> None:
    talk.channel.dataReceived(HEAD)
    talk.channel.dataReceived(b"Content-Length: 2\r\n\r\n{}")

    talk.clock.advance(ARRIVAL_S * 10)

    assert talk.status == b""
    assert talk.clock.getDelayedCalls() == []


def test_a_connection_that_is_kept_open_may_be_silent_for_a_minute(talk: Talk) -> None:
    talk.clock.advance(59)
    assert not talk.wire.disconnecting

    talk.clock.advance(1)

    assert (talk.wire.disconnecting, talk.heard) == (True, b"")


def test_a_connection_that_is_gone_leaves_no_clock_behind(talk: Talk) -> None:
    talk.channel.dataReceived(HEAD)

    talk.hang_up()

    assert talk.clock.getDelayedCalls() == []


def reads(talk: Talk) -> None:
    talk.wire.dataBuffer = talk.wire.dataBuffer[1000:]


def reads_nothing(talk: Talk) -> None:
    """Leave it there."""


@pytest.mark.parametrize(("other_side", "is_given_up"), [(reads, False), (reads_nothing, True)])
def test_an_answer_is_waited_for_as_long_as_somebody_reads_it(
    talk: Talk, other_side: Callable[[Talk], None], *, is_given_up: bool
) -> None:
    talk.wire.dataBuffer = b"a" * 1_000_000
    talk.channel.loseConnection()
    for _ in range(10):
        other_side(talk)
        talk.clock.advance(UNREAD_S)

    assert talk.wire.disconnected == is_given_up


# --- who brings a large body ------------------------------------------------------------------------------------------
class Door:
    """Who is asked whose session it is, and answers when the test does."""

    def __init__(self, talk: Talk) -> None:
        self.asked: list[str] = []
        self.answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        talk.channel.knows_session = self._knows

    async def _knows(self, session_key: str) -> bool:
        self.asked.append(session_key)
        return await self.answer


def begin_upload(talk: Talk, length: int) -> None:
    """Send the head of an upload and as much of its body as is taken before anybody has said who it is from."""
    talk.channel.dataReceived(UPLOAD + b"Content-Length: %d\r\n\r\n" % length)
    for _ in range(MAX_BODY_BYTES // len(PIECE)):
        talk.channel.dataReceived(PIECE)


async def answered() -> None:
    """Let whoever waits for an answer take it."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_nothing_more_of_a_large_body_is_read_before_its_sender_is_known(talk: Talk) -> None:
    door = Door(talk)
    begin_upload(talk, MAX_BODY_BYTES * 3)
    assert talk.wire.producerState == "producing"

    talk.channel.dataReceived(PIECE)
    await answered()

    assert (door.asked, talk.wire.producerState) == (["a-token"], "paused")
    door.answer.set_result(True)
    await answered()
    assert (talk.wire.producerState, talk.status) == ("producing", b"")


async def test_whoever_is_nobody_is_refused_as_soon_as_that_is_known(talk: Talk) -> None:
    door = Door(talk)
    begin_upload(talk, MAX_BODY_BYTES * 3)

    door.answer.set_result(False)
    await answered()

    assert talk.status == b"401"


async def test_while_the_database_is_away_no_large_body_is_taken(talk: Talk) -> None:
    door = Door(talk)
    begin_upload(talk, MAX_BODY_BYTES * 3)

    door.answer.set_exception(DatabaseError())
    await answered()

    assert talk.status == b"503"
    assert b"try_later" in talk.heard
    assert b"Retry-After: 3\r\n" in talk.heard


async def test_an_answer_that_comes_after_the_body_changes_nothing(talk: Talk) -> None:
    """A body that is hardly too large is all there before; the usual way asks who it is from."""
    door = Door(talk)
    begin_upload(talk, MAX_BODY_BYTES + 1)
    talk.channel.dataReceived(b" ")

    door.answer.set_result(False)
    await answered()

    assert (talk.status, len(talk.channel.requests)) == (b"", 1)


async def test_nobody_is_asked_about_a_small_body(talk: Talk) -> None:
    door = Door(talk)

    talk.channel.dataReceived(UPLOAD + b"Content-Length: 2\r\n\r\n{}")
    await answered()

    assert door.asked == []
