"""Hold the rooms of a batch of commands and read what all of it needs: on PostgreSQL in one round trip.

A command was eight questions and answers of some microseconds each. Beside other work, the waits between them were most
of its time, and all other commands waited for the rooms that it held.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from coordination.room.access import rooms_by_id
from coordination.room.answering.answered import AnsweredBefore, CommandKey, answered_among, answered_before
from coordination.room.database.rows import TAKE_NUMBERS
from coordination.room.models import LogEntry, Room
from mou.access.epoch import EPOCH_SQL, access_epoch

# As locked_rooms() in access.py has it.
HOLD = """
SELECT 1 FROM room_room JOIN room_incident ON room_incident.id = room_room.incident_id
WHERE room_room.id = ANY(%s) ORDER BY room_room.id FOR UPDATE OF room_room, room_incident
"""
# Each command by a step of its own into the index: three lists would be looked up in all their combinations.
ANSWERED = """
SELECT asked.room_id, asked.actor_id, asked.command_id, found.command_digest, found.seq, found.problem
FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[]) AS asked (room_id, actor_id, command_id)
CROSS JOIN LATERAL (
    SELECT command_digest, seq, NULL AS problem FROM room_logentry
    WHERE room_id = asked.room_id AND actor_id = asked.actor_id AND command_id = asked.command_id AND command_part = 0
    UNION ALL
    SELECT command_digest, NULL, problem FROM room_refusedcommand
    WHERE place_id = asked.room_id AND actor_id = asked.actor_id AND command_id = asked.command_id
    LIMIT 1
) AS found
"""
# Numbers are taken before anybody knows how many entries there will be.
ENTRIES_OF_A_COMMAND = 2


@dataclass(frozen=True, slots=True)
class Held:
    """Rooms whose rows are held until commit, the access epoch read after that, and what was answered before."""

    rooms: dict[UUID, Room]
    epoch: int
    before: AnsweredBefore
    # For entries to come, as far as they reach.
    entry_ids: list[int] = field(default_factory=list)


def hold_rooms(room_ids: Collection[UUID], commands: Sequence[CommandKey]) -> Held:
    """Hold these rooms until the caller's transaction ends, and look up what is known of these commands."""
    if connection.vendor == "postgresql":
        return _held_at_once(list(room_ids), commands)
    # SQLite has one writer, and the transaction is it from its beginning.
    return Held(rooms_by_id(room_ids), access_epoch(), answered_before(commands))


def _held_at_once(room_ids: list[UUID], commands: Sequence[CommandKey]) -> Held:
    with ExitStack() as cursors:

        def send(statement: str, *values: int | str | list[UUID] | list[UUID | int]) -> CursorWrapper:
            cursor = cursors.enter_context(connection.cursor())
            cursor.execute(statement, values)
            return cursor

        send(HOLD, room_ids)
        table = LogEntry._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
        asked = send(f"SELECT {EPOCH_SQL}, ARRAY({TAKE_NUMBERS})", table, ENTRIES_OF_A_COMMAND * len(commands))
        before = send(ANSWERED, *map(list, zip(*commands, strict=True)))
        # In a pipeline, the first answer that is read brings those that were sent before it.
        rooms = rooms_by_id(room_ids)
        epoch, numbers = asked.fetchone()
        return Held(rooms, epoch, answered_among(commands, before.fetchall()), numbers)
