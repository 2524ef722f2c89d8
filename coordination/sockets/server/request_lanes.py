"""Which lane a request belongs to, and its turn there. A waiting request holds no thread and no connection."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from coordination.errors import CoordinationError, ServerBusy
from coordination.sign_in.attempts.later import SignInBusy
from mou.foundation.installed_apps import app_presses
from mou.foundation.lanes import Lane, Size, watch_lanes

PROBES = frozenset(("/healthz", "/readyz"))
POLL = re.compile(r"/api/v1/rooms/[^/]+/poll")
# What an emergency is made of. Files of a room are not, nor what is drawn of an incident: they come and go with the
# other requests.
URGENT = re.compile(
    r"/api/v1/(?:incidents(?!/[^/]+/(?:evidence|brief)\.)|ws-tickets|rooms/[^/]+/(?!uploads|attachments|poll)[^/]+)(?:/.*)?"
)
# What may hash a password. Signing out hashes none, and does not wait behind password guesses.
SIGN_IN = ("/accounts/", "/_allauth/")
SIGN_OUT = "/accounts/logout/"


def lane_of(method: str, path: str) -> Lane:
    """Return the lane of a request."""
    if path in PROBES:
        return Lane.PROBES
    if POLL.fullmatch(path):
        return Lane.POLLS
    # A press of the alarm and what it needs: it never waits behind ordinary reading.
    if app_presses().fullmatch(path):
        return Lane.PRESSES
    if URGENT.fullmatch(path):
        return Lane.URGENT
    if path.startswith(settings.STATIC_URL):
        return Lane.FILES
    if method == "POST" and path.startswith(SIGN_IN) and path != SIGN_OUT:
        return Lane.SIGN_IN
    return Lane.REQUESTS


class RequestLanes:
    """The lanes of a process's requests. Belongs to one event loop."""

    def __init__(self) -> None:
        self._queues = {lane: TurnQueue(lane, size) for lane, size in settings.LANES.items()}
        watch_lanes(self._queues.values())

    async def turn(self, method: str, path: str, *, who: bytes) -> "Turn":
        """Return when it is a request's turn. Raises: ServerBusy, SignInBusy: it has to come again."""
        return await self._queues[lane_of(method, path)].turn(who=who)


def who_asks(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return a key that tells people's requests apart before sign-in; empty for a request that brings none.

    A client that makes one up is not let in, and does not hold its turn for long.
    """
    found = dict(headers)
    cookies = (one.strip() for one in found.get(b"cookie", b"").split(b";"))
    session = next((one for one in cookies if one.startswith(settings.SESSION_COOKIE_NAME.encode() + b"=")), b"")
    return session or found.get(b"x-session-token", b"") or found.get(b"authorization", b"")


class TurnQueue:
    """Turns of one lane, in the order in which they were asked for; what is more than a person's share waits."""

    def __init__(self, lane: Lane, size: Size) -> None:
        self.lane = lane
        self._size = size
        self._under_way = 0
        self._of: Counter[bytes] = Counter()
        self._waiting: deque[Waiting] = deque()
        self._waiting_of: Counter[bytes] = Counter()

    @property
    def is_full(self) -> bool:
        """Tell whether all turns are taken and the queue is at least half full."""
        return self._under_way >= self._size.at_once and 2 * len(self._waiting) >= self._size.waiting

    @property
    def under_way(self) -> int:
        return self._under_way

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def turn(self, *, who: bytes = b"") -> "Turn":
        """Return when it is the caller's turn. Raises: ServerBusy, SignInBusy."""
        if self._under_way < self._size.at_once and self._has_share(who):
            self._count(who, 1)
        elif len(self._waiting) < self._size.waiting and not self._has_its_share_waiting(who):
            await self._wait(who)
        else:
            raise _refusal_of_lane(self.lane)
        return Turn(self, who)

    def _has_share(self, who: bytes) -> bool:
        return not who or not self._size.of_each or self._of[who] < self._size.of_each

    def _has_its_share_waiting(self, who: bytes) -> bool:
        """Tell whether so many of a person's requests wait that others could not."""
        return bool(who and self._size.of_each) and 2 * self._waiting_of[who] >= self._size.waiting

    def _count(self, who: bytes, by: int) -> None:
        self._under_way += by
        _count_in(self._of, who, by)

    async def _wait(self, who: bytes) -> None:
        mine = Waiting(who, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        _count_in(self._waiting_of, who, 1)
        try:
            # Shielded: whether the turn had come is asked of the future itself, also when both happen at once.
            async with asyncio.timeout(self._size.wait_s):
                await asyncio.shield(mine.turn)
        except BaseException as gave_up:
            if mine.turn.done():
                self.end(who)
            else:
                self._waiting.remove(mine)
                _count_in(self._waiting_of, who, -1)
            if isinstance(gave_up, TimeoutError):
                raise _refusal_of_lane(self.lane) from None
            raise

    def end(self, who: bytes) -> None:
        """Let the next one begin whose share allows it; in the loop."""
        self._count(who, -1)
        found = next((one for one in self._waiting if self._has_share(one.who)), None)
        if found is not None:
            self._waiting.remove(found)
            _count_in(self._waiting_of, found.who, -1)
            self._count(found.who, 1)
            found.turn.set_result(None)


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A request that waits for its turn."""

    who: bytes
    turn: asyncio.Future[None]


def _count_in(counter: Counter[bytes], who: bytes, by: int) -> None:
    """Count, and delete zeros: a Counter would keep them, and the keys come from clients."""
    counter[who] += by
    if not counter[who]:
        del counter[who]


class Turn:
    """The right to a thread, until it is ended."""

    def __init__(self, queue: TurnQueue, who: bytes) -> None:
        self.lane = queue.lane
        self._queue = queue
        self._who = who
        self._loop = asyncio.get_running_loop()

    def end_soon(self) -> None:
        """Let the next one begin; from any thread."""
        with suppress(RuntimeError):  # the loop has ended, and with it every waiting request
            self._loop.call_soon_threadsafe(self._queue.end, self._who)


def _refusal_of_lane(lane: Lane) -> CoordinationError:
    return SignInBusy() if lane is Lane.SIGN_IN else ServerBusy()
