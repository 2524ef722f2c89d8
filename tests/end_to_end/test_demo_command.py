"""`manage.py demo` stays away from anything real, and says in one line why it cannot start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tests.support.services import ValkeyServer

pytestmark = pytest.mark.e2e


def demo(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MUSTERPOINT_")}
    env = {**clean, "MUSTERPOINT_DEMO_VAR": str(folder)}
    command = [sys.executable, str(ROOT / "manage.py"), "demo", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = demo(["--data", str(tmp_path / "nowhere")], tmp_path)

    assert done.returncode == 2
    assert "there is no folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named_before_anything_is_loaded(tmp_path: Path, valkey: ValkeyServer) -> None:
    done = demo(["--port", str(valkey.port)], tmp_path)

    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{valkey.port}" in done.stderr
    assert not (tmp_path / "demo.sqlite3").exists()
