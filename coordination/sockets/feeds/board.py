"""Last positions in a room, merged to one frame per tick: N people cost N frames, not N² messages."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.room.fanout import EphemeralUpdate
from coordination.room.wire.addressed import Readership
from coordination.room.wire.frames import time_text
from coordination.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class Placed:
    """A position as JSON, and who may see it."""

    position: bytes
    audience: Audience


class PositionBoard:
    """The last position of each participant who shares one. Old ones stay until withdrawn, and their age is shown."""

    __slots__ = ("_changed", "_gone", "_places")

    def __init__(self) -> None:
        self._places: dict[UUID, Placed] = {}
        self._changed: set[UUID] = set()
        self._gone: set[UUID] = set()

    def hear(self, note: EphemeralUpdate) -> None:
        """Take a position in, or its withdrawal; a changed audience is a withdrawal for those who lose sight of it."""
        if note.position is None:
            self.forget(note.participant_id)
            return
        before = self._places.get(note.participant_id)
        if before is not None and before.audience != note.audience:
            self._gone.add(note.participant_id)
        self._places[note.participant_id] = Placed(note.position, note.audience)
        self._changed.add(note.participant_id)

    def forget(self, participant_id: UUID) -> None:
        """Take a person off the map."""
        if self._places.pop(participant_id, None) is not None:
            self._gone.add(participant_id)
        self._changed.discard(participant_id)

    def has_news(self) -> bool:
        """Tell whether a tick would say anything."""
        return bool(self._changed or self._gone)

    def news_for(self, audiences: frozenset[Readership], *, at: datetime) -> bytes | None:
        """Return the positions frame of this tick for readers of these audiences; None when they see no change."""
        seen = [self._places[who].position for who in self._changed if self._places[who].audience in audiences]
        # "gone" says only that an id is not on the map now; ids are no secret, all people of the room are listed.
        gone = [
            str(who) for who in self._gone if who not in self._places or self._places[who].audience not in audiences
        ]
        return _positions_frame(seen, gone, at) if seen or gone else None

    def all_for(self, audiences: frozenset[Readership], *, at: datetime) -> bytes | None:
        """Return every position that readers of these audiences may see; what a socket gets when it starts."""
        seen = [placed.position for placed in self._places.values() if placed.audience in audiences]
        return _positions_frame(seen, [], at) if seen else None

    def settle(self) -> None:
        """Forget what has changed: the tick has been sent."""
        self._changed.clear()
        self._gone.clear()

    def updates(self, room_id: UUID) -> list[EphemeralUpdate]:
        """Return everything on the board, for a process that has just opened its own."""
        return [EphemeralUpdate(room_id, who, placed.position, placed.audience) for who, placed in self._places.items()]


def _positions_frame(positions: list[bytes], gone: list[str], at: datetime) -> bytes:
    head = f'{{"type":"positions","at":"{time_text(at)}","gone":{json.dumps(gone)},"positions":['.encode()
    return head + b",".join(positions) + b"]}"
