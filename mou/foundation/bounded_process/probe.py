"""The program that tries what a bounded process must not do, and says what it got to: the `main` of a bounded process.

What came of each try is `got …`, or the name of the error. Which error it is says little: a file system of its own, an
old kernel and a wall each refuse in their own way. That a try would succeed without the wall is shown by the same tries
outside (mou.foundation.bounded_process.walls), for which this module runs as a program by itself.
"""

import ctypes
import errno
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# What none of them may get, though nothing but the cage is in the way.
FORBIDDEN = (
    *("read_file", "write_file", "list_folder", "list_root", "read_passwords", "read_processes"),
    *("make_link", "make_hard_link", "make_pipe", "connect", "send_datagram", "open_unix_socket"),
    *("signal", "trace", "fork", "start_program", "mount", "new_namespace"),
)
# Nor this, which may lie on another file system, or where this user gets nothing anyway.
FORBIDDEN_AFAR = ("read_afar", "write_afar", "list_afar", "link_afar", "read_project")


def main(folder: Path, order: bytes) -> bytes:
    """Try everything against what the order names (mou.foundation.bounded_process.walls), or do one misdeed."""
    asked = json.loads(order)
    if "misdeed" in asked:
        return MISDEEDS[asked["misdeed"]](folder)
    tries = {**_at_files(folder, asked), **_at_others(int(asked["port"]), int(asked["process"]))}
    return json.dumps({"user": os.getuid(), **{name: _try_act(one) for name, one in tries.items()}}).encode()


type Tries = dict[str, Callable[[], object]]


def _at_files(folder: Path, asked: dict[str, str]) -> Tries:
    near, afar = Path(asked["near"]), Path(asked["afar"])
    return {
        "read_file": near.read_bytes,
        "write_file": lambda: near.write_bytes(b"x"),
        "list_folder": lambda: list(near.parent.iterdir()),
        "list_root": lambda: list(Path("/").iterdir()),
        "read_passwords": lambda: Path("/etc/passwd").read_bytes(),
        "make_link": lambda: (folder / "link").symlink_to(near),
        "make_hard_link": lambda: os.link(near, folder / "hard"),
        "make_pipe": lambda: os.mkfifo(folder / "pipe"),
        "read_afar": afar.read_bytes,
        "write_afar": lambda: afar.write_bytes(b"x"),
        "list_afar": lambda: list(afar.parent.iterdir()),
        "link_afar": lambda: os.link(afar, folder / "hard_afar"),
        "read_project": Path(asked["project"]).read_bytes,
        "write_own": lambda: (folder / "own").write_bytes(b"x"),
    }


def _at_others(port: int, process: int) -> Tries:
    return {
        "read_processes": lambda: Path(f"/proc/{process}/environ").read_bytes(),
        "connect": lambda: socket.create_connection(("127.0.0.1", port), 2).close(),
        "send_datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
        "open_unix_socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "signal": lambda: os.kill(process, signal.SIGCONT),
        "trace": lambda: _call_libc("ptrace", 16, process, 0, 0),
        "fork": _fork_child,
        "start_program": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "start_thread": _start_thread,
        "mount": _ask_to_mount,
        "become_root": lambda: os.setuid(0),
        # The last one: a process that gets it has another identity from then on.
        "new_namespace": lambda: os.unshare(os.CLONE_NEWUSER),
    }


def _wait_forever(_folder: Path) -> bytes:
    while True:
        time.sleep(1)


def _wait_silently(folder: Path) -> bytes:
    os.close(1)
    return _wait_forever(folder)


def _leave_program(_folder: Path) -> bytes:
    with subprocess.Popen(["sleep", "600"]) as started:  # noqa: S607 - one that this process may start
        sys.stdout.write(json.dumps({"done": started.pid, "total": 1}) + "\n")
        sys.stdout.flush()
    return b""


def _spin_forever(_folder: Path) -> bytes:
    while True:
        pass


def _talk_forever(_folder: Path) -> bytes:
    while True:
        sys.stdout.write("[" * 1000 + "\n")


def _take_memory(_folder: Path) -> bytes:
    return b"x" * (64 * 1024**3)


def _write_one_file(folder: Path) -> bytes:
    (folder / "large").write_bytes(bytes(64 * 1024**2))
    return b""


def _write_many_files(folder: Path) -> bytes:
    for number in itertools.count():
        (folder / str(number)).write_bytes(bytes(100_000))
    return b""


def _write_and_talk(folder: Path) -> bytes:
    for number in itertools.count():
        (folder / str(number)).write_bytes(bytes(100_000))
        sys.stdout.write("[\n")
        sys.stdout.flush()
        time.sleep(0.05)
    return b""


def _crash_process(_folder: Path) -> bytes:
    os.abort()


def _tell_environment(_folder: Path) -> bytes:
    return json.dumps(dict(os.environ)).encode()


def _meet_a_fault(_folder: Path) -> bytes:
    message = "a mesh \x1b[2J is no path"
    raise TypeError(message)


# What a reader that was broken into might do to the one that waits for it.
MISDEEDS: dict[str, Callable[[Path], bytes]] = {
    "wait": _wait_forever,
    "wait_silently": _wait_silently,
    "leave_program": _leave_program,
    "spin": _spin_forever,
    "talk": _talk_forever,
    "take_memory": _take_memory,
    "write_one_file": _write_one_file,
    "write_many_files": _write_many_files,
    "write_and_talk": _write_and_talk,
    "crash": _crash_process,
    "fault": _meet_a_fault,
    "tell_environment": _tell_environment,
}


def _try_act(act: Callable[[], object]) -> str:
    try:
        return f"got {act()!r}"[:80]
    except (OSError, subprocess.SubprocessError) as error:
        return type(error).__name__


def _call_libc(name: str, *arguments: int) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    found = int(getattr(libc, name)(*arguments))
    if found < 0:
        raise OSError(ctypes.get_errno(), name)
    return found


def _fork_child() -> int:
    found = os.fork()
    if found == 0:
        os._exit(0)
    return found


def _ask_to_mount() -> str:
    """Ask for a mount whose kind stands nowhere in memory: whom the system hears at all, it tells so."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mount(b"none", b"/", ctypes.c_void_p(1), ctypes.c_ulong(0), None)
    if ctypes.get_errno() != errno.EFAULT:
        raise OSError(ctypes.get_errno(), "mount")
    return "heard"


def _start_thread() -> int:
    import threading  # noqa: PLC0415 - only here

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return 1


if __name__ == "__main__":
    sys.stdout.buffer.write(main(Path(sys.argv[1]), sys.stdin.buffer.read()))
