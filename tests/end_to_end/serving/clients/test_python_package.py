"""The Python library as someone outside has it: installed in an environment of its own, its README's program run."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordination.setup.bootstrap import pip_configuration, uv_environment
from tests.end_to_end.serving.clients.test_python_client import PASSWORD, give_password
from tests.stage.devices.clients import verifier, whole_log
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.support.processes import PATIENCE, ROOT

pytestmark = pytest.mark.e2e
PACKAGE = ROOT / "coordination" / "clients" / "python"


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder) as opened:
        give_password(opened, folder)
        yield opened


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the package and what it asks for, and nothing else."""
    folder = tmp_path_factory.mktemp("venv") / "venv"
    uv = str(Path(sys.executable).parent / "uv")
    environment = {**uv_environment(os.environ, pip_configuration()), "VIRTUAL_ENV": str(folder)}
    # What pip does, from what set-up has fetched already.
    for command in (["venv", "-q", "--python", sys.executable, str(folder)], ["pip", "install", "-q", str(PACKAGE)]):
        done = subprocess.run(
            [uv, *command], env=environment, capture_output=True, text=True, check=False, timeout=120 * PATIENCE
        )
        assert done.returncode == 0, done.stderr
    return folder / "bin" / "python"


def run(python: Path, *arguments: object, folder: Path) -> str:
    # -I: nothing of this checkout is found.
    done = subprocess.run(
        [str(python), "-I", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 * PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_program_of_the_readme_runs(room: LiveRoom, python: Path, tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    assert found is not None
    program = tmp_path / "talk.py"
    program.write_text(found.group(1))

    said = run(python, program, room.url, "teacher", PASSWORD, folder=tmp_path)

    seq, rest = said.split(" ", 1)
    entry = whole_log(room.url, room.token("officer"), room.stage.room_id)[int(seq) - 1]
    assert (entry["content"]["event"]["text"], rest[:7]) == ("At door 7.", "current")


def test_the_command_line_saves_a_log_that_verifies(room: LiveRoom, python: Path, tmp_path: Path) -> None:
    room.say("officer", "On scene.")

    where = (room.url, "teacher", PASSWORD, room.stage.room_id)
    said = run(python, "-m", "musterpoint_client", *where, "--save", "log.json", folder=tmp_path)

    frames = json.loads((tmp_path / "log.json").read_text())
    assert said.startswith(f"{len(frames)} entries")
    told = whole_log(room.url, room.token("teacher"), room.stage.room_id)
    assert verifier.verify(frames) == told[-1]["hash"]
