"""A demo that was loaded once in a run of the suite and is only ever copied: loading one takes a minute."""

import os
import shutil
import signal
import sys
from pathlib import Path

from tests.support import backend
from tests.support.database.migrated import made_once
from tests.support.processes import ROOT, ChildProcess
from tests.support.services import free_port

FIRST_START = "first-start.txt"


def demo_env(folder: Path) -> dict[str, str]:
    """Return the environment of a demo that lives in a folder: none of our settings leaks in from the caller's."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MUSTERPOINT_")}
    return {**clean, "MUSTERPOINT_DEMO_VAR": str(folder)}


def started_demo(folder: Path, log: Path) -> str:
    """Start `manage.py demo` in a folder, end it when it says how to begin, and return what it said."""
    process = ChildProcess(name="demo", log=log)
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(free_port())]
    process.launch(command, env=demo_env(folder))
    process.wait_ready(lambda: "Try first" in log.read_text(), timeout_s=300)
    process.end(signal.SIGINT)
    assert process.wait_ended(timeout_s=1) == 0
    return log.read_text()


def loaded_demo(folder: Path) -> str:
    """Copy the loaded demo into a new folder; return what its first start said."""
    made = made_once(backend.TEMPLATES, "demo", _load)
    shutil.copytree(made / "var", folder, ignore=special)
    return (made / FIRST_START).read_text()


def special(parent: str, names: list[str]) -> list[str]:
    """Return what is neither a file nor a folder: pipes and sockets are a running server's own."""
    return [name for name in names if not Path(parent, name).is_file() and not Path(parent, name).is_dir()]


def _load(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    started_demo(path / "var", path / FIRST_START)
