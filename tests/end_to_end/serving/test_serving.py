"""`manage.py serve` as it is used: it answers, restarts what dies, ends as one, and refuses what is unsafe."""

import contextlib
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordination.management.listening import listening_socket
from coordination.sign_in.attempts.hashing import PROGRAM
from mou.foundation.bounded_process.forks import SERVER
from tests.support.database.migrated import as_before_the_first_release
from tests.support.forking.forks import forking
from tests.support.processes import ROOT, ChildProcess, free_port, wait_until
from tests.support.services import AppServer, ValkeyServer, app_environment

pytestmark = pytest.mark.e2e
SECRET = "s" * 64


@pytest.fixture(scope="module", autouse=True)
def started_as_users_start_it() -> Iterator[None]:
    with forking(is_on=False):
        yield


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(") ")[2][0] != "Z"


def serve(arguments: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "serve", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_a_server_says_what_it_does_lets_go_when_stopped_and_comes_back_at_its_port_when_killed(
    migrated_spatialite_url: str,
) -> None:
    with AppServer(migrated_spatialite_url) as server:
        assert answers(server.url)
        assert "upkeep.py" in server.doings()
        assert answers(server.url)
        server.kill9()
        assert not answers(server.url)
        server.start()
        assert answers(server.url)
        server.stop()
        assert not answers(server.url)


def test_a_server_that_cannot_have_its_port_says_so_and_ends(migrated_spatialite_url: str, tmp_path: Path) -> None:
    # As the first server listens.
    with listening_socket("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        second = serve(
            ["--port", str(port), "--no-worker"], app_environment(migrated_spatialite_url, None, var=tmp_path)
        )

    assert second.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr


def test_the_workers_run_beside_the_server_and_end_with_it(migrated_spatialite_url: str) -> None:
    with AppServer(migrated_spatialite_url, with_worker=True) as server:
        children = children_of(server.pid)
        commands = {word for child in children for word in Path(f"/proc/{child}/cmdline").read_text().split("\0")}
        server.stop()

    assert len(children) == 5
    assert {"import_worker", "push_worker", "serve"} < commands
    # The drawing worker becomes the fork server.
    assert {"draw_worker", SERVER} & commands
    assert {"hash_worker", PROGRAM} & commands
    assert not any(is_alive(pid) for pid in children)


@contextlib.contextmanager
def group_of_two(database_url: str, redis_url: str, folder: Path) -> Iterator[tuple[ChildProcess, str]]:
    """Run two server processes under one parent."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    parent = ChildProcess(name="group", log=folder / "group.txt")
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--processes", "2", "--no-worker"]
    parent.launch(command, env=app_environment(database_url, redis_url, var=folder / "var"))
    try:
        parent.wait_ready(lambda: answers(url), timeout_s=120)
        yield parent, url
    finally:
        parent.end(signal.SIGTERM)


def test_a_killed_server_process_is_replaced_and_all_end_together(
    migrated_postgis_url: str, valkey: ValkeyServer, tmp_path: Path
) -> None:
    with group_of_two(migrated_postgis_url, valkey.url, tmp_path) as (parent, url):
        first, second = children_of(parent.pid)

        os.kill(first, signal.SIGKILL)
        wait_until(lambda: first not in children_of(parent.pid), timeout_s=180, what="the dead child was not noticed")
        wait_until(lambda: len(children_of(parent.pid)) == 2, timeout_s=180, what="there was no replacement")
        assert answers(url)
        replacement = next(pid for pid in children_of(parent.pid) if pid != second)
        os.kill(parent.pid, signal.SIGINT)
        parent.end(signal.SIGTERM)  # a second signal at once must not leave children behind

        assert not answers(url)
        assert not any(is_alive(pid) for pid in (second, replacement))


def test_no_server_process_outlives_a_killed_parent(
    migrated_postgis_url: str, valkey: ValkeyServer, tmp_path: Path
) -> None:
    with group_of_two(migrated_postgis_url, valkey.url, tmp_path) as (parent, url):
        children = children_of(parent.pid)

        parent.end(signal.SIGKILL)

        wait_until(lambda: not any(is_alive(pid) for pid in children), timeout_s=20, what="the children still run")
        assert not answers(url)


REFUSALS = {
    "no secret key": ({"MUSTERPOINT_SECRET_KEY": ""}, "MUSTERPOINT_SECRET_KEY is missing"),
    "a short secret key": ({"MUSTERPOINT_SECRET_KEY": SECRET[:49]}, "shorter than 50 characters"),
    "police without rules": ({"MUSTERPOINT_CJIS_RULES": "false"}, "MUSTERPOINT_CJIS_RULES=false is for the demo"),
    "alerts to a fake provider": ({"MUSTERPOINT_FCM_URL": "http://127.0.0.1:9"}, "leads alerts to a fake provider"),
    "debug on a public host": (
        {"MUSTERPOINT_DEBUG": "true", "MUSTERPOINT_HOSTS": "map.example.org"},
        "MUSTERPOINT_DEBUG=true is refused",
    ),
    "any host": ({"MUSTERPOINT_HOSTS": "*"}, "MUSTERPOINT_HOSTS must name the hosts"),
    "several processes without a broker": ({"MUSTERPOINT_PROCESSES": "2"}, "needs MUSTERPOINT_REDIS"),
    "a flag that is neither": ({"MUSTERPOINT_DEBUG": "perhaps"}, "must be true or false"),
    "an unknown database": ({"MUSTERPOINT_DATABASE": "mysql://x/y"}, "must begin with spatialite:// or postgis://"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_unsafe_settings_are_refused_in_one_line(case: str, tmp_path: Path) -> None:
    more, text = REFUSALS[case]
    env = app_environment(f"spatialite://{tmp_path / 'x.sqlite3'}", None, var=tmp_path)

    done = serve([], {**env, "MUSTERPOINT_MODE": "serve", "MUSTERPOINT_SECRET_KEY": SECRET, **more})

    assert done.returncode == 2
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_database_behind_this_version_is_refused(tmp_path: Path) -> None:
    env = app_environment(f"spatialite://{tmp_path / 'empty.sqlite3'}", None, var=tmp_path)

    done = serve(["--no-worker"], env)

    assert done.returncode == 2
    assert "manage.py migrate" in done.stderr


def test_a_database_from_before_the_first_release_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    as_before_the_first_release(path)
    was, env = path.read_bytes(), app_environment(f"spatialite://{path}", None, var=tmp_path)

    done = serve(["--no-worker"], env)

    assert done.returncode == 2
    assert "database_too_old" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == was


def test_several_processes_on_the_command_line_need_a_broker_too(tmp_path: Path) -> None:
    env = app_environment(f"spatialite://{tmp_path / 'empty.sqlite3'}", None, var=tmp_path)

    done = serve(["--processes", "2"], env)

    assert done.returncode == 2
    assert "MUSTERPOINT_REDIS" in done.stderr
