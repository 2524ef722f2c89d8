"""A bounded number of lines to the providers, shared fairly; the most urgent goes first.

Most providers' libraries block: they get threads. Those that need none share one event loop. Neither touches the
database: what they are given is complete.
"""

import asyncio
import os
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from push.outbox.lines.hands import Hands
from push.outbox.lines.hosts import Hosts
from push.outbox.lines.lines_in_use import Task
from push.outbox.lines.shares import OTHER_KIND, FairQueue, GivenBack, Size
from push.transport import Host, Message, SendResult
from push.vocabulary import DeviceKind, Outcome

# While this many are under way, answers are taken in handfuls: to write each down by itself costs more than to send it.
WORTH_GATHERING = 64
GATHER_S = 0.02
# How often one of the idle lines looks again while something waits: shares also grow by time alone.
LOOK_S = 0.25
LOOK_FOR_STALE_S = 1.0


class Sender(Protocol):
    """Who knows the transports. Called by every line."""

    def is_quick(self, message: Message) -> bool: ...

    def host_of(self, message: Message) -> Host: ...

    def send(self, message: Message) -> SendResult: ...

    async def send_soon(self, message: Message) -> SendResult: ...

    async def hang_up(self) -> None: ...


class Knock:
    """Lets one thread wait for answers and for something else at once: `end` is readable until they were heard."""

    def __init__(self) -> None:
        self._ends = list(os.pipe())
        for end in self._ends:
            os.set_blocking(end, False)
        self._has_knocked = False

    @property
    def end(self) -> int:
        return self._ends[0]

    def knock(self) -> None:
        # Of thousands that come together, the first is enough.
        if not self._has_knocked and self._ends:
            self._has_knocked = True
            os.write(self._ends[1], b"!")

    def hear(self) -> None:
        """Call it before the answers are taken: a line that found the knock given has left its answer by then."""
        if self._ends:
            with suppress(BlockingIOError):
                os.read(self._ends[0], 1024)
            self._has_knocked = False

    def close(self) -> None:
        while self._ends:
            os.close(self._ends.pop())


class Lines:
    """Sends what is put, as the shares allow; the answers are taken out again by the one who put it."""

    def __init__(self, sender: Sender, *, sizes: Mapping[DeviceKind, Size]) -> None:
        """`sizes`: how many threads a kind has."""
        self._sender = sender
        self.hands = Hands()
        hosts = Hosts()
        self._queues = {kind: FairQueue(sizes.get(kind, OTHER_KIND), hosts) for kind in DeviceKind}
        # Written under the lock: the queues, the threads, and how many of these have nothing to do.
        self._changed = threading.Condition()
        self._is_closing = False
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._is_one_looking = False
        self._answers: queue.SimpleQueue[SendResult] = queue.SimpleQueue()
        self.knock = Knock()
        self._looks_at_s = 0.0
        self._loop = asyncio.new_event_loop()
        self._loop_thread = threading.Thread(target=self._loop.run_forever, name="push loop", daemon=True)
        self._loop_thread.start()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        return not self.hands

    @property
    def is_worth_gathering(self) -> bool:
        return len(self.hands) > WORTH_GATHERING

    def put(self, messages: Sequence[Message]) -> None:
        """Send these; what has no share left now is answered at once, to be tried again later."""
        quick = [message for message in messages if self._sender.is_quick(message)]
        self.hands.take(messages)
        if quick:
            self._loop.call_soon_threadsafe(self._start, quick)
        if len(quick) < len(messages):
            self._put_blocking([message for message in messages if not self._sender.is_quick(message)])

    def answers(self, *, wait_s: float) -> list[SendResult]:
        """Return what was answered; wait for the first answer at most wait_s, and not at all when none can come."""
        self.knock.hear()
        if self.is_idle:
            return []
        self._give_back_stale()
        taken: list[SendResult] = []
        try:
            taken.append(self._answers.get(block=wait_s > 0, timeout=wait_s))
            if wait_s and self.is_worth_gathering:
                time.sleep(GATHER_S)
            while True:
                taken.append(self._answers.get_nowait())
        except queue.Empty:
            pass
        self.hands.give_away(answer.notification_id for answer in taken)
        return taken

    def close(self) -> None:
        """Let every line finish what it is sending; what still waits for a thread stays unsent."""
        with self._changed:
            self._is_closing = True
            for one in self._queues.values():
                one.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._loop_thread.join()
        self._loop.close()
        self.knock.close()

    # --- threads --------------------------------------------------------------------------------------------------
    def _put_blocking(self, messages: Sequence[Message]) -> None:
        now_s = time.monotonic()
        tasks = [Task(message, self._sender.host_of(message), now_s) for message in messages]
        with self._changed:
            back = [self._queues[task.message.device_kind].put(task, now_s=now_s) for task in tasks]
            # It wakes the next one if it finds something. To wake many for what has no line now costs others theirs.
            self._changed.notify()
            self._begin_thread()
        self._give_back([one for one in back if one is not None])

    def _begin_thread(self) -> None:
        """Begin another thread where one may have something to do. The lock is held."""
        if self._idle or self._is_closing or not any(self._queues.values()):
            return
        thread = threading.Thread(target=self._work, name=f"push line {len(self._threads)}", daemon=True)
        self._threads.append(thread)
        self._idle += 1
        thread.start()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            began_s = time.monotonic()
            result = self._sender.send(task.message)
            self._answer(result)
            self._end(task, result, began_s)

    def _next(self) -> Task | None:
        """Wait for a message that may be sent. A line that waits is counted as idle.

        While something waits, one idle line looks again by the clock: all of them would do nothing else.
        """
        with self._changed:
            while not self._is_closing:
                if (task := self._next_of_any_kind()) is not None:
                    self._idle -= 1
                    # There may be more: one more line looks, and it wakes the next.
                    self._changed.notify()
                    self._begin_thread()
                    return task
                if self._is_one_looking or not any(self._queues.values()):
                    self._changed.wait()
                    continue
                self._is_one_looking = True
                self._changed.wait(LOOK_S)
                self._is_one_looking = False
        return None

    def _next_of_any_kind(self) -> Task | None:
        now_s = time.monotonic()
        return next((task for one in self._queues.values() if one and (task := one.begin(now_s=now_s))), None)

    def _end(self, task: Task, result: SendResult, began_s: float) -> None:
        now_s = time.monotonic()
        has_failed = result.outcome is Outcome.RETRY
        with self._changed:
            self._idle += 1
            kind_queue = self._queues[task.message.device_kind]
            back = kind_queue.end(task, took_s=now_s - began_s, has_failed=has_failed, now_s=now_s)
        self._give_back(back)

    def _give_back_stale(self) -> None:
        now_s = time.monotonic()
        if now_s < self._looks_at_s:
            return
        self._looks_at_s = now_s + LOOK_FOR_STALE_S
        with self._changed:
            stale = [back for one in self._queues.values() for back in one.take_stale(now_s=now_s)]
        self._give_back(stale)

    def _give_back(self, back: Sequence[GivenBack]) -> None:
        for one in back:
            self._answer(SendResult(one.message.notification_id, Outcome.RETRY, one.code, retry_after_s=one.again_s))

    def _answer(self, result: SendResult) -> None:
        self._answers.put(result)
        self.knock.knock()

    # --- the event loop -------------------------------------------------------------------------------------------
    def _start(self, messages: Sequence[Message]) -> None:
        """Start them all: they are as many as our hands hold of one provider, and life safety has hands of its own."""
        for message in messages:
            task = self._loop.create_task(self._send_soon(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send_soon(self, message: Message) -> None:
        self._answer(await self._sender.send_soon(message))

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._sender.hang_up()
