"""Collect what many sockets ask of the database while one round trip is under way, and ask it together in the next.

A question does not wait for others: if it comes alone, it is asked alone, at once. Under load, one round trip serves
many.
"""

import asyncio
from collections.abc import Callable, Sequence

from coordination.sockets.database.threads import in_database

# Bounds how long one round trip takes, and so how late its first asker is answered.
TOGETHER_MAX = 128


class Batcher[Question, Answer]:
    """The queue of one event loop. `ask_all` runs in a database thread and answers in the order of the questions.

    An answer that is an exception is raised to its asker alone.
    """

    def __init__(self, ask_all: Callable[[Sequence[Question]], Sequence[Answer | Exception]]) -> None:
        self._ask_all = ask_all
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises: whatever the answer is, if it is an exception; what ask_all raised, to all."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:TOGETHER_MAX], self._waiting[TOGETHER_MAX:]
            try:
                answers: Sequence[Answer | Exception] = await in_database(self._ask_all, [one for one, _ in batch])
            except Exception as fault:  # noqa: BLE001 - it is raised in every caller
                answers = [fault] * len(batch)
            for (_, waiting), answer in zip(batch, answers, strict=True):
                if waiting.done():
                    continue
                if isinstance(answer, Exception):
                    waiting.set_exception(answer)
                else:
                    waiting.set_result(answer)
