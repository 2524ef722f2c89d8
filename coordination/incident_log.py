"""append(): the only door to log, alerts and push. Nothing else writes an entry."""

import hashlib
import secrets
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


@dataclass(slots=True)
class Turn:
    """One command being carried out: the locked room, who asks, and what has been appended so far."""

    room: Room
    incident: Incident
    participant: Participant
    grant: RoomGrant | None
    at: datetime
    command_id: UUID
    command_digest: str
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
    """Append an entry under the room's lock, plan its alerts, and have it announced after commit; return its seq.

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
    LogEntry.objects.bulk_create([entry])
    room.head_seq, room.head_hash = seq, entry.chain_hash
    Room.objects.filter(pk=room.pk).update(head_seq=seq, head_hash=entry.chain_hash)
    turn.entries.append(entry)
    alerts.plan(alerts.Occasion(turn.incident, turn.participant, room.id, seq, event.type, turn.at))
    encoded = encoded_from_row(entry)
    transaction.on_commit(lambda: fanout.announce(encoded))
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
