"""Read the log: tails, pages and single entries, always of a room that access has handed out."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from coordination.room.entry.new_entry import NewEntry
from coordination.room.models import LogEntry, Room
from coordination.room.registry import event_rules
from coordination.room.wire.addressed import Readership, readership_of
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.frames import entry_frame, withheld_frame
from coordination.room.wire.model import JsonObject

MAX_PAGE = 500


def encoded_from_row(row: LogEntry | NewEntry) -> EncodedEntry:
    """Return the frames of an entry: the only function that builds them, for push and fetch alike (promise 7)."""
    field = event_rules()[row.event_type].ends_presence
    ends = json.loads(row.content)["event"][field] if field is not None else None
    return EncodedEntry(
        room_id=row.room_id,
        seq=row.seq,
        audience=readership_of(row.audience),
        full=entry_frame(seq=row.seq, content=row.content, salt=row.salt, digest=row.digest, chain_hash=row.chain_hash),
        withheld=withheld_frame(seq=row.seq, digest=row.digest, chain_hash=row.chain_hash),
        ends_participant=UUID(ends) if ends else None,
    )


def read_tail(room: Room, *, after: int, limit: int = MAX_PAGE) -> list[EncodedEntry]:
    """Return the entries above `after`, oldest first, at most `limit`. One query."""
    return [encoded_from_row(row) for row in _rows_of_room(room).filter(seq__gt=after).order_by("seq")[:limit]]


def tail_of_open_feed(room_id: UUID, *, after: int, limit: int) -> list[EncodedEntry]:
    """Return a tail for a feed, which serves only sockets that access has let in and masks for each of them."""
    rows = LogEntry.objects.filter(room_id=room_id, seq__gt=after).order_by("seq")[:limit]
    return [encoded_from_row(row) for row in rows]


def page_before(room: Room, *, before: int, limit: int = MAX_PAGE) -> list[EncodedEntry]:
    """Return the `limit` entries below `before`, oldest first. One query."""
    rows = list(_rows_of_room(room).filter(seq__lt=before).order_by("-seq")[:limit])
    return [encoded_from_row(row) for row in reversed(rows)]


def read_contents(room: Room, *, audiences: Iterable[Readership], up_to: int) -> list[JsonObject]:
    """Return what a reader of these audiences may read up to a seq, oldest first."""
    rows = _rows_of_room(room).filter(audience__in=list(audiences), seq__lte=up_to).order_by("seq")
    return [json.loads(row.content) for row in rows]


def readable_entry(room: Room, *, seq: int, audiences: Iterable[Readership]) -> LogEntry | None:
    """Return one entry if a reader of these audiences may read it."""
    return _rows_of_room(room).filter(seq=seq, audience__in=list(audiences)).first()


def _rows_of_room(room: Room) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(room=room)
