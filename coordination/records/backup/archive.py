"""A backup as one file: a tar archive of the database, the media folder, and a manifest with every hash.

The database first, then the files: a file is named by its hash and never changes, so that every file that the database
names is there. Files that are uploaded meanwhile come in, too, and do no harm.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coordination.records.backup.carrying import Told, carry_dump
from coordination.records.backup.databases import (
    NOT_EMPTY,
    DatabasePlace,
    drop_scratch,
    dump_database,
    is_empty,
    load_database,
    make_scratch,
    place_of,
)
from coordination.records.backup.errors import BackupFailed
from coordination.records.check import files_below, sha256_of
from coordination.setup.own_files import OWN_FILE, OWN_FOLDER
from mou.foundation.database.ready import is_from_before

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `files` are paths in the archive with their SHA-256, the database among them."""

    made_at: str
    vendor: str
    migrations: tuple[str, ...]
    files: Mapping[str, str]


def back_up(target: Path, *, at: datetime) -> Manifest:
    """Write a backup of the configured database and all files; readable by this user only. A server may run.

    The file is whole or not there: it gets its name when everything is on the disk. Raises: BackupFailed, OSError.
    """
    place = configured_database()
    with tempfile.TemporaryDirectory(prefix="backup-", dir=target.absolute().parent) as folder:
        copy, unfinished = Path(folder) / DATABASE, Path(folder) / "unfinished.tar"
        dump_database(place, copy)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                manifest = _fill_archive(archive, copy, place, at)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    return manifest


def _fill_archive(archive: tarfile.TarFile, copy: Path, place: DatabasePlace, at: datetime) -> Manifest:
    files = {DATABASE: sha256_of(copy)}
    archive.add(copy, DATABASE)
    root = Path(settings.MEDIA_ROOT)
    for path in files_below(root):
        name = f"{MEDIA}/{path.relative_to(root).as_posix()}"
        try:
            files[name] = sha256_of(path)
            archive.add(path, name)
        except FileNotFoundError:
            files.pop(name, None)  # swept away just now: nothing named it
    done = MigrationRecorder.Migration.objects.values_list("app", "name")
    migrations = tuple(sorted(f"{app}.{name}" for app, name in done))
    manifest = Manifest(at.isoformat(), place.vendor, migrations, files)
    told = {
        "format": FORMAT,
        "made_at": manifest.made_at,
        "vendor": manifest.vendor,
        "migrations": list(migrations),
        "files": files,
    }
    raw = json.dumps(told, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(raw), 0o600
    archive.addfile(entry, io.BytesIO(raw))
    return manifest


def check_backup(source: Path, *, told: Told = print) -> str:
    """Restore a backup beside what is there, walk it, and take it away again; return what was walked.

    A backup of the other kind of database is carried over first; `told` gets its progress.

    Raises: BackupFailed: something is missing, changed, or broken in itself.
    """
    place = configured_database()
    with tempfile.TemporaryDirectory(prefix="restore-check-") as folder:
        manifest = unpack_backup(source, Path(folder))
        _make_same_kind(manifest, Path(folder), place, told)
        scratch = make_scratch(place, Path(folder))
        try:
            load_database(scratch, Path(folder) / DATABASE)
            return walk_chains(scratch, Path(folder))
        finally:
            drop_scratch(place, scratch)


def restore_backup(source: Path, *, told: Told = print) -> str:
    """Write a backup into the configured database, which must be empty, and the media folder; walk it; say what it is.

    A backup of the other kind of database is carried over first; `told` gets its progress.

    Raises: BackupFailed.
    """
    place = configured_database()
    if not is_empty(place):
        raise BackupFailed(NOT_EMPTY)
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        manifest = unpack_backup(source, Path(folder))
        _make_same_kind(manifest, Path(folder), place, told)
        load_database(place, Path(folder) / DATABASE)
        root = Path(settings.MEDIA_ROOT)
        for path in files_below(Path(folder) / MEDIA):
            target = root / path.relative_to(Path(folder) / MEDIA)
            target.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
            shutil.move(path, target)
            # The archive says how it was on another machine, perhaps by an older version.
            target.chmod(OWN_FILE)
        return walk_chains(place, Path(settings.VAR_DIR))


def configured_database() -> DatabasePlace:
    """Return the database of the settings."""
    return place_of(connection.settings_dict)


def unpack_backup(source: Path, folder: Path) -> Manifest:
    """Unpack a backup and check every file's hash. Raises: BackupFailed."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        told = json.loads((folder / MANIFEST).read_bytes())
        manifest = Manifest(told["made_at"], told["vendor"], tuple(told["migrations"]), told["files"])
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise BackupFailed(f"this is no backup, or a part of one ({type(error).__name__})") from error
    if told.get("format") != FORMAT:
        raise BackupFailed("the backup is of another version")
    if is_from_before((app, name) for app, _dot, name in (one.partition(".") for one in manifest.migrations)):
        raise BackupFailed("the backup is from before the first release: this version cannot take it over")
    for name, sha256 in manifest.files.items():
        path = folder / PurePosixPath(name)
        if not path.is_file() or sha256_of(path) != sha256:
            raise BackupFailed(f"{name} is missing or was changed")
    there = {path.relative_to(folder).as_posix() for path in files_below(folder)} - {MANIFEST}
    if more := there - set(manifest.files):
        raise BackupFailed(f"{min(more)} is in no manifest")
    return manifest


def walk_chains(place: DatabasePlace, var: Path) -> str:
    """Walk all chains and files of a database, in a process of its own that is set to it. Raises: BackupFailed."""
    program = str(Path(settings.BASE_DIR) / "manage.py")
    environment = {**os.environ, "MUSTERPOINT_DATABASE": place.url(), "MUSTERPOINT_VAR": str(var)}
    done = subprocess.run(  # noqa: S603 - our own command, in this Python
        [sys.executable, program, "check_records"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupFailed(done.stderr.strip()[-2000:] or "the records are not whole")
    return done.stdout.strip()


def _make_same_kind(manifest: Manifest, folder: Path, place: DatabasePlace, told: Told) -> None:
    if manifest.vendor != place.vendor:
        told(
            f"the backup is of {manifest.vendor}, and MUSTERPOINT_DATABASE of {place.vendor}: its rows are carried over"
        )
        carry_dump(folder / DATABASE, manifest.migrations, place, told=told)
