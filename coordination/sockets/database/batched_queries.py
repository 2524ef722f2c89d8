"""The three questions that all sockets of a process ask, each asked together: who are you, may you enter, do this."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models.functions import Now

from coordination.room.access import Asker
from coordination.room.capability import Command
from coordination.room.dispatch import Accepted, RoomCommand, execute, execute_all, rule_of
from coordination.room.entrance import Entered, EntryRequest, let_people_in
from coordination.room.people.sign_ins import SignIn
from coordination.sockets.database.batcher import Batcher
from coordination.sockets.database.threads import in_database, in_presses
from coordination.sockets.tickets import redeem_tickets
from mou.foundation.lanes import COMMANDS


class BatchedQueries:
    """One event loop's batches. Every method raises CoordinationError or DatabaseError to the one who asked."""

    def __init__(self) -> None:
        self._tickets = Batcher[str, SignIn](_redeem_tickets)
        self._entrances = Batcher[EntryRequest, Entered](let_people_in)
        self._commands = Batcher[RoomCommand, Accepted](execute_all)

    async def redeem(self, token: str) -> SignIn:
        """Use a ticket up. Raises: BadTicket."""
        return await self._tickets.ask(token)

    async def enter(self, request: EntryRequest) -> Entered:
        """Return what a person is in a room. Raises: SignedOut, RoomNotFound, NotJoined."""
        return await self._entrances.ask(request)

    async def run(self, asker: Asker, room_id: UUID, command: Command) -> Accepted:
        """Carry a command out and return when it is durable; commands of one asker keep their order."""
        rule = rule_of(command)
        with COMMANDS.under_way():
            if rule.waits_for_nothing:
                return await in_presses(execute, asker=asker, room_id=room_id, command=command)
            if rule.opens_room or rule.is_live:
                # Commands that make their own room, and commands that are never logged.
                return await in_database(execute, asker=asker, room_id=room_id, command=command)
            return await self._commands.ask(RoomCommand(asker, room_id, command))


def _redeem_tickets(tokens: Sequence[str]) -> Sequence[SignIn | Exception]:
    return redeem_tickets(tokens=tokens, at=Now())
