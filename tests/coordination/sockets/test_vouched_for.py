"""A feed sends nothing to a socket whose access was not confirmed within a second (promise 8)."""

from time import monotonic
from uuid import UUID, uuid4

import pytest

from coordination.errors import CoordinationError
from coordination.room.entrance import VOUCHED_S
from coordination.room.fanout import EphemeralUpdate
from coordination.room.people.holders import Holder
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.sockets.feeds import feed as feeds
from coordination.sockets.feeds.feed import RoomFeed, Snapshot
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.vocabulary import Audience
from mou.access.epoch import AccessMoment

NOW, LATER = AccessMoment(1, 1), AccessMoment(2, 1)


class Writer:
    """A socket that takes everything."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def write(self, frame: bytes) -> int:
        self.frames.append(frame)
        return 0

    def pending_bytes(self) -> int:
        return 0

    def close(self, error: CoordinationError, code: int) -> None:
        raise AssertionError(error, code)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at_s = monotonic()

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(feeds, "monotonic", clock)
    return clock


async def no_tail(_room_id: UUID, _after: int, _limit: int) -> list[EncodedEntry]:
    return []


async def no_state(_room_id: UUID, _audiences: frozenset[Readership], _since: int) -> Snapshot:
    raise AssertionError("no one asks for a state here")


def feed_at(clock: Clock) -> RoomFeed:
    feed = RoomFeed(uuid4(), read_tail=no_tail, read_state=no_state, withdraw=lambda _update: None)
    feed.start_at(0)
    feed.vouch(clock(), NOW)
    return feed


def seat(feed: RoomFeed, *, looked_s: float, is_doubted: bool = False) -> Writer:
    writer = Writer()
    subscriber = Subscriber(
        writer=writer,
        holder=Holder(1, uuid4(), "session"),
        audiences=frozenset(Audience),
        let_in_at=0,
        checked_at=LATER if is_doubted else NOW,
        looked_s=looked_s,
    )
    subscriber.is_doubted = is_doubted
    subscriber.begin(0)
    feed.attach(subscriber)
    return writer


def say(feed: RoomFeed, seq: int) -> None:
    frame = f'{{"seq":{seq}}}'.encode()
    feed.hear(EncodedEntry(feed.room_id, seq, Audience.EVERYONE, full=frame, withheld=frame))
    feed._take_early()


async def test_what_is_said_after_the_last_look_has_lost_its_word_waits_for_the_next(clock: Clock) -> None:
    feed = feed_at(clock)
    heard = seat(feed, looked_s=clock())
    say(feed, 1)
    assert len(heard.frames) == 1

    clock.at_s += VOUCHED_S + 0.1
    say(feed, 2)
    say(feed, 3)
    assert len(heard.frames) == 1

    feed.vouch(clock(), NOW)
    assert b"".join(heard.frames).count(b'"seq"') == 3


async def test_whoever_came_in_at_another_moment_has_but_the_word_of_their_own_entrance(clock: Clock) -> None:
    feed = feed_at(clock)
    known, doubted = seat(feed, looked_s=clock()), seat(feed, looked_s=clock(), is_doubted=True)
    clock.at_s += VOUCHED_S + 0.1
    feed.vouch(clock(), NOW)
    say(feed, 1)
    assert (len(known.frames), len(doubted.frames)) == (1, 0)

    feed.vouch(clock(), LATER)
    assert len(doubted.frames) == 1


async def test_positions_wait_for_a_look_and_not_for_a_database_that_is_away(clock: Clock) -> None:
    feed = feed_at(clock)
    heard = seat(feed, looked_s=clock())
    clock.at_s += VOUCHED_S + 0.1
    feed.board.hear(EphemeralUpdate(feed.room_id, uuid4(), b'{"lon":-98.5,"lat":39.8}', Audience.EVERYONE))

    feed.send_positions()
    assert heard.frames == []

    feed.is_blind = True
    feed.send_positions()
    assert len(heard.frames) == 1
