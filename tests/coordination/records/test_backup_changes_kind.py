"""A backup of SQLite goes into PostgreSQL and back by the same commands, with every row, chain, file and counter.

Slow: the demo district is loaded, and each way starts programs of the database and processes of our own.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest

from coordination.records.backup.archive import MANIFEST
from coordination.records.backup.tables import MIGRATIONS, Kind, Table, carried_tables, wkb_of
from tests.support.processes import ROOT
from tests.support.services import PostgisServer, app_environment

pytestmark = pytest.mark.postgis
# What the databases keep of their own, and no model has.
OF_POSTGIS = {"spatial_ref_sys"}


def manage(*arguments: str, url: str, var: Path, mode: str = "test") -> subprocess.CompletedProcess[str]:
    environment = app_environment(url, None, var=var) | {"MUSTERPOINT_MODE": mode}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def district(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The demo district on SQLite: its address and its folder."""
    folder = tmp_path_factory.mktemp("district")
    shutil.copy(spatialite_template, folder / "app.sqlite3")
    url = f"spatialite://{folder / 'app.sqlite3'}"
    done = manage("load_demo", url=url, var=folder, mode="demo")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(folder / "app.sqlite3")) as opened, opened:
        # A number that was given once and whose row is gone.
        opened.execute("UPDATE sqlite_sequence SET seq = seq + 41 WHERE name = 'room_logentry'")
    return url, folder


@pytest.fixture
def empty_url(postgis: PostgisServer) -> Iterator[str]:
    """An empty database with the extension alone, as docs/operations.md has it: of a role that is no superuser."""
    name = postgis.create_database()
    with postgis.connect("postgres") as connection:
        connection.execute("CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p:w@/x'")
        connection.execute(f"ALTER DATABASE {name} OWNER TO plain")
    yield postgis.url(name).replace("postgres@", "plain:p%3Aw%40%2Fx@")
    postgis.drop_database(name)
    with postgis.connect("postgres") as connection:
        connection.execute("DROP ROLE plain")


def rows_of_sqlite(path: Path, table: Table) -> list[tuple[Any, ...]]:
    asked = ", ".join(f'AsEWKB("{name}")' if kind is Kind.GEOMETRY else f'"{name}"' for name, kind in table.columns)
    with closing(sqlite3.connect(path)) as opened:
        opened.enable_load_extension(True)
        opened.load_extension("mod_spatialite")
        found = opened.execute(f'SELECT {asked} FROM "{table.name}"').fetchall()
    kinds = [kind for _name, kind in table.columns]
    told = [tuple(map(as_told, kinds, row)) for row in found]
    return sorted(told, key=repr)


def as_told(kind: Kind, value: Any) -> Any:
    """Return a value without what is of SQLite's text alone: the order of an object's keys, the order of words."""
    if value is None:
        return None
    if kind is Kind.JSON:
        return json.dumps(json.loads(value), sort_keys=True)
    return sorted(set(value.split())) if kind is Kind.WORDS else value


def counters_of(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as opened:
        ours = carried_tables()
        every = opened.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        return {name: seq for name, seq in every if name in ours}


def counts_of_postgis(postgis: PostgisServer, url: str) -> dict[str, int]:
    with postgis.connect(url.rpartition("/")[2]) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = {str(name) for (name,) in found} - OF_POSTGIS
        return {name: ask_one(connection, f'SELECT count(*) FROM "{name}"') for name in names}


def ask_one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_a_district_goes_from_sqlite_into_postgis_and_back(
    district: tuple[str, Path], postgis: PostgisServer, empty_url: str, tmp_path: Path
) -> None:
    (url, var), tables = district, carried_tables()
    there, back = tmp_path / "there", tmp_path / "back"
    back_url = f"spatialite://{back / 'back.sqlite3'}"

    out = manage("backup", str(tmp_path / "one.tar"), url=url, var=var)
    into = manage("restore", str(tmp_path / "one.tar"), url=empty_url, var=there)
    again = manage("restore", str(tmp_path / "one.tar"), url=empty_url, var=there)
    walked = manage("check_records", url=url, var=var).stdout.strip()

    assert out.returncode == 0, out.stderr
    assert into.returncode == 0, into.stderr
    assert walked.startswith("whole: ")
    assert walked in into.stdout
    assert again.returncode == 1
    assert "not empty" in again.stderr
    counts = counts_of_postgis(postgis, empty_url)
    assert set(counts) == {*tables, MIGRATIONS}
    before = {name: rows_of_sqlite(var / "app.sqlite3", table) for name, table in tables.items()}
    assert {name: counts[name] for name in tables} == {name: len(rows) for name, rows in before.items()}
    assert sum(bool(rows) for rows in before.values()) > 100
    with postgis.connect(empty_url.rpartition("/")[2]) as connection:
        assert ask_one(connection, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'") == 0
        last = ask_one(connection, "SELECT last_value FROM room_logentry_id_seq")
        assert last == counters_of(var / "app.sqlite3")["room_logentry"]
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("UPDATE room_logentry SET content = '{}'")

    manage("backup", str(tmp_path / "two.tar"), url=empty_url, var=there)
    home = manage("restore", str(tmp_path / "two.tar"), url=back_url, var=back)

    assert home.returncode == 0, home.stderr
    assert walked in home.stdout
    for name, table in tables.items():
        assert rows_of_sqlite(back / "back.sqlite3", table) == before[name], name
    assert counters_of(back / "back.sqlite3") == counters_of(var / "app.sqlite3")
    with (
        closing(sqlite3.connect(back / "back.sqlite3")) as opened,
        closing(sqlite3.connect(var / "app.sqlite3")) as first,
    ):
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        assert opened.execute(named).fetchall() == first.execute(named).fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            opened.execute("UPDATE room_logentry SET content = '{}'")
        opened.rollback()
        words = "SELECT count(*) FROM administration_memberwords_fts WHERE administration_memberwords_fts MATCH 'dana*'"
        assert opened.execute(words).fetchone() == first.execute(words).fetchone()


def test_a_backup_of_another_version_changes_no_kind(
    district: tuple[str, Path], empty_url: str, tmp_path: Path
) -> None:
    url, var = district
    manage("backup", str(tmp_path / "one.tar"), url=url, var=var)
    with tarfile.open(tmp_path / "one.tar") as source, tarfile.open(tmp_path / "older.tar", "w") as older:
        for member in source.getmembers():
            held = source.extractfile(member)
            assert held is not None
            body = held.read()
            if member.name == MANIFEST:
                told = json.loads(body)
                body = json.dumps({**told, "migrations": told["migrations"][:-1]}).encode()
                member.size = len(body)
            older.addfile(member, BytesIO(body))

    done = manage("restore", str(tmp_path / "older.tar"), url=empty_url, var=tmp_path / "var")

    assert done.returncode == 1
    assert "exactly this version" in done.stderr


def test_an_entry_that_was_changed_does_not_come_over_unnoticed(
    district: tuple[str, Path], empty_url: str, tmp_path: Path
) -> None:
    _url, var = district
    changed = tmp_path / "changed.sqlite3"
    shutil.copy(var / "app.sqlite3", changed)
    with closing(sqlite3.connect(changed)) as opened, opened:
        (made,) = opened.execute("SELECT sql FROM sqlite_master WHERE name = 'log_is_append_only'").fetchone()
        opened.execute("DROP TRIGGER log_is_append_only")
        opened.execute(
            "UPDATE room_logentry SET content = content || ' ' WHERE id = (SELECT min(id) FROM room_logentry)"
        )
        opened.execute(made)
    manage("backup", str(tmp_path / "one.tar"), url=f"spatialite://{changed}", var=var)

    done = manage("restore", "--check", str(tmp_path / "one.tar"), url=empty_url, var=tmp_path / "var")

    assert done.returncode == 1
    assert "is not what was recorded" in done.stderr


def test_a_row_that_the_other_database_refuses_is_told_by_its_table_and_leaves_nothing(
    district: tuple[str, Path], postgis: PostgisServer, empty_url: str, tmp_path: Path
) -> None:
    _url, var = district
    long = tmp_path / "long.sqlite3"
    shutil.copy(var / "app.sqlite3", long)
    with closing(sqlite3.connect(long)) as opened, opened:
        opened.execute("UPDATE coordination_user SET first_name = ? WHERE id = 1", ["n" * 400])
    manage("backup", str(tmp_path / "one.tar"), url=f"spatialite://{long}", var=var)

    done = manage("restore", str(tmp_path / "one.tar"), url=empty_url, var=tmp_path / "var")

    assert done.returncode == 1
    assert "coordination_user" in done.stderr
    assert "Traceback" not in done.stderr
    assert counts_of_postgis(postgis, empty_url) == {}


@pytest.mark.parametrize(
    ("ewkb", "wkb"),
    [
        ("0101000020E610000000000000000000400000000000000840", "010100000000000000000000400000000000000840"),
        ("0101000000" + "00" * 16, "0101000000" + "00" * 16),
        ("0020000001000010E6" + "00" * 16, "0000000001" + "00" * 16),
    ],
)
def test_wkb_has_no_reference_system(ewkb: str, wkb: str) -> None:
    assert wkb_of(ewkb).hex() == wkb.lower()
