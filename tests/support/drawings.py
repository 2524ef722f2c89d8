"""See the process that draws a paper for another one, from outside, and hold it where it is."""

import os
import signal
from pathlib import Path

from tests.support.processes import wait_until

DRAWERS = {"mou.papers.sealing.drawing_process", "mapping.exports.drawing_process"}


def drawers_of(pid: int) -> list[int]:
    """Return the processes that draw for this one now, whichever of its threads waits for them."""
    children = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in _read(thread / "children").decode().split()
    ]
    return [child for child in children if DRAWERS & set(command_line(child))]


def command_line(pid: int) -> list[str]:
    """Return what everybody on the machine can read about how a process was called."""
    return _read(Path(f"/proc/{pid}/cmdline")).decode().split("\0")[:-1]


def environment(pid: int) -> dict[str, str]:
    """Return what a process was given to know."""
    pairs = _read(Path(f"/proc/{pid}/environ")).decode().split("\0")[:-1]
    return dict(pair.split("=", 1) for pair in pairs)


def has_drawn(pid: int) -> bool:
    """Say whether a process has loaded the library that lays out text: no paper is drawn without."""
    return b"libpango" in _read(Path(f"/proc/{pid}/maps"))


def held_drawer(pid: int) -> int:
    """Wait for the process that draws for this one, stop it where it is, and return it."""
    found: list[int] = []

    def is_there() -> bool:
        found[:] = drawers_of(pid)
        return bool(found)

    wait_until(is_there, timeout_s=90, what="no paper was drawn")
    os.kill(found[0], signal.SIGSTOP)
    return found[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""  # it ended meanwhile
