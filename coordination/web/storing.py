"""Whether what people do can be stored: a write is tried, and free space is told."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

# As much as a busy minute writes: a log that is written over again takes a little on a disk that is full.
TRIED_BYTES = 256 * 1024
# Below this, an operator should look.
LITTLE_BYTES = 1024**3
GIB = 1024**3


@lru_cache(maxsize=1)
def database_write_fault(_turn: int) -> str:
    """Return why the database stores nothing, or nothing; a write is tried once for each turn of the clock."""
    try:
        if connection.vendor == "sqlite":
            _write_into_sqlite(Path(str(connection.settings_dict["NAME"])))
        else:
            with connection.cursor() as cursor:
                # A transaction that has a number is written into the log and onto the disk, without a row of ours.
                cursor.execute("SELECT pg_current_xact_id()")
    except OSError as error:
        return error.strerror or "it takes nothing"
    except (sqlite3.Error, DatabaseError) as error:
        return str(error).partition("\n")[0]
    return ""


def _write_into_sqlite(path: Path) -> None:
    """Write the head of the file as it is, and beside it what a busy minute writes. Raises: sqlite3.Error, OSError."""
    # A connection of its own, which waits for no one: who writes at this moment proves the same.
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as opened:
        try:
            (version,) = opened.execute("PRAGMA user_version").fetchone()
            opened.execute(f"PRAGMA user_version = {int(version)}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
    try_to_write(path.parent)


@lru_cache(maxsize=1)
def file_write_fault(_turn: int) -> str:
    """Return why no file can be stored, or nothing; tried once for each turn of the clock."""
    try:
        try_to_write(_own_folder())
    except OSError as error:
        return error.strerror or "it takes nothing"
    return ""


def try_to_write(folder: Path) -> None:
    """Write a file that no one sees, down to the disk. Raises: OSError."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as tried:
        left = memoryview(bytes(TRIED_BYTES))
        while left:
            left = left[tried.write(left) :]
        os.fsync(tried.fileno())


@lru_cache(maxsize=1)
def space_in_words(_turn: int) -> str:
    """Return how much may still be written where this server writes: where the least is."""
    try:
        free = min(shutil.disk_usage(folder).free for folder in _written_folders())
    except OSError:
        return "unknown"
    return f"{'little' if free < LITTLE_BYTES else 'ok'}: {free / GIB:.1f} GiB free"


def _written_folders() -> Iterator[Path]:
    yield _own_folder()
    if connection.vendor == "sqlite":
        yield Path(str(connection.settings_dict["NAME"])).parent


def _own_folder() -> Path:
    """Return the folder of our files, or above it where nothing was stored yet."""
    folder = Path(settings.VAR_DIR)
    return next(one for one in (folder, *folder.parents) if one.is_dir())
