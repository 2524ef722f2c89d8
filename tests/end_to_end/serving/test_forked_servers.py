"""What tests start as a fork is the process that would have been started, at its own database, broker and folder."""

import json
import shutil
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.forking.forks import Fork, forked, forking
from tests.support.processes import ROOT, ServiceError, run_program
from tests.support.services import AppServer, PostgisServer, ValkeyServer, app_environment

pytestmark = pytest.mark.e2e
PROGRAM = "tests.stage.told_settings"


def settings_of(env: dict[str, str], *, is_forked: bool) -> dict[str, str]:
    with forking(is_on=is_forked):
        told: dict[str, str] = json.loads(run_program(PROGRAM, env=env))
    return told


def test_a_fork_has_the_settings_of_its_environment_and_none_of_the_first_fork(
    spatialite_template: Path, tmp_path: Path
) -> None:
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
        shutil.copy(spatialite_template, folder / "app.sqlite3")
    envs = [app_environment(f"spatialite://{folder / 'app.sqlite3'}", None, var=folder) for folder in (first, second)]
    settings_of(envs[0], is_forked=True)

    of_fork, of_process = (settings_of(envs[1], is_forked=is_forked) for is_forked in (True, False))

    assert of_fork == of_process
    assert str(second / "app.sqlite3") in of_fork["open database"]
    assert [name for name, value in of_fork.items() if f"{first}/" in value] == []


@pytest.mark.postgis
def test_a_fork_of_another_database_and_broker_has_theirs(
    postgis: PostgisServer, valkey: ValkeyServer, postgis_template: str, tmp_path: Path
) -> None:
    names = [postgis.create_database(template=postgis_template) for _ in range(2)]
    envs = [app_environment(postgis.url(name), valkey.url, var=tmp_path / name) for name in names]
    settings_of(envs[0], is_forked=True)

    of_fork, of_process = (settings_of(envs[1], is_forked=is_forked) for is_forked in (True, False))

    for name in names:
        postgis.drop_database(name)
    assert of_fork == of_process
    assert names[1] in of_fork["open database"]


def test_a_fork_ends_as_it_is_told_and_says_how(migrated_spatialite_url: str) -> None:
    with AppServer(migrated_spatialite_url) as server:
        assert isinstance(server.process._process, Fork)
        server.stop()
        stopped = server.process.wait_ended(timeout_s=1)
        server.start()
        server.kill9()

    assert (stopped, server.process.wait_ended(timeout_s=1)) == (0, -signal.SIGKILL)


def test_the_end_of_a_fork_is_told_to_each_thread_that_waits_for_it(migrated_spatialite_url: str) -> None:
    with AppServer(migrated_spatialite_url) as server, ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(server.process.wait_ended, timeout_s=60) for _ in range(8)]
        server.kill9()

        assert [one.result() for one in waiting] == [-signal.SIGKILL] * 8


def test_a_program_that_fails_says_why(migrated_spatialite_url: str, tmp_path: Path) -> None:
    env = app_environment(migrated_spatialite_url, None, var=tmp_path)

    with pytest.raises(ServiceError, match="is not a valid UUID"):
        run_program("tests.stage.maps.drawn_floors", "nowhere", env=env)


@pytest.mark.parametrize(
    ("arguments", "more", "is_on"),
    [
        (["serve", "--no-worker"], {}, False),
        (["serve"], {}, True),  # its workers are children of its own
        (["demo", "--no-worker"], {}, True),
        (["serve", "--no-worker"], {"MUSTERPOINT_DATABASE": ""}, True),
    ],
)
def test_anything_else_starts_as_users_start_it(
    arguments: list[str], more: dict[str, str], *, is_on: bool, tmp_path: Path
) -> None:
    env = app_environment("spatialite:///nowhere", None, var=tmp_path, more=more)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]

    with forking(is_on=is_on):
        assert forked(command, env, output=tmp_path / "log", errors=tmp_path / "log") is None
