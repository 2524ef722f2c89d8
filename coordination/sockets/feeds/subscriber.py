"""One socket's end of a feed: how far it has been sent, how far it has acknowledged, and the window between."""

import math
from collections.abc import Callable
from typing import Protocol

from coordination.errors import CoordinationError
from coordination.room.people.holders import Holder
from coordination.room.wire.addressed import Readership
from mou.access.epoch import AccessMoment

# At most so many entries are on their way to a client that has not acknowledged them …
WINDOW_ENTRIES = 128
# … and at most so many bytes wait in this process for its socket to take them. This bounds what a stalled phone costs.
PENDING_BYTES = 256 * 1024
# Positions, presence and beacons are worth nothing late: a client with that much waiting is spared them.
SPARED_BYTES = 32 * 1024
# A client whose full window stays unacknowledged for this long has stopped reading.
STALL_S = 5.0


class SocketWriter(Protocol):
    """How bytes leave: straight into the server's transport where it offers that, else through ASGI's send."""

    def write(self, frame: bytes) -> int:
        """Send prepared websocket text frames without waiting; return how many bytes now wait in this process."""

    def pending_bytes(self) -> int:
        """Return how many bytes wait in this process for the socket to take them."""

    def close(self, error: CoordinationError, code: int) -> None:
        """Say why, close with the code, and give up on a peer that does not read."""


class Subscriber:
    """The feed writes to it; the consumer tells it what was acknowledged. Never touches the database."""

    __slots__ = (
        "acked",
        "audiences",
        "checked_at",
        "full_since_s",
        "holder",
        "is_closed",
        "is_doubted",
        "is_held",
        "let_in_at",
        "looked_s",
        "needs_a_look",
        "on_closed",
        "pending",
        "sent",
        "writer",
    )

    def __init__(
        self,
        *,
        writer: SocketWriter,
        holder: Holder,
        audiences: frozenset[Readership],
        let_in_at: int,
        checked_at: AccessMoment,
        looked_s: float = math.inf,
    ) -> None:
        self.writer = writer
        # When the holder's access was last checked; and when that was on entering, by this process's clock.
        self.checked_at = checked_at
        self.looked_s = looked_s
        # Access checks of the others do not cover this socket yet.
        self.is_doubted = False
        # The head at which access was checked: only an entry above it can end this socket's access.
        self.let_in_at = let_in_at
        self.holder = holder
        self.audiences = audiences
        self.sent = 0
        self.acked = 0
        self.pending = 0
        self.full_since_s: float | None = None
        self.is_closed = False
        # We are not reading from the client now, so it cannot be blamed for missing acknowledgements.
        self.is_held = False
        # Something waits for this client, or its window is full: only then the feed looks at it every second.
        self.needs_a_look = False
        self.on_closed: Callable[[], None] | None = None

    def begin(self, seq: int) -> None:
        """Begin at a seq: the client has all up to it, by its own word or from the snapshot that was just sent."""
        self.sent = self.acked = seq

    def room(self) -> int:
        """Return how many more entries may be sent now."""
        if self.pending >= PENDING_BYTES:
            self.pending = self.writer.pending_bytes()
            if self.pending >= PENDING_BYTES:
                return 0
        return WINDOW_ENTRIES - (self.sent - self.acked)

    def send_batch(self, last: int, frames: bytes, *, now_s: float) -> None:
        """Send the entries up to `last`; the caller has checked that they are the next ones and that there is room."""
        self.sent = last
        self.pending = self.writer.write(frames)
        if last - self.acked >= WINDOW_ENTRIES or self.pending >= PENDING_BYTES:
            self.full_since_s = now_s
        self.needs_a_look = self.full_since_s is not None or self.pending > 0

    def acknowledge(self, seq: int, *, now_s: float) -> bool:
        """Note what has arrived; return whether that makes news. What was never sent here counts for nothing."""
        if not self.acked < seq <= self.sent:
            return False
        self.acked = seq
        # Progress starts the clock anew: slow is not the same as stalled.
        self.full_since_s = None if self.room() > 0 else now_s
        return True

    def note_held(self, is_held: bool, *, now_s: float) -> None:  # noqa: FBT001 - a fact, not a way to do it
        """Note whether we read from the client; its time to acknowledge begins anew when we read on."""
        self.is_held = is_held
        if self.full_since_s is not None:
            self.full_since_s = now_s

    def is_stalled(self, *, now_s: float) -> bool:
        """Tell whether the window has been full without any acknowledgement for too long, or too much waits.

        Asked every second of those that need a look. Answers to its own commands show at the next beacon at the latest.
        """
        if self.full_since_s is not None and not self.is_held and now_s - self.full_since_s > STALL_S:
            return True
        # Answers to its own commands also count: a client that asks and never reads is no better.
        return self.writer.pending_bytes() >= 2 * PENDING_BYTES

    def send_now(self, frame: bytes) -> None:
        """Send what is not an entry (beacon, positions, presence), unless the client has enough to read already."""
        if self.is_closed or self.full_since_s is not None:
            return
        if self.writer.pending_bytes() < SPARED_BYTES:
            self.writer.write(frame)
        else:
            self.needs_a_look = True

    def close(self, error: CoordinationError, code: int) -> None:
        """Close once; from here on nothing is written."""
        if self.is_closed:
            return
        self.is_closed = True
        self.writer.close(error, code)
        if self.on_closed is not None:
            self.on_closed()
