"""Who waits for a whole run sees how far its pieces are, and that a test failed as soon as it has."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gates import run_together
from tests.outcomes import Gate
from tests.progress import PROGRESS_FILE, how_far
from tests.support.processes import ROOT

THREE = """import os, pytest

def test_passes(): assert "MUSTERPOINT_TEST_PROGRESS" not in os.environ

def test_fails(): raise AssertionError

@pytest.fixture
def broken(): raise AssertionError

def test_is_not_set_up(broken): pass
"""

WAITS = """import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.02)
print("of the long one")
sys.exit(3)
"""


def test_a_run_says_how_many_of_its_tests_have_ended_and_failed(tmp_path: Path) -> None:
    (tmp_path / "test_three.py").write_text(THREE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.progress", f"--rootdir={tmp_path}"]
    command += ["-c", os.devnull, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), PROGRESS_FILE: str(tmp_path / "progress")}

    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stdout + done.stderr
    assert how_far(tmp_path / "progress") == "3 of 3, 2 FAILED"


@pytest.mark.parametrize(
    ("written", "told"), [("", ""), ("12\n", "0 of 12"), ("12\nended\nended\n", "2 of 12"), (None, "")]
)
def test_what_has_not_ended_is_not_counted(written: str | None, told: str, tmp_path: Path) -> None:
    if written is not None:
        (tmp_path / "progress").write_text(written)

    assert how_far(tmp_path / "progress") == told
    assert how_far(None) == ""


class Listener(io.StringIO):
    """Lets what waits for a file go on once a line says how far it is."""

    def __init__(self, go: Path) -> None:
        super().__init__()
        self._go = go

    def write(self, text: str) -> int:
        if "1 to go: long 2 of 12, 1 FAILED" in text:
            self._go.touch()
        return super().write(text)


def test_pieces_are_told_of_while_they_run_and_shown_whole_when_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress, go = tmp_path / "progress", tmp_path / "go"
    progress.write_text("12\nended\nfailed\n")
    long = Gate("tests: long", [sys.executable, "-c", WAITS, str(go)], progress=progress)
    short = Gate("tests: short", [sys.executable, "-c", "print('of the short one')"])
    told = Listener(go)
    monkeypatch.setattr(sys, "stdout", told)

    outcomes = run_together([long, short])

    assert [(one.gate, one.exit_code) for one in outcomes] == [(long, 3), (short, 0)]
    shown = told.getvalue()
    assert shown.index("of the short one") < shown.index("1 to go: long") < shown.index("of the long one")
