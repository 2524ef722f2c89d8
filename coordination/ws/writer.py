"""Collect the commands of this process's sockets while one transaction commits, and carry them out in the next.

Nobody waits for company: a command that comes alone is carried out alone, at once. Under load, one commit serves many.
"""

import asyncio
from typing import cast
from uuid import UUID

from coordination.access import Asker
from coordination.actions.dispatch import WAYS, Accepted, Ask, execute, execute_all
from coordination.errors import CoordinationError
from coordination.wire.commands import LiveCommand, LoggedCommand
from coordination.ws.database import in_database

# Bounds how long a transaction holds its rooms, and how late its first command is answered.
COMMANDS_MAX = 128


class Writer:
    """The queue of one event loop; commands of one socket come one after the other, so their order is kept."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Ask, asyncio.Future[Accepted | CoordinationError]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def run(self, asker: Asker, room_id: UUID, command: LoggedCommand | LiveCommand) -> Accepted:
        """Carry a command out and return when it is durable. Raises: CoordinationError."""
        if type(command) not in WAYS:
            # What makes its own room, and what is never logged.
            return await in_database(execute, asker=asker, room_id=room_id, command=command)
        answer: asyncio.Future[Accepted | CoordinationError] = asyncio.get_running_loop().create_future()
        self._waiting.append((Ask(asker, room_id, cast("LoggedCommand", command)), answer))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work())
        result = await answer
        if isinstance(result, CoordinationError):
            raise result
        return result

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:COMMANDS_MAX], self._waiting[COMMANDS_MAX:]
            try:
                results = await in_database(execute_all, [ask for ask, _ in batch])
            except Exception as fault:  # noqa: BLE001 - a fault of ours: each socket logs it and closes
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(fault)
                continue
            for (_, answer), result in zip(batch, results, strict=True):
                if not answer.done():
                    answer.set_result(result)
