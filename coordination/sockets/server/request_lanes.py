"""Which lane a request belongs to, and turns in it: what waits for its turn is no thread and holds no connection."""

import asyncio
import re
from collections import deque
from contextlib import suppress

from django.conf import settings

from coordination.errors import CoordinationError, ServerBusy
from coordination.sign_in.attempts.later import SignInBusy
from mou.lanes import Lane, Size

PROBES = frozenset(("/healthz", "/readyz"))
POLL = re.compile(r"/api/v1/rooms/[^/]+/poll")
# What an emergency is made of. Files of a room are not: they come and go with the other requests.
URGENT = re.compile(
    r"/api/v1/(?:incidents|panics|panic-intake|ws-tickets|rooms/[^/]+/(?!uploads|attachments|poll)[^/]+)(?:/.*)?"
)
# What may hash a password. Whoever signs out changes no password, and waits for nobody who guesses one.
SIGN_IN = ("/accounts/", "/_allauth/")
SIGN_OUT = "/accounts/logout/"


def lane_of(method: str, path: str) -> Lane:
    """Return the lane of a request."""
    if path in PROBES:
        return Lane.PROBES
    if POLL.fullmatch(path):
        return Lane.POLLS
    if URGENT.fullmatch(path):
        return Lane.URGENT
    if method == "POST" and path.startswith(SIGN_IN) and path != SIGN_OUT:
        return Lane.SIGN_IN
    return Lane.REQUESTS


class RequestLanes:
    """The lanes of a process's requests. Belongs to one event loop."""

    def __init__(self) -> None:
        self._queues = {lane: TurnQueue(lane, size) for lane, size in settings.LANES.items()}

    async def turn(self, method: str, path: str) -> "Turn":
        """Return when it is a request's turn. Raises: ServerBusy, SignInBusy: it has to come again."""
        return await self._queues[lane_of(method, path)].turn()


class TurnQueue:
    """Turns of one lane, in the order in which they were asked for."""

    def __init__(self, lane: Lane, size: Size) -> None:
        self.lane = lane
        self._size = size
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def turn(self) -> "Turn":
        """Return when it is the caller's turn. Raises: ServerBusy, SignInBusy."""
        if self._under_way < self._size.at_once:
            self._under_way += 1
        elif len(self._waiting) < self._size.waiting:
            await self._wait()
        else:
            raise _refusal(self.lane)
        return Turn(self)

    async def _wait(self) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            # Shielded: whether the turn had come is asked of the future itself, also when both happen at once.
            async with asyncio.timeout(self._size.wait_s):
                await asyncio.shield(mine)
        except BaseException as gave_up:
            if mine.done():
                self.end()
            else:
                self._waiting.remove(mine)
            if isinstance(gave_up, TimeoutError):
                raise _refusal(self.lane) from None
            raise

    def end(self) -> None:
        """Let the next one begin; in the loop."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._under_way -= 1


class Turn:
    """The right to a thread, until it is ended."""

    def __init__(self, queue: TurnQueue) -> None:
        self.lane = queue.lane
        self._queue = queue
        self._loop = asyncio.get_running_loop()

    def end_soon(self) -> None:
        """Let the next one begin; from any thread."""
        with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
            self._loop.call_soon_threadsafe(self._queue.end)


def _refusal(lane: Lane) -> CoordinationError:
    return SignInBusy() if lane is Lane.SIGN_IN else ServerBusy()
