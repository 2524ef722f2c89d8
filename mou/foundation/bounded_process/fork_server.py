"""A process that has loaded what drawing needs, and forks itself for each order.

Run as `python -P -m mou.foundation.bounded_process.fork_server FD MODULE...`; FD is a listening unix socket. Loading
the libraries takes a second of a core, a small drawing a tenth of one. Each module is imported once, and its
`get_ready()` called. For each connection the process forks a keeper, which forks the process that does the work:
bounded and confined as any other (mou.foundation.bounded_process.start). The keeper waits for it and writes the answer
back. The fork server itself reads no order, has one thread, no setting and no secret of ours, and a session of its own.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from mou.foundation.bounded_process.bounds import Bounds, end_with_parent
from mou.foundation.bounded_process.confinement import NotConfined
from mou.foundation.bounded_process.runner import (
    ProcessFailed,
    ProcessFaulted,
    ProcessNotConfined,
    ProcessStopped,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
)
from mou.foundation.bounded_process.start import NOT_CONFINED, Terms, run_confined
from mou.foundation.bounded_process.worker_sockets import is_of_our_user

# After so long without a request the memory is given back. The next request starts another one.
IDLE_S = 600.0
REQUEST_S = 30.0
ORDER_MAX_BYTES = 256 * 1024**2
REASONS: dict[type[ProcessFailed], str] = {
    ProcessStopped: "stopped",
    ProcessTooSlow: "slow",
    ProcessTooGreedy: "greedy",
    ProcessFaulted: "faulted",
    ProcessNotConfined: "not_confined",
}


def main() -> None:
    """Load the modules, then serve until no process is left that could ask."""
    listener, modules = socket.socket(fileno=int(sys.argv[1])), sys.argv[2:]
    for name in modules:
        getattr(importlib.import_module(name), "get_ready", lambda: None)()
    # What is loaded is shared with every fork as long as nothing writes to it, not even a garbage collector.
    gc.collect()
    gc.freeze()
    serve_orders(listener, frozenset(modules))


def serve_orders(listener: socket.socket, modules: frozenset[str]) -> None:
    """Fork a keeper for each connection. Ends with the process that started it, or long after the last request."""
    # Standard input is a pipe whose other end only the one who asks holds; a service has none, and never rests.
    lifeline = [0] if stat.S_ISFIFO(os.fstat(0).st_mode) else []
    watched: list[Any] = [listener, *lifeline]
    keepers: set[int] = set()
    while True:
        ready = select.select(watched, [], [], IDLE_S if lifeline else None)[0]
        keepers = {pid for pid in keepers if os.waitpid(pid, os.WNOHANG) == (0, 0)}
        if 0 in ready or (not ready and not keepers):
            return
        if listener in ready:
            connection, _ = listener.accept()
            with connection:
                keepers.add(_forked_keeper(listener, connection, modules))


def _forked_keeper(listener: socket.socket, connection: socket.socket, modules: frozenset[str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    with suppress(BaseException):
        end_with_parent()
        listener.close()
        connection.settimeout(REQUEST_S)
        if is_of_our_user(connection):
            carry_out_order(connection, modules)
        code = 0
    os._exit(code)


def carry_out_order(connection: socket.socket, modules: frozenset[str]) -> None:
    """Read one order, have it done, and write back how far it is and what came of it."""
    with connection.makefile("rb") as file:
        head = json.loads(file.readline(4096))
        order = file.read(int(head["order_bytes"])) if head["order_bytes"] <= ORDER_MAX_BYTES else b""
    if head["module"] not in modules:
        return
    # The caller hears at once that the work has begun.
    last = (0, 0)
    connection.sendall(_json_line(done=0, total=0))

    def heard(done: int, total: int) -> bool:
        nonlocal last
        if (done, total) != last:
            last = (done, total)
            connection.sendall(_json_line(done=done, total=total))
        return not _is_left(connection)

    try:
        program = Program(head["module"], Bounds(**head["bounds"]), is_foreign=False)
        answer = done_apart(program, order, heard=heard, started=fork_work)
    except ProcessFailed as failed:
        connection.sendall(_json_line(ended=REASONS.get(type(failed), "greedy"), answer_bytes=0))
        return
    connection.settimeout(head["bounds"]["wall_s"])
    connection.sendall(_json_line(ended="done", answer_bytes=len(answer)) + answer)


def _json_line(**said: Any) -> bytes:
    return json.dumps(said).encode() + b"\n"


def _is_left(connection: socket.socket) -> bool:
    """Say whether the one who asked has gone: who waits sends nothing more."""
    return bool(select.select([connection], [], [], 0)[0])


# --- the process that does the work -----------------------------------------------------------------------------------
class Forked:
    """A fork of this process, with as much of `subprocess.Popen` as the runner wants."""

    def __init__(self, pid: int, said: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout = open(said, "rb")  # noqa: SIM115 - the runner closes it
        self._ends = os.pidfd_open(pid)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, or minus the signal. Raises: subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._ends], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a fork", timeout or 0.0)
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self._ends)
        return self.returncode


@contextmanager
def fork_work(module: str, terms: Terms, order: bytes) -> Iterator[Forked]:
    """Fork the process that does the work and end it at the end of the block."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        with suppress(BaseException):
            code = _run_module(module, terms, order, writes)
        os._exit(code)
    os.close(writes)
    # Both processes do it: the first one to come here counts.
    with suppress(OSError):
        os.setpgid(pid, pid)
    process = Forked(pid, reads)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def _run_module(module: str, terms: Terms, order: bytes, says: int) -> int:
    with suppress(OSError):
        os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor, source in enumerate((nothing, says, nothing)):
        os.dup2(source, descriptor)
    os.closerange(3, 256)
    os.chdir(terms.folder)
    os.environ |= {"HOME": terms.folder, "TMPDIR": terms.folder}
    tempfile.tempdir = None
    try:
        run_confined(module, terms, order)
    except NotConfined:
        return NOT_CONFINED
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    # By its own name, so that what programs import of it is the same module.
    importlib.import_module("mou.foundation.bounded_process.fork_server").main()
