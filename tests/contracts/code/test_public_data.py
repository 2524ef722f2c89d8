"""Real public data is an addition: no test depends on it, and a run without it says what it did not ask."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gates import unasked_in, with_public_data
from tests.support.processes import ROOT
from tests.support.public_data import NG911_TEMPLATE, NotMarked, may_be_asked, public_path

# The module that says where the data lies, and this one, which sets another place.
KNOW_THE_PLACE = {"tests/support/public_data.py", "tests/contracts/code/test_public_data.py"}


def run_without_data(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"MUSTERPOINT_DATA": str(folder / "nowhere"), "MUSTERPOINT_TEST_UNASKED": ""}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def test_a_test_that_does_not_say_so_is_refused_the_data_also_where_it_is() -> None:
    assert not may_be_asked()
    with pytest.raises(NotMarked):
        public_path(NG911_TEMPLATE)


@pytest.mark.public_data
def test_a_test_that_says_so_has_the_data() -> None:
    assert may_be_asked()
    assert public_path(NG911_TEMPLATE).is_file()


def test_nobody_else_knows_where_the_data_lies() -> None:
    sources = [
        path
        for folder in ("tests", "coordination", "mapping", "mou", "push")
        for path in ROOT.glob(f"{folder}/**/*.py")
    ]
    told = {path.relative_to(ROOT).as_posix() for path in sources if names_the_place(path.read_text())}

    assert told == KNOW_THE_PLACE


def names_the_place(source: str) -> bool:
    return "MUSTERPOINT_DATA" in source.replace("MUSTERPOINT_DATABASE", "") or '"shared" / "data"' in source


def test_a_run_without_the_data_passes_and_says_in_one_line_what_it_did_not_ask(tmp_path: Path) -> None:
    done = run_without_data(
        tmp_path, "pytest", "-q", "tests/mapping/exports/test_files.py", "-k", "exactly_the_columns"
    )

    (line,) = (line for line in done.stdout.splitlines() if "public data" in line)
    assert done.returncode == 0, done.stdout
    assert line.startswith(f"Not asked for want of real public data: 1. There is no folder {tmp_path / 'nowhere'};")
    assert "1 passed" in done.stdout
    assert "skipped" not in done.stdout


def test_asked_for_those_cases_alone_a_run_without_the_data_is_content_and_says_so(tmp_path: Path) -> None:
    done = run_without_data(tmp_path, "tests.gates", "--public-data")

    said, numbers = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert said.startswith(f"There is no folder {tmp_path / 'nowhere'};")
    assert numbers == "0 passed, 0 failed, 0 skipped"


def test_a_whole_run_counts_a_case_of_both_databases_once(tmp_path: Path) -> None:
    told = tmp_path / "unasked"

    assert unasked_in(told) == 0
    told.write_text("a.py::test[x]\nb.py::test[x]\na.py::test[x]\n")
    assert unasked_in(told) == 2


def test_only_files_that_a_run_with_public_data_alone_is_asked_for_have_cases_of_it() -> None:
    asked = [ROOT / name for name in with_public_data()]
    # Those of a fixture are everybody's below it.
    fixtures = [path for path in (ROOT / "tests").rglob("conftest.py") if "public(" in path.read_text()]
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if "public_data" in path.read_text()]

    assert len(files) > 5
    assert [path for path in (*files, *fixtures) if not any(path.is_relative_to(one) for one in asked)] == []
