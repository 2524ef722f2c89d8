"""append(): the only door to log, state, alerts and push. Nothing else writes an entry or an object of a room."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.room import fanout
from coordination.room.access import RoomGrant
from coordination.room.alerting import alerts
from coordination.room.alerting.recipients import AlertTrigger
from coordination.room.capability import Command, Event, RoomObject, word_of
from coordination.room.database.rows import insert_rows, take_numbers
from coordination.room.entry.chain import entry_digest, next_hash
from coordination.room.entry.entries import Author, content_text
from coordination.room.entry.new_entry import NewEntry
from coordination.room.models import EntryWords, Incident, LogEntry, Participant, Room
from coordination.room.objects import BatchObjects, ContextObjects
from coordination.room.reading.log_reading import encoded_from_row
from coordination.room.registry import event_rules
from coordination.room.text_search.search import index_rows
from coordination.room.wire.addressed import Readership
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience

# What no client sent has no content that a repeat could be compared with.
NOT_ASKED = "0" * 64


class LogBatch:
    """What the commands of one transaction have appended and changed: written together, announced after commit."""

    __slots__ = ("_entries", "_numbers", "_rooms", "_triggers", "objects")

    def __init__(self, entry_ids: Sequence[int] = ()) -> None:
        self.objects = BatchObjects()
        self._numbers = list(entry_ids)
        self._entries: list[NewEntry] = []
        self._triggers: list[AlertTrigger] = []
        self._rooms: dict[UUID, Room] = {}

    def accept(self, context: "CommandContext") -> None:
        """Take over what an accepted command has appended and changed."""
        self._entries += context.entries
        self._triggers += context.triggers
        self._rooms[context.room.pk] = context.room
        self.objects.put(context.objects.changes)

    def flush(self) -> None:
        """Write entries, objects, heads and alerts in the caller's transaction (promise 5), one statement for each.

        Call it before anything that reads the log, and at the end; the caller holds the rooms' rows.
        """
        if not self._entries:
            return
        self._write_entries()
        insert_rows(index_rows(self._entries), into=EntryWords)
        self.objects.flush()
        # The rows are there, held by the caller: what reads like an insertion only ever updates them.
        insert_rows(list(self._rooms.values()), into=Room, unique=["id"], renewed=["head_seq", "head_hash"])
        for trigger in self._triggers:
            alerts.plan_alerts(trigger)
        encoded = [encoded_from_row(entry) for entry in self._entries]
        transaction.on_commit(lambda: fanout.announce_entries(encoded))
        self._entries, self._triggers, self._rooms = [], [], {}

    def _write_entries(self) -> None:
        missing = len(self._entries) - len(self._numbers)
        if missing > 0:
            self._numbers += take_numbers(LogEntry._meta.db_table, missing)  # noqa: SLF001 - Django's documented way to a model's table
        taken, self._numbers = self._numbers[: len(self._entries)], self._numbers[len(self._entries) :]
        for entry, number in zip(self._entries, taken, strict=True):
            entry.id = number
        insert_rows(self._entries, into=LogEntry)


@dataclass(slots=True)
class CommandContext:
    """One command being carried out: the locked room, who asks, and what it has appended and changed so far.

    Nothing of it is written before the batch accepts it: a refused command leaves no trace.
    """

    room: Room
    incident: Incident
    participant: Participant
    grant: RoomGrant
    at: datetime
    command_id: UUID
    command_digest: str
    batch: LogBatch
    # Set when the server itself is the author, and not the participant.
    author: Author | None = None
    # What the asker is in the second room that the command names; its row is held as well.
    other: RoomGrant | None = None
    entries: list[NewEntry] = field(default_factory=list)
    triggers: list[AlertTrigger] = field(default_factory=list)
    objects: ContextObjects = field(init=False)
    _head_before: tuple[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.objects = ContextObjects(self.batch.objects, room_id=self.room.pk, audiences=lambda: self.grant.audiences)
        self._head_before = (self.room.head_seq, self.room.head_hash)

    @classmethod
    def uncommanded(
        cls, grant: RoomGrant, *, command_id: UUID, at: datetime, author: Author | None = None
    ) -> "CommandContext":
        """Return the context of what follows from an act, and not from a client's command; the room's row is held.

        Args:
            command_id: follows from what it is about, so that it is written once.
        """
        return cls(
            room=grant.room,
            incident=grant.incident,
            participant=grant.joined(),
            grant=grant,
            at=at,
            command_id=command_id,
            command_digest=NOT_ASKED,
            batch=LogBatch(),
            author=author,
        )

    @property
    def at_text(self) -> str:
        """Return the command's time as it stands in entries and objects."""
        return time_text(self.at)

    def append(self, event: Event, *, patch: JsonObject | None = None, audience: Readership = Audience.EVERYONE) -> int:
        """Append an entry under the room's lock and return its seq; its patch changes the room's objects.

        Must be called inside the transaction that holds the room's row: seq and hash follow the row's head.
        """
        room = self.room
        seq = room.head_seq + 1
        said = self.objects.apply(patch, audience=audience, seq=seq) if patch else None
        content = content_text(
            room_id=room.id,
            seq=seq,
            at=self.at,
            exercise=self.incident.is_exercise and not event_rules()[word_of(type(event))].is_real,
            audience=audience,
            by=self.author or author_of(self.participant),
            command_id=self.command_id,
            event=event,
            patch=said,
        )
        salt = secrets.token_hex(16)
        digest = entry_digest(salt=salt, content=content)
        entry = NewEntry(
            id=None,
            room_id=room.id,
            seq=seq,
            at=self.at,
            audience=audience.value,
            event_type=word_of(type(event)),
            actor_id=self.participant.user_id,
            participant_id=self.participant.id,
            command_id=self.command_id,
            command_digest=self.command_digest,
            command_part=len(self.entries),
            content=content,
            salt=salt,
            digest=digest,
            chain_hash=next_hash(previous=room.head_hash, digest=digest),
        )
        room.head_seq, room.head_hash = seq, entry.chain_hash
        self.entries.append(entry)
        self.triggers.append(
            AlertTrigger(
                self.incident, self.participant, room.id, seq, event, audience, self.at, self._object_of(event)
            )
        )
        return seq

    def _object_of(self, event: Event) -> RoomObject | None:
        about = event_rules()[word_of(type(event))].about
        if about is None:
            return None
        record = self.objects.record(about.objects, getattr(event, about.id_field))
        return None if record is None or record.value is None else about.objects.model_validate(record.value)

    def other_grant(self) -> RoomGrant:
        """Return what the asker is in the second room of a command whose rule names one."""
        assert self.other is not None
        return self.other

    def drop(self) -> None:
        """Forget what was appended: the command was refused."""
        self.room.head_seq, self.room.head_hash = self._head_before

    def finish(self) -> NewEntry:
        """Write a command that came alone, and return its first entry."""
        self.batch.accept(self)
        self.batch.flush()
        return self.entries[0]


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
