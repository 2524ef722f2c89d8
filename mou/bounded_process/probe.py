"""The program that tries what a bounded process must not do, and says what it got to: `main` of mou.bounded_process.

What came of each try is the name of the error, or what it got. Run on every machine where somebody asks whether it
reads foreign files: by the self-check, and by the tests.
"""

import ctypes
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

# What none of them may do; each try ends with "PermissionError".
FORBIDDEN = (
    *("read_file", "write_file", "list_folder", "list_root", "read_passwords", "read_processes"),
    *("make_link", "make_hard_link", "make_pipe", "connect", "send_datagram", "open_unix_socket"),
    *("signal", "trace", "fork", "start_program", "new_namespace"),
)


def main(folder: Path, order: bytes) -> bytes:
    """Try everything against what the order names: a file, a port of this machine, a process; or do one misdeed."""
    asked = json.loads(order)
    if "misdeed" in asked:
        return MISDEEDS[asked["misdeed"]](folder)
    file, port, process = Path(asked["file"]), int(asked["port"]), int(asked["process"])
    tries: dict[str, Callable[[], object]] = {
        "read_file": file.read_bytes,
        "write_file": lambda: file.write_bytes(b"x"),
        "list_folder": lambda: list(file.parent.iterdir()),
        "list_root": lambda: list(Path("/").iterdir()),
        "read_passwords": lambda: Path("/etc/passwd").read_bytes(),
        "read_processes": lambda: Path(f"/proc/{process}/environ").read_bytes(),
        "make_link": lambda: (folder / "link").symlink_to(file),
        "make_hard_link": lambda: os.link(file, folder / "hard"),
        "make_pipe": lambda: os.mkfifo(folder / "pipe"),
        "connect": lambda: socket.create_connection(("127.0.0.1", port), 2),
        "send_datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "open_unix_socket": lambda: socket.socket(socket.AF_UNIX),
        "signal": lambda: os.kill(process, signal.SIGCONT),
        "trace": lambda: _called("ptrace", 16, process, 0, 0),
        "fork": _fork,
        "start_program": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "new_namespace": lambda: os.unshare(os.CLONE_NEWUSER),
        "become_root": lambda: os.setuid(0),
        "write_own": lambda: (folder / "own").write_bytes(b"x"),
        "start_thread": _start_thread,
    }
    return json.dumps({"user": os.getuid(), **{name: _tried(one) for name, one in tries.items()}}).encode()


def _wait(_folder: Path) -> bytes:
    while True:
        time.sleep(1)


def _wait_silently(folder: Path) -> bytes:
    os.close(1)
    return _wait(folder)


def _spin(_folder: Path) -> bytes:
    while True:
        pass


def _talk(_folder: Path) -> bytes:
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


def _crash(_folder: Path) -> bytes:
    os.abort()


def _tell_environment(_folder: Path) -> bytes:
    return json.dumps(dict(os.environ)).encode()


# What a reader that was broken into might do to the one that waits for it.
MISDEEDS: dict[str, Callable[[Path], bytes]] = {
    "wait": _wait,
    "wait_silently": _wait_silently,
    "spin": _spin,
    "talk": _talk,
    "take_memory": _take_memory,
    "write_one_file": _write_one_file,
    "write_many_files": _write_many_files,
    "crash": _crash,
    "tell_environment": _tell_environment,
}


def _tried(act: Callable[[], object]) -> str:
    try:
        return f"got {act()!r}"[:80]
    except (OSError, subprocess.SubprocessError) as error:
        return type(error).__name__


def _called(name: str, *arguments: int) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    found = int(getattr(libc, name)(*arguments))
    if found < 0:
        raise OSError(ctypes.get_errno(), name)
    return found


def _fork() -> int:
    found = os.fork()
    if found == 0:
        os._exit(0)
    return found


def _start_thread() -> int:
    import threading  # noqa: PLC0415 - only here

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return 1
