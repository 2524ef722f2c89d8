"""After commit: tell this process's feeds at once, and the other processes through the channel layer.

Everything here may be lost; nothing depends on it (promise 4). The log is the truth; the beacon mends what was lost.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, get_channel_layer
from redis.exceptions import RedisError

from coordination.room.wire.encoded import EncodedEntry
from coordination.vocabulary import Audience

log = logging.getLogger(__name__)

# What a broker that is down, restarting or cut off makes a layer raise.
BROKER_ERRORS = (OSError, RuntimeError, RedisError)
LAYER_S = 2.0


@dataclass(frozen=True, slots=True)
class EphemeralUpdate:
    """Something about a room that is never logged: one person's position, or that it is no longer shared (None)."""

    room_id: UUID
    participant_id: UUID
    position: bytes | None
    audience: Audience


class Listener(Protocol):
    """The feeds of this process. Both methods are called in the listener's own event loop and must not block."""

    def hear_entries(self, entries: Sequence[EncodedEntry]) -> None: ...

    def hear_update(self, update: EphemeralUpdate) -> None: ...


class Doorbell:
    """Where this process's feeds are reached; a process without feeds (a command) rings the layer itself."""

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self, listener: Listener, loop: asyncio.AbstractEventLoop) -> None:
        """From now on this listener is told first, in its loop; it passes things on to the layer."""
        self._listener, self._loop = listener, loop

    def unbind(self, listener: Listener) -> None:
        """Forget the listener, if it is still the one."""
        if self._listener is listener:
            self._listener = self._loop = None

    def ring(self, notes: Sequence[EncodedEntry]) -> None:
        """Tell the listener of entries, from any thread; without one, tell the layer."""
        listener, loop = self._listener, self._loop
        if listener is not None and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(listener.hear_entries, notes)
            return
        rooms = by_room(notes)
        for room_id, batch in rooms.items():
            _tell_layer(room_id, entries_message(batch, origin=""))
        _tell_layer(WATCH_ROOM_ID, watch_message(rooms, origin=""))

    def share(self, note: EphemeralUpdate) -> None:
        """Tell the listener something ephemeral, from any thread; without one, tell the layer."""
        listener, loop = self._listener, self._loop
        if listener is not None and loop is not None and not loop.is_closed():
            if _runs_here(loop):
                # Positions come by way of this very loop: waking it through its pipe would be most of their cost.
                listener.hear_update(note)
            else:
                loop.call_soon_threadsafe(listener.hear_update, note)
            return
        _tell_layer(note.room_id, update_message(note, origin=""))


def _runs_here(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:  # a thread without one
        return False


doorbell = Doorbell()


def announce_entries(entries: Sequence[EncodedEntry]) -> None:
    """Say that entries are committed. Never raises: they are durable whatever happens here."""
    doorbell.ring(entries)


def share_update(note: EphemeralUpdate) -> None:
    """Say something ephemeral. Never raises."""
    doorbell.share(note)


def room_group(room_id: UUID) -> str:
    """Return the name of the layer group that the feeds of a room listen to."""
    return f"room.{room_id.hex}"


# Under this id those who watch over incidents hear which rooms have moved; no room has it.
WATCH_ROOM_ID = UUID(int=0)


def watch_message(room_ids: Iterable[UUID], *, origin: str) -> dict[str, object]:
    """Return what goes over the channel layer to those who watch: rooms with new entries, and nothing of these."""
    rooms = [room_id.hex for room_id in room_ids]
    return {"type": "watch.moved", "origin": origin, "room": WATCH_ROOM_ID.hex, "rooms": rooms}


def by_room(entries: Iterable[EncodedEntry]) -> dict[UUID, list[EncodedEntry]]:
    """Return entries in their order, room by room."""
    rooms: dict[UUID, list[EncodedEntry]] = {}
    for entry in entries:
        rooms.setdefault(entry.room_id, []).append(entry)
    return rooms


def entries_message(batch: Sequence[EncodedEntry], *, origin: str) -> dict[str, object]:
    """Return what goes over the channel layer for entries of one room: one message per server process."""
    rows = [
        [one.seq, one.audience.value, one.full, one.withheld, one.ends_participant.hex if one.ends_participant else ""]
        for one in batch
    ]
    return {"type": "room.entries", "origin": origin, "room": batch[0].room_id.hex, "entries": rows}


def update_message(note: EphemeralUpdate, *, origin: str) -> dict[str, object]:
    """Return what goes over the channel layer for an ephemeral update."""
    return {
        "type": "room.update",
        "origin": origin,
        "room": note.room_id.hex,
        "participant": note.participant_id.hex,
        "position": note.position,
        "audience": note.audience.value,
    }


async def _send_soon(layer: BaseChannelLayer, group: str, message: dict[str, object]) -> None:
    """Send, or give up. Raises: BROKER_ERRORS; a silent broker would hold up the sender, who has just committed."""
    async with asyncio.timeout(LAYER_S):
        await layer.group_send(group, message)


def _tell_layer(room_id: UUID, message: dict[str, object]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(_send_soon)(layer, room_group(room_id), message)
    except BROKER_ERRORS as error:
        # A broker that is down costs a hint, not an entry: feeds find it by the beacon.
        log.warning("hint lost, the layer does not answer: %s", type(error).__name__)
