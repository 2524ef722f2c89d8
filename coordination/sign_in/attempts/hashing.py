"""Have passwords hashed: by the hashing worker of this machine, if one listens, else in this process."""

import json
import logging
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from django.conf import settings

from coordination.sign_in.attempts.hashing_program import Order, answer_order
from mou.foundation.bounded_process.runner import ENVIRONMENT
from mou.foundation.bounded_process.worker_sockets import connected_to
from mou.foundation.lanes import Lane

logger = logging.getLogger(__name__)
PROGRAM = "coordination.sign_in.attempts.hashing_program"
# Where the hashing worker of this machine listens, in the folder of the server's files.
WORKER_SOCKET = "hashing.sock"
# It goes behind everything: on a machine that is busy with rooms it may get no core. Then it is not asked for a while.
WORKER_WITHIN_S, NOT_ASKED_S = 2.0, 10.0
# Threads of their own, not a lock: the allocator keeps the 19 MiB of a hash for each thread that has ever made one.
_lanes = ThreadPoolExecutor(settings.LANES[Lane.HASHING].at_once, thread_name_prefix="password-hash")
_silent_until_s = 0.0


def hash_apart(order: Order) -> str:
    """Return what hashing_program.answer_order says of an order."""
    said = _by_worker(order)
    return _lanes.submit(answer_order, order).result() if said is None else said


def _by_worker(order: Order) -> str | None:
    """Return the worker's answer; None where no worker listens, or none that answers."""
    global _silent_until_s  # noqa: PLW0603 - one worker, one memory of it
    if monotonic() < _silent_until_s:
        return None
    connection = connected_to(settings.VAR_DIR, WORKER_SOCKET)
    if connection is None:
        return None
    with connection:
        try:
            said = _ask_worker(connection, json.dumps(order).encode() + b"\n")
        except OSError:
            said = ""
    if said:
        return said
    logger.warning("the hashing worker did not answer; passwords are hashed here for %.0f s", NOT_ASKED_S)
    _silent_until_s = monotonic() + NOT_ASKED_S
    return None


def _ask_worker(connection: socket.socket, line: bytes) -> str:
    connection.settimeout(WORKER_WITHIN_S)
    connection.sendall(line)
    with connection.makefile("rb") as file:
        return file.readline().decode("ascii").rstrip("\n")


def worker_command(listener: int) -> list[str]:
    """Return the command line of a hashing worker for this listening socket."""
    return [sys.executable, "-P", "-m", PROGRAM, str(listener)]


def worker_environment() -> dict[str, str]:
    """Return all that a hashing worker is told: no setting of ours."""
    return {**ENVIRONMENT, "PATH": os.environ.get("PATH", "")}
