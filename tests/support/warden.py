"""End what a run has started when the run itself was killed. A program of its own; the standard library only.

Reads on standard input `began PID`, `ended PID` and `folder PATH`, a line each, until the writer is gone; a group
that has not ended by then is killed, and a folder that still lies there is deleted.
"""

import os
import select
import shutil
import signal
import sys


def main() -> None:
    """Listen, then end."""
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, what = line.rstrip("\n").partition(" ")
        if word == "folder":
            folders.append(what)
        elif word == "began":
            groups[int(what)] = handle_of(int(what))
        else:
            os.close(groups.pop(int(what)))
    for group, handle in groups.items():
        if is_running(handle):
            os.killpg(group, signal.SIGKILL)
    for handle in groups.values():
        select.select([handle], [], [], 10)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def handle_of(pid: int) -> int:
    """Return what names this process and no later one of the same number."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return os.open(os.devnull, os.O_RDONLY)  # always readable, as the handle of a process that has ended


def is_running(handle: int) -> bool:
    """Tell whether a process has not ended."""
    return not select.select([handle], [], [], 0)[0]


if __name__ == "__main__":
    main()
