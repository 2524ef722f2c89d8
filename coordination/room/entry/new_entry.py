"""An entry on its way into the log: what its row will hold, and no more.

A model would do, but each command makes an entry, and making a model costs more than all hashes of the entry.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(slots=True)
class NewEntry:
    """As LogEntry has it, column by column. `id` is there once the database has given the number out."""

    id: int | None
    room_id: UUID
    seq: int
    at: datetime
    audience: str
    event_type: str
    actor_id: int
    participant_id: UUID
    command_id: UUID
    command_digest: str
    command_part: int
    content: str
    salt: str
    digest: str
    chain_hash: str


@dataclass(frozen=True, slots=True)
class NewWords:
    """As EntryWords has it, column by column."""

    entry_id: int | None
    author_id: UUID
    words: str
    lon: float | None
    lat: float | None
    level_id: UUID | None
