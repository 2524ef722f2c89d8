"""One room's feed in this process: entries encoded once, frames built once, handed to every local socket in order."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.utils import timezone

from coordination.errors import AccessEnded, SlowClient
from coordination.room.entrance import VOUCHED_S
from coordination.room.fanout import EphemeralUpdate
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.frames import CloseCode, time_text
from coordination.room.wire.websocket import text_frame
from coordination.sockets.feeds.board import PositionBoard
from coordination.sockets.feeds.frame_batches import FrameBatch, PreparedEntry, RecentEntries, batch_from, prepare_entry
from coordination.sockets.feeds.polls import Polls
from coordination.sockets.feeds.presence import HELD_S, Presence
from coordination.sockets.feeds.read_marks import ReadMarks
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.vocabulary import Audience
from mou.access.epoch import AccessMoment

PAGE_ENTRIES = 512
# Two threads that commit one after the other may ring in the other order; wait that long before asking the log.
REORDER_S = 0.02
SHARED_STATE_S = 0.5
# Clients that are behind by about as much get the same changes.
SHARED_SINCE = 500


class LogUnreadable(Exception):
    """The database did not answer; the next beacon tries again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A room's state at seq as websocket frames, for readers of certain audiences; and who is in the room then."""

    seq: int
    frames: bytes
    present: frozenset[UUID]


type ReadTail = Callable[[UUID, int, int], Awaitable[list[EncodedEntry]]]
type ReadState = Callable[[UUID, frozenset[Readership], int], Coroutine[None, None, Snapshot]]


class RoomFeed:
    """Lives in one event loop; every method is called there. `read_tail` asks the log, `withdraw` tells everyone."""

    def __init__(
        self, room_id: UUID, *, read_tail: ReadTail, read_state: ReadState, withdraw: Callable[[EphemeralUpdate], None]
    ) -> None:
        self.room_id = room_id
        self.head = 0
        self.subscribers: set[Subscriber] = set()
        self.board = PositionBoard()
        self.presence = Presence()
        self.marks = ReadMarks()
        # When access of the people here was last confirmed; a feed without a hub has no one to ask.
        self.vouched_s = math.inf
        self._is_holding = False
        # The database does not say who may hear: nothing is written then, and positions go on.
        self.is_blind = False
        self.idle_since_s = monotonic()
        self.waiters = 0
        self.polls = Polls()
        self.ready = asyncio.Event()
        self._read_tail = read_tail
        self._read_state = read_state
        self._withdraw = withdraw
        self._states: dict[tuple[frozenset[Readership], int], tuple[float, asyncio.Future[Snapshot]]] = {}
        self._recent = RecentEntries()
        self._early: dict[int, PreparedEntry] = {}
        self._is_taking_soon = False
        self._healing: asyncio.Task[None] | None = None
        self._pumping: set[Subscriber] = set()
        self._pages: dict[int, asyncio.Future[list[PreparedEntry]]] = {}
        self._news: asyncio.Future[None] | None = None
        self._subscribers_of: dict[UUID, set[Subscriber]] = {}
        # Whose presence has changed since the last tick: acknowledgements come far too often to work it out each time.
        self._moved: set[UUID] = set()

    def start_at(self, head: int) -> None:
        """Take the log's head as the feed's own, once; entries heard before are sorted in."""
        if self.ready.is_set():
            return
        self.head = max(self.head, head)
        self.ready.set()
        self._take_early()

    # --- who may still hear it ---------------------------------------------------------------------------------------
    def vouch(self, looked_s: float, moment: AccessMoment) -> None:
        """Accept an access check that began then: all who were checked at this moment may hear. Send what was held."""
        self.vouched_s, self.is_blind = looked_s, False
        for subscriber in self.subscribers:
            if subscriber.is_doubted:
                subscriber.is_doubted = subscriber.checked_at.is_over(now=moment)
        if self._is_holding:
            self._is_holding = False
            for subscriber in [one for one in self.subscribers if one.sent < self.head]:
                self.pump(subscriber)

    def _is_vouched_for(self, subscriber: Subscriber) -> bool:
        known_s = subscriber.looked_s if subscriber.is_doubted else max(self.vouched_s, subscriber.looked_s)
        if monotonic() - known_s <= VOUCHED_S:
            return True
        self._is_holding = True
        return False

    def _hearers(self) -> list[Subscriber]:
        """Return the subscribers who may get positions and presence, which are not in the log."""
        return [one for one in self.subscribers if self.is_blind or self._is_vouched_for(one)]

    # --- entries in ------------------------------------------------------------------------------------------------
    def hear(self, entry: EncodedEntry) -> None:
        """Take a hint in; all that is heard in one turn of the loop goes out together, in order."""
        if entry.seq <= self.head:
            return
        self._early.setdefault(entry.seq, prepare_entry(entry))
        if self.ready.is_set() and not self._is_taking_soon:
            self._is_taking_soon = True
            asyncio.get_running_loop().call_soon(self._take_early)

    def hear_head(self, head: int) -> None:
        """Take the log's head from the database (with the beacon), and read what is missing."""
        for subscriber in [one for one in self.subscribers if one.sent < self.head]:
            # A subscriber whose page could not be read gets another try.
            self.pump(subscriber)
        if self.ready.is_set() and head > self.head:
            self._heal_soon(0.0)

    def _take_early(self) -> None:
        """Deliver what follows the head; if something later is left over, the log is asked for what lies between."""
        self._is_taking_soon = False
        entries: list[PreparedEntry] = []
        while (entry := self._early.pop(self.head + len(entries) + 1, None)) is not None:
            entries.append(entry)
            if entry.ends_participant is not None:
                # What comes after it must not reach the one whose access ends here.
                self._deliver(entries)
                entries = []
        if entries:
            self._deliver(entries)
        if self._early:
            self._early = {seq: entry for seq, entry in self._early.items() if seq > self.head}
            if self._early:
                self._heal_soon(REORDER_S)

    def _deliver(self, entries: list[PreparedEntry]) -> None:
        self.head = entries[-1].seq
        self._recent.extend(entries)
        for subscriber in list(self.subscribers):
            self.pump(subscriber)
        if entries[-1].ends_participant is not None:
            self._end(entries[-1].ends_participant, entries[-1].seq)
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    def _end(self, participant_id: UUID, seq: int) -> None:
        """Close the sockets of the one whose access ended with this entry, before anything later is sent."""
        # In every process: the last position may still be on its way from here, behind this entry.
        self._withdraw(EphemeralUpdate(self.room_id, participant_id, None, Audience.EVERYONE))
        for subscriber in [one for one in self.subscribers if is_ended_by(one, seq, participant_id)]:
            subscriber.close(AccessEnded(), CloseCode.NO_ACCESS)

    def _heal_soon(self, delay_s: float) -> None:
        if self._healing is None or self._healing.done():
            self._healing = asyncio.get_running_loop().create_task(self._heal(delay_s))

    async def _heal(self, delay_s: float) -> None:
        """Read what is missing from the log; a database that is down is asked again by the next beacon."""
        if delay_s:
            await asyncio.sleep(delay_s)
            if not self._early:
                return
        while True:
            try:
                entries = await self._read_tail(self.room_id, self.head, PAGE_ENTRIES)
            except LogUnreadable:
                return
            for entry in entries:
                self._early.setdefault(entry.seq, prepare_entry(entry))
            self._take_early()
            if len(entries) < PAGE_ENTRIES:
                return

    # --- sockets ---------------------------------------------------------------------------------------------------
    def attach(self, subscriber: Subscriber) -> None:
        """Give a socket its place; its cursor says from where on. What it lacks is sent at once."""
        self.subscribers.add(subscriber)
        self._subscribers_of.setdefault(subscriber.holder.participant_id, set()).add(subscriber)
        self._moved.add(subscriber.holder.participant_id)
        self.pump(subscriber)

    def detach(self, subscriber: Subscriber) -> None:
        """Forget a socket."""
        self.subscribers.discard(subscriber)
        self._subscribers_of.get(subscriber.holder.participant_id, set()).discard(subscriber)
        self._moved.add(subscriber.holder.participant_id)
        self.idle_since_s = monotonic()

    def acknowledge(self, subscriber: Subscriber, seq: int) -> None:
        """Take an acknowledgement, note how far the person is, and use the room it made."""
        if seq <= subscriber.sent:
            self.marks.note(subscriber.holder.participant_id, received=seq)
        if subscriber.acknowledge(seq, now_s=monotonic()):
            self._moved.add(subscriber.holder.participant_id)
            if subscriber.sent < self.head:
                self.pump(subscriber)

    def note_opened(self, subscriber: Subscriber, seq: int) -> None:
        """Note how far the log stood on the person's screen. What was never sent here counts for nothing."""
        if seq <= subscriber.sent:
            self.marks.note(subscriber.holder.participant_id, opened=seq)

    def pump(self, subscriber: Subscriber) -> None:
        """Send a socket what it lacks, as far as its window allows: from the recent entries, or by way of the log."""
        if not self._is_vouched_for(subscriber):
            return
        while subscriber.sent < self.head and not subscriber.is_closed and (room := subscriber.room()) > 0:
            if not self._recent.reaches(subscriber.sent):
                self._pump_from_log(subscriber)
                return
            up_to = min(self.head, subscriber.sent + room)
            batch = self._recent.batch(after=subscriber.sent, up_to=up_to, audiences=subscriber.audiences)
            self._send(subscriber, batch)

    def _send(self, subscriber: Subscriber, batch: FrameBatch) -> None:
        """Send a batch; if it ends this very socket's access, its last entry is the last thing that is said."""
        subscriber.send_batch(batch.last, batch.frames, now_s=monotonic())
        if batch.ends_participant is not None and is_ended_by(subscriber, batch.last, batch.ends_participant):
            subscriber.close(AccessEnded(), CloseCode.NO_ACCESS)

    def _pump_from_log(self, subscriber: Subscriber) -> None:
        if subscriber in self._pumping:
            return
        self._pumping.add(subscriber)
        page = self._page(subscriber.sent)

        def send_page(done: asyncio.Future[list[PreparedEntry]]) -> None:
            self._pumping.discard(subscriber)
            if done.cancelled() or done.exception() is not None:
                return
            entries = [entry for entry in done.result() if entry.seq > subscriber.sent]
            room = subscriber.room()
            if not entries:
                # Read before these entries were there: the next beacon asks again.
                self.drop_pages()
            elif room > 0 and not subscriber.is_closed and self._is_vouched_for(subscriber):
                self._send(subscriber, batch_from(entries[:room], subscriber.audiences))
                self.pump(subscriber)

        page.add_done_callback(send_page)

    def _page(self, after: int) -> asyncio.Future[list[PreparedEntry]]:
        """Return the page of the log that begins near `after`; a thousand sockets that want it cause one read."""
        start = after - after % PAGE_ENTRIES
        page = self._pages.get(start)
        if page is None or (page.done() and (page.cancelled() or page.exception() is not None)):
            page = self._pages[start] = asyncio.ensure_future(self._read_page(start))
        return page

    async def _read_page(self, start: int) -> list[PreparedEntry]:
        return [prepare_entry(entry) for entry in await self._read_tail(self.room_id, start, PAGE_ENTRIES)]

    async def snapshot(self, audiences: frozenset[Readership], *, since: int = 0) -> Snapshot:
        """Return the state for readers of these audiences, or what has changed in it since an entry.

        Those who come together get one reading and one encoding: `since` is taken back to one that others share. It may
        be a moment old: every entry above its seq follows.
        """
        now_s = monotonic()
        wanted = (audiences, since - since % SHARED_SINCE)
        begun_s, state = self._states.get(wanted, (0.0, None))
        if state is None or now_s - begun_s > SHARED_STATE_S or (state.done() and state.exception() is not None):
            state = asyncio.ensure_future(self._read_state(self.room_id, *wanted))
            self._states[wanted] = (now_s, state)
        return await asyncio.shield(state)

    # --- once a second -----------------------------------------------------------------------------------------------
    def close_stalled(self) -> None:
        """Close the sockets whose window has been full for too long; they come back and catch up."""
        now_s = monotonic()
        for subscriber in [one for one in self.subscribers if one.needs_a_look and one.is_stalled(now_s=now_s)]:
            subscriber.close(SlowClient(), CloseCode.SLOW)

    def send_positions(self) -> None:
        """Send what has moved since the last tick: one frame per kind of reader, built once."""
        if not self.board.has_news():
            return
        hearers = self._hearers()
        if self.subscribers and not hearers:
            return  # with the next tick: what has moved stays news
        at = timezone.now()
        frames: dict[frozenset[Readership], bytes | None] = {}
        for subscriber in hearers:
            if subscriber.audiences not in frames:
                news = self.board.news_for(subscriber.audiences, at=at)
                frames[subscriber.audiences] = text_frame(news) if news else None
            frame = frames[subscriber.audiences]
            if frame is not None:
                subscriber.send_now(frame)
        self.board.settle()

    def send_presence(self) -> None:
        """Send who has come, gone or got further since the last time."""
        self.settle_presence()
        self.presence.expire(now_s=monotonic())
        news = self.presence.news(at=timezone.now())
        if news is None:
            return
        frame = text_frame(news)
        for subscriber in self._hearers():
            subscriber.send_now(frame)

    def send_to_all(self, frame: bytes) -> None:
        """Send the same frame to all subscribers."""
        for subscriber in list(self.subscribers):
            subscriber.send_now(frame)

    def drop_pages(self) -> None:
        """Drop the cached pages: they serve a rush of readers, not later reads."""
        self._pages = {start: page for start, page in self._pages.items() if not page.done()}
        self._states = {who: state for who, state in self._states.items() if not state[1].done()}

    def settle_presence(self) -> None:
        """Work out what has changed about this process's own people."""
        moved, self._moved = self._moved, set()
        for participant_id in moved:
            self.note_presence(participant_id)
        self._subscribers_of = {who: subscribers for who, subscribers in self._subscribers_of.items() if subscribers}

    def note_presence(self, participant_id: UUID, *, polled_to: int | None = None) -> None:
        """Renew this process's lease on a participant from their open sockets, or from a poll."""
        mine = [one for one in self._subscribers_of.get(participant_id, ()) if not one.is_closed]
        acked = max([one.acked for one in mine] + ([polled_to] if polled_to is not None else [0]))
        self.presence.note(
            participant_id,
            origin="",
            sockets=len(mine) + (1 if polled_to is not None else 0),
            acked=acked,
            at=time_text(timezone.now()),
            now_s=HELD_S if mine else monotonic(),
        )
        if mine and polled_to is not None:
            # A poll beside an open socket: nothing signals its end.
            self._moved.add(participant_id)

    async def wait_for_news(self, *, beyond: int, timeout_s: float) -> bool:
        """Wait until the feed's head is beyond a seq; return whether it is."""
        deadline_s = monotonic() + timeout_s
        self.waiters += 1
        try:
            while self.head <= beyond and (left_s := deadline_s - monotonic()) > 0:
                if self._news is None or self._news.done():
                    self._news = asyncio.get_running_loop().create_future()
                await asyncio.wait([self._news], timeout=left_s)
            return self.head > beyond
        finally:
            self.waiters -= 1
            self.idle_since_s = monotonic()


def is_ended_by(subscriber: Subscriber, seq: int, participant_id: UUID) -> bool:
    """Tell whether this entry ends the socket's access. Entries from before it was let in are history, not an end."""
    return participant_id == subscriber.holder.participant_id and seq > subscriber.let_in_at
