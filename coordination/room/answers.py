"""What the API answers; requests are the command classes of the capabilities."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from coordination.room.wire.model import JsonObject


class AcceptedOut(Schema):
    """A durable command: the seq of its first entry (null for what is never logged)."""

    room_id: UUID
    seq: int | None
    is_repeat: bool


class StateOut(Schema):
    """A room's state at `seq`: objects by kind and id. `hash` is that of the entry at `seq` in the log's chain."""

    room_id: UUID
    since: int
    seq: int
    hash: str
    objects: dict[str, dict[str, JsonObject | None]]


class EntriesOut(Schema):
    """A stretch of the log: each item is what an entry or withheld frame says."""

    head: int
    entries: list[JsonObject]


class FoundOut(EntriesOut):
    """Entries that were searched for, newest first. `more`: there are older ones; ask again with `before`."""

    more: bool
    others: Annotated[
        int, Field(description="With `site_id`: how many newer entries that answer are of other sites, and not here.")
    ]
