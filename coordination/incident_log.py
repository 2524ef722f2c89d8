"""append(): the only door to log, alerts and push. Nothing else writes an entry."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination import alerts, fanout
from coordination.access import RoomGrant
from coordination.chain import canonical, entry_digest, next_hash
from coordination.models import Incident, LogEntry, Participant, Room
from coordination.queries.entries import encoded_from_row
from coordination.vocabulary import Audience
from coordination.wire.commands import Command
from coordination.wire.events import Author, EntryContent, Event
from coordination.wire.frames import time_text


class Book:
    """The entries of one transaction that are not in the database yet: written together, announced after commit."""

    __slots__ = ("_entries", "_occasions", "_rooms")

    def __init__(self) -> None:
        self._entries: list[LogEntry] = []
        self._occasions: list[alerts.Occasion] = []
        self._rooms: dict[UUID, Room] = {}

    def add(self, entry: LogEntry, room: Room, occasion: alerts.Occasion) -> None:
        """Take an entry in; the room's head, in memory, is already at it."""
        self._entries.append(entry)
        self._occasions.append(occasion)
        self._rooms[room.pk] = room

    def flush(self) -> None:
        """Write what has been taken in: entries, heads and alerts, in the caller's transaction (promise 5).

        Call it before anything that reads the log, and at the end; the caller holds the rooms' rows.
        """
        if not self._entries:
            return
        LogEntry.objects.bulk_create(self._entries)
        _move_heads(list(self._rooms.values()))
        for occasion in self._occasions:
            alerts.plan(occasion)
        encoded = [encoded_from_row(entry) for entry in self._entries]
        transaction.on_commit(lambda: fanout.announce(encoded))
        self._entries, self._occasions, self._rooms = [], [], {}


def _move_heads(rooms: Sequence[Room]) -> None:
    """Write how far the logs are now.

    The rows are there, held by the caller: what reads like an insertion only ever updates them. Django's bulk_update
    makes an expression of each value, and took a third of the whole transaction for fifty rooms.
    """
    Room.objects.bulk_create(
        rooms, update_conflicts=True, unique_fields=["id"], update_fields=["head_seq", "head_hash"]
    )


@dataclass(slots=True)
class Turn:
    """One command being carried out: the locked room, who asks, the book to write in, and what it has appended."""

    room: Room
    incident: Incident
    participant: Participant
    grant: RoomGrant
    at: datetime
    command_id: UUID
    command_digest: str
    book: Book
    entries: list[LogEntry] = field(default_factory=list)


def digest_of_command(command: Command) -> str:
    """Return the hex SHA-256 of what was asked, so that an id used twice for different things is noticed."""
    return hashlib.sha256(command.model_dump_json().encode()).hexdigest()


def author_of(participant: Participant) -> Author:
    """Return a participant as entries name them."""
    return Author(
        participant_id=participant.id,
        name=participant.name,
        role=participant.role,
        agency_id=participant.agency_id,
        agency=participant.agency,
        agency_kind=participant.agency_kind,
    )


def append(turn: Turn, event: Event, *, audience: Audience = Audience.EVERYONE) -> int:
    """Append an entry under the room's lock and return its seq; the turn's book writes, alerts and announces it.

    Must be called inside the transaction that holds the room's row: seq and hash follow the row's head.
    """
    room = turn.room
    seq = room.head_seq + 1
    content = canonical(_content(turn, event, audience, seq).model_dump(mode="json"))
    salt = secrets.token_hex(16)
    digest = entry_digest(salt=salt, content=content)
    entry = LogEntry(
        room=room,
        seq=seq,
        at=turn.at,
        audience=audience.value,
        event_type=event.type,
        actor_id=turn.participant.user_id,
        participant=turn.participant,
        command_id=turn.command_id,
        command_digest=turn.command_digest,
        command_part=len(turn.entries),
        content=content,
        salt=salt,
        digest=digest,
        chain_hash=next_hash(previous=room.head_hash, digest=digest),
    )
    room.head_seq, room.head_hash = seq, entry.chain_hash
    turn.entries.append(entry)
    occasion = alerts.Occasion(turn.incident, turn.participant, room.id, seq, event, audience, turn.at)
    turn.book.add(entry, room, occasion)
    return seq


def _content(turn: Turn, event: Event, audience: Audience, seq: int) -> EntryContent:
    return EntryContent(
        room_id=turn.room.id,
        seq=seq,
        at=time_text(turn.at),
        exercise=turn.incident.is_exercise,
        audience=audience,
        by=author_of(turn.participant),
        command_id=turn.command_id,
        event=event,
    )
