"""A bounded number of lines to the providers: the most urgent goes first, and some are kept for life safety.

Most providers' libraries block: they get threads. Those that need none share one event loop. Neither touches the
database: what they are given is complete.
"""

import asyncio
import heapq
import itertools
import queue
import threading
import time
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from push.transport import Message, SendResult
from push.vocabulary import OVERTAKING_KINDS, Urgency

# While this many are under way, answers are taken in handfuls: to write each down by itself costs more than to send it.
WORTH_GATHERING = 64
GATHER_S = 0.02


class Sender(Protocol):
    """Who knows the transports. Called by every line."""

    def is_quick(self, message: Message) -> bool: ...

    def send(self, message: Message) -> SendResult: ...

    async def send_soon(self, message: Message) -> SendResult: ...

    async def hang_up(self) -> None: ...


class Lines:
    """Sends what is put, in order of urgency; the answers are taken out again by whoever put it."""

    def __init__(self, sender: Sender, *, count: int, reserved: int, most_grave: int, most_other: int) -> None:
        """`count` threads, `reserved` of them for life safety alone; so many messages in our hands, grave or other."""
        self._sender = sender
        self._most = {True: most_grave, False: most_other}
        self._waiting: list[tuple[int, bool, int, Message]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._is_closing = False
        self._answers: queue.SimpleQueue[SendResult] = queue.SimpleQueue()
        # What was put and not answered yet; only the thread that puts and takes looks at it.
        self._is_grave: dict[UUID, bool] = {}
        self._open = {True: 0, False: 0}
        self._threads = [
            threading.Thread(target=self._work, args=(number < reserved,), name=f"push line {number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()
        self._loop = asyncio.new_event_loop()
        self._loop_thread = threading.Thread(target=self._loop.run_forever, name="push loop", daemon=True)
        self._loop_thread.start()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        return not self._is_grave

    def room_for(self, urgency: Urgency) -> int:
        """Return how many more of this urgency may be put."""
        is_grave = urgency is Urgency.LIFE_SAFETY
        return max(0, self._most[is_grave] - self._open[is_grave])

    def put(self, messages: Sequence[Message]) -> None:
        quick = []
        with self._changed:
            for message in messages:
                is_grave = message.urgency is Urgency.LIFE_SAFETY
                self._open[is_grave] += 1
                self._is_grave[message.notification_id] = is_grave
                if self._sender.is_quick(message):
                    quick.append(message)
                else:
                    waits = message.is_exercise or message.kind not in OVERTAKING_KINDS
                    heapq.heappush(self._waiting, (-message.urgency, waits, next(self._numbers), message))
            if len(quick) < len(messages):
                self._changed.notify_all()
        if quick:
            self._loop.call_soon_threadsafe(self._start, quick)

    def answers(self, *, wait_s: float) -> list[SendResult]:
        """Return what was answered; wait for the first answer at most wait_s, and not at all when none can come."""
        if self.is_idle:
            return []
        taken: list[SendResult] = []
        try:
            taken.append(self._answers.get(block=wait_s > 0, timeout=wait_s))
            if wait_s and len(self._is_grave) > WORTH_GATHERING:
                time.sleep(GATHER_S)
            while True:
                taken.append(self._answers.get_nowait())
        except queue.Empty:
            pass
        for answer in taken:
            self._open[self._is_grave.pop(answer.notification_id)] -= 1
        return taken

    def close(self) -> None:
        """Let every line finish what it is sending; what still waits for a thread stays unsent."""
        with self._changed:
            self._is_closing = True
            self._waiting.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._loop_thread.join()
        self._loop.close()

    # --- threads --------------------------------------------------------------------------------------------------
    def _work(self, is_reserved: bool) -> None:  # noqa: FBT001 - a thread's argument
        while (message := self._next(is_reserved)) is not None:
            self._answers.put(self._sender.send(message))

    def _next(self, is_reserved: bool) -> Message | None:  # noqa: FBT001
        with self._changed:
            while not self._is_closing:
                if self._waiting and (not is_reserved or -self._waiting[0][0] == Urgency.LIFE_SAFETY):
                    return heapq.heappop(self._waiting)[3]
                self._changed.wait()
        return None

    # --- the event loop -------------------------------------------------------------------------------------------
    def _start(self, messages: Sequence[Message]) -> None:
        """Start them all: they are as many as `most` allows, and life safety has a share of its own in that."""
        for message in messages:
            task = self._loop.create_task(self._send_soon(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send_soon(self, message: Message) -> None:
        self._answers.put(await self._sender.send_soon(message))

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._sender.hang_up()
