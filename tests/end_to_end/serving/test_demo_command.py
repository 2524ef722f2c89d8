"""`manage.py demo` stays away from anything real, and says in one line why it cannot start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coordination.management.demo_district import wipe_folder
from tests.factories.files.data_folder import write_data_folder
from tests.support.database.migrated import as_before_the_first_release
from tests.support.loaded_demo import demo_env, loaded_demo, started_demo
from tests.support.processes import ROOT
from tests.support.public_data import public, public_path
from tests.support.services import ValkeyServer

pytestmark = pytest.mark.e2e


def demo(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "demo", *arguments]
    return subprocess.run(command, env=demo_env(folder), capture_output=True, text=True, check=False, timeout=300)


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = demo(["--data", str(tmp_path / "nowhere")], tmp_path)

    assert done.returncode == 2
    assert "there is no folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named_before_anything_is_loaded(tmp_path: Path, valkey: ValkeyServer) -> None:
    done = demo(["--port", str(valkey.port)], tmp_path)

    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{valkey.port}" in done.stderr
    assert not (tmp_path / "demo.sqlite3").exists()


def test_a_demo_from_before_the_first_release_says_how_to_begin_anew(tmp_path: Path) -> None:
    as_before_the_first_release(tmp_path / "demo.sqlite3")
    (tmp_path / "loaded.json").write_text("{}")
    was = (tmp_path / "demo.sqlite3").read_bytes()

    done = demo(["--port", "0"], tmp_path)

    assert done.returncode == 2
    assert "database_too_old" in done.stderr
    assert "manage.py demo --fresh" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "demo.sqlite3").read_bytes() == was


@pytest.fixture(params=["made", public("real", name="Washington")])
def maps(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of maps to load beside the district."""
    return write_data_folder(tmp_path_factory.mktemp("maps")) if request.param == "made" else public_path("")


def test_once_checks_everything_through_the_running_server(maps: Path, tmp_path: Path) -> None:
    done = demo(["--once", "--json", "--data", str(maps)], tmp_path)

    assert done.returncode == 0, done.stderr
    # Whoever reads standard output gets the summary and nothing else, whatever the importers have to say.
    summary = json.loads(done.stdout)
    assert summary["failures"] == []
    # The fictional district's four schools, a city's 122 and the two indoor plans.
    assert summary["sites"] == 4 + 122 + 2
    for held in ("sites", "levels", "spaces", "doors", "entries_posted"):
        assert summary[held] > 0, held
    assert summary["entries_delivered"] >= summary["entries_posted"]


def test_the_demo_tells_how_to_begin_and_a_second_start_loads_nothing_again(tmp_path: Path) -> None:
    first = loaded_demo(tmp_path / "demo")
    second = started_demo(tmp_path / "demo", tmp_path / "second.txt")

    assert "Everybody signs in with the password" in first
    assert "loading the demo district" in first
    assert "Everybody signs in with the password" in second
    assert "loading the demo district" not in second


def test_a_folder_that_holds_something_else_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    wipe_folder(tmp_path)

    assert (tmp_path / "thesis.txt").read_text() == "years of work"
