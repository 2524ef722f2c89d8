"""See the process that draws a paper for another one, from outside, and hold it where it is."""

import os
import signal
from pathlib import Path

from mou.bounded_process.forks import SERVER
from tests.support.processes import wait_until


def drawers_of(pid: int) -> list[int]:
    """Return the processes that draw for this one, and for those that it has started, now.

    A fork server draws in forks of forks: each has a keeper, which waits for it.
    """
    servers = [one for one in _descendants(pid) if SERVER in command_line(one)]
    forks = {one: children_of(one) for one in servers}
    forked = {fork for found in forks.values() for fork in found}
    return [drawer for one in servers if one not in forked for keeper in forks[one] for drawer in forks.get(keeper, [])]


def children_of(pid: int) -> list[int]:
    """Return the processes that this one has started, whichever of its threads did."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []
    return [int(child) for thread in threads for child in _read(thread / "children").decode().split()]


def _descendants(pid: int) -> list[int]:
    return [one for child in children_of(pid) for one in (child, *_descendants(child))]


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
