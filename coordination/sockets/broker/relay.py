"""Messages between processes through the broker: entries, positions, presence. Any of them may be lost."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import cast
from uuid import UUID

from django.utils import timezone

from coordination.room import fanout
from coordination.room.fanout import BROKER_ERRORS
from coordination.room.wire.addressed import readership_of
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.frames import time_text
from coordination.sockets.broker.connections import Connection, Message
from coordination.sockets.feeds.feed import RoomFeed
from coordination.vocabulary import Audience

log = logging.getLogger(__name__)

RETRY_S = 1.0
# Rooms whose group could not be joined are tried again so often, all of them at once.
SUBSCRIBE_EVERY_S = 2.0


class Relay:
    """Sends what this process knows and hears what the others know. Without a connection it does nothing."""

    def __init__(
        self,
        *,
        connection: Connection | None,
        name: str,
        feeds: dict[UUID, RoomFeed],
        on_moved: Callable[[list[UUID]], None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._name = name
        self._feeds = feeds
        # Called with rooms in which another process has written, for those who watch over incidents.
        self._on_moved = on_moved
        self._wanted: set[UUID] = set()
        self._subscribed: set[UUID] = set()
        # The broker did not answer. Until it does, opening a room does not wait for it.
        self._is_silent = False
        # The newest update of each person, sent with the next tick.
        self._updates: dict[tuple[UUID, UUID], fanout.EphemeralUpdate] = {}

    # --- out ---------------------------------------------------------------------------------------------------------
    def pass_on(self, entries: Sequence[EncodedEntry]) -> None:
        """Tell the other processes of entries, now: what was committed together goes together, one message a room."""
        if self._connection is None:
            return
        for room_id, batch in fanout.by_room(entries).items():
            self._send(room_id, fanout.entries_message(batch, origin=self._name))

    def pass_on_moved(self, room_ids: Iterable[UUID]) -> None:
        """Tell those who watch over incidents in other processes that these rooms have new entries."""
        self._send(fanout.WATCH_ROOM_ID, fanout.watch_message(room_ids, origin=self._name))

    def keep(self, update: fanout.EphemeralUpdate) -> None:
        """Tell the other processes of a position with the next tick; only the last one of each person."""
        if self._connection is not None:
            self._updates[(update.room_id, update.participant_id)] = update

    def flush(self) -> None:
        """Send the kept positions."""
        updates, self._updates = self._updates, {}
        for update in updates.values():
            self._send(update.room_id, fanout.update_message(update, origin=self._name))

    def share_presence(self, feed: RoomFeed) -> None:
        """Tell the other processes whom this one serves: the renewal of its leases."""
        if self._connection is None:
            return
        people = feed.presence.of_origin("", at=timezone.now())
        if people:
            message: Message = {"type": "room.presence", "origin": self._name, "people": json.dumps(people)}
            self._send(feed.room_id, message)

    def _send(self, room_id: UUID, message: Message) -> None:
        if self._connection is None:
            return
        self._connection.send(fanout.room_group(room_id), {**message, "room": room_id.hex})

    # --- in ----------------------------------------------------------------------------------------------------------
    async def listen(self) -> None:
        """Hear the other processes, for as long as this one lives."""
        if self._connection is None:
            return
        while True:
            try:
                await self._connection.listen(self._hear)
            except BROKER_ERRORS as error:
                log.warning("the broker does not answer: %s", type(error).__name__)
            self._subscribed.clear()
            await asyncio.sleep(RETRY_S)
            await self.subscribe_all()

    def _hear(self, message: Message) -> None:
        if message["origin"] == self._name:
            return
        if message["type"] == "watch.moved":
            self._on_moved([UUID(hex=one) for one in cast("list[str]", message["rooms"])])
            return
        feed = self._feeds.get(UUID(hex=cast("str", message["room"])))
        if feed is not None:
            self._hear_of(feed, message)

    def _hear_of(self, feed: RoomFeed, message: Message) -> None:
        match message["type"]:
            case "room.entries":
                for row in cast("list[list[object]]", message["entries"]):
                    feed.hear(_entry_from(feed.room_id, row))
            case "room.update":
                feed.board.hear(_update_from(feed.room_id, message))
            case "room.presence":
                _take_presence(feed, message)
            case "room.ask":
                self._answer(feed)

    def _answer(self, feed: RoomFeed) -> None:
        """A process has just opened this room: tell it what is on the board and who is here."""
        for update in feed.board.updates(feed.room_id):
            self._send(feed.room_id, fanout.update_message(update, origin=self._name))
        self.share_presence(feed)

    # --- groups ------------------------------------------------------------------------------------------------------
    async def subscribe(self, room_id: UUID) -> None:
        """Join the room's group and ask the others what they know; a broker that is down is tried again later."""
        self._wanted.add(room_id)
        if not self._is_silent:
            await self._subscribe_now(room_id)

    async def keep_subscribed(self) -> None:
        """Retry groups that were not joined, or were lost with the broker. The beacon runs apart: it must not wait."""
        while True:
            await asyncio.sleep(SUBSCRIBE_EVERY_S)
            await self.subscribe_all()

    async def subscribe_all(self) -> None:
        """Join all missing groups at once, so that a silent broker costs one timeout and not one for each."""
        await asyncio.gather(*map(self._subscribe_now, self._wanted - self._subscribed))

    async def _subscribe_now(self, room_id: UUID) -> None:
        if self._connection is None or room_id in self._subscribed or room_id not in self._wanted:
            return
        try:
            await self._connection.join(fanout.room_group(room_id))
        except BROKER_ERRORS as error:
            if not self._is_silent:
                log.warning("not subscribed, the broker does not answer: %s", type(error).__name__)
            self._is_silent = True
            return
        self._is_silent = False
        self._subscribed.add(room_id)
        self._send(room_id, {"type": "room.ask", "origin": self._name})

    def is_subscribed(self, room_id: UUID) -> bool:
        """Tell whether this process hears the others' messages of a room."""
        return room_id in self._subscribed

    async def unsubscribe(self, room_id: UUID) -> None:
        """Leave the room's group."""
        self._wanted.discard(room_id)
        self._subscribed.discard(room_id)
        if self._connection is None:
            return
        try:
            await self._connection.leave(fanout.room_group(room_id))
        except BROKER_ERRORS as error:
            log.warning("not unsubscribed, the broker does not answer: %s", type(error).__name__)


def _entry_from(room_id: UUID, row: list[object]) -> EncodedEntry:
    seq, audience, full, withheld, ends = row
    return EncodedEntry(
        room_id=room_id,
        seq=cast("int", seq),
        audience=readership_of(cast("str", audience)),
        full=cast("bytes", full),
        withheld=cast("bytes", withheld),
        ends_participant=UUID(hex=cast("str", ends)) if ends else None,
    )


def _update_from(room_id: UUID, message: Message) -> fanout.EphemeralUpdate:
    return fanout.EphemeralUpdate(
        room_id=room_id,
        participant_id=UUID(hex=cast("str", message["participant"])),
        position=cast("bytes | None", message["position"]),
        audience=Audience(cast("str", message["audience"])),
    )


def _take_presence(feed: RoomFeed, message: Message) -> None:
    for who, sockets, acked, seen_at in json.loads(cast("str", message["people"])):
        feed.presence.note(
            UUID(who),
            origin=cast("str", message["origin"]),
            sockets=sockets,
            acked=acked,
            at=seen_at or time_text(timezone.now()),
            now_s=monotonic(),
        )
