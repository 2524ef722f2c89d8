"""What our processes write is for the user who runs them, whatever umask a shell gave them. Real processes, so slow."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.forking.forks import forking
from tests.support.processes import ROOT, wait_until
from tests.support.services import AppServer, app_environment

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def as_a_user_starts_it() -> Iterator[None]:
    """Every process of these tests begins with the usual umask, under which others read what it writes."""
    before = os.umask(0o022)
    with forking(is_on=False):
        yield
    os.umask(before)


def readable_by_others(folder: Path) -> list[str]:
    """Return what another account of the machine could open below a folder that it may enter."""
    found = []
    for parent, folders, files in folder.walk():
        closed = [one for one in folders if (parent / one).stat().st_mode & 0o077 == 0]
        folders[:] = [one for one in folders if one not in closed]
        found += [str(parent / one) for one in files if (parent / one).stat().st_mode & 0o077]
    return sorted(found)


def test_a_database_that_migrate_makes_is_read_by_nobody_else(tmp_path: Path) -> None:
    environment = app_environment(f"spatialite://{tmp_path / 'made.sqlite3'}", None, var=tmp_path / "var")

    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate"], env=environment, check=False)

    assert done.returncode == 0
    assert (tmp_path / "made.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_server_writes_for_its_own_user_and_closes_what_an_earlier_one_left_open(
    migrated_spatialite_url: str, tmp_path: Path
) -> None:
    database = Path(migrated_spatialite_url.removeprefix("spatialite://"))
    database.chmod(0o644)
    var = tmp_path / "var"
    (var / "media" / "tip-photos").mkdir(parents=True)
    assert var.stat().st_mode & 0o777 == 0o755
    (var / "media" / "tip-photos" / "left.jpg").write_bytes(b"a picture of before")
    assert readable_by_others(var) == [str(var / "media" / "tip-photos" / "left.jpg")]

    with AppServer(migrated_spatialite_url, with_worker=True, var=var):
        wait_until(lambda: any(var.glob("*.pem")) or any(var.glob("audit*")), timeout_s=60, what="nothing was written")

        assert var.stat().st_mode & 0o777 == 0o700
        assert readable_by_others(var) == []
        assert [one.name for one in database.parent.glob(f"{database.name}*") if one.stat().st_mode & 0o077] == []
