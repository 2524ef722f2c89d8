"""A migrated database of each kind, made once and only ever copied: to migrate takes longer than most tests.

Those of one run of the suite (tests/gates.py) share what MUSTERPOINT_TEST_TEMPLATES names. Runs of single tests share a
SpatiaLite file in var/, for as long as nothing changes that it is made of: one test then takes seconds.
"""

import fcntl
import hashlib
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.services import PostgisServer, migrate

# The migrated database's name in the cluster.
MIGRATED = "migrated"
OURS = ("coordination", "mapping", "mou", "push")
IMPORTED = re.compile(rf"^(?:from|import) ((?:{'|'.join(OURS)})[.\w]*)", re.MULTILINE)


def migrated_file() -> Path:
    """Return a migrated SpatiaLite file, which is only ever copied."""
    return made_once(ROOT / "var" / "test-templates" / _sum_of_its_parts(), "spatialite", _make_file)


def _sum_of_its_parts() -> str:
    """Return a digest of the migrations, of what of ours they import, of the settings and of the libraries."""
    migrations = [path for package in OURS for path in (ROOT / package).rglob("migrations/*.py")]
    imported = {name for path in migrations for name in IMPORTED.findall(path.read_text())}
    parts = {*migrations, *((ROOT / name.replace(".", "/")).with_suffix(".py") for name in imported)}
    found = hashlib.sha256()
    for path in sorted(one for one in parts if one.is_file()):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    for name in ("requirements.txt", "coordination/settings.py"):
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()[:16]


def migrated_data(own: Path) -> Path:
    """Return the data of a PostgreSQL at rest whose database MIGRATED is migrated."""
    return made_once(own, "postgis", _make_data)


@cache
def made_once(own: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return what was made in this folder, or in the run's, under a name; made now if it is not there yet."""
    folder = Path(os.environ.get("MUSTERPOINT_TEST_TEMPLATES") or own)
    folder.mkdir(parents=True, exist_ok=True)
    made, whole = folder / name, folder / f"{name}.whole"
    # Several runs of pytest come at once.
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            make(made)
            whole.touch()
    return made


def _make_file(path: Path) -> None:
    path.unlink(missing_ok=True)
    migrate(f"spatialite://{path}", var=path.parent / "var")


def _make_data(path: Path) -> None:
    with PostgisServer(durable=False) as server:
        with server.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {MIGRATED}")
        migrate(server.url(MIGRATED), var=path.parent / "var")
        server.stop()
        subprocess.run(["rm", "-rf", str(path)], check=True)
        subprocess.run(["cp", "-a", str(server.data), str(path)], check=True)


def as_before_the_first_release(path: Path) -> None:
    """Write a SQLite file that says of itself what those from before the first release do."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        for name in ("0001_initial", "0002_append_only_edits"):
            connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('mou', ?, '2026-11-26')", [name]
            )
