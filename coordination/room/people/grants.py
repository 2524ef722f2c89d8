"""What people are in rooms, remembered for as long as the access epoch stands still.

Every command and every hello asks access. Most ask what was asked a second ago, and the answer can only have changed if
the epoch has moved: every action that gives or takes a right bumps it in the same transaction. The epoch is read before
anything else about a person is, so that what is remembered is never newer than its epoch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from coordination.errors import RoomNotFound
from coordination.room.access import Asker, RoomGrant, grants_in
from coordination.room.models import Room
from mou.access.epoch import AccessMemory, AccessMoment, epoch_note

# By room and person.
_memory = AccessMemory[tuple[UUID, int], RoomGrant]()


class Grants:
    """The grants of several askers at once. Only people who are in the room are remembered: joining bumps nothing.

    What was found of the others holds for these askers, until something here changes access, and no longer.

    `epoch` was read before the rooms. Inside a transaction that writes, it is read, and this is made, after the rooms'
    rows are held: a change of access that was committed before this transaction's turn is then seen.
    """

    def __init__(self, rooms: Mapping[UUID, Room], *, epoch: int) -> None:
        self._rooms = rooms
        self._epoch = epoch
        self._remembers = True
        # People who are not in the room, and when that was asked; None for people who may not know of it.
        self._outside: dict[tuple[UUID, int], tuple[AccessMoment, RoomGrant | None]] = {}

    def look_up(self, asks: Iterable[tuple[Asker, UUID]], *, with_company: bool = False) -> None:
        """Ask about all who are not remembered: a constant number of queries per room, however many they are."""
        unknown: dict[UUID, dict[int, Asker]] = {}
        for asker, room_id in asks:
            if room_id in self._rooms and self._known(asker, room_id) is None:
                unknown.setdefault(room_id, {})[asker.user_id] = asker
        for room_id, askers in unknown.items():
            at = max(asker.at for asker in askers.values())
            found = grants_in(self._rooms[room_id], user_ids=list(askers), at=at, with_company=with_company)
            for user_id, grant in found.items():
                if grant.participant is not None:
                    asker = askers.get(user_id, Asker(user_id, at))
                    _memory.remember((room_id, user_id), grant, AccessMoment.of(self._epoch, asker.at))
            for user_id in askers:
                outside = found.get(user_id)
                # The list of others has a limit: a person who is missing there may have joined, and is looked up alone.
                if outside is None or (outside.participant is None and not with_company):
                    self._outside[room_id, user_id] = AccessMoment.of(self._epoch, at), outside

    def of(self, asker: Asker, room_id: UUID) -> RoomGrant:
        """Return what the asker is in one of the rooms. Raises: RoomNotFound."""
        room = self._rooms.get(room_id)
        if room is None:
            raise RoomNotFound
        grant = self._known(asker, room_id) if self._remembers else None
        if grant is None:
            grant = self._asked(asker, room)
        if grant is None:
            raise RoomNotFound
        return replace(grant, room=room, incident=room.incident)

    def _asked(self, asker: Asker, room: Room) -> RoomGrant | None:
        """Return what the asker is in a room of which nothing is remembered: as it was looked up, or asked anew."""
        looked_up = self._outside.get((room.pk, asker.user_id)) if self._remembers else None
        if looked_up is not None and not looked_up[0].is_over(now=AccessMoment.of(self._epoch, asker.at)):
            return looked_up[1]
        return grants_in(room, user_ids=[asker.user_id], at=asker.at).get(asker.user_id)

    def _known(self, asker: Asker, room_id: UUID) -> RoomGrant | None:
        return _memory.recall((room_id, asker.user_id), AccessMoment.of(self._epoch, asker.at))

    def stop_remembering(self) -> None:
        """Something in this very transaction has changed access: from here on it is asked anew each time.

        Nor is anything kept: the transaction may still be undone, and its epoch with it.
        """
        self._remembers = False


def remembered_grant(asker: Asker, room_id: UUID, *, epoch: int) -> RoomGrant | None:
    """Return what the asker is in a room, if this was the epoch at the last look: without asking the database.

    Open sockets are looked after with each of these looks, so a person who is let in by one is looked after by the
    next. The room is as it was then: its head may have moved.
    """
    if not epoch_note.stands_at(epoch):
        return None
    return _memory.recall((room_id, asker.user_id), AccessMoment.of(epoch, asker.at))
