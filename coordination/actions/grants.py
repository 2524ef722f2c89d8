"""What people are in rooms, remembered for as long as the access epoch stands still.

Every command asks access. Most ask what was asked a second ago, and the answer can only have changed if the epoch has
moved: every action that gives or takes a right bumps it in the same transaction. The epoch is read after the rooms are
held, so a change that was committed before this transaction's turn is seen.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from coordination.access import Asker, RoomGrant, grant_in
from coordination.errors import RoomNotFound
from coordination.models import Room
from mou.queries.epoch import access_epoch

REMEMBERED_MAX = 20_000
# Agreements begin and end at midnights; every zone's midnight is the beginning of a quarter of an hour.
QUARTER_S = 900

type Key = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A grant and the moment of access for which it holds."""

    epoch: int
    quarter: int
    grant: RoomGrant


class Grants:
    """The grants of one transaction. Only people who are in the room are remembered: joining bumps nothing."""

    def __init__(self, rooms: Mapping[UUID, Room]) -> None:
        self._rooms = rooms
        self._epoch = access_epoch()
        self._remembers = True

    def of(self, asker: Asker, room_id: UUID) -> RoomGrant:
        """Return what the asker is in a locked room. Raises: RoomNotFound."""
        room = self._rooms.get(room_id)
        if room is None:
            raise RoomNotFound
        quarter = int(asker.at.timestamp()) // QUARTER_S
        known = _recall((room_id, asker.user_id))
        if self._remembers and known is not None and (known.epoch, known.quarter) == (self._epoch, quarter):
            grant = known.grant
            return RoomGrant(room, room.incident, grant.standings, grant.participant, grant.audiences)
        grant = grant_in(room, user_id=asker.user_id, at=asker.at)
        if self._remembers and grant.participant is not None:
            _remember((room_id, asker.user_id), Remembered(self._epoch, quarter, grant))
        return grant

    def stop_remembering(self) -> None:
        """Something in this very transaction has changed access: from here on it is asked anew each time.

        Nor is anything kept: the transaction may still be undone, and its epoch with it.
        """
        self._remembers = False


_memory: OrderedDict[Key, Remembered] = OrderedDict()
_memory_lock = Lock()


def _recall(key: Key) -> Remembered | None:
    with _memory_lock:
        return _memory.get(key)


def _remember(key: Key, remembered: Remembered) -> None:
    with _memory_lock:
        _memory[key] = remembered
        _memory.move_to_end(key)
        while len(_memory) > REMEMBERED_MAX:
            _memory.popitem(last=False)
