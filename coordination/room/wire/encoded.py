"""An entry as bytes, once for those who may read it and once for those who may not. Pure."""

from dataclasses import dataclass
from uuid import UUID

from coordination.room.wire.addressed import Readership


@dataclass(frozen=True, slots=True)
class EncodedEntry:
    """`full` and `withheld` are the JSON texts of the two frames. `ends_participant` loses access with this entry."""

    room_id: UUID
    seq: int
    audience: Readership
    full: bytes
    withheld: bytes
    ends_participant: UUID | None = None

    def for_reader(self, audiences: frozenset[Readership]) -> bytes:
        """Return the frame that a reader of these audiences gets."""
        return self.full if self.audience in audiences else self.withheld


def entries_json(*, head: int, entries: list[EncodedEntry], audiences: frozenset[Readership]) -> bytes:
    """Return a stretch of the log for HTTP: {"head": …, "entries": [frames as on the socket]}."""
    frames = b",".join(entry.for_reader(audiences) for entry in entries)
    return f'{{"head":{head},"entries":['.encode() + frames + b"]}"
