"""Wake an idle worker at once: by the database's own bell on PostgreSQL, by a pipe beside the file on SQLite.

A bell that is not heard costs half a second and nothing else: a worker looks for itself, too.
"""

import contextlib
import os
import select
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, cast

from django.conf import settings
from django.db import connection, transaction

if TYPE_CHECKING:
    # PostgreSQL's driver, for its name only: on SQLite it is not loaded.
    import psycopg

CHANNEL = "push_due"


class Bell(Protocol):
    """What an idle worker waits at."""

    def wait(self, seconds: float, *, beside: int | None = None) -> bool:
        """Wait for the bell, so many seconds at most; tell whether it rang since it was asked last.

        `beside`: a descriptor; once it is readable nothing more is waited for.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def ring_on_commit() -> None:
    """Wake a worker once the caller's transaction is committed, and only then."""
    if connection.vendor == "postgresql":
        # Part of the transaction. It makes commits that ring wait for each other: not for every routine word.
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    else:
        transaction.on_commit(_ring_pipe, robust=True)


def choose_bell() -> Bell:
    """Return what rings for this installation's database; heard from when it is entered."""
    return DatabaseBell() if connection.vendor == "postgresql" else PipeBell(_pipe_path())


class DatabaseBell:
    """LISTEN, on a connection of its own: the worker may run on another machine than those who ring."""

    def __init__(self) -> None:
        self._connection = connection.copy()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            # The pool may hand out a connection that was cut unseen; kept, it would be one less for good.
            undo.callback(self._connection.close)
            self._connection.ensure_connection()
            self._connection.set_autocommit(True)
            with self._connection.wrap_database_errors:
                self._line.execute(f"LISTEN {CHANNEL}")
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def wait(self, seconds: float, *, beside: int | None = None) -> bool:
        # Raises what a database raises that is away.
        with self._connection.wrap_database_errors:
            if beside is None:
                return self._rings_within(seconds)
            # What the driver has read already makes no descriptor readable.
            if self._rings_within(0):
                return True
            select.select([self._line.fileno(), beside], [], [], seconds)
            return self._rings_within(0)

    def _rings_within(self, seconds: float) -> bool:
        return any(True for _ in self._line.notifies(timeout=seconds, stop_after=1))

    @property
    def _line(self) -> "psycopg.Connection[tuple[object, ...]]":
        line = self._connection.connection
        assert line is not None
        return cast("psycopg.Connection[tuple[object, ...]]", line)


class PipeBell:
    """A named pipe: SQLite has no bell, and every process that writes to its file is on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends: list[int] = []

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkfifo(self._path, 0o600)
        # A writing end of our own, or the pipe would be at its end whenever no other process has it open.
        for mode in (os.O_RDONLY, os.O_WRONLY):
            self._ends.append(os.open(self._path, mode | os.O_NONBLOCK))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._ends:
            os.close(self._ends.pop())

    def wait(self, seconds: float, *, beside: int | None = None) -> bool:
        pipe = self._ends[0]
        readable, _, _ = select.select([pipe] if beside is None else [pipe, beside], [], [], seconds)
        # Many may have rung: one look serves them all.
        return bool(pipe in readable and os.read(pipe, 65_536))


def _pipe_path() -> Path:
    return Path(settings.VAR_DIR) / "push-wake"


def _ring_pipe() -> None:
    # No pipe, or no reader at its other end, or so many rings in it that it is full: no worker sleeps that could be
    # woken.
    with contextlib.suppress(OSError):
        end = os.open(_pipe_path(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(end, b"!")
        finally:
            os.close(end)
