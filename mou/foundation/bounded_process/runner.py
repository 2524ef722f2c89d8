"""Have work done in a process of its own: bounded, confined to one folder, without a setting of ours. Waits for it.

Who waits holds no connection to the database.
"""

import json
import logging
import os
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from pydantic import TypeAdapter

from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.confinement import NO_ONE, ROOT, code_of, is_available, may_drop_to_nobody
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.start import ANSWER, FAULT, FAULT_MAX_CHARS, NOT_CONFINED, Terms
from mou.foundation.lanes import step_aside

logger = logging.getLogger(__name__)
PROGRAM = "mou.foundation.bounded_process.start"
TERMS: TypeAdapter[Terms] = TypeAdapter(Terms)
# So often it is asked whether to go on and how much is written, also when the process says nothing.
ASK_EVERY_S = 0.5
SAID_MAX_BYTES = 65_536
# All that such a process is told. No setting of ours: it has no use for them, and a decoder may be broken into.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONSAFEPATH": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # GDAL and PROJ follow addresses inside files unless told otherwise.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "PROJ_NETWORK": "OFF",
    "LANG": "C.UTF-8",
}
# Hears how much of how much is done, and says whether to go on.
type Heard = Callable[[int, int], bool]


class Process(Protocol):
    """As much of a process as is asked of it while it works."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    @property
    def stdout(self) -> IO[bytes] | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


# Starts a module of ours under its terms with an order.
type Started = Callable[[str, Terms, bytes], AbstractContextManager[Process]]


class ProcessFailed(Exception):
    """The work was not done."""


class ProcessStopped(ProcessFailed):
    """What waits for the work does not want it any more."""


class ProcessTooSlow(ProcessFailed):
    """It takes longer than it may."""


class ProcessTooGreedy(ProcessFailed):
    """It ended early: for what it took, or for what the file did to it."""


class ProcessFaulted(ProcessTooGreedy):
    """It ended by a fault of ours, which is in the log; where no one tells it apart, it ended early."""


class ProcessNotConfined(ProcessFailed):
    """This system cannot confine a process, and the work is too dangerous without."""


@dataclass(frozen=True, slots=True)
class Program:
    """A module of ours with `main(folder, order)`, and on what terms it runs.

    `programs` are those of the system that it may start. `is_foreign` says that it reads what others made: then it
    runs confined or not at all.
    """

    module: str
    bounds: Bounds
    programs: tuple[str, ...] = ()
    is_foreign: bool = True

    def within(self, *, memory_bytes: int | None = None, wall_s: float | None = None) -> "Program":
        """Return the same program with other bounds."""
        bounds = replace(
            self.bounds,
            memory_bytes=self.bounds.memory_bytes if memory_bytes is None else memory_bytes,
            wall_s=self.bounds.wall_s if wall_s is None else wall_s,
        )
        return replace(self, bounds=bounds)


def go_on(_done: int, _total: int) -> bool:
    """Say that the work is still wanted."""
    return True


def done_apart(
    program: Program,
    order: bytes,
    *,
    files: Mapping[str, Path | bytes] | None = None,
    heard: Heard = go_on,
    started: Started | None = None,
) -> bytes:
    """Return what a program makes of an order, in a new process. Its folder holds copies of these files.

    `started` is how the process is started, if not as a new Python.

    Raises: ProcessStopped, ProcessTooSlow, ProcessTooGreedy, ProcessFaulted, ProcessNotConfined.
    """
    is_confined = is_available()
    if program.is_foreign and not is_confined:
        raise ProcessNotConfined
    let_go_of_connections()
    with _fresh_folder() as folder:
        user = NO_ONE if may_drop_to_nobody(folder, code_of(program.module)) else os.geteuid()
        for name, content in (files or {}).items():
            _put_file(folder / name, content)
        if user != os.geteuid():
            _give_to_user(folder, user)
        terms = Terms(str(folder), os.getpid(), user, program.bounds, _find_programs(program.programs), is_confined)
        with (started or _start_process)(program.module, terms, order) as process:
            with step_aside():
                _wait_for_end(process, folder, program.bounds, heard)
            return _answer_of(process, folder, program)


@contextmanager
def _fresh_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="musterpoint-") as name:
        # Landlock and the process itself want to know it by its real name.
        yield Path(name).resolve()


def _put_file(target: Path, content: Path | bytes) -> None:
    """Copy it: a reader never has the original in hand."""
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        shutil.copyfile(content, target)


def _give_to_user(folder: Path, user: int) -> None:
    for path in (folder, *folder.iterdir()):
        os.chown(path, user, user)


def _find_programs(programs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in map(shutil.which, programs) if path is not None)


@contextmanager
def _start_process(module: str, terms: Terms, order: bytes) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the process and end it, with all that it started, at the end of the block."""
    # In memory and without a name: an order may hold a key, which a command line or a file would show.
    given = os.memfd_create("order")
    try:
        with os.fdopen(os.dup(given), "wb") as file:
            file.write(order)
        os.lseek(given, 0, os.SEEK_SET)
        process = subprocess.Popen(  # noqa: S603 - our own module, in this Python
            [sys.executable, "-P", "-m", PROGRAM, module, TERMS.dump_json(terms).decode()],
            cwd=terms.folder,
            env={**ENVIRONMENT, "PATH": os.environ.get("PATH", ""), "HOME": terms.folder, "TMPDIR": terms.folder},
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
    finally:
        os.close(given)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_for_end(process: Process, folder: Path, bounds: Bounds, heard: Heard) -> None:
    """Wait for the end of the process. Raises: ProcessStopped, ProcessTooSlow, ProcessTooGreedy."""
    weighed_at = time.monotonic()
    ends_at = weighed_at + bounds.wall_s
    done, total = 0, 0
    for line in _read_lines(process, ends_at):
        if line:
            done, total = _read_progress(line, done, total)
        if not heard(done, total):
            raise ProcessStopped
        now = time.monotonic()
        if now > ends_at:
            raise ProcessTooSlow
        # Twice a second: it is silent for so long, or it talks and talks.
        if not line or now - weighed_at > ASK_EVERY_S:
            weighed_at = now
            if _count_bytes(folder) > bounds.written_bytes:
                raise ProcessTooGreedy


def _read_lines(process: Process, ends_at: float) -> Iterator[bytes]:
    """Yield each line it says, and an empty one whenever it says nothing for a while; ends when it ends."""
    if process.stdout is None:
        return
    os.set_blocking(process.stdout.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, min(ASK_EVERY_S, ends_at - time.monotonic()))):
                yield b""
                continue
            said = process.stdout.read(SAID_MAX_BYTES)
            if not said:
                yield from _yield_empty_lines(process)
                return
            # Only the newest word matters.
            yield said.splitlines()[-1]


def _yield_empty_lines(process: Process) -> Iterator[bytes]:
    """Yield nothings until it has ended: it may close its output long before."""
    while True:
        try:
            process.wait(ASK_EVERY_S)
        except subprocess.TimeoutExpired:
            yield b""
        else:
            return


def _read_progress(line: bytes, done: int, total: int) -> tuple[int, int]:
    try:
        said = json.loads(line)
        return int(said["done"]), int(said["total"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return done, total


def _count_bytes(folder: Path) -> int:
    """Return how many bytes lie in the folder. What vanishes meanwhile counts nothing."""
    found = 0
    for parent, _, names in folder.walk():
        for name in names:
            with suppress(FileNotFoundError):
                found += (parent / name).lstat().st_size
    return found


def _answer_of(process: Process, folder: Path, program: Program) -> bytes:
    """Return what it left. Raises: ProcessNotConfined, ProcessFaulted, ProcessTooGreedy."""
    if process.returncode == NOT_CONFINED:
        raise ProcessNotConfined
    answer = plain_file(folder / ANSWER, program.bounds.written_bytes) if process.returncode == 0 else None
    fault = plain_file(folder / FAULT, 4 * FAULT_MAX_CHARS) if process.returncode == 1 else None
    if fault is not None:
        told = "".join(one if one.isprintable() or one == "\n" else "?" for one in fault.decode(errors="replace"))
        logger.error("%s met a fault of ours:\n%s", program.module, told)
        raise ProcessFaulted
    if answer is None:
        logger.warning("%s ended with %s and without an answer", program.module, process.returncode)
        raise ProcessTooGreedy
    return answer


def plain_file(path: Path, at_most: int) -> bytes | None:
    """Return the content of a file, if it is one: a link or a pipe in its place would lead elsewhere."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size > at_most:
        os.close(opened)
        return None
    with os.fdopen(opened, "rb") as file:
        return file.read(at_most)
