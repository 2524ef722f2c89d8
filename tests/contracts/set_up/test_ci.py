"""What runs the suite as on a stranger's machine: nothing beside the checkout, and a last line for whoever counts."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.processes import ROOT

CI = ROOT / ".ci"
LOOK = "ls ..; stat -f -c %T /tmp; cat kept; pwd"


def test_a_command_sees_nothing_beside_the_checkout_and_tmp_in_memory(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(CI, checkout / ".ci")
    (checkout / "kept").write_text("kept\n")
    (tmp_path / "shared").mkdir()

    done = subprocess.run([checkout / ".ci" / "alone", "sh", "-c", LOOK], capture_output=True, text=True, check=True)

    if os.geteuid() == 0 and "may not mount" not in done.stderr:
        assert done.stdout.split() == ["checkout", "tmpfs", "kept", str(checkout)]
    else:
        assert "stay as they are" in done.stderr
        assert "kept" in done.stdout
    assert (tmp_path / "shared").exists()


def summed(tmp_path: Path, *steps: tuple[int, str]) -> str:
    arguments = []
    for number, (code, said) in enumerate(steps):
        (tmp_path / str(number)).write_text(said)
        arguments += [str(code), str(tmp_path / str(number))]
    return subprocess.run([CI / "sum", *arguments], capture_output=True, text=True, check=True).stdout


def test_the_last_line_is_the_sum_of_both_steps(tmp_path: Path) -> None:
    suite, public = "ok\n11000 passed, 0 failed, 1 skipped\n", "3 passed, 2 failed, 0 skipped\n"

    assert summed(tmp_path, (0, suite), (1, public)) == "11003 passed, 2 failed, 1 skipped\n"


def test_a_step_that_ended_before_it_could_count_counts_as_failed(tmp_path: Path) -> None:
    good = "5 passed, 0 failed, 0 skipped\n"

    assert summed(tmp_path, (1, "Killed\n"), (0, good)) == "5 passed, 1 failed, 0 skipped\n"
    assert summed(tmp_path, (0, ""), (0, good)) == "5 passed, 1 failed, 0 skipped\n"
    # A gate that is no test, such as the types.
    assert summed(tmp_path, (1, good), (0, good)) == "10 passed, 1 failed, 0 skipped\n"
