"""Have an order done by a fork server: by the drawing worker, if one listens, else by one that this process starts.

Who waits holds no connection to the database.
"""

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

from django.conf import settings

from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.runner import (
    ENVIRONMENT,
    ProcessFailed,
    ProcessFaulted,
    ProcessNotConfined,
    ProcessStopped,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
)
from mou.foundation.bounded_process.worker_sockets import BACKLOG, connected_to
from mou.foundation.lanes import step_aside

logger = logging.getLogger(__name__)
SERVER = "mou.foundation.bounded_process.fork_server"
# Where the drawing worker of this machine listens, in the folder of the server's files.
WORKER_SOCKET = "drawing.sock"
# The keeper says itself when the time is up; a keeper that was killed says nothing.
SILENCE_S = 10.0
# A worker has loaded its libraries and forks in a moment; our own may have to load them first.
BEGINS_WITHIN_S = 30.0
ENDS: dict[str, type[ProcessFailed]] = {
    "stopped": ProcessStopped,
    "slow": ProcessTooSlow,
    "greedy": ProcessTooGreedy,
    "faulted": ProcessFaulted,
    "not_confined": ProcessNotConfined,
}


def done_by_fork(program: Program, order: bytes) -> bytes:
    """Return what a program makes of an order, in a fork of a process that has loaded what it needs.

    Raises: ProcessTooSlow, ProcessTooGreedy, ProcessNotConfined.
    """
    let_go_of_connections()
    head = {"module": program.module, "bounds": asdict(program.bounds), "order_bytes": len(order)}
    asked = json.dumps(head).encode() + b"\n" + order
    with step_aside(), _at_work(asked, most_s=program.bounds.wall_s) as connection, connection.makefile("rb") as file:
        try:
            connection.settimeout(program.bounds.wall_s + SILENCE_S)
            return _read_answer(program, file)
        except TimeoutError as silent:
            raise ProcessTooSlow from silent
        except OSError as lost:
            raise ProcessTooGreedy from lost


def _at_work(asked: bytes, *, most_s: float) -> socket.socket:
    """Return a connection to a fork server that has begun: the drawing worker, else our own. Raises: ProcessFailed."""
    for connected, begins_within_s in ((_to_worker, BEGINS_WITHIN_S), (OURS.connected, most_s + SILENCE_S)):
        connection = connected()
        if connection is None:
            continue
        try:
            connection.settimeout(begins_within_s)
            connection.sendall(asked)
            if connection.recv(1, socket.MSG_PEEK):
                return connection
        except TimeoutError:
            # One that stands still is not waited for.
            logger.warning("a fork server did not begin within %.0f s", begins_within_s)
        except OSError:
            logger.warning("a fork server ended before it began")
        connection.close()
    raise ProcessTooGreedy


def _read_answer(program: Program, file: BinaryIO) -> bytes:
    """Read until it has ended. Raises: ProcessFailed."""
    while line := file.readline():
        said = json.loads(line)
        if "ended" not in said:
            continue
        if said["ended"] == "done":
            answer = file.read(said["answer_bytes"])
            if len(answer) == said["answer_bytes"]:
                return answer
            break
        logger.warning("%s ended without an answer: %s", program.module, said["ended"])
        raise ENDS[said["ended"]]
    logger.warning("%s ended without an answer: its keeper was killed", program.module)
    raise ProcessTooGreedy


# --- who does it ------------------------------------------------------------------------------------------------------
def _to_worker() -> socket.socket | None:
    """Connect to the drawing worker, if one listens."""
    return connected_to(settings.VAR_DIR, WORKER_SOCKET)


class OwnForkServer:
    """A fork server that lives as long as this process, or until no request has come for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.address: str | bytes = ""
        self._process: subprocess.Popen[bytes] | None = None

    def connected(self) -> socket.socket:
        """Connect to it; start it first where it does not run."""
        with self._lock:
            for _ in range(2):
                connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                if self._process is not None and self._process.poll() is None:
                    with suppress(OSError):
                        connection.connect(self.address)
                        return connection
                connection.close()
                self._start()
        raise ProcessTooGreedy

    def end(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        self.end()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            # The system finds an abstract name that is free; the fork server answers to its own user only.
            listener.bind("")
            listener.listen(BACKLOG)
            self.address = listener.getsockname()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, in this Python
                command_line(listener.fileno()),
                env=bare_environment(),
                cwd="/",
                # Never written to: it ends when this process ends, however that comes about.
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )


OURS = OwnForkServer()
atexit.register(OURS.end)


def command_line(listener: int) -> list[str]:
    """Return the command line of a fork server for this listening socket."""
    return [sys.executable, "-P", "-m", SERVER, str(listener), *settings.DRAWING_PROGRAMS]


def bare_environment() -> dict[str, str]:
    """Return all that a fork server is told: no setting of ours."""
    return {**ENVIRONMENT, "PATH": os.environ.get("PATH", "")}
