"""The chain over a room's log: nothing was changed, taken out or put in.

What may not be read is in it, too, by its digest. Pure.
"""

import hashlib
from collections.abc import Iterable, Sequence

from musterpoint_client.log.canonical import canonical_text
from musterpoint_client.log.fold import state_after
from musterpoint_client.problems import Frame

# The hash before the first entry.
GENESIS = "0" * 64
SALT_BYTES = 16
HASH_BYTES = 32


class BrokenLog(Exception):
    """The log is not what it says it is: `seq` is the first entry that is wrong."""

    code = "broken_log"

    def __init__(self, why: str, seq: int) -> None:
        super().__init__(why)
        self.seq = seq


def sha256(data: bytes) -> str:
    """Return a digest as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class Chain:
    """Follows a log, from its beginning or from a state, and checks each frame against the one before it."""

    def __init__(self, *, seq: int = 0, hash: str = GENESIS) -> None:  # noqa: A002 - the protocol's word
        self.seq, self.hash = seq, hash

    def take(self, frame: Frame) -> None:
        """Take the next entry, or withheld in its place. Raises: BrokenLog."""
        seq = self.seq + 1
        if frame["seq"] != seq:
            raise BrokenLog(f"#{seq} is missing", seq)
        if frame["type"] == "entry":
            if (said := frame["content"].get("seq")) != seq:
                raise BrokenLog(f"#{seq} says that it is #{said}", seq)
            text = canonical_text(frame["content"]).encode("utf-8", "surrogatepass")
            if sha256(_bytes_at(frame["salt"], SALT_BYTES, seq) + text) != frame["digest"]:
                raise BrokenLog(f"#{seq} is not what was recorded", seq)
        link = _bytes_at(self.hash, HASH_BYTES, seq) + _bytes_at(frame["digest"], HASH_BYTES, seq)
        if (after := sha256(link)) != frame["hash"]:
            raise BrokenLog(f"the chain breaks at #{seq}", seq)
        self.seq, self.hash = seq, after


def _bytes_at(digits: str, length: int, seq: int) -> bytes:
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        raw = b""
    if len(raw) != length:
        raise BrokenLog(f"#{seq} has a digest that is none", seq)
    return raw


def verified_log(frames: Iterable[Frame]) -> str:
    """Check a log from #1 on and return the hash of its last entry. Raises: BrokenLog."""
    chain = Chain()
    for frame in frames:
        chain.take(frame)
    return chain.hash


def same_as_far_as_both_go(one: Sequence[Frame], other: Sequence[Frame]) -> int:
    """Return how far two people's logs are the same, though they may read different entries. Raises: BrokenLog."""
    both = min(len(one), len(other))
    for number in range(both):
        if one[number]["hash"] != other[number]["hash"]:
            raise BrokenLog(f"the two logs part at #{number + 1}", number + 1)
    return both


def state_at(frames: Sequence[Frame], seq: int) -> Frame:
    """Return what the reader of a log sees of the room after an entry, without kinds of which there is nothing."""
    state: Frame = {}
    for frame in frames[:seq]:
        state = state_after(state, frame.get("content", {}))
    return {kind: objects for kind, objects in state.items() if objects}
