"""Choose the database of the test run before Django reads its settings.

MUSTERPOINT_TEST_BACKEND=postgis puts everything on a private PostgreSQL with PostGIS and a private Valkey; otherwise it
is SpatiaLite in a temporary file and the in-memory layer. Loaded by `-p` in pyproject.toml, because a conftest comes
too late.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.support.database.migrated import MIGRATED, migrated_data, migrated_file
from tests.support.services import PostgisServer, ValkeyServer

IS_POSTGIS = os.environ.get("MUSTERPOINT_TEST_BACKEND", "spatialite") == "postgis"


def fast_temporary_folder() -> Path:
    """Return a new folder in memory where the system has one: tests ask for a sync at each commit."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="musterpoint-tests-", dir=parent))


def use_spatialite(folder: Path) -> None:
    os.environ["MUSTERPOINT_DATABASE"] = f"spatialite://{folder / 'unused.sqlite3'}"
    # A file, not memory: several threads and processes open it, as in real use.
    os.environ["MUSTERPOINT_TEST_DATABASE_FILE"] = str(folder / "tests.sqlite3")
    os.environ["MUSTERPOINT_REDIS"] = ""


def use_postgis() -> tuple[PostgisServer, ValkeyServer]:
    """Start both services for the whole run; they end with it."""
    postgis, valkey = PostgisServer(durable=False, copy_of=migrated_data(TEMPLATES)), ValkeyServer()
    atexit.register(postgis.close)
    atexit.register(valkey.close)
    postgis.start()
    valkey.start()
    os.environ["MUSTERPOINT_DATABASE"] = postgis.url("musterpoint")
    os.environ["MUSTERPOINT_REDIS"] = valkey.url
    return postgis, valkey


def copy_migrated() -> None:
    """Give Django its test database migrated, where it finds and keeps it."""
    if SERVICES is None:
        shutil.copy(migrated_file(), os.environ["MUSTERPOINT_TEST_DATABASE_FILE"])
        return
    with SERVICES[0].connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE test_musterpoint TEMPLATE {MIGRATED}")


FOLDER = fast_temporary_folder()
TEMPLATES = FOLDER / "templates"
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.update({"MUSTERPOINT_MODE": "test", "MUSTERPOINT_VAR": str(FOLDER / "var"), "MUSTERPOINT_SECRET_KEY": ""})
(FOLDER / "var").mkdir()
SERVICES = use_postgis() if IS_POSTGIS else None
if not IS_POSTGIS:
    use_spatialite(FOLDER)
