"""A log in memory and a socket that keeps what it gets: what a feed needs, without a database and without a network."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from coordination.errors import CoordinationError
from coordination.room.fanout import EphemeralUpdate
from coordination.room.people.holders import Holder
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.websocket import text_frame
from coordination.sockets.feeds.feed import LogUnreadable, RoomFeed, Snapshot
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.vocabulary import Audience
from mou.access.epoch import NEVER


@dataclass
class FakeLog:
    """Entries by seq. `is_up` False: reading fails as it does without a database."""

    room_id: UUID = field(default_factory=uuid4)
    entries: list[EncodedEntry] = field(default_factory=list)
    is_up: bool = True
    reads: int = 0

    def commit(
        self,
        audience: Audience = Audience.EVERYONE,
        *,
        ends: UUID | None = None,
        command_id: UUID | None = None,
        padding: int = 0,
    ) -> EncodedEntry:
        """Append an entry, which says from which command it is."""
        seq = len(self.entries) + 1
        of_command = {"command_id": str(command_id)} if command_id else {}
        full = json.dumps({"type": "entry", "seq": seq, **of_command, "content": "x" * padding}).encode()
        withheld = json.dumps({"type": "withheld", "seq": seq}).encode()
        self.entries.append(EncodedEntry(self.room_id, seq, audience, full, withheld, ends))
        return self.entries[-1]

    @property
    def head(self) -> int:
        return len(self.entries)

    async def read_tail(self, room_id: UUID, after: int, limit: int) -> list[EncodedEntry]:
        """Return what a feed asks for. Raises: LogUnreadable."""
        self.reads += 1
        if not self.is_up:
            raise LogUnreadable
        return self.entries[after : after + limit]

    async def read_state(self, room_id: UUID, audiences: frozenset[Readership], since: int) -> Snapshot:
        """Return a state that says only how far the log is."""
        self.reads += 1
        frame = {"type": "state", "since": since, "seq": self.head, "audiences": sorted(audiences)}
        return Snapshot(self.head, text_frame(json.dumps(frame).encode()), frozenset())

    def feed(self, *, withdraw: Callable[[EphemeralUpdate], None] = lambda _: None) -> RoomFeed:
        """Return a feed over this log that has not started yet."""
        return RoomFeed(self.room_id, read_tail=self.read_tail, read_state=self.read_state, withdraw=withdraw)


class FakeWriter:
    """A socket that takes everything at once, or nothing while `is_stuck`."""

    def __init__(self) -> None:
        self.frames: list[dict[str, object]] = []
        self.closed_with: int | None = None
        self.is_stuck = False
        self.waiting_bytes = 0
        self.most_waiting_bytes = 0

    def write(self, frame: bytes) -> int:
        """Keep the frames."""
        assert self.closed_with is None, "written after closing"
        self.frames += [json.loads(text) for text in payloads_of(frame)]
        self.waiting_bytes += len(frame) if self.is_stuck else 0
        self.most_waiting_bytes = max(self.most_waiting_bytes, self.waiting_bytes)
        return self.waiting_bytes

    def pending_bytes(self) -> int:
        """Return what the peer has not taken."""
        return self.waiting_bytes

    def close(self, error: CoordinationError, code: int) -> None:
        """Note the code."""
        assert self.closed_with is None, "closed twice"
        self.closed_with = code

    def seqs(self) -> list[object]:
        """Return the entries' seqs in the order they came."""
        return [frame["seq"] for frame in self.frames if frame["type"] in {"entry", "withheld"}]


def payloads_of(stream: bytes) -> list[bytes]:
    """Return the texts of unmasked websocket frames that stand end to end, as a client's parser would."""
    texts = []
    while stream:
        assert stream[0] == 0x81, "not a whole text frame"
        size, header = stream[1], 2
        if size == 126:
            size, header = int.from_bytes(stream[2:4], "big"), 4
        elif size == 127:
            size, header = int.from_bytes(stream[2:10], "big"), 10
        texts.append(stream[header : header + size])
        assert len(texts[-1]) == size, "torn frame"
        assert text_frame(texts[-1]) == stream[: header + size], "a header longer than needed"
        stream = stream[header + size :]
    return texts


def make_subscriber(
    writer: FakeWriter, *, audiences: frozenset[Readership] = frozenset(Audience), let_in_at: int = 0, after: int = 0
) -> Subscriber:
    """Return a socket's end of a feed; the client says it has everything up to `after`."""
    holder = Holder(user_id=1, participant_id=uuid4(), session_key="s")
    subscriber = Subscriber(writer=writer, holder=holder, audiences=audiences, let_in_at=let_in_at, checked_at=NEVER)
    subscriber.begin(after)
    return subscriber
