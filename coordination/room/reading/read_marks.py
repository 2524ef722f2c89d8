"""Who has received and who has opened an entry: one mark for each person in a room, which only ever rises.

Beside the log, not in it: no decision rests on it, and a line for each reader of each line would drown the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from coordination.errors import NotAllowed
from coordination.room.access import RoomGrant, present_in
from coordination.room.audiences import audiences_in, players_in
from coordination.room.models import LogEntry, Participant, ReadMark
from mou.foundation.value_of import ValueOf
from mou.vocabulary import MemberRole

AT_ONCE = 300
# A later writer never lowers what an earlier one wrote.
RAISE = """
INSERT INTO room_readmark (participant_id, received_seq, opened_seq) VALUES {rows}
ON CONFLICT (participant_id) DO UPDATE SET
  received_seq = CASE WHEN excluded.received_seq > room_readmark.received_seq
    THEN excluded.received_seq ELSE room_readmark.received_seq END,
  opened_seq = CASE WHEN excluded.opened_seq > room_readmark.opened_seq
    THEN excluded.opened_seq ELSE room_readmark.opened_seq END
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which entry a person's device has acknowledged the log, and up to which it stood on their screen."""

    received: int
    opened: int

    def raised(self, other: "Mark") -> "Mark":
        """Return the higher of both, each for itself."""
        return Mark(received=max(self.received, other.received), opened=max(self.opened, other.opened))


def raise_marks(marks: Mapping[UUID, Mark]) -> None:
    """Write how far participants have come; nothing is ever lowered. One statement for some hundred of them."""
    in_order = sorted(marks.items())  # so that two processes never wait for each other in a ring
    for start in range(0, len(in_order), AT_ONCE):
        some = in_order[start : start + AT_ONCE]
        values: list[str | int | UUID] = []
        for participant_id, mark in some:
            values += [UUIDField().get_db_prep_value(participant_id, connection), mark.received, mark.opened]
        with connection.cursor() as cursor:
            cursor.execute(RAISE.format(rows=", ".join(["(%s, %s, %s)"] * len(some))), values)


class Reading(StrEnum):
    """How far an entry has come to one person."""

    OPENED = "opened"  # it stood on their screen
    RECEIVED = "received"  # their device has acknowledged it
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who may read an entry, and how far it has come to them. Names and roles as they are in the room."""

    participant_id: UUID
    name: str
    agency: str
    role: Annotated[str, ValueOf(MemberRole)]
    is_present: bool
    reading: Reading


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom an entry has reached: `received` counts those who have opened it, too."""

    seq: int
    received: int
    opened: int
    people: list[Reader]


def readers_of(grant: RoomGrant, entry: LogEntry, *, at: datetime) -> Readers:
    """Return how far an entry, which the asker may read, has come to those who may read it; not to its author.

    A person who has left the room is named if it had reached them. For its author, and for those with a command role.
    Raises: NotJoined, NotAllowed.
    """
    if entry.participant_id != grant.joined().pk and not grant.may_command():
        raise NotAllowed("Only the author of an entry and those with a command role see whom it has reached.")
    marks = {mark.participant_id: mark for mark in ReadMark.objects.filter(participant__room=grant.room)}
    present = {one.pk for one in present_in(grant.room.pk, incident=grant.incident, at=at)}
    # The accounts of wall buttons have no reader.
    rows = Participant.objects.filter(room=grant.room, user__is_device=False).exclude(pk=entry.participant_id)
    players = players_in([grant.incident])
    people = []
    for one in rows.order_by("name", "pk"):
        reading = _reading_of(marks.get(one.pk), entry.seq)
        may_read = entry.audience in audiences_in(one, grant.incident, players)
        if may_read and (one.pk in present or reading is not Reading.NOT_YET):
            people.append(Reader(one.pk, one.name, one.agency, one.role, one.pk in present, reading))
    opened = sum(one.reading is Reading.OPENED for one in people)
    received = sum(one.reading is not Reading.NOT_YET for one in people)
    return Readers(seq=entry.seq, received=received, opened=opened, people=people)


def _reading_of(mark: ReadMark | None, seq: int) -> Reading:
    if mark is None or mark.received_seq < seq:
        return Reading.NOT_YET
    return Reading.OPENED if mark.opened_seq >= seq else Reading.RECEIVED
