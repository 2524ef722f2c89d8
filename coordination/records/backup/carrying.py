"""Carry a backup of one kind of database into the other: SQLite to PostgreSQL, and back.

It is loaded into a new database beside the configured one, which `migrate` has given the tables of this version, in one
transaction and without the triggers that this product has there: what they did stands in the rows already. What comes
out is a dump of the other kind, so that a restore goes on as it always does, whole or not at all.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from coordination.records.backup.databases import (
    DatabasePlace,
    drop_scratch,
    dump_database,
    make_scratch,
    program_path,
)
from coordination.records.backup.errors import BackupFailed
from coordination.records.backup.tables import MIGRATIONS, Kind, Table, as_postgresql, as_sqlite, carried_tables
from mou.foundation.database.ready import own_migrations

type Told = Callable[[str], None]
type Rows = Iterator[tuple[Any, ...]]

ROWS_AT_ONCE = 2000
COUNT = "SELECT count(*) FROM"
SAID_EVERY_S = 5.0
# Of SpatiaLite itself: they keep its index of places.
OF_SPATIALITE = re.compile(r"^(?:gg[iu]|gi[iud]|tm[iu])_")
COPY_BEGINS = re.compile(r'^COPY (?:\w+\.)?"?(\w+)"? \((.*)\) FROM stdin;$')
COUNTED = re.compile(r"^SELECT pg_catalog\.setval\('(?:\w+\.)?\"?(\w+?)\"?', (\d+), (true|false)\);$")
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(slots=True)
class Progress:
    """Rows so far, by table, told every few seconds; a large table is told more than once."""

    told: Told
    rows: dict[str, int] = field(default_factory=dict)
    _said_s: float = field(default_factory=time.monotonic)

    def count(self, table: str, rows: int) -> None:
        self.rows[table] = self.rows.get(table, 0) + rows
        if time.monotonic() - self._said_s > SAID_EVERY_S:
            self._said_s = time.monotonic()
            self.told(f"carried {sum(self.rows.values())} rows, now {table}")


def carry_dump(dump: Path, migrations: Iterable[str], place: DatabasePlace, *, told: Told) -> None:
    """Make a dump of the other kind of database one of the kind of `place`. Raises: BackupFailed.

    Args:
        migrations: of the backup, as `app.name`; they must be those of this version.
    """
    if set(migrations) != {f"{app}.{name}" for app, name in own_migrations()}:
        raise BackupFailed(
            "only a backup of exactly this version goes into the other kind of database: restore it into its own "
            "kind, run `manage.py migrate` there, and take a new backup"
        )
    folder = dump.parent / "carried"
    folder.mkdir(mode=0o700)
    scratch = make_scratch(place, folder)
    try:
        make_tables(scratch, folder)
        progress = Progress(told)
        (_sqlite_to_postgresql if scratch.vendor == "postgresql" else _postgresql_to_sqlite)(dump, scratch, progress)
        told(f"carried {sum(progress.rows.values())} rows of {len(progress.rows)} tables")
        dump.unlink()
        dump_database(scratch, dump)
    except (sqlite3.Error, ValueError) as error:
        raise BackupFailed(f"the rows do not fit: {error}") from error
    finally:
        drop_scratch(place, scratch)


def make_tables(place: DatabasePlace, var: Path) -> None:
    """Give a new database the tables of this version, in a process that is set to it. Raises: BackupFailed."""
    environment = {**os.environ, "MUSTERPOINT_DATABASE": place.url(), "MUSTERPOINT_VAR": str(var)}
    done = subprocess.run(  # noqa: S603 - our own command, in this Python
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "migrate", "--verbosity", "0"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupFailed(f"migrate: {done.stderr.strip()[-2000:]}")


# --- SQLite to PostgreSQL ---------------------------------------------------------------------------------------------
def _sqlite_to_postgresql(dump: Path, scratch: DatabasePlace, progress: Progress) -> None:
    given = {"host": scratch.host, "port": scratch.port, "user": scratch.user, "password": scratch.password}
    address = psycopg.conninfo.make_conninfo(dbname=scratch.name, **{key: one for key, one in given.items() if one})
    tables = carried_tables()
    try:
        with (
            closing(_open_spatialite(dump)) as source,
            psycopg.connect(address) as target,
        ):
            counters = dict(source.execute("SELECT name, seq FROM sqlite_sequence"))
            with target.cursor() as cursor:
                cursor.execute(_as_query(f"TRUNCATE {', '.join(map(_quote_name, tables))}"))
                for table in tables.values():
                    cursor.execute(_as_query(f"ALTER TABLE {_quote_name(table.name)} DISABLE TRIGGER USER"))
                for table in tables.values():
                    _copy_in(cursor, table, _rows_of(source, table), progress)
                # Now, and not at the commit: a table whose foreign keys are still to be looked at is not altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in tables.values():
                    cursor.execute(_as_query(f"ALTER TABLE {_quote_name(table.name)} ENABLE TRIGGER USER"))
                    _set_counter(cursor, table, counters.get(table.name, 0))
                    found = cursor.execute(_as_query(f"{COUNT} {_quote_name(table.name)}")).fetchone()
                    _refuse_difference(table, progress, found[0] if found else 0)
    except psycopg.Error as error:
        raise BackupFailed(f"the rows do not fit: {error}") from error


def _copy_in(cursor: "psycopg.Cursor[Any]", table: Table, rows: Rows, progress: Progress) -> None:
    kinds = [kind for _name, kind in table.columns]
    into = f"COPY {_quote_name(table.name)} ({', '.join(map(_quote_name, table.names))}) FROM STDIN"
    count = 0
    with cursor.copy(_as_query(into)) as copy:
        for row in rows:
            copy.write_row([as_postgresql(kind, value) for kind, value in zip(kinds, row, strict=True)])
            count += 1
            if count % ROWS_AT_ONCE == 0:
                progress.count(table.name, ROWS_AT_ONCE)
    progress.count(table.name, count % ROWS_AT_ONCE)


def _rows_of(source: sqlite3.Connection, table: Table) -> Rows:
    asked = ", ".join(
        f"AsEWKB({_quote_name(name)})" if kind is Kind.GEOMETRY else _quote_name(name) for name, kind in table.columns
    )
    found = source.execute(f"SELECT {asked} FROM {_quote_name(table.name)}")  # noqa: S608 - names of ours
    found.arraysize = ROWS_AT_ONCE
    while rows := found.fetchmany():
        yield from rows


def _set_counter(cursor: "psycopg.Cursor[Any]", table: Table, last: int) -> None:
    """Let a table count on from where it was: a number that was given and deleted is not given again."""
    if table.counter is None:
        return
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [table.name, table.counter, last or 1, last > 0]
    )


# --- PostgreSQL to SQLite ---------------------------------------------------------------------------------------------
def _postgresql_to_sqlite(dump: Path, scratch: DatabasePlace, progress: Progress) -> None:
    tables = carried_tables()
    with closing(_open_spatialite(Path(scratch.name))) as target:
        target.isolation_level = None
        target.execute("BEGIN IMMEDIATE")
        triggers = _drop_triggers(target)
        for name in tables:
            target.execute(f"DELETE FROM {_quote_name(name)}")  # noqa: S608 - names of ours
        counters = _take_in(target, _said_by_pg_restore(dump), tables, progress)
        for name in target.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall():
            target.execute(f"INSERT INTO {name[0]}({name[0]}) VALUES ('rebuild')")  # noqa: S608 - names of ours
        for made in triggers:
            target.execute(made)
        for table in tables.values():
            (there,) = target.execute(f"{COUNT} {_quote_name(table.name)}").fetchone()
            _refuse_difference(table, progress, there)
            if table.counter is not None:
                _set_sqlite_counter(target, table.name, counters.get(f"{table.name}_{table.counter}_seq", 0))
        if (wrong := target.execute("PRAGMA foreign_key_check").fetchone()) is not None:
            raise BackupFailed(
                f"the rows do not fit: a row of {wrong[0]} refers to one of {wrong[2]} that is not there"
            )
        target.execute("COMMIT")


def _drop_triggers(target: sqlite3.Connection) -> list[str]:
    every = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    ours = [(name, made) for name, made in every if not OF_SPATIALITE.match(name)]
    for name, _made in ours:
        target.execute(f"DROP TRIGGER {_quote_name(name)}")
    return [made for _name, made in ours]


def _take_in(
    target: sqlite3.Connection, lines: Iterator[str], tables: Mapping[str, Table], progress: Progress
) -> dict[str, int]:
    """Write all rows; return how far each sequence had counted, by its name."""
    counters = {}
    for line in lines:
        if (begun := COPY_BEGINS.match(line)) is not None and begun[1] in tables:
            names = [one.strip().strip('"') for one in begun[2].split(",")]
            _write_rows(target, tables[begun[1]], names, lines, progress)
        elif begun is not None and begun[1] not in {MIGRATIONS, "spatial_ref_sys"}:
            raise BackupFailed(f"the backup has a table {begun[1]} that this version does not know")
        elif (counted := COUNTED.match(line)) is not None:
            counters[counted[1]] = int(counted[2]) if counted[3] == "true" else 0
    return counters


def _write_rows(
    target: sqlite3.Connection, table: Table, names: list[str], lines: Iterator[str], progress: Progress
) -> None:
    kinds = dict(table.columns)
    if set(names) != set(kinds):
        raise BackupFailed(f"the table {table.name} has other columns than in this version")
    srids = dict(
        target.execute(
            "SELECT f_geometry_column, srid FROM geometry_columns WHERE f_table_name = lower(?)", [table.name]
        )
    )
    places = ", ".join(f"GeomFromWKB(?, {srids[name.lower()]})" if name.lower() in srids else "?" for name in names)
    into = f"INSERT INTO {_quote_name(table.name)} ({', '.join(map(_quote_name, names))}) VALUES ({places})"  # noqa: S608
    ordered, waiting = [kinds[name] for name in names], []
    for line in lines:
        if line == "\\.":
            break
        waiting.append(_values_in(line, ordered))
        if len(waiting) == ROWS_AT_ONCE:
            target.executemany(into, waiting)
            progress.count(table.name, len(waiting))
            waiting = []
    target.executemany(into, waiting)
    progress.count(table.name, len(waiting))


def _values_in(line: str, kinds: list[Kind]) -> tuple[Any, ...]:
    texts = line.split("\t")
    return tuple(
        None if text == "\\N" else as_sqlite(kind, ESCAPED.sub(lambda one: ESCAPES.get(one[1], one[1]), text))
        for kind, text in zip(kinds, texts, strict=True)
    )


def _said_by_pg_restore(dump: Path) -> Iterator[str]:
    """Yield the lines of a dump's rows and sequences, as they are read. Raises: BackupFailed."""
    command = [program_path("pg_restore"), "--data-only", "--no-owner", "--no-privileges", "--file=-", str(dump)]
    try:
        running = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, without a shell
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="strict"
        )
    except FileNotFoundError:
        raise BackupFailed("pg_restore is missing: install the client programs of PostgreSQL") from None
    with running:
        if running.stdout is None or running.stderr is None:  # pragma: no cover
            raise BackupFailed("pg_restore says nothing")
        # Of a row, line ends are escaped: what remains ends rows.
        for line in running.stdout:
            yield line.removesuffix("\n")
        said = running.stderr.read()
    if running.returncode != 0:
        raise BackupFailed(f"pg_restore: {said.strip()[-2000:]}")


def _set_sqlite_counter(target: sqlite3.Connection, name: str, last: int) -> None:
    target.execute("DELETE FROM sqlite_sequence WHERE name = ?", [name])
    if last:
        target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, last])


# --- both -------------------------------------------------------------------------------------------------------------
def _refuse_difference(table: Table, progress: Progress, there: int) -> None:
    if there != progress.rows.get(table.name, 0):
        raise BackupFailed(f"{table.name}: {progress.rows.get(table.name, 0)} rows were read, and {there} are there")


def _open_spatialite(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path)
    opened.enable_load_extension(True)  # noqa: FBT003 - sqlite3's
    opened.load_extension("mod_spatialite")
    return opened


def _quote_name(name: str) -> str:
    return f'"{name}"'


def _as_query(statement: str) -> bytes:
    """Return a statement of our own making as psycopg takes it: it wants to see that no one else wrote it."""
    return statement.encode()
