"""A migrated database of each kind, made once and only ever copied: to migrate takes longer than most files of tests.

Those of one run of the suite (tests/gates.py) share what MUSTERPOINT_TEST_TEMPLATES names; others make their own.
"""

import fcntl
import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.support.services import PostgisServer, migrate

# The migrated database's name in the cluster.
MIGRATED = "migrated"


def migrated_file(own: Path) -> Path:
    """Return a migrated SpatiaLite file. `own` is a folder for it where no run shares one."""
    return _made_once(own, "spatialite", _make_file)


def migrated_data(own: Path) -> Path:
    """Return the data of a PostgreSQL at rest whose database MIGRATED is migrated."""
    return _made_once(own, "postgis", _make_data)


@cache
def _made_once(own: Path, name: str, make: Callable[[Path], None]) -> Path:
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
