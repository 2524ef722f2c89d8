"""Which commands of the outbox are sent when: as many as the server allows, in their order."""

import asyncio
from collections.abc import Awaitable, Callable

from musterpoint_client.log.chain import BrokenLog
from musterpoint_client.problems import ApiProblem, Frame
from musterpoint_client.room.outbox import Outbox

WINDOW = 50  # commands without an answer, unless `welcome` names another number
TRY_LATER_S = 2.0  # where the server does not say how long
PRESS = "raise_panic"  # overtakes whatever waits

type Send = Callable[[Frame], Awaitable[None]]


class Sending:
    """Sends an outbox over one connection after another, and tells who waits for an answer.

    Args:
        window: how many commands may be without an answer at once; None: as many as the server allows.
        start: begins a coroutine that belongs to the client.
    """

    def __init__(
        self, outbox: Outbox, *, window: int | None, start: Callable[[Callable[[], Awaitable[None]]], None]
    ) -> None:
        self.outbox = outbox
        self.window = window or WINDOW
        self.under_way: set[str] = set()
        self._asked_window = window
        self._start = start
        self._send: Send | None = None
        # One command at a time, until the server has shown that it takes them.
        self._is_trying, self._tried = True, ""
        self._resting: set[str] = set()  # commands that met a limit of their own
        self._resume: asyncio.TimerHandle | None = None
        self._answers: dict[str, asyncio.Future[int | None]] = {}

    def expect_answer(self, command: Frame) -> asyncio.Future[int | None]:
        """Keep a command until it is answered; return what will be its seq."""
        answer = self._answers[command["id"]] = asyncio.get_running_loop().create_future()
        self.outbox.add(command)
        return answer

    def begin(self, send: Send, *, allowed: int) -> None:
        """Take a connection whose server allows so many commands without an answer."""
        self._send = send
        self.window = min(allowed, self._asked_window or allowed)

    def end(self) -> None:
        """Take note that the connection is gone."""
        self._send = None
        # It is unknown whether commands under way arrived; with the same id, sending them again is harmless.
        self.under_way.clear()
        self._is_trying, self._tried = True, ""

    async def send_waiting(self) -> None:
        """Send what has not been sent on this connection, as far as the window allows."""
        for command in list(self.outbox.commands.values()):
            if self._send is None or len(self.under_way) >= self.window:
                return
            if self._may_send(command):
                self.under_way.add(command["id"])
                if self._is_trying and command["type"] != PRESS:
                    self._tried = command["id"]
                await self._send({"type": "command", "command": command})

    def take_answer(self, command_id: str, seq: int | None) -> None:
        """Take an answer: in an acknowledgment, or in the entry of the command itself."""
        self.under_way.discard(command_id)
        if command_id == self._tried:
            self._is_trying = False
        self.outbox.drop(command_id)
        answer = self._answers.pop(command_id, None)
        if answer is not None and not answer.done():
            answer.set_result(seq)

    def take_refusal(self, command_id: str, refused: ApiProblem) -> bool:
        """Take a refusal. False: for now, and the command goes on waiting; True: for good, and who waits is told."""
        self.under_way.discard(command_id)
        if refused.verdict_of_nack != "refused":
            self._postpone(command_id, refused)
            return False
        self.outbox.drop(command_id)
        answer = self._answers.pop(command_id, None)
        if answer is not None and not answer.done():
            answer.set_exception(refused)
        return True

    def give_up(self, ended: ApiProblem | BrokenLog) -> None:
        """Tell callers that wait for an answer that none will come; the commands stay in the outbox."""
        waiting, self._answers = self._answers, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(ended)

    def cancel_resume(self) -> None:
        """Start nothing more."""
        if self._resume is not None:
            self._resume.cancel()

    def _may_send(self, command: Frame) -> bool:
        if command["id"] in self.under_way or command["id"] in self._resting:
            return False
        if command["type"] == PRESS:
            return True
        return self._resume is None and len(self.under_way) < (1 if self._is_trying else self.window)

    def _postpone(self, command_id: str, refused: ApiProblem) -> None:
        """Keep a command that left no trace, to be sent again later with the same id and in its old place.

        Of what is on its way behind it, the server may record some first: nothing more is sent until all of that is
        answered, and then one by one. A limit holds for this command alone.
        """
        loop, wait_s = asyncio.get_running_loop(), refused.retry_after_s or TRY_LATER_S
        is_limit = refused.verdict_of_nack == "later"
        # A press does not wait for the pause, so it has one of its own.
        if is_limit or self.outbox.commands.get(command_id, {}).get("type") == PRESS:
            self._resting.add(command_id)
            loop.call_later(wait_s, self._end_rest, command_id)
        if is_limit:
            return
        self._is_trying, self._tried = True, ""
        if self._resume is None:
            self._resume = loop.call_later(wait_s, self._end_pause)

    def _end_pause(self) -> None:
        self._resume = None
        self._start(self.send_waiting)

    def _end_rest(self, command_id: str) -> None:
        self._resting.discard(command_id)
        self._start(self.send_waiting)
