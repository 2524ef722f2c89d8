"""Copy the database out and in: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from coordination.records.backup.errors import BackupFailed

NOT_EMPTY = "the database is not empty: nothing is ever restored over what is there"
# Without owners and rights: another machine has other roles. Without comments: that of an extension is its owner's.
PORTABLE = ("--no-owner", "--no-privileges", "--no-comments")


@dataclass(frozen=True, slots=True)
class DatabasePlace:
    """Where a database is, as Django's settings say it."""

    vendor: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""

    def url(self) -> str:
        """Return it as MUSTERPOINT_DATABASE has it; only ever given to a process of our own."""
        if self.vendor == "sqlite":
            return f"spatialite://{self.name}"
        sign_in = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        return f"postgis://{sign_in}{quote(self.host, safe='')}{f':{self.port}' if self.port else ''}/{self.name}"


def place_of(database: Mapping[str, object]) -> DatabasePlace:
    """Return where a database of the settings is."""
    is_sqlite = str(database["ENGINE"]).endswith("spatialite")
    parts = {key.lower(): str(database.get(key) or "") for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    return DatabasePlace("sqlite" if is_sqlite else "postgresql", **parts)


def dump_database(place: DatabasePlace, target: Path) -> None:
    """Write the whole database into a file, as it is at one instant. A server may run; it is not held up.

    Raises: BackupFailed.
    """
    if place.vendor == "sqlite":
        if not Path(place.name).is_file():
            raise BackupFailed(f"there is no database {place.name}")
        # In one step: it reads one state of the file, and with a write-ahead log no writer waits for a reader.
        with closing(_connect_sqlite(place.name, "ro")) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    # Those of PostGIS are its owner's, and there wherever it is.
    kept = ["--exclude-table-data=*.spatial_ref_sys", *PORTABLE]
    run_postgresql(place, "pg_dump", ["--format=custom", *kept, f"--file={target}"])


def load_database(place: DatabasePlace, source: Path) -> None:
    """Write a dump into a database, which must be empty. Raises: BackupFailed."""
    if not is_empty(place):
        raise BackupFailed(NOT_EMPTY)
    if place.vendor == "sqlite":
        Path(place.name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place.name)
        return
    run_postgresql(place, "pg_restore", ["--exit-on-error", "--single-transaction", *PORTABLE, str(source)])


def is_empty(place: DatabasePlace) -> bool:
    """Say whether a database holds no tables of ours. Raises: BackupFailed: it cannot be asked."""
    if place.vendor == "sqlite":
        path = Path(place.name)
        if not path.exists() or path.stat().st_size == 0:
            return True
        with closing(_connect_sqlite(place.name, "ro")) as asked:
            return not asked.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone()
    said = run_postgresql(place, "psql", ["-At", "-c", "SELECT to_regclass('django_migrations') IS NULL"])
    return said.strip() == "t"


def make_scratch(place: DatabasePlace, folder: Path) -> DatabasePlace:
    """Return a new, empty database beside the configured one, for looking into a backup. Raises: BackupFailed."""
    if place.vendor == "sqlite":
        return DatabasePlace("sqlite", str(folder / "check.sqlite3"))
    name = f"musterpoint_check_{token_hex(6)}"
    run_postgresql(place, "psql", ["-q", "-c", f"CREATE DATABASE {name} TEMPLATE template1"])
    return DatabasePlace("postgresql", name, place.user, place.password, place.host, place.port)


def drop_scratch(place: DatabasePlace, scratch: DatabasePlace) -> None:
    """Remove what make_scratch made."""
    if place.vendor == "postgresql" and re.fullmatch(r"musterpoint_check_[0-9a-f]{12}", scratch.name):
        run_postgresql(place, "psql", ["-q", "-c", f"DROP DATABASE IF EXISTS {scratch.name}"])


def run_postgresql(place: DatabasePlace, program: str, arguments: Sequence[str]) -> str:
    """Run a client program of PostgreSQL and return what it says. Raises: BackupFailed, with its own words."""
    # In the environment: everybody on the machine reads the arguments of a process.
    told = {"PGHOST": place.host, "PGPORT": place.port, "PGUSER": place.user, "PGPASSWORD": place.password}
    environment = {**os.environ, **{key: value for key, value in told.items() if value}, "PGDATABASE": place.name}
    named = ["--dbname", place.name] if program == "pg_restore" else []
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, without a shell
            [program_path(program), *named, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupFailed(f"{program} is missing: install the client programs of PostgreSQL") from None
    if done.returncode != 0:
        raise BackupFailed(f"{program}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def program_path(program: str) -> str:
    """Return the newest one that is installed: an older pg_dump refuses a newer server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    return str(found[-1]) if found else program


def _connect_sqlite(name: str, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode={mode}", uri=True)
