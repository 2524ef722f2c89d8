"""Hash passwords for the servers of this machine, in a process that goes behind everything.

Run as `python -P -m coordination.sign_in.attempts.hashing_program FD`; FD is a listening unix socket. Each connection
brings one order, a line of JSON, and gets one line back. One at a time: a hash takes a core for some hundredths of a
second and 19 MiB. The process answers to its own user only, has no setting, no secret and no connection of ours, and
keeps nothing.
"""

import json
import socket
import sys
from contextlib import suppress
from typing import TypedDict

from argon2 import low_level
from argon2.exceptions import HashingError, InvalidHashError, VerificationError

from mou.foundation.bounded_process.worker_sockets import is_of_our_user

ORDER_MAX_BYTES = 64 * 1024
# A process that connects has its order ready.
ORDER_WITHIN_S = 2.0


class Order(TypedDict, total=False):
    """A password and either the salt and costs of a new hash, or the hash that it may belong to."""

    password: str
    salt: str
    time_cost: int
    memory_cost: int  # KiB
    parallelism: int
    hash_len: int  # bytes
    encoded: str


def answer_order(order: Order) -> str:
    """Return a new hash in Argon2's own form, or "yes" or "no": whether the password belongs to the one given."""
    password = order["password"].encode()
    if "encoded" not in order:
        costs = (order["time_cost"], order["memory_cost"], order["parallelism"], order["hash_len"])
        return low_level.hash_secret(password, order["salt"].encode(), *costs, low_level.Type.ID).decode("ascii")
    try:
        low_level.verify_secret(order["encoded"].encode(), password, low_level.Type.ID)
    except (VerificationError, InvalidHashError):
        return "no"
    return "yes"


def serve_orders(listener: socket.socket) -> None:
    """Answer one after the other, until ended."""
    while True:
        connection, _ = listener.accept()
        serve_one(connection)


def serve_one(connection: socket.socket) -> None:
    """Answer one order and close the connection. One that is none gets no answer."""
    with connection, suppress(OSError, ValueError, KeyError, TypeError, AttributeError, HashingError):
        connection.settimeout(ORDER_WITHIN_S)
        if is_of_our_user(connection):
            with connection.makefile("rwb") as file:
                file.write(answer_order(json.loads(file.readline(ORDER_MAX_BYTES))).encode() + b"\n")


if __name__ == "__main__":
    serve_orders(socket.socket(fileno=int(sys.argv[1])))
