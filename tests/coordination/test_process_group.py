"""The group that serves keeps its children alive, gives up where that is hopeless, and leaves no one behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coordination.management.process_group import MAX_DEATHS, Child, GroupEnded, ProcessGroup
from tests.support.processes import wait_until

LIVES = [sys.executable, "-c", "import signal; signal.pause()"]
REFUSES = [sys.executable, "-c", "raise SystemExit(2)"]
DIES = [sys.executable, "-c", "raise SystemExit(1)"]


def wait_for_the_end(group: ProcessGroup) -> GroupEnded:
    with pytest.raises(GroupEnded) as ended:
        group.wait()
    return ended.value


def test_a_child_that_refuses_its_settings_ends_the_group_with_the_same_code() -> None:
    with ProcessGroup() as group:
        group.start("server", LIVES)
        group.start("worker", REFUSES)

        ended = wait_for_the_end(group)

    assert ended.exit_code == 2
    assert "worker refused" in str(ended)


def test_a_child_that_dies_again_and_again_ends_the_group_with_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with ProcessGroup() as group:
        group.start("worker", DIES)

        ended = wait_for_the_end(group)

    assert ended.exit_code == 1
    assert capfd.readouterr().err.count("starting it again") == MAX_DEATHS


def test_a_worker_says_its_niceness_for_its_session_too_where_linux_groups_by_session() -> None:
    """Inside a session of its own no one goes before it: a process's niceness alone gives nothing away."""

    def niceness_of_session(pid: int) -> str:
        try:
            return Path(f"/proc/{pid}/autogroup").read_text().split()[-1]
        except (OSError, IndexError):
            return "not grouped"

    # What begins a session is grouped where Linux does so, also where the session of the tests is not.
    with subprocess.Popen(LIVES, start_new_session=True) as another:
        of_another = niceness_of_session(another.pid)
        another.kill()
    with ProcessGroup() as group:
        group.start("server", LIVES)
        group.start("worker", LIVES, is_worker=True, niceness=10)
        server, worker = group._children

        found = niceness_of_session(server.process.pid), niceness_of_session(worker.process.pid)

    of_this = niceness_of_session(os.getpid())
    assert found == (of_this, "not grouped" if of_another == "not grouped" else "10")


def test_a_worker_goes_behind_the_server_on_a_busy_core_also_after_it_was_renewed() -> None:
    def niceness(child: Child) -> int:
        return os.getpriority(os.PRIO_PROCESS, child.process.pid) - os.getpriority(os.PRIO_PROCESS, 0)

    with ProcessGroup() as group:
        group.start("server", LIVES)
        group.start("worker", LIVES, is_worker=True, niceness=5)
        server, worker = group._children
        before = (niceness(server), niceness(worker))
        worker.process.kill()
        worker.process.wait()
        group.check()
        group.check()

        assert (before, niceness(worker)) == ((0, 5), 5)


def test_a_worker_that_dies_again_and_again_rests_and_the_server_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    """Six imports that met a fault within a minute ended the incident for everybody."""
    said = ""

    def has_rested() -> bool:
        nonlocal said
        group.check()
        said += capfd.readouterr().err
        return "after a rest" in said

    with ProcessGroup() as group:
        group.start("server", LIVES)
        group.start("worker", DIES, is_worker=True)
        server, worker = group._children

        wait_until(has_rested, timeout_s=120, what="the worker never rested")
        group.check()

        assert server.process.poll() is None
        assert worker.process.poll() == 1
    assert said.count("starting it again") == MAX_DEATHS + 1


def test_a_signal_ends_the_group_without_an_error_and_its_children_with_it() -> None:
    with ProcessGroup() as group:
        group.start("server", LIVES)
        pids = [child.process.pid for child in group._children]

        with pytest.raises(GroupEnded) as ended:
            os.kill(os.getpid(), signal.SIGTERM)

    assert ended.value.exit_code == 0
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), timeout_s=180, what="a child is left")


def test_workers_end_after_the_servers_have_ended(tmp_path: Path) -> None:
    """A server that ended after the drawing worker said that a signed copy was not made."""
    ends = """
import pathlib, signal, sys, time
name, path = sys.argv[1], pathlib.Path(sys.argv[2])
def end(*_):
    if name == "server":
        time.sleep(0.5)
    with path.open("a") as ended:
        ended.write(name + "\\n")
    raise SystemExit
signal.signal(signal.SIGTERM, end)
path.with_name(name).touch()
signal.pause()
"""
    path = tmp_path / "ended"
    names = ("worker", "server")

    with ProcessGroup() as group:
        for name in names:
            group.start(name, [sys.executable, "-c", ends, name, str(path)], is_worker=name == "worker")
        wait_until(lambda: all((tmp_path / name).exists() for name in names), timeout_s=60, what="they never came up")

    assert path.read_text().split() == ["server", "worker"]


def test_the_signal_handlers_of_the_caller_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with ProcessGroup():
        assert signal.getsignal(signal.SIGTERM) is not before

    assert signal.getsignal(signal.SIGTERM) is before
