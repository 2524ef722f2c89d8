"""Start a program as our own child, wait for it within bounds, and end it by its process id.

What is killed ends nothing that it has started: a warden, told of every child, does it then.
"""

import atexit
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from tests.support.forking.forks import Fork, forked

ROOT = Path(__file__).resolve().parent.parent.parent
PORTS = (20_000, 32_000)
# In a whole run other pieces take the processor: what is waited for may come so many times later, and is no less right.
PATIENCE = float(os.environ.get("MUSTERPOINT_TEST_PATIENCE", "1"))


class ServiceError(Exception):
    """A service did not start or end in time; the text carries the end of its log."""


class PartMissing(ServiceError):
    """This machine lacks a part; the text says which, and how it comes."""


def free_port() -> int:
    """Return a port of the loopback interface that is not in use right now.

    It lies below those that the system gives to connections that go out: while a server is down, for a restart, one of
    them could take its place.
    """
    for _ in range(100):
        port = random.SystemRandom().randrange(*PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ServiceError("no free port")


def wait_until(condition: Callable[[], bool], *, timeout_s: float, what: str) -> None:
    """Poll until the condition holds.

    Raises: ServiceError: it did not hold within timeout_s, or longer where the run is patient.
    """
    timeout_s *= PATIENCE
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise ServiceError(f"{what} within {timeout_s:.0f} s")
        time.sleep(0.02)


def run_program(module: str, *arguments: str, env: Mapping[str, str]) -> str:
    """Run a program of tests/stage to its end, in a process of its own; return what it said.

    Raises: ServiceError: it failed.
    """
    with TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        command = [sys.executable, "-m", module, *arguments]
        fork = forked(command, env, output=output, errors=errors)
        if fork is None:
            with output.open("wb") as to, errors.open("wb") as to_errors:
                code = subprocess.run(command, env=env, cwd=ROOT, stdout=to, stderr=to_errors, check=False).returncode
        else:
            code = fork.wait()
        if code:
            raise ServiceError(f"{module} ended with {code}:\n{errors.read_text()[-4000:]}")
        return output.read_text()


@cache
def _warden(_pid: int) -> IO[bytes]:
    """Return what the warden of this process reads: it ends what we leave behind when we are killed."""
    program = [sys.executable, "-I", str(ROOT / "tests" / "support" / "warden.py")]
    # In a session of its own: an interrupt from the keyboard is not for it.
    process = subprocess.Popen(program, stdin=subprocess.PIPE, start_new_session=True, bufsize=0)
    assert process.stdin is not None
    atexit.register(process.communicate)
    return process.stdin


def tell_warden(word: str, what: object) -> None:
    """Say that a process has begun or ended, or that a folder is to go with us. A fork has a warden of its own."""
    _warden(os.getpid()).write(f"{word} {what}\n".encode())


class ChildProcess:
    """One program in its own process group, its output in a log file."""

    def __init__(self, *, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._process: subprocess.Popen[bytes] | Fork | None = None
        self._has_ended = False

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ServiceError(f"{self.name} was not started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, user: str | None = None) -> None:
        """Start the program; its output is appended to the log."""
        self._process = forked(command, env or {}, output=self.log, errors=self.log) or self._popen(command, env, user)
        self._has_ended = False
        tell_warden("began", self._process.pid)

    def _popen(
        self, command: Sequence[str], env: Mapping[str, str] | None, user: str | None
    ) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                command,
                env=env,
                cwd=ROOT if user is None else "/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )

    def wait_ready(self, is_ready: Callable[[], bool], *, timeout_s: float) -> None:
        """Return when ready; raise with the log's end when the program died or took too long."""

        def ready_or_dead() -> bool:
            return not self.is_running or is_ready()

        try:
            wait_until(ready_or_dead, timeout_s=timeout_s, what=f"{self.name} was not ready")
        except ServiceError as error:
            self.end(signal.SIGKILL)
            raise ServiceError(f"{error}\n{self.log_end()}") from None
        if not self.is_running:
            raise ServiceError(f"{self.name} ended while starting\n{self.log_end()}")

    def wait_ended(self, *, timeout_s: float) -> int:
        """Return the exit code of a program that ends by itself."""
        if self._process is None:
            raise ServiceError(f"{self.name} was not started")
        try:
            return self._process.wait(timeout_s * PATIENCE)
        except subprocess.TimeoutExpired:
            raise ServiceError(f"{self.name} did not end within {timeout_s:.0f} s\n{self.log_end()}") from None

    def end(self, how: signal.Signals, *, timeout_s: float = 15) -> None:
        """Send the signal and wait; what is left after timeout_s is killed, and so is what the group left behind."""
        if self._process is None:
            return
        if self._process.poll() is None:
            os.kill(self._process.pid, how)
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout_s)
        if how is not signal.SIGKILL:
            kill_group(self._process.pid)
        if not self._has_ended:
            self._has_ended = True
            tell_warden("ended", self._process.pid)

    def log_end(self, *, size_bytes: int = 4000) -> str:
        text = self.log.read_bytes() if self.log.exists() else b""
        return text[-size_bytes:].decode(errors="replace")


def kill_group(group: int) -> None:
    """Kill what is left of a process group that we started."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextlib.contextmanager
def standing_still(*pids: int) -> Iterator[None]:
    """Let processes stand still inside the block: connections stay, and nothing is answered."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)
