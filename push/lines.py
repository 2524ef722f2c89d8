"""A bounded number of lines to the providers: threads that send, the most urgent first, some kept for life safety.

Threads, because every provider's own library blocks. They touch no database: what they are given is complete.
"""

import heapq
import itertools
import queue
import threading
from collections.abc import Callable, Sequence

from push.transport import Message, SendResult
from push.vocabulary import Urgency


class Lines:
    """Sends what is put, in order of urgency; the answers are taken out again by whoever put it."""

    def __init__(self, send: Callable[[Message], SendResult], *, count: int, reserved: int) -> None:
        self._send = send
        self._waiting: list[tuple[int, int, Message]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._is_closing = False
        self._answers: queue.SimpleQueue[SendResult] = queue.SimpleQueue()
        self._ordinary = count - reserved
        self._count = count
        # What was put and not answered yet, by lane: only the thread that puts and takes counts.
        self._open = {True: 0, False: 0}
        self._grave: dict[object, bool] = {}
        self._threads = [
            threading.Thread(target=self._work, args=(number < reserved,), name=f"push line {number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_idle(self) -> bool:
        return not self._grave

    def room_for(self, urgency: Urgency) -> int:
        """Return how many more of this urgency may be put: twice what is sent at once, so that no line waits for us."""
        is_grave = urgency is Urgency.LIFE_SAFETY
        most = 2 * (self._count if is_grave else self._ordinary)
        return max(0, most - self._open[is_grave])

    def put(self, messages: Sequence[Message]) -> None:
        with self._changed:
            for message in messages:
                is_grave = message.urgency is Urgency.LIFE_SAFETY
                self._open[is_grave] += 1
                self._grave[message.notification_id] = is_grave
                heapq.heappush(self._waiting, (-message.urgency, next(self._numbers), message))
            self._changed.notify_all()

    def answers(self, *, wait_s: float) -> list[SendResult]:
        """Return what was answered; wait for the first answer at most wait_s, and not at all when none can come."""
        if self.is_idle:
            return []
        taken: list[SendResult] = []
        try:
            taken.append(self._answers.get(timeout=wait_s))
            while True:
                taken.append(self._answers.get_nowait())
        except queue.Empty:
            pass
        for answer in taken:
            self._open[self._grave.pop(answer.notification_id)] -= 1
        return taken

    def close(self) -> None:
        """Let every line finish what it is sending; what still waits stays unsent."""
        with self._changed:
            self._is_closing = True
            self._waiting.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _work(self, is_reserved: bool) -> None:  # noqa: FBT001 - a thread's argument
        while (message := self._next(is_reserved)) is not None:
            self._answers.put(self._send(message))

    def _next(self, is_reserved: bool) -> Message | None:  # noqa: FBT001
        with self._changed:
            while not self._is_closing:
                if self._waiting and (not is_reserved or -self._waiting[0][0] == Urgency.LIFE_SAFETY):
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait()
        return None
