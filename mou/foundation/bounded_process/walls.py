"""Ask a process for files of others what it reaches, and ask the same outside its cage.

A try that gets nothing inside proves a wall only if it gets something outside: everything that it is aimed at lies open
to the user as whom the process works.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mou.foundation.bounded_process.confinement import NO_ONE, ROOT, may_drop_to_nobody
from mou.foundation.bounded_process.probe import FORBIDDEN, FORBIDDEN_AFAR
from mou.foundation.bounded_process.runner import ENVIRONMENT

PROBE = "mou.foundation.bounded_process.probe"
CONTROL_WITHIN_S = 60.0
SECRET = b"not for a process that reads files of others"
# Ends with the process that holds the other end of its input.
VICTIM = "import sys; print(flush=True); sys.stdin.read()"


@dataclass(frozen=True, slots=True)
class Walls:
    """What came of each try, inside the cage and outside."""

    inside: Mapping[str, str]
    outside: Mapping[str, str]

    @property
    def holes(self) -> list[str]:
        """What a process got, and must not."""
        return [name for name in (*FORBIDDEN, *FORBIDDEN_AFAR) if _is_got(self.inside[name])]

    @property
    def unproven(self) -> list[str]:
        """What no process gets on this machine, caged or not: the try says nothing about the cage."""
        return [name for name in FORBIDDEN if not _is_got(self.outside[name])]


def _is_got(came: str) -> bool:
    return came.startswith("got ")


def walls_around(done: Callable[[bytes], bytes], *, afar: Path) -> Walls:
    """Try everything in a process that `done` starts, then outside. Writes a file in `afar` and takes it away again.

    Raises: what `done` raises; OSError where no process can be started.
    """
    with (
        _open_folder(Path(tempfile.gettempdir())) as near,
        _open_folder(afar) as far,
        _start_victim() as process,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        aims = {
            "near": str(near / "secret"),
            "afar": str(far / "secret"),
            "project": str(ROOT / "manage.py"),
            "port": server.getsockname()[1],
            "process": process,
        }
        order = json.dumps(aims).encode()
        inside = json.loads(done(order))
        return Walls(inside, _tried_outside(order))


@contextmanager
def _open_folder(beside: Path) -> Iterator[Path]:
    """Make a folder in which everybody may do everything, with a file for everybody."""
    with tempfile.TemporaryDirectory(prefix="musterpoint-", dir=beside) as name:
        folder = Path(name).resolve()
        (folder / "secret").write_bytes(SECRET)
        (folder / "secret").chmod(0o666)
        folder.chmod(0o777)
        yield folder


def _other_user() -> int | None:
    """Return the user as whom a bounded process works, where that is not our own."""
    return NO_ONE if may_drop_to_nobody(Path(tempfile.gettempdir()) / "any") else None


@contextmanager
def _start_victim() -> Iterator[int]:
    """Start a process that does nothing, of the same user."""
    user = _other_user()
    with subprocess.Popen(  # noqa: S603 - our own words, in this Python
        [sys.executable, "-c", VICTIM], cwd="/", env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        user=user, group=user, extra_groups=None if user is None else [],
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.kill()


def _tried_outside(order: bytes) -> dict[str, str]:
    user = _other_user()
    with _open_folder(Path(tempfile.gettempdir())) as folder:
        done = subprocess.run(  # noqa: S603 - our own module, in this Python
            [sys.executable, "-P", "-m", PROBE, str(folder)],
            input=order, cwd=folder, env={**ENVIRONMENT, "PATH": os.environ.get("PATH", "")},
            capture_output=True, check=True, timeout=CONTROL_WITHIN_S,
            user=user, group=user, extra_groups=None if user is None else [],
        )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found
