"""What a bounded process cannot do, tried from inside it; and that it ends, whatever it does."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mou.foundation.bounded_process import confinement, walls
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.probe import FORBIDDEN, FORBIDDEN_AFAR
from mou.foundation.bounded_process.runner import (
    ProcessFaulted,
    ProcessStopped,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
    plain_file,
)
from mou.foundation.bounded_process.walls import Walls, walls_around
from tests.support.drawings import command_line
from tests.support.processes import ROOT, wait_until

BOUNDS = Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=60.0, written_bytes=1_000_000)
PROBE = Program(walls.PROBE, BOUNDS)
# A file system of its own on every Linux.
IN_MEMORY = Path("/dev/shm")
# A container, a chroot, or a setting may keep everybody from these.
OFTEN_FORBIDDEN = {"trace", "mount", "new_namespace"}


def walls_here(afar: Path, program: Program = PROBE) -> Walls:
    return walls_around(lambda order: done_apart(program, order), afar=afar)


def test_it_reaches_no_file_no_address_and_no_process_though_the_same_tries_succeed_outside(tmp_path: Path) -> None:
    found = walls_here(tmp_path)

    assert (found.holes, set(found.unproven) - OFTEN_FORBIDDEN) == ([], set())
    assert (found.inside["write_own"], found.inside["start_thread"]) == ("got 1", "got 1")


def test_it_reaches_nothing_on_another_file_system() -> None:
    assert IN_MEMORY.stat().st_dev != Path(tempfile.gettempdir()).stat().st_dev

    found = walls_here(IN_MEMORY)

    assert found.holes == []
    assert {name: found.outside[name][:3] for name in FORBIDDEN_AFAR} == {
        **dict.fromkeys(FORBIDDEN_AFAR, "got"), "link_afar": "OSE",
    }  # fmt: skip


def test_without_its_cage_the_same_process_is_found_to_get_everything(tmp_path: Path) -> None:
    """What is found does not depend on the name of an error: here nothing is refused."""
    found = Walls(inside=(outside := walls_here(tmp_path).outside), outside=outside)

    assert set(FORBIDDEN) - set(found.holes) <= OFTEN_FORBIDDEN


def test_it_is_nobody_where_root_starts_it_and_cannot_come_back(tmp_path: Path) -> None:
    found = walls_here(tmp_path).inside

    assert int(found["user"]) == (confinement.NO_ONE if os.geteuid() == 0 else os.geteuid())
    assert not found["become_root"].startswith("got ")


# Root that stays root, as where a user without rights could not read the code.
STAYS = """
import os
from mou.foundation.bounded_process.confinement import drop_rights

drop_rights(os.geteuid())
rights = [line.split()[1] for line in open("/proc/self/status") if line[:6] in ("CapInh", "CapPrm", "CapEff")]
print(os.geteuid(), *rights)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a right to give up")
def test_where_it_stays_root_it_has_no_right_of_root() -> None:
    done = subprocess.run([sys.executable, "-c", STAYS], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", *["0" * 16] * 3]


def test_the_project_s_own_files_are_not_among_what_it_may_read(tmp_path: Path) -> None:
    found = walls_here(tmp_path)

    assert found.outside["read_project"].startswith("got ")
    assert not found.inside["read_project"].startswith("got ")
    assert not [path for path in confinement.readable_paths(confinement.CODE) if ROOT.is_relative_to(path)]


@pytest.mark.parametrize(
    ("module", "own"),
    [
        ("coordination.rosters.reading.reading_process", ["coordination/rosters"]),
        ("coordination.prevention.climate.reading.reading_process", ["coordination/prevention/climate"]),
        ("mapping.imports.readers.reading_process", []),
        (PROBE.module, []),
    ],
)
def test_it_reads_the_code_of_its_own_app_and_of_no_other(module: str, own: list[str]) -> None:
    found = confinement.code_of(module)

    assert list(found) == [*confinement.CODE, *(ROOT / one for one in own)]


def test_a_process_that_may_start_a_program_starts_that_one_and_no_other(tmp_path: Path) -> None:
    found = walls_here(tmp_path, Program(PROBE.module, BOUNDS, ("true",)))

    assert found.holes == ["fork"]


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


@pytest.mark.parametrize("misdeed", ["take_memory", "write_one_file", "write_many_files", "write_and_talk", "crash"])
def test_it_ends_when_it_takes_more_than_it_may_and_leaves_no_answer(misdeed: str) -> None:
    with pytest.raises(ProcessTooGreedy):
        done(misdeed=misdeed)


def test_a_fault_of_ours_is_told_apart_and_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ProcessFaulted):
        done(misdeed="fault")

    assert "_meet_a_fault" in caplog.text
    assert "TypeError: a mesh ?[2J is no path" in caplog.text


@pytest.mark.parametrize("misdeed", ["take_memory", "write_one_file", "crash"])
def test_what_the_bounds_end_is_no_fault_of_ours(misdeed: str) -> None:
    with pytest.raises(ProcessTooGreedy) as ended:
        done(misdeed=misdeed)

    assert not isinstance(ended.value, ProcessFaulted)


def test_it_is_ended_when_its_processor_time_is_used_up() -> None:
    with pytest.raises(ProcessTooGreedy):
        done(misdeed="spin", program=Program(PROBE.module, replace(BOUNDS, cpu_s=1)))


def test_it_is_ended_when_nobody_wants_its_work_any_more() -> None:
    with pytest.raises(ProcessStopped):
        done_apart(PROBE, b'{"misdeed": "wait"}', heard=lambda _done, _total: False)


def test_what_it_has_started_ends_with_it() -> None:
    started: list[int] = []

    def heard(done: int, _total: int) -> bool:
        started.extend([done] if done else [])
        return not started

    with pytest.raises(ProcessStopped):
        done_apart(Program(PROBE.module, BOUNDS, ("sleep",)), b'{"misdeed": "leave_program"}', heard=heard)

    wait_until(lambda: not command_line(started[0]), timeout_s=60, what="the program that it started is ended")


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
    other.write_bytes(b"of someone else")
    leave: dict[str, Callable[[], object]] = {
        "link": lambda: answer.symlink_to(other),
        "pipe": lambda: os.mkfifo(answer),
        "folder": answer.mkdir,
        "large": lambda: answer.write_bytes(bytes(2000)),
        "shared": lambda: os.link(other, answer),
    }

    leave[left]()

    assert plain_file(answer, 1000) is None


# What an old kernel, or a container's filter, says of the call that asks for it, said by this one.
WITHOUT = """
import errno, json, platform, sys
from dataclasses import replace
from mou.foundation.bounded_process import landlock, seccomp
from mou.foundation.bounded_process.runner import ProcessNotConfined, done_apart
from tests.mou.bounded_process.test_bounded_process import PROBE

number = {"landlock": landlock.CREATE_RULESET, "seccomp": seccomp.SECCOMP_CALL[platform.machine()]}[sys.argv[1]]
seccomp.forbid_calls([number], errno.ENOSYS)
order = b'{"misdeed": "tell_environment"}'
assert b"HOME" in done_apart(replace(PROBE, is_foreign=False), order)
try:
    done_apart(PROBE, order)
except ProcessNotConfined:
    print("refused")
"""


@pytest.mark.parametrize("what", ["landlock", "seccomp"])
def test_what_is_foreign_is_refused_by_a_kernel_that_cannot_confine_and_what_is_ours_is_not(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, what], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.stdout, done.returncode) == ("refused\n", 0), done.stderr
