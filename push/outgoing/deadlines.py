"""One deadline for all that a call to another server does, from its name to the last piece of its answer.

A thread says how long it has; each operation of a socket (push.outgoing.sockets) takes what is left. Nothing goes out
without a deadline. Pure: no Django, no network.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

# What may come besides the part of an answer that is asked for: status lines, headers, and what a buffer reads ahead.
HEAD_MAX_BYTES = 128 * 1024


class OutOfTime(TimeoutError):
    """The deadline has passed."""


class TooLong(OSError):
    """The other side sends more than any answer has."""


@dataclass(slots=True)
class Deadline:
    """When a call ends by the monotonic clock, and how many bytes may still come."""

    ends_s: float
    bytes_left: int | None


_here: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within_deadline(seconds: float, *, most_bytes: int | None = None) -> Iterator[Deadline]:
    """Give the block so long, and no longer than the block around it has.

    `most_bytes` is what may come besides the head of an answer.
    """
    around, ends_s = _here.get(), time.monotonic() + seconds
    bytes_left = None if most_bytes is None else most_bytes + HEAD_MAX_BYTES
    deadline = Deadline(ends_s if around is None else min(ends_s, around.ends_s), bytes_left)
    token = _here.set(deadline)
    try:
        yield deadline
    finally:
        _here.reset(token)


def left_s() -> float:
    """Return how long is left. Raises: OutOfTime: nothing. RuntimeError: no deadline is set."""
    left = _current_deadline().ends_s - time.monotonic()
    if left <= 0:
        raise OutOfTime("the deadline has passed")
    return left


def is_over() -> bool:
    """Tell whether nothing is left."""
    return _current_deadline().ends_s <= time.monotonic()


def count_bytes(count: int) -> None:
    """Note that so many bytes came. Raises: TooLong."""
    deadline = _current_deadline()
    if deadline.bytes_left is None:
        return
    deadline.bytes_left -= count
    if deadline.bytes_left < 0:
        raise TooLong("more than any answer has")


def _current_deadline() -> Deadline:
    deadline = _here.get()
    if deadline is None:
        raise RuntimeError("nothing goes out without a deadline")
    return deadline
