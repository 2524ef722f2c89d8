"""Start servers and programs of a test as forks of a process that has loaded them: see warm_process.py.

Only where a test asks for it (`forking`), and only what differs from the first of its kind by its database, broker and
folder; everything else starts as ever.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.forking.warm_process import OF_ONE_SERVER, Order, line_of

ROOT = Path(__file__).resolve().parent.parent.parent.parent
# The environment that all forks of one process share, and the kinds of its database and broker.
type Kind = tuple[frozenset[tuple[str, str]], str, bool]


class Fork:
    """A process that was forked for us: what we ask of a subprocess.Popen. Another process is its parent."""

    def __init__(self, pid: int, parent: "WarmProcess") -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._parent = parent
        self._lock = threading.Lock()
        self._pidfd = os.pidfd_open(pid)
        weakref.finalize(self, os.close, self._pidfd)

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code of a process that ends by itself. Raises: subprocess.TimeoutExpired."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout or 0)
        return code

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, 9)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._pidfd], [], [], seconds)[0]:
            # One thread may wait for the end that another brings about.
            with self._lock:
                if self.returncode is None:
                    self.returncode = self._parent.exit_code_of(self.pid)
        return self.returncode


@dataclass
class WarmProcess:
    """One process that forks others; it ends with us."""

    process: subprocess.Popen[bytes]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fork(self, order: Order) -> Fork:
        return Fork(self._ask(line_of(order)), self)

    def exit_code_of(self, pid: int) -> int:
        """Return how a fork ended; waits for its end."""
        return self._ask(json.dumps({"ended": pid}).encode() + b"\n")

    def _ask(self, line: bytes) -> int:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        with self.lock:
            stdin.write(line)
            stdin.flush()
            answer = stdout.readline()
        if not answer:
            raise RuntimeError(f"what forks servers has ended with {self.process.wait()}")
        return int(answer)


# By the process that asks: a fork of ours has none.
_warm: dict[tuple[int, Kind], WarmProcess] = {}
_is_forking = False


@contextmanager
def forking(*, is_on: bool) -> Iterator[None]:
    """Let what is started inside be forked where it can be, or start as users start it."""
    global _is_forking  # noqa: PLW0603 - one switch of the run
    before, _is_forking = _is_forking, is_on
    yield
    _is_forking = before


def forked(command: Sequence[str], env: Mapping[str, str], *, output: Path, errors: Path) -> Fork | None:
    """Fork a server of one process, or a program of tests/stage; return None for what has to start as ever."""
    match command:
        case [sys.executable, program, "serve", *rest] if program == str(ROOT / "manage.py") and "--no-worker" in rest:
            order = Order("manage.py", ["serve", *rest], dict(env), str(output), str(errors))
        case [sys.executable, "-m", program, *rest] if program.startswith("tests.stage."):
            order = Order(program, list(rest), dict(env), str(output), str(errors))
        case _:
            return None
    if not _is_forking or not env.get("MUSTERPOINT_DATABASE"):
        return None
    return _warm_for(env).fork(order)


def _warm_for(env: Mapping[str, str]) -> WarmProcess:
    shared = frozenset((name, value) for name, value in env.items() if name not in OF_ONE_SERVER)
    kind = (shared, env["MUSTERPOINT_DATABASE"].partition(":")[0], bool(env.get("MUSTERPOINT_REDIS")))
    key = (os.getpid(), kind)
    if key not in _warm:
        _warm[key] = _start(env)
    return _warm[key]


def _start(env: Mapping[str, str]) -> WarmProcess:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forking.warm_process"],
        env={**env, "DJANGO_SETTINGS_MODULE": "coordination.settings"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    # It ends when its standard input is closed, also when we are killed.
    atexit.register(process.communicate)
    return WarmProcess(process)
