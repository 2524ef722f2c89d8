"""The three questions that all sockets of a process ask, each asked together: who are you, may you enter, do this."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from coordination.access import Asker
from coordination.actions.dispatch import WAYS, Accepted, Ask, execute, execute_all
from coordination.actions.tickets import redeem_tickets
from coordination.queries.entrance import Entered, Knock, entrances
from coordination.queries.sign_ins import SignIn
from coordination.wire.commands import LiveCommand, LoggedCommand
from coordination.ws.batcher import Batcher
from coordination.ws.database import in_database


class Together:
    """One event loop's batches. Every method raises CoordinationError or DatabaseError to the one who asked."""

    def __init__(self) -> None:
        self._tickets = Batcher[str, SignIn](_redeem)
        self._entrances = Batcher[Knock, Entered](entrances)
        self._commands = Batcher[Ask, Accepted](execute_all)

    async def redeem(self, token: str) -> SignIn:
        """Use a ticket up. Raises: BadTicket."""
        return await self._tickets.ask(token)

    async def enter(self, knock: Knock) -> Entered:
        """Return what somebody is in a room. Raises: SignedOut, RoomNotFound, NotJoined."""
        return await self._entrances.ask(knock)

    async def run(self, asker: Asker, room_id: UUID, command: LoggedCommand | LiveCommand) -> Accepted:
        """Carry a command out and return when it is durable; commands of one asker keep their order."""
        if type(command) not in WAYS:
            # What makes its own room, and what is never logged.
            return await in_database(execute, asker=asker, room_id=room_id, command=command)
        return await self._commands.ask(Ask(asker, room_id, cast("LoggedCommand", command)))


def _redeem(tokens: Sequence[str]) -> Sequence[SignIn | Exception]:
    return redeem_tickets(tokens=tokens, at=datetime.now(UTC))
