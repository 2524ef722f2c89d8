"""Kinds of work that must not wait for each other, and how much of each one server process does at a time.

Every lane has threads or processes of its own, and connections to the database of its own; docs/operations.md has the
table. What a lane cannot take is refused with a word that says so. Pure: no Django, no database.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol


class Lane(StrEnum):
    """What work is for."""

    ROOMS = "rooms"  # what sockets and feeds ask of the database
    WATCH = "watch"  # whether those who listen may still
    PRESSES = "presses"  # of the panic alarm, and the page for it
    URGENT = "urgent"  # rooms and incidents over HTTP
    POLLS = "polls"  # those who wait for entries over HTTP
    SIGN_IN = "sign-in"
    HASHING = "hashing"
    PROBES = "probes"  # /healthz and /readyz
    FILES = "files"  # scripts and styles of pages
    REQUESTS = "requests"  # every other request
    COMPUTING = "computing"  # those of them that compute at a time
    LOOKUPS = "lookups"  # who brings a large file, and whether a plan is as it was
    DRAWING = "drawing"  # prints, packs and papers: processes
    PHOTOS = "photos"  # processes
    LOOKS = "looks"  # what a plan's file is: processes
    WORD_FILES = "word-files"  # processes
    BACKGROUND = "background"  # upkeep, and everything in a process that serves no requests


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a lane's work is done at once, how many may wait for it, how long, and with how many connections.

    `of_each`: how much at once of one person, where a lane is shared by person; the others' go before what is more.
    """

    at_once: int
    waiting: int = 0
    wait_s: float = 0.0
    connections: int = 0
    of_each: int = 0


# A lane whose work waits for processes holds no connection meanwhile: it has more threads than connections.
SIZES: Mapping[Lane, Size] = MappingProxyType(
    {
        Lane.ROOMS: Size(8, connections=8),
        Lane.WATCH: Size(1, connections=1),
        # A press is short, and behind nothing but presses: a school that presses at once is through in a second.
        Lane.PRESSES: Size(4, waiting=500, wait_s=10, connections=4, of_each=2),
        Lane.URGENT: Size(6, waiting=500, wait_s=10, connections=6, of_each=3),
        # Each is a thread that waits, up to 25 s, and asks in the lane of the rooms.
        Lane.POLLS: Size(400, connections=2, of_each=16),
        Lane.SIGN_IN: Size(2, waiting=32, wait_s=5, connections=2),
        # One hash at a time takes one core for a moment: on a machine of two the rooms have the other.
        Lane.HASHING: Size(1),
        Lane.PROBES: Size(2, waiting=20, wait_s=5, connections=1),
        # Read in the loop: no thread, and a connection only for who asks for one that is not there.
        Lane.FILES: Size(64, waiting=500, wait_s=10, connections=1, of_each=32),
        # More than all who wait for a process: 8 drawing, 6 photos, 2 looks, 4 Word files.
        Lane.REQUESTS: Size(28, waiting=200, wait_s=10, connections=8, of_each=14),
        # Each more that computes keeps the rooms' threads from the interpreter for another moment, again and again.
        Lane.COMPUTING: Size(2, waiting=28, wait_s=0.25),
        Lane.LOOKUPS: Size(2, connections=2),
        Lane.DRAWING: Size(2, waiting=6, wait_s=20),
        Lane.PHOTOS: Size(2, waiting=4, wait_s=20),
        Lane.LOOKS: Size(2),
        Lane.WORD_FILES: Size(2, waiting=2, wait_s=20),
        Lane.BACKGROUND: Size(1, connections=12),
    }
)
MOST = 1000


def sizes_with(changes: str) -> dict[Lane, Size]:
    """Return every lane's size with changes such as "requests=40 rooms=12": so many at once.

    Where work at once means connections at once, these grow with it. Raises: ValueError: says what is wrong.
    """
    sizes = dict(SIZES)
    for change in changes.split():
        name, _, number = change.partition("=")
        if name not in Lane or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= MOST:
            raise ValueError(f"{change!r}: name=number, a number from 1 to {MOST}, a name of {', '.join(Lane)}")
        before, at_once = sizes[Lane(name)], int(number)
        connections = at_once if before.connections == before.at_once else before.connections
        of_each = -(-before.of_each * at_once // before.at_once)
        sizes[Lane(name)] = replace(before, at_once=at_once, connections=connections, of_each=of_each)
    return sizes


# --- which lane a thread works in -----------------------------------------------------------------------------------
_here = threading.local()


def work_in(lane: Lane) -> None:
    """Say for what this thread works from now on: its connections are that lane's."""
    _here.lane = lane


def lane_here() -> Lane:
    """Return for what this thread works."""
    lane: Lane = getattr(_here, "lane", Lane.BACKGROUND)
    return lane


# --- which lanes are full ------------------------------------------------------------------------------------------
class WatchedLane(Protocol):
    """A lane that says how full it is."""

    lane: Lane

    @property
    def is_full(self) -> bool: ...

    @property
    def under_way(self) -> int: ...

    @property
    def waiting(self) -> int: ...


_watched: dict[Lane, WatchedLane] = {}


def watch_lanes(lanes: Iterable[WatchedLane]) -> None:
    """Let readiness and metrics tell of these lanes of this process; the newest of a name counts."""
    _watched.update({one.lane: one for one in lanes})


def watched_lanes() -> list[WatchedLane]:
    """Return the lanes that are told of."""
    return list(_watched.values())


# --- turns ----------------------------------------------------------------------------------------------------------
class LaneFull(Exception):
    """So many work and wait already, or the turn did not come in time."""


class Turns:
    """A lane of blocking work: threads take turns, few wait for one, and none for long."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._turns = threading.BoundedSemaphore(size.at_once)
        self._places = threading.BoundedSemaphore(size.at_once + size.waiting)

    @contextmanager
    def turn(self, *, most_s: float | None = None) -> Iterator[None]:
        """Do the work of the block when it is this thread's turn, at the latest after most_s.

        Raises: LaneFull.
        """
        if not self._places.acquire(blocking=False):
            raise LaneFull
        try:
            with step_aside():
                is_ours = self._turns.acquire(timeout=min(self._size.wait_s, most_s or self._size.wait_s))
            if not is_ours:
                raise LaneFull
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


class SharedTurns:
    """Turns of which no name has more than a share: so many in all, fewer for each name, and none is waited for."""

    def __init__(self, *, at_once: int, of_each: int) -> None:
        self._at_once = at_once
        self._of_each = of_each
        self._changing = threading.Lock()
        self._under_way = 0
        self._of: Counter[str] = Counter()

    @contextmanager
    def turn(self, *names: str) -> Iterator[None]:
        """Do the work of the block, which counts for each of these names. Raises: LaneFull."""
        with self._changing:
            if self._under_way >= self._at_once or any(self._of[name] >= self._of_each for name in names):
                raise LaneFull
            self._count(names, 1)
        try:
            yield
        finally:
            with self._changing:
                self._count(names, -1)

    def _count(self, names: Iterable[str], by: int) -> None:
        self._under_way += by
        for name in names:
            self._of[name] += by
            # A counter keeps its zeros, and the names are other people's.
            if not self._of[name]:
                del self._of[name]


# --- who computes ---------------------------------------------------------------------------------------------------
class Computing:
    """Lets few threads compute at a time. None waits for long: one that computes may itself be waiting for a lock."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._turns = threading.BoundedSemaphore(size.at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do the work of the block in turn, or without one when none comes in time."""
        self._begin()
        _here.computing = self
        try:
            yield
        finally:
            _here.computing = None
            self._end()

    def is_in_turn(self) -> bool:
        """Tell whether this thread has a turn, and did not only wait long enough."""
        return bool(_here.has_turn)

    def _begin(self) -> None:
        _here.has_turn = self._turns.acquire(timeout=self._size.wait_s)

    def _end(self) -> None:
        if _here.has_turn:
            self._turns.release()

    @contextmanager
    def let_go(self) -> Iterator[None]:
        """Let another one compute during the block."""
        self._end()
        try:
            yield
        finally:
            self._begin()


@contextmanager
def step_aside() -> Iterator[None]:
    """Step aside for the block, in which this thread waits for a turn or for a process."""
    computing: Computing | None = getattr(_here, "computing", None)
    with computing.let_go() if computing is not None else nullcontext():
        yield


# --- who goes first -------------------------------------------------------------------------------------------------
class GoesFirst:
    """Says whether work is under way that goes before all other, so that other threads can let it by."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._under_way = 0
        self._is_idle = threading.Event()
        self._is_idle.set()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Do the work of the block before others'."""
        with self._changing:
            self._under_way += 1
            self._is_idle.clear()
        try:
            yield
        finally:
            with self._changing:
                self._under_way -= 1
                if not self._under_way:
                    self._is_idle.set()

    def let_by(self, *, most_s: float) -> float:
        """Wait until none of it is under way, but no longer than most_s; return how long that was, in seconds."""
        if self._is_idle.is_set():
            return 0.0
        began_s = time.monotonic()
        self._is_idle.wait(most_s)
        return time.monotonic() - began_s


# What a room has been asked to do, and has not yet done.
COMMANDS = GoesFirst()
