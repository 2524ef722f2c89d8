"""Run the server and its workers as one group that lives and ends together.

A child that dies is started again: one crash must not end the incident for everybody. A server that dies again and
again, or a child that refuses its settings, ends the whole group with an error, so that systemd or the operator
sees it instead of a loop. A worker that dies again and again rests before it is started again: what it does can
wait, the incident cannot. SIGUSR1 renews the children one after the other: an upgrade that interrupts no user.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from django.conf import settings
from django.db import connection

POLL_S = 0.2
GRACE_S = 15.0
# Of it, so much is left for the workers at least; both together are less than systemd and a container wait for us.
WORKERS_GRACE_S = 3.0
REFUSED = 2  # the exit code of a command that cannot work as it was called; trying again cannot help
MAX_DEATHS = 5
DEATHS_WITHIN_S = 60.0
# How long a worker that has died too often rests before it is started again.
REST_S = 15.0
# Not SIGHUP: that is also what a closed terminal sends.
RENEWING = signal.SIGUSR1
# A new child gets so long to come up before the next one goes; who connects meanwhile waits at the listening socket.
SETTLE_S = 5.0
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
# Five is a third of a share of a core that is wanted by two, ten a tenth.
PUSH_NICENESS, IMPORT_NICENESS, DRAW_NICENESS, HASH_NICENESS = 5, 10, 10, 10
# On SQLite one writes at a time: an import that waits for a core while it holds the lock keeps every room waiting.
IMPORT_NICENESS_ON_SQLITE = 0
# Where Linux keeps the niceness of a session.
OF_THE_SESSION = Path("/proc/self/autogroup")
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class GroupEnded(Exception):
    """The group is to end: a signal came, or a child cannot be kept alive."""

    def __init__(self, text: str, *, exit_code: int) -> None:
        super().__init__(text)
        self.exit_code = exit_code


@dataclass
class Child:
    """One program and when it died lately."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int]
    process: subprocess.Popen[bytes]
    is_worker: bool
    niceness: int
    deaths: list[float] = field(default_factory=list)
    # Not started again before this, by the monotonic clock; 0 while it lives.
    rests_until_s: float = 0.0

    def launch(self) -> "subprocess.Popen[bytes]":
        return launch_process(self.command, self.pass_fds, self.niceness, is_apart=self.is_worker)


class ProcessGroup:
    """The children of this process. Use as a context manager: leaving it ends them all."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._is_to_renew = False
        self._handlers_before = {number: signal.getsignal(number) for number in (*ENDING, RENEWING)}

    def __enter__(self) -> Self:
        react_to_signals(raise_ended)
        signal.signal(RENEWING, self._note_renewal)
        return self

    def __exit__(self, *_: object) -> None:
        react_to_signals(signal.SIG_IGN)
        self._end()
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        pass_fds: Sequence[int] = (),
        is_worker: bool = False,
        niceness: int = 0,
    ) -> None:
        """Start a child; pass_fds stay open in it and in whatever replaces it. The group outlives its workers.

        A nicer child goes behind the others on a busy core.
        """
        process = launch_process(command, pass_fds, niceness, is_apart=is_worker)
        self._children.append(Child(name, command, pass_fds, process, is_worker, niceness))

    def check(self) -> None:
        """Start again what has died.

        Raises: GroupEnded: it dies too often, or refuses to run.
        """
        for child in self._children:
            exit_code = child.process.poll()
            if exit_code is not None:
                self._revive(child, exit_code)

    def _revive(self, child: Child, exit_code: int) -> None:
        if exit_code == REFUSED:
            raise GroupEnded(f"{child.name} refused to run", exit_code=REFUSED)
        now = time.monotonic()
        if child.rests_until_s:
            if now >= child.rests_until_s:
                child.rests_until_s = 0.0
                child.process = child.launch()
            return
        child.deaths = [at for at in child.deaths if now - at < DEATHS_WITHIN_S] + [now]
        often = len(child.deaths) > MAX_DEATHS
        if often and not child.is_worker:
            raise GroupEnded(f"{child.name} died {len(child.deaths)} times within a minute", exit_code=1)
        child.rests_until_s = now + (REST_S if often else 0)
        print(
            f"musterpoint: {child.name} ended with {exit_code}; starting it again{' after a rest' if often else ''}",
            file=sys.stderr,
            flush=True,
        )

    def wait(self) -> NoReturn:
        """Keep the children alive until the group is to end; always raises GroupEnded."""
        while True:
            self.check()
            if self._is_to_renew:
                self._is_to_renew = False
                self.renew()
            time.sleep(POLL_S)

    def renew(self) -> None:
        """End each child in its own time and start it again, one after the other.

        Raises: GroupEnded: a new one cannot be kept alive; the ones after it were not touched.
        """
        for child in self._children:
            end_all([child.process])
            child.process = child.launch()
            settled_s = time.monotonic() + SETTLE_S
            while time.monotonic() < settled_s:
                time.sleep(POLL_S)
                self.check()

    def _note_renewal(self, _number: int, _frame: FrameType | None) -> None:
        self._is_to_renew = True

    def _end(self) -> None:
        """End the servers, then the workers: a server that waits for a drawing does not lose its worker."""
        until_s = time.monotonic() + GRACE_S
        end_all([child.process for child in self._children if not child.is_worker])
        left_s = until_s - time.monotonic()
        end_all([child.process for child in self._children if child.is_worker], grace_s=max(left_s, WORKERS_GRACE_S))


def end_all(processes: "Sequence[subprocess.Popen[bytes]]", *, grace_s: float = GRACE_S) -> None:
    """Ask processes to end and wait for that; what does not end in time is killed."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + grace_s
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def launch_process(
    command: Sequence[str], pass_fds: Sequence[int], niceness: int, *, is_apart: bool
) -> "subprocess.Popen[bytes]":
    def begin() -> None:
        end_with_parent()
        give_way(niceness)

    return subprocess.Popen(  # noqa: S603 - the command is our own manage.py
        command,
        pass_fds=tuple(pass_fds),
        stdin=subprocess.DEVNULL,
        preexec_fn=begin,  # noqa: PLW1509 - this process has one thread
        # Linux shares a core among sessions first: what is apart has a share of its own, and says how large a one.
        start_new_session=is_apart,
    )


def give_way(niceness: int) -> None:
    """Let others go before this process: those of its session, and where Linux groups by session, other sessions."""
    os.nice(niceness)
    if niceness and os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            OF_THE_SESSION.write_text(str(niceness))


def end_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed: nothing else would tell it."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def react_to_signals(how: Callable[[int, FrameType | None], NoReturn] | signal.Handlers) -> None:
    for number in ENDING:
        signal.signal(number, how)


def raise_ended(number: int, _frame: FrameType | None) -> NoReturn:
    # The first signal begins the end; a second one must not break it off and leave children behind.
    react_to_signals(signal.SIG_IGN)
    raise GroupEnded(signal.Signals(number).name, exit_code=0)


def manage_command(*arguments: str) -> list[str]:
    """Return the command line of one of our own commands, in this Python."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def start_workers(group: ProcessGroup) -> None:
    """Start the workers: on a busy core alerts go behind rooms, and imports, drawings and hashes behind alerts."""
    importing = IMPORT_NICENESS_ON_SQLITE if connection.vendor == "sqlite" else IMPORT_NICENESS
    group.start("push worker", manage_command("push_worker"), is_worker=True, niceness=PUSH_NICENESS)
    group.start("import worker", manage_command("import_worker"), is_worker=True, niceness=importing)
    group.start("drawing worker", manage_command("draw_worker"), is_worker=True, niceness=DRAW_NICENESS)
    group.start("hashing worker", manage_command("hash_worker"), is_worker=True, niceness=HASH_NICENESS)
