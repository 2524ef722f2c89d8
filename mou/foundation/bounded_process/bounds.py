"""Bound what a process may take, and let it end with the process that waits for it. Only the operating system."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

OPEN_FILES = 128
PR_SET_PDEATHSIG = 1
# After the signal that says the time is up, a process that catches it has so long until it is ended.
CPU_GRACE_S = 5


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one process may take. `written_bytes` holds for each file and for its folder as a whole."""

    memory_bytes: int
    cpu_s: int
    wall_s: float
    written_bytes: int


def take_bounds(bounds: Bounds) -> None:
    """Bound this process for the rest of its life; what exceeds it ends it. Children have the same bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, bounds.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_s, bounds.cpu_s + CPU_GRACE_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.written_bytes, bounds.written_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Let this process end when the process that waits for it is killed: nothing else would end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_if_orphaned(parent: int) -> None:
    """End if the process that waits was killed before this one had asked to hear of it."""
    if os.getppid() != parent:
        sys.exit(1)
