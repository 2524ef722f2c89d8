"""All feeds of this process: hears hints, watches the access epoch, sends the beacon, talks to the other processes."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine, Sequence
from time import monotonic
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.utils import timezone

from coordination.errors import AccessEnded, SignedOut, TryLater
from coordination.planning_bell import PLANNED
from coordination.room import fanout
from coordination.room.entrance import EPOCH_S, state_of_open_feed
from coordination.room.people.holders import Verdict, recheck_holders
from coordination.room.reading.log_reading import tail_of_open_feed
from coordination.room.reading.read_marks import raise_marks
from coordination.room.reading.state import heads_of_rooms, state_frames
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.frames import CloseCode, beacon_frame
from coordination.room.wire.websocket import text_frame
from coordination.sign_in.sessions.duties import SessionLocked
from coordination.sockets.broker import relay
from coordination.sockets.broker.connections import Layer, connection_to
from coordination.sockets.database.batched_queries import BatchedQueries
from coordination.sockets.database.epoch_looks import EpochLooks
from coordination.sockets.database.question import Question
from coordination.sockets.database.threads import beside_rooms, in_database, in_watch
from coordination.sockets.feeds.feed import LogUnreadable, RoomFeed, Snapshot
from coordination.sockets.feeds.polls import PollPace
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.sockets.incident_watch import IncidentWatch, Watcher
from coordination.sockets.socket_locks import SocketLocks
from coordination.vocabulary import Audience
from mou.access.epoch import NEVER, AccessMoment

log = logging.getLogger(__name__)
type Work = Callable[[], Coroutine[None, None, None]]

LIVE_S = 1.0
PRESENCE_EVERY = 2  # live ticks
BEACON_S = 5.0
IDLE_FEED_S = 60.0
# How far people have come is written so often: one statement, however many they are and however much they read.
MARKS_EVERY_S = 2.0
AGAIN_S = 0.5
# What was sent to a process that stood still for so long, clients have sent again elsewhere or given up.
STOOD_STILL_S = 30.0


class Hub:
    """Lives in one event loop. `layer` None: there is no other process."""

    def __init__(self, *, layer: Layer | None) -> None:
        self.name = uuid4().hex
        self.feeds: dict[UUID, RoomFeed] = {}
        # The moment as of which all access was last checked; NEVER: check with the next tick.
        self.looked_at = NEVER
        self.database_up = True
        self._looks = EpochLooks(self.feeds.keys)
        self._heads_of_feeds = Question(lambda: heads_of_rooms(list(self.feeds)))
        self.batched = BatchedQueries()
        self.watch = IncidentWatch()
        self.poll_pace = PollPace()
        self.locks = SocketLocks()
        self.relay = relay.Relay(
            connection=None if layer is None else connection_to(layer),
            name=self.name,
            feeds=self.feeds,
            on_moved=self.watch.hear_moved,
        )
        # Rooms with entries of this process of which those who watch over incidents are to be told.
        self._moved: set[UUID] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._opening: dict[UUID, asyncio.Lock] = {}
        # This process is about to stop: no command is taken any more, those in `working` are finished.
        self.is_leaving = False
        self.working: set[asyncio.Task[None]] = set()
        self._ticked_s = monotonic()

    def start(self) -> None:
        """Begin to listen and to tick, in the running loop."""
        fanout.doorbell.bind(self, asyncio.get_running_loop())
        between = (self.relay.listen, self.relay.keep_subscribed)
        watching = (self._watch_locks, self.watch.tell_news, self.watch.look_at_access, self.watch.light_beacon)
        for work in (self._watch_epoch, self._tick_live, self._light_beacon, self._keep_marks, *between, *watching):
            self.keep_up(work)

    def keep_up(self, work: Work) -> None:
        """Run this for as long as the hub runs, and begin it again if it ends by a fault."""
        self._tasks.append(asyncio.get_running_loop().create_task(_kept_up(work)))

    async def stop(self) -> None:
        """Stop ticking and listening; sockets stay as they are."""
        fanout.doorbell.unbind(self)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    # --- what the doorbell and the other processes say ---------------------------------------------------------------
    def hear_entries(self, entries: Sequence[EncodedEntry]) -> None:
        """Entries were committed in this process: feed them, and tell the others."""
        for entry in entries:
            feed = self.feeds.get(entry.room_id)
            if feed is not None:
                feed.hear(entry)
        self.relay.pass_on(entries)
        # An incident that opens is told now; what else happens waits for the next tick.
        self._moved.update(entry.room_id for entry in entries)
        if any(entry.seq == 1 for entry in entries):
            self._tell_moved()

    def _tell_moved(self) -> None:
        moved, self._moved = self._moved, set()
        if moved:
            self.watch.hear_moved(moved)
            self.relay.pass_on_moved(moved)

    def hear_update(self, update: fanout.EphemeralUpdate) -> None:
        """A position was shared in this process: put it on the board, and tell the others with the next tick."""
        feed = self.feeds.get(update.room_id)
        if feed is not None:
            feed.board.hear(update)
        self.relay.keep(update)

    # --- feeds --------------------------------------------------------------------------------------------------------
    async def feed_for(self, room_id: UUID) -> RoomFeed:
        """Return the room's feed at the log's head: subscribed first, then read, so that nothing falls between."""
        async with self._opening.setdefault(room_id, asyncio.Lock()):
            feed = self.feeds.get(room_id)
            if feed is None:
                feed = self.feeds[room_id] = self._new_feed(room_id)
                await self.relay.subscribe(room_id)
            if not feed.ready.is_set():
                feed.start_at(await self.head_of(room_id))
            # The caller has still to read the state before it attaches: the beacon must not remove the feed.
            feed.idle_since_s = monotonic()
            return feed

    def _new_feed(self, room_id: UUID) -> RoomFeed:
        feed = RoomFeed(room_id, read_tail=_read_tail, read_state=_read_state, withdraw=self.hear_update)
        # Until the next look, each person here is covered only by the check at their own entrance.
        feed.vouched_s = -math.inf
        return feed

    async def join_watch(self, watcher: Watcher) -> None:
        """Add a watcher of incidents: first listen to the other processes, then send the watcher what is open."""
        await self.relay.subscribe(fanout.WATCH_ROOM_ID)
        await self.watch.join(watcher)

    async def head_of(self, room_id: UUID) -> int:
        """Return how far the log is, by the database's word."""
        return (await in_database(heads_of_rooms, [room_id])).get(room_id, 0)

    # --- access -------------------------------------------------------------------------------------------------------
    async def _watch_epoch(self) -> None:
        # Also after a restart of this loop: a check that failed may have missed some people.
        self.looked_at = NEVER
        while True:
            await asyncio.sleep(EPOCH_S)
            if not self.feeds:
                continue
            try:
                began_s = monotonic()
                epoch = await self._looks.look()
                now = AccessMoment.of(epoch, timezone.now())
                if self.looked_at.is_over(now=now):
                    # Noted first: a socket that attaches while the others are re-checked sees that it has moved.
                    self.looked_at = now
                    PLANNED.set()
                    await self.recheck_all(now)
                for feed in list(self.feeds.values()):
                    feed.vouch(began_s, now)
            except DatabaseError as error:
                log.warning("access not re-checked: %s", type(error).__name__)
                self.looked_at = NEVER
                for feed in list(self.feeds.values()):
                    feed.is_blind = True

    async def recheck_all(self, now: AccessMoment) -> None:
        """Ask access again for every open socket that was not checked at this moment; close those that have lost it."""
        # All rooms at once: the last one must not wait for the queries of every other.
        doubted = {
            feed: [one for one in feed.subscribers if one.checked_at.is_over(now=now)]
            for feed in list(self.feeds.values())
        }
        asked = {
            feed.room_id: {one.holder for one in subscribers} for feed, subscribers in doubted.items() if subscribers
        }
        if not asked:
            return
        verdicts = await in_watch(recheck_holders, asked, timezone.now())
        for feed, subscribers in doubted.items():
            for subscriber in subscribers:
                self._heed(verdicts[feed.room_id][subscriber.holder], feed, subscriber, now)

    def _heed(self, verdict: Verdict, feed: RoomFeed, subscriber: Subscriber, now: AccessMoment) -> None:
        if not verdict.is_signed_in:
            subscriber.close(SignedOut(), CloseCode.SIGNED_OUT)
        elif not verdict.audiences:
            subscriber.close(AccessEnded(), CloseCode.NO_ACCESS)
            # A person whose access ended must not stay on the map of the others either.
            gone = subscriber.holder.participant_id
            self.hear_update(fanout.EphemeralUpdate(feed.room_id, gone, None, Audience.EVERYONE))
        else:
            subscriber.audiences = verdict.audiences
            subscriber.checked_at = now

    async def _watch_locks(self) -> None:
        while True:
            await asyncio.sleep(LIVE_S)
            try:
                await self.close_locked()
            except DatabaseError as error:
                # Keep the sockets open meanwhile: without the database the hub cannot tell which sessions are locked.
                log.warning("locks of sessions not looked at: %s", type(error).__name__)

    async def close_locked(self) -> None:
        """Close the sockets of sessions that were not used for half an hour, or that are twelve hours old."""
        subscribers = [one for feed in list(self.feeds.values()) for one in feed.subscribers]
        held: list[tuple[str, Subscriber | Watcher]] = [(one.holder.session_key, one) for one in subscribers]
        held += [(one.sign_in.session_key, one) for one in self.watch.watchers]
        if locked := await self.locks.locked_among({key for key, _socket in held}):
            for key, socket in held:
                if key in locked:
                    socket.close(SessionLocked(), CloseCode.LOCKED)

    def attach(self, feed: RoomFeed, subscriber: Subscriber) -> None:
        """Attach a socket; if its access was checked at another moment than the others', look again."""
        if self.looked_at.is_over(now=subscriber.checked_at):
            self.looked_at = NEVER
            subscriber.is_doubted = True
        feed.attach(subscriber)

    def detach(self, feed: RoomFeed, subscriber: Subscriber) -> None:
        """Forget a socket and say that its person may be gone."""
        feed.detach(subscriber)

    # --- ticks --------------------------------------------------------------------------------------------------------
    async def _tick_live(self) -> None:
        ticks, due_s = 0, monotonic()
        while True:
            # By the clock and not by what is left to do: a tick that takes a tenth of a second must not delay the next.
            due_s = max(due_s + LIVE_S, monotonic())
            await asyncio.sleep(due_s - monotonic())
            ticks += 1
            if self.has_stood_still():
                self._send_away()
            self._ticked_s = monotonic()
            self.relay.flush()
            self._tell_moved()
            self._tasks = [task for task in self._tasks if not task.done()]
            for feed in list(self.feeds.values()):
                feed.close_stalled()
                feed.send_positions()
                if ticks % PRESENCE_EVERY == 0:
                    feed.send_presence()
                    self.relay.share_presence(feed)

    def has_stood_still(self) -> bool:
        """Tell whether this process has just resumed after a long standstill."""
        return monotonic() - self._ticked_s > STOOD_STILL_S

    def _send_away(self) -> None:
        """Close all sockets: what still lies in their connections is old. Clients come back and send it again."""
        for feed in list(self.feeds.values()):
            for subscriber in list(feed.subscribers):
                subscriber.close(TryLater(), CloseCode.TRY_LATER)

    async def _keep_marks(self) -> None:
        while True:
            await asyncio.sleep(MARKS_EVERY_S)
            await self.write_marks()

    async def write_marks(self) -> None:
        """Write down how far the people of all rooms have come; what the database does not take is written later."""
        taken = {feed: feed.marks.take() for feed in self.feeds.values()}
        marks = {who: mark for marks in taken.values() for who, mark in marks.items()}
        if not marks:
            return
        try:
            await beside_rooms(raise_marks, marks)
        except DatabaseError as error:
            log.warning("how far people have come is not written: %s", type(error).__name__)
            for feed, mine in taken.items():
                for who in mine:
                    feed.marks.give_back(who)

    async def _light_beacon(self) -> None:
        while True:
            # It comes with the last look at the epoch that is due before its time.
            await asyncio.sleep(BEACON_S - EPOCH_S)
            known = await self._heads()
            at = timezone.now()
            for room_id, feed in list(self.feeds.items()):
                head = known.get(room_id, feed.head)
                feed.hear_head(head)
                feed.send_to_all(text_frame(beacon_frame(head=head, at=at, database=self.database_up)))
                feed.drop_pages()
                await self._close_idle(room_id, feed)

    async def _heads(self) -> dict[UUID, int]:
        if not self.feeds:
            return {}
        try:
            known = await self._looks.heads_of_next()
            if known is None:
                # Those who are looked after just now may take long, or the database does not answer.
                known = await self._heads_of_feeds.answer()
            self.database_up = True
        except (DatabaseError, TimeoutError) as error:
            log.warning("beacon without database: %s", type(error).__name__)
            self.database_up = False
            for feed in self.feeds.values():
                feed.is_blind = True
            return {}
        return known

    async def _close_idle(self, room_id: UUID, feed: RoomFeed) -> None:
        is_idle = not feed.subscribers and not feed.waiters and monotonic() - feed.idle_since_s > IDLE_FEED_S
        if is_idle:
            del self.feeds[room_id]
            self._opening.pop(room_id, None)
            await self.relay.unsubscribe(room_id)


async def _kept_up(work: Work) -> None:
    while True:
        try:
            return await work()
        except Exception:
            # Without this watch the process would go on serving people whose access has ended, unnoticed.
            log.exception("%s ended by a fault and is begun again", work.__qualname__)
            await asyncio.sleep(AGAIN_S)


async def _read_state(room_id: UUID, audiences: frozenset[Readership], since: int) -> Snapshot:
    state, present = await in_database(state_of_open_feed, room_id, audiences, since=since)
    return Snapshot(state.seq, b"".join(text_frame(frame) for frame in state_frames(state)), present)


async def _read_tail(room_id: UUID, after: int, limit: int) -> list[EncodedEntry]:
    try:
        return await in_database(tail_of_open_feed, room_id, after=after, limit=limit)
    except DatabaseError as error:
        log.warning("tail not read: %s", type(error).__name__)
        raise LogUnreadable from error
