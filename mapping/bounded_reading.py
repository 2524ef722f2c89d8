"""Read a foreign file in a process of its own, bounded in time and memory, and hear how far it is; or look at it."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import TypeAdapter

from mapping.errors import BadFile, TooManyLooks
from mapping.formats.looking import Look
from mapping.formats.plan_file import ReadingOrder
from mapping.formats.reading_process import READING, Reading

ROOT = Path(__file__).resolve().parent.parent
WALL_S = 180.0
# Somebody waits for a look with the page open.
LOOK_WALL_S = 45.0
# Each look is a process with memory of its own: so many at a time, whoever asks.
LOOKS = threading.BoundedSemaphore(2)
# So often somebody is asked whether to go on, also when the file says nothing.
ASK_EVERY_S = 0.5
MAX_RESULT_BYTES = 512 * 1024 * 1024
ORDER: TypeAdapter[ReadingOrder] = TypeAdapter(ReadingOrder)
LOOK: TypeAdapter[Look] = TypeAdapter(Look)
# Hears how many features of how many are read, and says whether to go on.
type Heard = Callable[[int, int], bool]
# No setting of ours reaches the process: it has no use for them, and must have none when a decoder is broken into.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # GDAL follows addresses inside files unless told otherwise.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "LANG": "C.UTF-8",
}


class ReadingStopped(Exception):
    """Whoever waits for the file does not want it any more."""


def read_bounded(source: Path, order: ReadingOrder, *, heard: Heard, wall_s: float = WALL_S) -> Reading:
    """Return what came of a file; a refusal is part of the answer. Starts a process and waits for it.

    Raises: ReadingStopped: `heard` said so. BadFile: file_too_slow, file_too_complex: it did not end well by itself.
    """
    return READING.validate_json(_result("mapping.formats.reading_process", source, order, heard, wall_s))


def look_bounded(source: Path, order: ReadingOrder) -> Look:
    """Return what a file is. Starts a process and waits for it; at most two of them at a time.

    Raises: TooManyLooks. BadFile: file_too_slow, file_too_complex.
    """
    if not LOOKS.acquire(blocking=False):
        raise TooManyLooks("Others are having their files looked at; try again in a moment.")
    try:
        return LOOK.validate_json(
            _result("mapping.formats.looking_process", source, order, lambda _done, _total: True, LOOK_WALL_S)
        )
    finally:
        LOOKS.release()


def _result(program: str, source: Path, order: ReadingOrder, heard: Heard, wall_s: float) -> bytes:
    """Run one of our own modules on a file and return what it wrote."""
    with tempfile.TemporaryDirectory(prefix="musterpoint-import-") as folder:
        work = Path(folder)
        copy, target = work / "source", work / "reading.json"
        # A link, not a copy: readers unpack beside the file, and must not do that beside the original.
        copy.symlink_to(source.resolve())
        process = subprocess.Popen(  # noqa: S603 - our own module, in this Python
            [sys.executable, "-m", program, str(copy), str(target), ORDER.dump_json(order).decode()],
            cwd=work,
            env={**ENVIRONMENT, "PATH": os.environ.get("PATH", ""), "HOME": folder},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            _listen(process, heard, wall_s)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        return _written(process, target)


def _listen(process: "subprocess.Popen[bytes]", heard: Heard, wall_s: float) -> None:
    """Wait for the end of the process. Raises: ReadingStopped, BadFile: file_too_slow."""
    ends_at = time.monotonic() + wall_s
    done, total = 0, 0
    for line in _lines(process):
        if line:
            done, total = _progress(line, done, total)
        if not heard(done, total):
            raise ReadingStopped
        if time.monotonic() > ends_at:
            raise BadFile("file_too_slow", f"Reading this file takes more than {wall_s:.0f} s.")


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Yield each line it says, and an empty one whenever it says nothing for a while; ends when it ends."""
    if process.stdout is None:
        return
    os.set_blocking(process.stdout.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(ASK_EVERY_S):
                yield b""
                continue
            said = process.stdout.read(65_536)
            if not said:
                process.wait()
                return
            # Only the newest word matters.
            yield said.splitlines()[-1]


def _progress(line: bytes, done: int, total: int) -> tuple[int, int]:
    try:
        said = json.loads(line)
        return int(said["done"]), int(said["total"])
    except (ValueError, KeyError, TypeError):
        return done, total


def _written(process: "subprocess.Popen[bytes]", target: Path) -> bytes:
    if process.returncode != 0 or not target.is_file() or target.stat().st_size > MAX_RESULT_BYTES:
        raise BadFile("file_too_complex", "Reading this file takes more time or memory than it may.")
    return target.read_bytes()
