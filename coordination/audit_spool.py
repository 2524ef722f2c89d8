"""Note that someone did or read something: a line in a file at once, a row of the audit soon after.

The only door to the audit. It asks no database and waits for nothing: a line is appended to a file of this process,
which outlives it, and the records' own thread writes the rows (coordination/records/audit/intake.py).
"""

import fcntl
import json
import logging
import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event, Lock

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.utils import timezone

from coordination.vocabulary import AuditKind, AuditOutcome

logger = logging.getLogger(__name__)
# While the database is away the file grows to this: more than a hundred thousand events.
SPOOL_MAX_BYTES = 64 * 1024 * 1024
# While the disk takes nothing, so many events wait in memory; more are counted, and the count becomes an event.
MEMORY_MAX_EVENTS = 5_000
# Set while this process may have noted something that is no row yet.
NOTED = Event()
NEW, OPEN, READY = ".new", ".open", ".ready"


@dataclass(frozen=True, slots=True)
class AuditNote:
    """What happened: by whom (the account's row id), what (words of the audit's rules), about which objects."""

    kind: AuditKind
    outcome: AuditOutcome
    what: str
    user_id: int | None = None
    # Where the request came from.
    source: str = ""
    # Names of ids as addresses have them: {"site_id": "…", "agency_id": "…"}; and anything short worth knowing.
    about: Mapping[str, str] = field(default_factory=dict)


def note(given: AuditNote) -> None:
    """Keep a note for the audit. Never raises, never waits for a database; a write of one line."""
    spool_of_process().put(line_of(given, timezone.now()))
    NOTED.set()


def line_of(given: AuditNote, at: datetime) -> bytes:
    """Return a note as it stands in a spool."""
    told = {
        "id": str(uuid_utils.uuid7()),
        "at": at.isoformat(),
        "kind": given.kind.value,
        "outcome": given.outcome.value,
        "what": given.what,
        "user": given.user_id,
        "source": make_printable(given.source)[:64],
        "about": {key: make_printable(value) for key, value in given.about.items()},
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def make_printable(text: str) -> str:
    """Return a text without what a database does not take, or what forges a line: forms and headers are anybody's."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


class Spool:
    """The notes of one process that are not rows yet. Threads may put; one thread hands over.

    The open file is locked for as long as its process lives: a process that gets the lock knows that the other is gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._pid = os.getpid()
        self._file: int | None = None
        self._path = folder
        self._size = 0
        self._in_memory: deque[bytes] = deque()
        self._lost = 0
        self._lost_since: datetime | None = None

    def put(self, line: bytes) -> None:
        """Append a line to the file; into memory if the disk refuses it; count it if that is full, too."""
        with self._lock:
            if self._write(line):
                return
            if len(self._in_memory) < MEMORY_MAX_EVENTS:
                self._in_memory.append(line)
                return
            if self._lost == 0:
                self._lost_since = timezone.now()
                logger.error("events of the audit are not kept: neither the disk nor the database takes them")
            self._lost += 1

    def hand_over(self) -> list[bytes]:
        """Close the file for the intake, and return what only memory has; a count of what was lost comes with it.

        The caller gives back by `take_back` what it could not write.
        """
        with self._lock:
            self._close_as_ready()
            lines = list(self._in_memory)
            self._in_memory.clear()
            if self._lost:
                lines.append(self._gap())
                self._lost, self._lost_since = 0, None
            return lines

    def take_back(self, lines: list[bytes]) -> None:
        """Keep lines for the next time, before those that came meanwhile."""
        with self._lock:
            self._in_memory.extendleft(reversed(lines))

    def _gap(self) -> bytes:
        since = self._lost_since or timezone.now()
        about = {"count": str(self._lost), "since": since.isoformat()}
        return line_of(AuditNote(AuditKind.GAP, AuditOutcome.FAILED, "events_lost", about=about), timezone.now())

    def _write(self, line: bytes) -> bool:
        try:
            if self._file is None or self._pid != os.getpid():
                self._open()
            if self._file is None or self._size + len(line) > SPOOL_MAX_BYTES:
                return False
            written = os.write(self._file, line)
        except OSError as error:
            if not self._in_memory:
                logger.warning("the audit's file was not written (%s): events wait in memory", type(error).__name__)
            return False
        self._size += written
        if written == len(line):
            return True
        # The disk took a part: end that line, so that the next one can be read; this one waits in memory.
        self._close_as_ready()
        return False

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pid = os.getpid()
        new = self._folder / f"{uuid_utils.uuid7()}{NEW}"
        file = os.open(new, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        # Locked before it has the name that others look for: no one takes it for that of a process that is gone.
        fcntl.flock(file, fcntl.LOCK_EX)
        self._path = new.rename(new.with_suffix(OPEN))
        self._file, self._size = file, 0

    def _close_as_ready(self) -> None:
        if self._file is None:
            return
        if self._pid == os.getpid():
            self._path.rename(self._path.with_suffix(READY))
        os.close(self._file)
        self._file = None


_spools: dict[Path, Spool] = {}


def spool_of_process() -> Spool:
    """Return this process's spool."""
    folder = Path(settings.VAR_DIR) / "audit"
    return _spools.setdefault(folder, Spool(folder))


def ready_files() -> list[Path]:
    """Return the files that may be taken in, oldest first; those of processes that are gone are closed for it."""
    folder = Path(settings.VAR_DIR) / "audit"
    for path in folder.glob(f"*{OPEN}"):
        _close_if_nobodys(path)
    return sorted(folder.glob(f"*{READY}"))


def _close_if_nobodys(path: Path) -> None:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.rename(path.with_suffix(READY))
    except (BlockingIOError, FileNotFoundError):
        return  # someone writes it, or closed it just now
