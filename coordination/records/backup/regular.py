"""Backups that a timer makes: space is asked first, old ones go, and once a month one is restored to prove it.

What came of it stands in a file of MUSTERPOINT_VAR, which `/readyz` tells from.
"""

import fcntl
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from coordination.records.backup.archive import back_up, check_backup, configured_database
from coordination.records.backup.carrying import Told
from coordination.records.backup.errors import BackupFailed
from coordination.records.check import files_below
from coordination.web.backup_report import Report, read_report, write_report

NAMED = re.compile(r"^musterpoint-\d{8}T\d{6}Z\.tar$")
TRIED_EVERY = timedelta(days=30)
# The copy of the database and the archive lie beside each other; a trial unpacks all and restores the database.
TIMES_BY_BACKUP, TIMES_BY_TRIAL = 2, 2
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Made:
    """What one run came to. `proved` is empty where no trial was due."""

    path: Path
    files: int
    proved: str
    removed: int


def back_up_regularly(folder: Path, *, keep: int, at: datetime, told: Told) -> Made:
    """Make a backup in a folder, prove one a month by restoring it, keep the newest `keep`; report it.

    Raises: BackupFailed, OSError: it is in the report, too, and nothing older was removed.
    """
    with _hold_alone():
        return _back_up_alone(folder, read_report(), keep=keep, at=at, told=told)


@contextmanager
def _hold_alone() -> Iterator[None]:
    """Let one process make a backup at a time. Raises: BackupFailed: another one does."""
    with ExitStack() as held:
        # Where nothing can be written the report says why, a few lines further on.
        with suppress(OSError):
            file = held.enter_context((Path(settings.VAR_DIR) / "backups.lock").open("w"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupFailed("another backup is being made") from error
        yield


def _back_up_alone(folder: Path, before: Report, *, keep: int, at: datetime, told: Told) -> Made:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        needs = TIMES_BY_BACKUP * stored_bytes()
        refuse_little_space(folder, needs)
        target = _free_name(folder, at)
        manifest = back_up(target, at=at)
        report = replace(before, made_at=at.isoformat(), file=target.name, bytes=target.stat().st_size, fault="")
        write_report(report)
        proved = ""
        if before.tried_at is None or at - datetime.fromisoformat(before.tried_at) >= TRIED_EVERY:
            report = _try_restore(target, report, at=at, told=told)
            proved = report.tried_said
            write_report(report)
    except (BackupFailed, OSError) as error:
        # What cannot be noted, either, must not hide why.
        with suppress(OSError):
            write_report(replace(read_report(), fault=str(error)[:500], fault_at=at.isoformat()))
        raise
    return Made(target, len(manifest.files) - 1, proved, _remove_older(folder, keep=keep))


def _free_name(folder: Path, at: datetime) -> Path:
    target = folder / f"musterpoint-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    if target.exists():
        raise BackupFailed(f"{target.name} is there already")
    return target


def _try_restore(target: Path, report: Report, *, at: datetime, told: Told) -> Report:
    refuse_little_space(Path(tempfile.gettempdir()), TIMES_BY_TRIAL * target.stat().st_size)
    begun_s = time.monotonic()
    said = check_backup(target, told=told)
    minutes = round((time.monotonic() - begun_s) / 60, 1)
    return replace(
        report,
        tried_at=at.isoformat(),
        tried_file=target.name,
        tried_said=said,
        tried_minutes=minutes,
        tried_times=report.tried_times + 1,
    )


def stored_bytes() -> int:
    """Return about how much the database and all files take."""
    place = configured_database()
    if place.vendor == "sqlite":
        database = sum(one.stat().st_size for one in (Path(place.name), Path(f"{place.name}-wal")) if one.is_file())
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            (database,) = cursor.fetchone() or (0,)
    return int(database) + sum(path.stat().st_size for path in files_below(Path(settings.MEDIA_ROOT)))


def refuse_little_space(folder: Path, needs: int) -> None:
    """Refuse to begin what would fill a disk. Raises: BackupFailed."""
    free = shutil.disk_usage(folder).free
    if free < needs:
        raise BackupFailed(f"{folder} has {free / GIB:.2f} GiB free, and this may take {needs / GIB:.2f} GiB")


def _remove_older(folder: Path, *, keep: int) -> int:
    made = sorted(path for path in folder.iterdir() if NAMED.match(path.name) and path.is_file())
    older = made[: max(len(made) - keep, 0)]
    for path in older:
        path.unlink()
    return len(older)
