"""One process loads what drawing needs and forks itself: as bounded and as ignorant as one that is started anew."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import LazySettings

from mou.foundation.bounded_process import forks
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.confinement import NO_ONE
from mou.foundation.bounded_process.forks import WORKER_SOCKET, OwnForkServer, done_by_fork
from mou.foundation.bounded_process.runner import ENVIRONMENT, ProcessFaulted, ProcessTooGreedy, ProcessTooSlow, Program
from mou.foundation.bounded_process.walls import walls_around
from mou.foundation.bounded_process.worker_sockets import listening_at
from tests.support.drawings import children_of, command_line, drawers_of, environment
from tests.support.processes import wait_until

PROBE = Program("mou.foundation.bounded_process.probe", Bounds(1024**3, cpu_s=10, wall_s=60.0, written_bytes=1_000_000))
SOON_S = 60.0


@pytest.fixture(autouse=True)
def ours(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnForkServer]:
    """A fork server of the test's own, with a program that tries everything."""
    settings.DRAWING_PROGRAMS = (PROBE.module,)
    settings.VAR_DIR = tmp_path
    server = OwnForkServer()
    monkeypatch.setattr(forks, "OURS", server)
    yield server
    server.end()


def fork_servers(of: int) -> list[int]:
    return [one for one in children_of(of) if {forks.SERVER, PROBE.module} <= set(command_line(one))]


def misdone(misdeed: str, program: Program = PROBE) -> bytes:
    return done_by_fork(program, json.dumps({"misdeed": misdeed}).encode())


def a_drawer(of: int) -> int:
    wait_until(lambda: bool(drawers_of(of)), timeout_s=SOON_S, what="something is done")
    return drawers_of(of)[0]


def test_a_fork_reaches_no_file_no_address_and_no_process(tmp_path: Path) -> None:
    walls = walls_around(lambda order: done_by_fork(PROBE, order), afar=tmp_path)
    found = walls.inside

    assert walls.holes == []
    assert (found["write_own"], found["start_thread"]) == ("got 1", "got 1")
    assert int(found["user"]) == (NO_ONE if os.geteuid() == 0 else os.geteuid())


def test_neither_a_fork_nor_the_server_is_told_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTERPOINT_SECRET_KEY", "a secret of this server")

    told = json.loads(misdone("tell_environment"))

    assert told.keys() == {*ENVIRONMENT, "PATH", "HOME", "TMPDIR"}
    (server,) = fork_servers(os.getpid())
    assert environment(server).keys() == {*ENVIRONMENT, "PATH"}
    assert b"a secret of this server" not in Path(f"/proc/{server}/environ").read_bytes()


def test_one_server_does_one_order_after_the_other_and_many_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(misdone, ["tell_environment"] * 8))

    assert len(told) == 8
    assert len({json.loads(one)["HOME"] for one in told}) == 8
    assert len(fork_servers(os.getpid())) == 1


@pytest.mark.parametrize("misdeed", ["take_memory", "write_one_file", "write_many_files", "write_and_talk", "crash"])
def test_what_a_fork_does_ends_it_alone(misdeed: str) -> None:
    misdone("tell_environment")
    before = fork_servers(os.getpid())

    with pytest.raises(ProcessTooGreedy):
        misdone(misdeed)

    assert fork_servers(os.getpid()) == before
    assert misdone("tell_environment")


@pytest.mark.parametrize("misdeed", ["wait", "wait_silently", "spin", "talk"])
def test_a_fork_that_takes_too_long_is_ended(misdeed: str) -> None:
    with pytest.raises(ProcessTooSlow):
        misdone(misdeed, PROBE.within(wall_s=1.5))

    wait_until(lambda: not drawers_of(os.getpid()), timeout_s=SOON_S, what="it was ended")


def test_a_fault_of_ours_in_a_fork_is_told_apart() -> None:
    with pytest.raises(ProcessFaulted):
        misdone("fault")


def test_whoever_is_killed_in_the_middle_leaves_an_error_and_the_next_order_is_done() -> None:
    """The fork, its keeper, and the fork server itself."""
    for which in ("fork", "keeper", "server"):
        with ThreadPoolExecutor(1) as thread:
            coming: Future[bytes] = thread.submit(misdone, "wait")
            fork = a_drawer(os.getpid())
            (server,) = fork_servers(os.getpid())
            keeper = int(Path(f"/proc/{fork}/stat").read_text().rpartition(")")[2].split()[1])
            os.kill({"fork": fork, "keeper": keeper, "server": server}[which], signal.SIGKILL)
            with pytest.raises(ProcessTooGreedy):
                coming.result(SOON_S)
        wait_until(lambda fork=fork: not command_line(fork), timeout_s=SOON_S, what="the fork ended too")  # type: ignore[misc]
        assert misdone("tell_environment")


def test_a_fork_for_which_nobody_waits_any_more_is_ended(ours: OwnForkServer) -> None:
    head = {"module": PROBE.module, "bounds": asdict(PROBE.bounds), "order_bytes": len(b'{"misdeed": "wait"}')}
    with ours.connected() as connection:
        connection.sendall(json.dumps(head).encode() + b'\n{"misdeed": "wait"}')
        fork = a_drawer(os.getpid())

    wait_until(lambda: not command_line(fork), timeout_s=SOON_S, what="the fork ended")


def test_only_programs_it_was_started_for_are_run(ours: OwnForkServer) -> None:
    head = {"module": "mou.foundation.bounded_process.start", "bounds": asdict(PROBE.bounds), "order_bytes": 0}
    with ours.connected() as connection:
        connection.settimeout(SOON_S)
        connection.sendall(json.dumps(head).encode() + b"\n")

        assert connection.recv(1) == b""


@pytest.mark.parametrize("said", [b"\xff\n", b"{}\n", b"[]\n", b"x" * 5000, b'{"module": 1, "order_bytes": 1e99}\n'])
def test_nonsense_ends_its_own_connection_only(ours: OwnForkServer, said: bytes) -> None:
    with ours.connected() as connection:
        connection.settimeout(SOON_S)
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""

    assert misdone("tell_environment")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_another_user_of_the_machine_gets_nothing(ours: OwnForkServer) -> None:
    misdone("tell_environment")
    code = (
        "import os, socket, sys\n"
        f"os.setuid({NO_ONE})\n"
        "with socket.socket(socket.AF_UNIX) as one:\n"
        "    one.settimeout(30)\n"
        f"    one.connect({ours.address!r})\n"
        "    sys.exit(len(one.recv(1)))\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=SOON_S)

    assert (done.returncode, done.stderr) == (0, b"")


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """However that ends: here it is killed."""
    code = (
        "import time\n"
        "from django.conf import settings\n"
        f"settings.configure(VAR_DIR={str(tmp_path)!r}, DRAWING_PROGRAMS=({PROBE.module!r},))\n"
        "from mou.foundation.bounded_process.forks import OURS\n"
        "OURS.connected().close()\n"
        "print('up', flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        try:
            assert owner.stdout.readline() == b"up\n"
            # It listens, by its owner's socket, before it is what it becomes.
            wait_until(lambda: len(fork_servers(owner.pid)) == 1, timeout_s=SOON_S, what="there is a fork server")
            (server,) = fork_servers(owner.pid)
        finally:
            owner.kill()

    wait_until(lambda: not command_line(server), timeout_s=SOON_S, what="the fork server ended")


@contextmanager
def drawing_worker(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with listening_at(folder, WORKER_SOCKET) as listener:
        worker = subprocess.Popen(
            forks.command_line(listener.fileno()), env=forks.bare_environment(), cwd="/", pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def test_the_drawing_worker_does_it_where_one_listens_and_ours_where_none_does(tmp_path: Path) -> None:
    with drawing_worker(tmp_path) as worker:
        assert misdone("tell_environment")
        assert fork_servers(os.getpid()) == [worker.pid]
        assert (tmp_path / forks.WORKER_SOCKET).stat().st_mode & 0o777 == 0o600

    assert misdone("tell_environment")
    assert worker.pid not in fork_servers(os.getpid())


def test_a_drawing_worker_that_stands_still_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forks, "BEGINS_WITHIN_S", 1.0)
    with drawing_worker(tmp_path) as worker:
        os.kill(worker.pid, signal.SIGSTOP)
        assert misdone("tell_environment")
        assert len(fork_servers(os.getpid())) == 2
