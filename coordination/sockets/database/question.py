"""A question to the database that is asked again and again, and must not keep its asker waiting."""

import asyncio
from collections.abc import Callable

from coordination.sockets.database.threads import in_database

ANSWER_S = 4.0


class Question[Answer]:
    """Asks one at a time: a database that hangs does not refuse; each caller would block, and hold a thread."""

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._asked: asyncio.Future[Answer] | None = None

    async def answer(self) -> Answer:
        """Return the answer. Raises: DatabaseError; TimeoutError: not yet, the next call waits for the same one."""
        if self._asked is None:
            self._asked = asyncio.ensure_future(in_database(self._ask))
        done, _ = await asyncio.wait([self._asked], timeout=ANSWER_S)
        if not done:
            raise TimeoutError
        asked, self._asked = self._asked, None
        return asked.result()
