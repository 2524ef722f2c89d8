"""Look at the access epoch; who needs the heads of this process's rooms gets them by the next statement."""

import asyncio
from collections.abc import Callable, Collection
from uuid import UUID

from coordination.room.entrance import EPOCH_S, NOTE_S
from coordination.room.reading.state import heads_and_epoch
from coordination.sockets.database.threads import in_watch
from mou.access.epoch import epoch_note

type Heads = dict[UUID, int]


class EpochLooks:
    """Lives in one event loop. `room_ids` are the rooms whose heads may be asked for."""

    def __init__(self, room_ids: Callable[[], Collection[UUID]]) -> None:
        self._room_ids = room_ids
        self._wanted: asyncio.Future[Heads | None] | None = None

    async def look(self) -> int:
        """Return the epoch, and note it for a while. Raises: DatabaseError."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return await in_watch(epoch_note.look, good_for_s=NOTE_S)
        heads: Heads | None = None
        try:
            epoch, heads = await in_watch(_look_with_heads, list(self._room_ids()))
        finally:
            if not wanted.done():
                wanted.set_result(heads)
        return epoch

    async def heads_of_next(self) -> Heads | None:
        """Return how far the rooms are, by the next look; None: it failed, or none has come in the time of one."""
        wanted = self._wanted = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait([wanted], timeout=EPOCH_S)
        if self._wanted is wanted:
            self._wanted = None
        return wanted.result() if done else None


def _look_with_heads(room_ids: list[UUID]) -> tuple[int, Heads]:
    heads: Heads = {}

    def read() -> int:
        found, epoch = heads_and_epoch(room_ids)
        heads.update(found)
        return epoch

    return epoch_note.look(good_for_s=NOTE_S, read=read), heads
