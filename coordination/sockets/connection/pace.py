"""Stop reading from a client that says more than is carried out, and read on when it may say more.

A fast client is not disconnected: what it sent waits in the network, and the network makes the client wait.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from coordination.sockets.connection.session import Session

# So many commands of one socket wait for their answer; `welcome` says so.
WINDOW_COMMANDS = 64


class Reading(Protocol):
    """The incoming side of a socket, which can be paused."""

    def hold(self) -> None: ...

    def release(self) -> None: ...


class Pace:
    """The pace of one socket. `waiting` counts its waiting commands; `on_change` is told whether the socket is held."""

    def __init__(
        self, reading: Reading, session: Session, *, waiting: Callable[[], int], on_change: Callable[[bool], None]
    ) -> None:
        self._reading = reading
        self._session = session
        self._waiting = waiting
        self._on_change = on_change
        self._timer: asyncio.TimerHandle | None = None
        self.is_held = False

    def look(self) -> None:
        """Hold or release the socket after a frame was heard or a command was carried out."""
        if self.is_held:
            self._go_on()
        elif self._waiting() >= WINDOW_COMMANDS or self._session.pause_s(now_s=monotonic()) > 0:
            self.is_held = True
            self._reading.hold()
            self._on_change(True)  # noqa: FBT003 - whether it is held is all that it says
            self._go_on()

    def end(self) -> None:
        """The socket is gone."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go_on(self) -> None:
        self.end()
        pause_s = self._session.pause_s(now_s=monotonic())
        if pause_s > 0:
            self._timer = asyncio.get_running_loop().call_later(pause_s, self._go_on)
        elif self._waiting() <= WINDOW_COMMANDS // 2:
            # Half of the limit: to release after each finished command would cost more than the command.
            self.is_held = False
            self._on_change(False)  # noqa: FBT003 - as above
            self._reading.release()
