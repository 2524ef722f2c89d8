"""A backup that an operator asks for by page: one at a time, made by a process of its own, with how far it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from coordination.planning_bell import ring_on_commit
from coordination.records.backup.regular import NAMED
from coordination.records.errors import BackupAskedLately, NoBackupFolder
from coordination.records.models import BackupAsked
from coordination.web.backup_report import Report, read_report
from mou.access.operators import is_operator
from mou.errors import NotAllowed

# What no server took up by then is not made any more: a restored database may hold one of another day.
TAKEN_WITHIN = timedelta(hours=1)
# Longer than any backup with its trial; a server that died held it.
LASTS_AT_MOST = timedelta(hours=6)
BETWEEN = timedelta(minutes=10)
LISTED = 30
_DAY = re.compile(r"(\d{8}T\d{6}Z)")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the folder. `is_proved`: the newest trial restored this one."""

    name: str
    bytes: int
    made_at: datetime
    is_proved: bool


@dataclass(frozen=True, slots=True)
class BackupsShown:
    """What an operator reads of backups. `written_bytes`: of the one that is being made; None: none is being copied."""

    report: Report
    kept: list[KeptBackup]
    has_folder: bool
    asked: BackupAsked | None
    is_waiting: bool
    is_running: bool
    is_trying: bool
    written_bytes: int | None

    @property
    def is_over(self) -> bool:
        return not self.is_waiting and not self.is_running


def ask_for_backup(*, user_id: int, at: datetime) -> None:
    """Ask that a backup be made now, in one durable transaction.

    Raises: NotAllowed: no operator. NoBackupFolder. BackupAskedLately: one is under way, or was asked for just now.
    """
    if not is_operator(user_id):
        raise NotAllowed("Operators alone see and make backups.")
    if settings.BACKUPS_DIR is None:
        raise NoBackupFolder
    with transaction.atomic(durable=True):
        # Two that ask at once: the newest row is held until both are done.
        list(BackupAsked.objects.select_for_update().order_by("-asked_at")[:1])
        if BackupAsked.objects.filter(_under_way(at) | Q(asked_at__gt=at - BETWEEN)).exists():
            raise BackupAskedLately
        BackupAsked.objects.create(asked_by_id=user_id, asked_at=at)
        ring_on_commit()


def signs_of_asked(at: datetime) -> Sequence[QuerySet[Model]]:
    """Return what makes something due: a backup that was asked for lately, where there is a folder for it."""
    if settings.BACKUPS_DIR is None:
        return []
    return [_to_take(at)]


def take_asked(at: datetime) -> BackupAsked | None:
    """Take up what was asked for, in a durable transaction; of two servers one gets it."""
    with transaction.atomic(durable=True):
        row = _to_take(at).select_for_update(skip_locked=True).order_by("asked_at").first()
        if row is not None:
            row.taken_at = at
            row.save(update_fields=["taken_at"])
    return row


def end_asked(asked: BackupAsked, *, fault: str, at: datetime) -> None:
    """Note what came of it, in a durable transaction."""
    with transaction.atomic(durable=True):
        BackupAsked.objects.filter(pk=asked.pk).update(ended_at=at, fault=fault[:500])


def backups_for(user_id: int, at: datetime) -> BackupsShown:
    """Return what an operator reads of backups. Reads the folder. Raises: NotAllowed: no operator."""
    if not is_operator(user_id):
        raise NotAllowed("Operators alone see and make backups.")
    report = read_report()
    asked = BackupAsked.objects.order_by("-asked_at").first()
    is_open = asked is not None and asked.ended_at is None
    is_running = is_open and asked is not None and asked.taken_at is not None and at - asked.taken_at < LASTS_AT_MOST
    is_waiting = is_open and asked is not None and asked.taken_at is None and at - asked.asked_at < TAKEN_WITHIN
    made = datetime.fromisoformat(report.made_at) if report.made_at else None
    is_made = is_running and asked is not None and asked.taken_at is not None and made is not None
    written = _written_bytes() if is_running else None
    return BackupsShown(
        report,
        _list_kept(report),
        settings.BACKUPS_DIR is not None,
        asked,
        is_waiting,
        is_running,
        # It stands in the report before the trial begins.
        bool(is_made and written is None and made is not None and asked and asked.taken_at and made >= asked.taken_at),
        written,
    )


def _under_way(at: datetime) -> Q:
    is_taken = Q(taken_at__gt=at - LASTS_AT_MOST)
    is_waiting = Q(taken_at__isnull=True, asked_at__gt=at - TAKEN_WITHIN)
    return Q(ended_at__isnull=True) & (is_taken | is_waiting)


def _to_take(at: datetime) -> QuerySet[BackupAsked]:
    return BackupAsked.objects.filter(taken_at__isnull=True, ended_at__isnull=True, asked_at__gt=at - TAKEN_WITHIN)


def _list_kept(report: Report) -> list[KeptBackup]:
    """Return what lies in the folder, the newest first."""
    names = sorted((path for path in _list_files() if NAMED.match(path.name)), key=lambda path: path.name, reverse=True)
    found = []
    for path in names[:LISTED]:
        try:
            size = path.stat().st_size
        except OSError:
            # It was removed this very moment.
            continue
        found.append(KeptBackup(path.name, size, _made_at(path.name), path.name == report.tried_file))
    return found


def _made_at(name: str) -> datetime:
    [stamp] = _DAY.findall(name)
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _written_bytes() -> int | None:
    """Return how much of the backup that is being made is written; None: none is being written."""
    folders = [path for path in _list_files() if path.name.startswith("backup-") and path.is_dir()]
    try:
        sizes = [one.stat().st_size for folder in folders for one in folder.rglob("*") if one.is_file()]
    except OSError:
        return None
    return sum(sizes) if folders else None


def _list_files() -> list[Path]:
    try:
        return list(settings.BACKUPS_DIR.iterdir()) if settings.BACKUPS_DIR is not None else []
    except OSError:
        return []
