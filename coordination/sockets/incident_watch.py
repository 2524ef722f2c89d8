"""All that watch over incidents from this process: what opens, changes and closes, told to each who may know of it.

Access is checked again for each message, and for every watcher when it may have changed. None of it is remembered.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Iterable
from time import monotonic
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from coordination.errors import CoordinationError, NotWatching, SignedOut, SlowClient, TooManySockets
from coordination.room.entrance import EPOCH_S, NOTE_S, VOUCHED_S
from coordination.room.people.sign_ins import SignIn, sign_ins_that_hold
from coordination.room.people.watching import Watched, heads_of_open, may_watch, watched_incidents, who_watch
from coordination.room.wire.frames import CloseCode, beacon_frame, incidents_frame
from coordination.room.wire.websocket import text_frame
from coordination.sockets.database.question import Question
from coordination.sockets.database.threads import in_database, in_watch
from coordination.sockets.feeds.subscriber import PENDING_BYTES, SPARED_BYTES, SocketWriter
from coordination.vocabulary import IncidentStatus
from mou.access.epoch import NEVER, AccessMoment, epoch_note

log = logging.getLogger(__name__)

# What changes together is read and told together; an incident that opens waits no longer than this.
GATHER_S = 0.1
BEACON_S = 5.0
# Windows of one person, and of all people in one process: a page that opens more has a fault.
SOCKETS_OF_ONE, SOCKETS_OF_ALL = 20, 2_000


class Watcher:
    """One socket of a watcher. `shown`: the rooms of which it was told and that are open to it."""

    __slots__ = ("is_closed", "on_closed", "shown", "sign_in", "writer")

    def __init__(self, *, writer: SocketWriter, sign_in: SignIn) -> None:
        self.writer = writer
        self.sign_in = sign_in
        self.shown: set[UUID] = set()
        self.is_closed = False
        self.on_closed: Callable[[], None] = lambda: None

    def send(self, frame: bytes) -> None:
        """Send what must arrive; a client that takes nothing is closed, and hears everything when it comes back."""
        if not self.is_closed and self.writer.write(text_frame(frame)) >= PENDING_BYTES:
            self.close(SlowClient(), CloseCode.SLOW)

    def spare(self, frame: bytes) -> None:
        """Send what has no worth if it comes late, unless the client has enough to read already."""
        if not self.is_closed and self.writer.pending_bytes() < SPARED_BYTES:
            self.writer.write(text_frame(frame))

    def close(self, error: CoordinationError, code: int) -> None:
        """Close once, with a reason."""
        if self.is_closed:
            return
        self.is_closed = True
        self.writer.close(error, code)
        self.on_closed()


class IncidentWatch:
    """Lives in the hub's loop. Its three tasks rest while there are no watchers."""

    def __init__(self) -> None:
        self.watchers: set[Watcher] = set()
        self._moved: set[UUID] = set()
        self._heads: dict[UUID, int] = {}
        self._looked_at = NEVER
        self._looked_s = -math.inf
        self._open_heads = Question(heads_of_open)
        self._wake = asyncio.Event()

    # --- who watches --------------------------------------------------------------------------------------------------
    async def join(self, watcher: Watcher) -> None:
        """Add a socket and tell it what is open. Raises: NotWatching, SignedOut, TooManySockets."""
        own = sum(1 for one in self.watchers if one.sign_in.user_id == watcher.sign_in.user_id)
        if own >= SOCKETS_OF_ONE or len(self.watchers) >= SOCKETS_OF_ALL:
            raise TooManySockets
        # From now on it is told of changes; what is open is read after, so that nothing falls between.
        self.watchers.add(watcher)
        began_s = monotonic()
        await in_database(_check_watcher, watcher.sign_in)
        found = await in_database(watched_incidents, [watcher.sign_in.user_id], at=timezone.now())
        if monotonic() - began_s > VOUCHED_S:
            # As after this process has stood still: they may have signed out meanwhile.
            await in_database(_check_watcher, watcher.sign_in)
        self._heads.update(_heads_in(found))
        mine = found.rooms_of[watcher.sign_in.user_id]
        watcher.shown = set(mine)
        rows = [one.as_json() for room_id, one in found.incidents.items() if room_id in mine]
        watcher.send(incidents_frame(incidents=rows, gone=[], is_all=True, at=timezone.now()))

    def leave(self, watcher: Watcher) -> None:
        """Forget a socket."""
        self.watchers.discard(watcher)

    # --- what happens -------------------------------------------------------------------------------------------------
    def hear_moved(self, room_ids: Iterable[UUID]) -> None:
        """Note that rooms have new entries."""
        if self.watchers:
            self._moved.update(room_ids)
            self._wake.set()

    async def tell_news(self) -> None:
        """Tell all watchers what has changed, as it comes."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(GATHER_S)
            moved, self._moved = self._moved, set()
            if not moved or not self.watchers:
                continue
            try:
                if monotonic() - self._looked_s > VOUCHED_S:
                    # As after this process has stood still: some who are here may have signed out meanwhile.
                    await self._look()
                await self._tell(await self._read(moved), asked=moved)
            except DatabaseError as error:
                # The beacon compares how far the logs are and finds it.
                log.warning("incidents not told: %s", type(error).__name__)

    async def look_at_access(self) -> None:
        """When access has moved, check for each watcher what they may still watch, and whether they are signed in."""
        self._looked_at = NEVER
        while True:
            await asyncio.sleep(EPOCH_S)
            if not self.watchers:
                continue
            try:
                await self._look()
            except DatabaseError as error:
                log.warning("access of those who watch not re-checked: %s", type(error).__name__)

    async def _look(self) -> None:
        began_s, before = monotonic(), self._looked_at
        # Until this look is complete, some people may still be unchecked.
        self._looked_at = NEVER
        now = AccessMoment.of(await in_watch(epoch_note.look, good_for_s=NOTE_S), timezone.now())
        if before.is_over(now=now):
            await self._recheck()
        self._looked_at, self._looked_s = now, began_s

    async def light_beacon(self) -> None:
        """Say every five seconds that this is current; compare how far the logs are, for what was not heard."""
        while True:
            await asyncio.sleep(BEACON_S)
            if not self.watchers:
                self._heads.clear()
                continue
            is_up = True
            try:
                heads = await self._open_heads.answer()
                # What was open and is not any more was closed, or crowded out.
                self.hear_moved([one for one in heads if heads[one] > self._heads.get(one, 0)])
                self.hear_moved(self._heads.keys() - heads.keys())
                self._heads = heads
            except (DatabaseError, TimeoutError) as error:
                log.warning("beacon without database: %s", type(error).__name__)
                is_up = False
            frame = beacon_frame(head=0, at=timezone.now(), database=is_up)
            for watcher in list(self.watchers):
                watcher.spare(frame)

    # --- telling ------------------------------------------------------------------------------------------------------
    async def _read(self, room_ids: Iterable[UUID] | None) -> Watched:
        people = {one.sign_in.user_id for one in self.watchers}
        rooms = None if room_ids is None else list(room_ids)
        return await in_database(watched_incidents, list(people), at=timezone.now(), room_ids=rooms)

    async def _recheck(self) -> None:
        sign_ins = [one.sign_in for one in self.watchers]
        holding = await in_database(_sign_ins_now, sign_ins)
        for watcher in [one for one in self.watchers if one.sign_in in sign_ins and one.sign_in not in holding]:
            watcher.close(SignedOut(), CloseCode.SIGNED_OUT)
        still = await in_database(who_watch, {one.sign_in.user_id for one in self.watchers}, timezone.now())
        for watcher in [one for one in self.watchers if one.sign_in.user_id not in still]:
            watcher.close(NotWatching(), CloseCode.NO_ACCESS)
        shown: set[UUID] = set().union(*(one.shown for one in self.watchers))
        found = await self._read(None)
        await self._tell(found, asked=shown | found.incidents.keys(), only_what_moved=True)

    async def _tell(self, found: Watched, *, asked: set[UUID], only_what_moved: bool = False) -> None:
        """Tell each what they may know of the rooms asked for; what they may no longer know of is gone.

        With `only_what_moved`, what they were told of already is not told again.
        """
        at = timezone.now()
        if not only_what_moved:
            self._heads.update(_heads_in(found))
        closed = {room_id for room_id, row in found.incidents.items() if row.status == IncidentStatus.CLOSED}
        for watcher in list(self.watchers):
            mine = found.rooms_of.get(watcher.sign_in.user_id)
            if mine is None:
                continue  # came while this was read, and reads by itself
            gone = [room_id for room_id in asked if room_id in watcher.shown and room_id not in mine]
            told = [one for one in found.incidents if one in mine and not (only_what_moved and one in watcher.shown)]
            watcher.shown.difference_update(gone)
            watcher.shown.update(told)
            watcher.shown -= closed
            if gone or told:
                rows = [found.incidents[one].as_json() for one in told]
                watcher.send(incidents_frame(incidents=rows, gone=gone, is_all=False, at=at))


def _heads_in(found: Watched) -> dict[UUID, int]:
    return {room_id: row.head for room_id, row in found.incidents.items()}


def _check_watcher(sign_in: SignIn) -> None:
    """Raises: SignedOut; NotWatching: the person does not, or no longer, watch over incidents."""
    at = timezone.now()
    if sign_in not in sign_ins_that_hold([sign_in], at=at):
        raise SignedOut
    if not may_watch(sign_in.user_id, at):
        raise NotWatching


def _sign_ins_now(sign_ins: list[SignIn]) -> set[SignIn]:
    return sign_ins_that_hold(sign_ins, at=timezone.now())
