"""Where a worker of this machine listens: a socket in the folder of the servers' files, for their user only."""

import os
import socket
import struct
from contextlib import suppress
from pathlib import Path

BACKLOG = 64
CONNECTS_WITHIN_S = 0.5


def listening_at(folder: Path, name: str) -> socket.socket:
    """Return a socket that listens under a name in a folder, for this user alone. Replaces one that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with _short(folder) as short:
            listener.bind(f"{short}/{name}")
    finally:
        os.umask(before)
    listener.listen(BACKLOG)
    return listener


def connected_to(folder: Path, name: str) -> socket.socket | None:
    """Return a connection to the worker that listens there, if one does."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECTS_WITHIN_S)
    with suppress(OSError), _short(folder) as short:
        connection.connect(f"{short}/{name}")
        return connection
    connection.close()
    return None


def is_of_our_user(connection: socket.socket) -> bool:
    """Say whether the one who asks is the user of this process."""
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return bool(user == os.geteuid())


class _short:  # noqa: N801 - used as a block
    """A short path of a folder: a unix socket's may have 107 bytes."""

    def __init__(self, folder: Path) -> None:
        self._opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)

    def __enter__(self) -> str:
        return f"/proc/self/fd/{self._opened}"

    def __exit__(self, *_: object) -> None:
        os.close(self._opened)
