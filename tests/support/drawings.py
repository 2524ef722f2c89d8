"""See the process that draws a paper for another one, from outside, and hold it where it is."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from mou.foundation.bounded_process.forks import SERVER
from tests.support.processes import ServiceError

LONGEST_S = 90.0
# Then who forks is looked for anew: one that was killed has a follower.
LOOKS = 200


def drawers_of(pid: int) -> list[int]:
    """Return the processes that draw for this one, and for those that it has started, now.

    A fork server draws in forks of forks: each has a keeper, which waits for it.
    """
    return [drawer for server in _fork_servers(pid) for keeper in children_of(server) for drawer in children_of(keeper)]


def children_of(pid: int) -> list[int]:
    """Return the processes that this one has started, whichever of its threads did."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []
    return [int(child) for thread in threads for child in _read(thread / "children").decode().split()]


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
    return held_drawers(pid, 1)[0]


def held_drawers(pid: int, count: int) -> list[int]:
    """Wait for so many that draw for this one at a time, stop them where they are, and return them.

    What is stopped is the keeper of each drawing, once it has begun: without it no answer comes. It lives as long as a
    drawing takes, a tenth of a second for a small one; so who forks them is found first, and only its children are
    looked at. One that ends before it has begun is no failure: another one draws.
    """
    held: list[int] = []
    ends_s = time.monotonic() + LONGEST_S
    while len(held) < count:
        if time.monotonic() > ends_s:
            raise ServiceError(f"no paper was drawn within {LONGEST_S:.0f} s")
        for server in _fork_servers(pid):
            held += _held_keepers(server, held)
    return held


def _held_keepers(server: int, held: list[int]) -> list[int]:
    """Look at the children of a fork server for a while, and stop the first that is not held yet."""
    for _ in range(LOOKS):
        for keeper in children_of(server):
            if keeper not in held and children_of(keeper):
                with suppress(ProcessLookupError):
                    os.kill(keeper, signal.SIGSTOP)
                    return [keeper]
        time.sleep(0.001)
    return []


def _fork_servers(pid: int) -> list[int]:
    """Return the fork servers below a process, without their forks, which are called the same."""
    found: list[int] = []
    for child in children_of(pid):
        found += [child] if SERVER in command_line(child) else _fork_servers(child)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""  # it ended meanwhile
