"""Batches of neighboring entries as one piece of bytes: built once per kind of reader, written in one system call."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.websocket import text_frame

# Entries kept for sockets that come back after a short absence: no database for them.
RECENT_ENTRIES = 512
# A batch is written in one go; longer ones are cut, so that what a slow socket leaves waiting stays small.
BATCH_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """An entry's two websocket frames, built once for all sockets of the process."""

    seq: int
    audience: Readership
    full: bytes
    withheld: bytes
    ends_participant: UUID | None


@dataclass(frozen=True, slots=True)
class FrameBatch:
    """The frames of the entries up to `last`, end to end. Only the last one may end a participant's access."""

    last: int
    frames: bytes
    ends_participant: UUID | None


def prepare_entry(entry: EncodedEntry) -> PreparedEntry:
    """Return an entry with its two websocket frames built."""
    return PreparedEntry(
        seq=entry.seq,
        audience=entry.audience,
        full=text_frame(entry.full),
        withheld=text_frame(entry.withheld),
        ends_participant=entry.ends_participant,
    )


def batch_from(entries: Sequence[PreparedEntry], audiences: frozenset[Readership]) -> FrameBatch:
    """Return the longest batch of at most BATCH_BYTES from the beginning of the entries; always at least one."""
    frames: list[bytes] = []
    size_bytes = 0
    for entry in entries:
        frame = entry.full if entry.audience in audiences else entry.withheld
        size_bytes += len(frame)
        if frames and size_bytes > BATCH_BYTES:
            break
        frames.append(frame)
        if entry.ends_participant is not None:
            # The last that this person gets; what comes after it is another batch.
            break
    last = entries[len(frames) - 1]
    return FrameBatch(last=last.seq, frames=b"".join(frames), ends_participant=last.ends_participant)


class RecentEntries:
    """The newest entries of a room, and the batches that have been asked for since the last change."""

    __slots__ = ("_batches", "_entries")

    def __init__(self) -> None:
        self._entries: deque[PreparedEntry] = deque(maxlen=RECENT_ENTRIES)
        self._batches: dict[tuple[int, int, frozenset[Readership]], FrameBatch] = {}

    def extend(self, entries: Sequence[PreparedEntry]) -> None:
        """Add the next entries."""
        self._entries.extend(entries)
        self._batches.clear()

    def reaches(self, after: int) -> bool:
        """Tell whether the entry after this one is still here."""
        return bool(self._entries) and self._entries[0].seq <= after + 1

    def batch(self, *, after: int, up_to: int, audiences: frozenset[Readership]) -> FrameBatch:
        """Return the batch that follows `after`, not beyond `up_to`; readers of one kind share it."""
        key = (after, up_to, audiences)
        batch = self._batches.get(key)
        if batch is None:
            first = after + 1 - self._entries[0].seq
            wanted = list(islice(self._entries, first, up_to + 1 - self._entries[0].seq))
            batch = self._batches[key] = batch_from(wanted, audiences)
        return batch
