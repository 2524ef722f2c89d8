"""Bound what a process that reads a foreign file may take. Pure: only the operating system."""

import ctypes
import os
import resource
import signal
import sys

OPEN_FILES = 128
PR_SET_PDEATHSIG = 1


def bound_process(*, memory_bytes: int, cpu_s: int, written_bytes: int) -> None:
    """Bound this process for the rest of its life; what exceeds it ends it."""
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Let this process end when whoever waits for it is killed: nobody else would end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_if_orphaned(parent: int) -> None:
    """End if whoever waits was killed before this process had asked to hear of it; call it after bounding."""
    if os.getppid() != parent:
        sys.exit(1)
