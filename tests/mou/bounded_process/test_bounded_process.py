"""What a bounded process cannot do, tried from inside it; and that it ends, whatever it does."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mou.bounded_process import confinement
from mou.bounded_process.bounds import Bounds
from mou.bounded_process.probe import FORBIDDEN
from mou.bounded_process.runner import (
    ProcessStopped,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
    plain_file,
)
from tests.support.processes import ROOT

BOUNDS = Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=60.0, written_bytes=1_000_000)
PROBE = Program("mou.bounded_process.probe", BOUNDS)
REFUSED = "PermissionError"


@pytest.fixture
def listening() -> Iterator[int]:
    """A port of this machine on which somebody would answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def probed(file: Path, port: int, program: Program = PROBE) -> dict[str, str]:
    order = json.dumps({"file": str(file), "port": port, "process": os.getpid()})
    found = json.loads(done_apart(program, order.encode()))
    assert isinstance(found, dict)
    return found


def test_it_reaches_no_file_no_address_and_no_process(tmp_path: Path, listening: int) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"secret")
    file.chmod(0o666)

    found = probed(file, listening)

    assert {name: found[name] for name in FORBIDDEN} == dict.fromkeys(FORBIDDEN, REFUSED)
    assert file.read_bytes() == b"secret"


def test_it_writes_its_own_folder_and_starts_threads(tmp_path: Path, listening: int) -> None:
    found = probed(tmp_path / "secret", listening)

    assert (found["write_own"], found["start_thread"]) == ("got 1", "got 1")


def test_it_is_nobody_where_root_starts_it_and_cannot_come_back(tmp_path: Path, listening: int) -> None:
    found = probed(tmp_path / "secret", listening)

    assert int(found["user"]) == (confinement.NOBODY if os.geteuid() == 0 else os.geteuid())
    assert found["become_root"] == REFUSED


def test_the_project_s_own_files_are_not_among_what_it_may_read(listening: int) -> None:
    found = probed(ROOT / "manage.py", listening)

    assert found["read_file"] == REFUSED
    assert not [path for path in confinement.readable() if ROOT.is_relative_to(path)]


def test_a_process_that_may_start_a_program_starts_that_one_and_no_other(tmp_path: Path, listening: int) -> None:
    found = probed(tmp_path / "secret", listening, Program(PROBE.module, BOUNDS, ("true",)))

    assert found["fork"].startswith("got ")
    assert {found[name] for name in FORBIDDEN if name not in {"fork", "start_program"}} == {REFUSED}


def test_it_is_told_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgis://user:canary-5512@127.0.0.1/x")
    monkeypatch.setenv("SECRET_KEY", "canary-5512")

    told = done(misdeed="tell_environment").decode()

    assert "canary-5512" not in told
    assert not {name for name in json.loads(told) if name.startswith(("DATABASE", "SECRET", "DJANGO", "MUSTERPOINT"))}


def done(*, misdeed: str, program: Program = PROBE) -> bytes:
    return done_apart(program, json.dumps({"misdeed": misdeed}).encode())


@pytest.mark.parametrize("misdeed", ["wait", "wait_silently", "spin", "talk"])
def test_it_is_ended_when_its_time_is_up(misdeed: str) -> None:
    with pytest.raises(ProcessTooSlow):
        done(misdeed=misdeed, program=PROBE.within(wall_s=1.5))


@pytest.mark.parametrize("misdeed", ["take_memory", "write_one_file", "write_many_files", "crash"])
def test_it_ends_when_it_takes_more_than_it_may_and_leaves_no_answer(misdeed: str) -> None:
    with pytest.raises(ProcessTooGreedy):
        done(misdeed=misdeed)


def test_it_is_ended_when_its_processor_time_is_used_up() -> None:
    with pytest.raises(ProcessTooGreedy):
        done(misdeed="spin", program=Program(PROBE.module, replace(BOUNDS, cpu_s=1)))


def test_it_is_ended_when_nobody_wants_its_work_any_more() -> None:
    with pytest.raises(ProcessStopped):
        done_apart(PROBE, b'{"misdeed": "wait"}', heard=lambda _done, _total: False)


def test_nothing_is_left_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    done(misdeed="tell_environment")
    with pytest.raises(ProcessTooSlow):
        done(misdeed="wait", program=PROBE.within(wall_s=1.0))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", ["link", "pipe", "folder", "large", "shared"])
def test_only_a_plain_file_of_its_own_is_taken_for_an_answer(tmp_path: Path, left: str) -> None:
    answer, other = tmp_path / "answer", tmp_path / "other"
    other.write_bytes(b"of somebody else")
    leave: dict[str, Callable[[], object]] = {
        "link": lambda: answer.symlink_to(other),
        "pipe": lambda: os.mkfifo(answer),
        "folder": answer.mkdir,
        "large": lambda: answer.write_bytes(bytes(2000)),
        "shared": lambda: os.link(other, answer),
    }

    leave[left]()

    assert plain_file(answer, 1000) is None


# What an old kernel says of the call that asks for Landlock, said by this one.
WITHOUT_LANDLOCK = """
import errno, json, sys
from dataclasses import replace
from mou.bounded_process import landlock, seccomp
from mou.bounded_process.runner import ProcessNotConfined, done_apart
from tests.mou.bounded_process.test_bounded_process import PROBE

seccomp.forbid([landlock.CREATE_RULESET], errno.ENOSYS)
order = b'{"misdeed": "tell_environment"}'
assert b"HOME" in done_apart(replace(PROBE, is_foreign=False), order)
try:
    done_apart(PROBE, order)
except ProcessNotConfined:
    print("refused")
"""


def test_what_is_foreign_is_refused_by_a_kernel_that_cannot_confine_and_what_is_ours_is_not() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_LANDLOCK], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.stdout, done.returncode) == ("refused\n", 0), done.stderr
