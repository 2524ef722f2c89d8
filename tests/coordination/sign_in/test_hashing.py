"""A worker that goes behind everything hashes passwords; where none answers, the server does it itself."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import check_password, make_password

from coordination.sign_in.attempts import hashing
from coordination.sign_in.attempts.hashing_program import serve_one
from mou.foundation.bounded_process.confinement import NO_ONE
from mou.foundation.bounded_process.runner import ENVIRONMENT
from mou.foundation.bounded_process.worker_sockets import listening_at
from tests.support.drawings import command_line, environment
from tests.support.processes import ROOT, wait_until
from tests.support.services import app_environment

PASSWORD, WRONG = "correct horse battery", "wrong horse battery"


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["coordination.sign_in.attempts.passwords.BoundedArgon2"]
    monkeypatch.setattr(hashing, "_silent_until_s", 0.0)


@contextmanager
def a_worker(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a hashing worker for the block."""
    with listening_at(folder, hashing.WORKER_SOCKET) as listener:
        worker = subprocess.Popen(
            hashing.worker_command(listener.fileno()),
            env=hashing.worker_environment(),
            cwd="/",
            pass_fds=[listener.fileno()],
        )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def hash_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "answer_order", lambda _order: pytest.fail("it was hashed here"))


def test_without_a_worker_a_password_is_hashed_here() -> None:
    encoded = make_password(PASSWORD)

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, encoded)
    assert not check_password(WRONG, encoded)


def test_a_worker_hashes_what_servers_of_its_user_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_here = make_password(PASSWORD)
    with a_worker(tmp_path), monkeypatch.context() as patched:
        hash_nothing_here(patched)
        made_there = make_password(PASSWORD)

        assert [check_password(PASSWORD, made) for made in (made_here, made_there)] == [True, True]
        assert [check_password(WRONG, made) for made in (made_here, made_there)] == [False, False]
        assert (tmp_path / hashing.WORKER_SOCKET).stat().st_mode & 0o777 == 0o600

    assert check_password(PASSWORD, made_there)


def test_the_worker_of_the_command_line_is_told_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = {"MUSTERPOINT_SECRET_KEY": "a secret of this server"}
    env = app_environment("", None, var=tmp_path, more=secret)
    with subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "hash_worker"], env=env) as worker:
        try:
            wait_until(lambda: hashing.PROGRAM in command_line(worker.pid), timeout_s=60, what="it has begun")
            hash_nothing_here(monkeypatch)

            assert check_password(PASSWORD, make_password(PASSWORD))
            assert environment(worker.pid).keys() == {*ENVIRONMENT, "PATH"}
        finally:
            worker.kill()


@pytest.mark.parametrize(
    "line",
    [b"", b"{}\n", b"[1]\n", b'{"password": 1}\n', b'{"password": "x", "encoded": "no hash"}\n', b"x" * 70_000 + b"\n"],
)
def test_an_order_that_is_none_gets_no_answer_and_ends_nothing(line: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(line)
        ours.shutdown(socket.SHUT_WR)

        serve_one(theirs)

        assert theirs.fileno() == -1
        # Of one that is too long the rest was not read, and the system says so.
        with suppress(ConnectionResetError):
            assert ours.recv(100) in (b"", b"no\n")


# Says what a worker answers to a user; one that is not listened to may hear so while they speak.
CALL = """
import os, socket, sys
os.setuid(int(sys.argv[1]))
with socket.socket(socket.AF_UNIX) as one:
    one.settimeout(60)
    one.connect(bytes.fromhex(sys.argv[2]))
    try:
        one.sendall(b'{"password": "x", "encoded": "no hash"}\\n')
        print(one.makefile().readline())
    except ConnectionError:
        pass
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_another_user_of_the_machine_gets_no_answer() -> None:
    """Though the worker's socket lay open to everybody: the kernel says who calls."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("")
        listener.listen()
        called = [sys.executable, "-c", CALL]
        address = listener.getsockname().hex()
        worker = subprocess.Popen(
            hashing.worker_command(listener.fileno()),
            env=hashing.worker_environment(),
            cwd="/",
            pass_fds=[listener.fileno()],
        )
        try:
            done = [
                subprocess.run([*called, str(user), address], capture_output=True, text=True, check=True)
                for user in (os.geteuid(), NO_ONE)
            ]
        finally:
            worker.kill()
            worker.wait()

    assert [one.stdout.strip() for one in done] == ["no", ""]


def test_a_worker_that_stands_still_keeps_one_waiting_and_nobody_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "WORKER_WITHIN_S", 0.5)
    with a_worker(tmp_path) as worker:
        os.kill(worker.pid, signal.SIGSTOP)
        encoded = make_password(PASSWORD)
        monkeypatch.setattr(hashing, "connected_to", lambda *_: pytest.fail("it was asked again"))

        assert check_password(PASSWORD, encoded)


def test_a_worker_that_was_killed_is_not_waited_for(tmp_path: Path) -> None:
    with a_worker(tmp_path) as worker:
        worker.kill()
        worker.wait()

        assert check_password(PASSWORD, make_password(PASSWORD))


def test_no_password_is_too_strange_for_it(tmp_path: Path) -> None:
    strange = 'line\nbreak "quoted" \\ \U0001f600 \x00 ' + "x" * 200
    with a_worker(tmp_path):
        assert check_password(strange, make_password(strange))
        assert not check_password(strange + "x", make_password(strange))
