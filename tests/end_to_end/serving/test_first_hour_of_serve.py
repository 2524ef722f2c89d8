"""The first hour of a server, by the lines of docs/operations.md as they stand, in a shell."""

import os
import re
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.support.processes import ROOT, ChildProcess, free_port

pytestmark = pytest.mark.e2e
# A database is made, and three programs start, on a machine that does much else.
SOON_S = 300.0


def first_hour() -> str:
    serving = (ROOT / "docs" / "operations.md").read_text().partition("\n## Serving\n")[2]
    block = re.search(r"```sh\n(.*?)```", serving, re.DOTALL)
    assert block is not None
    return block[1]


def answered(url: str) -> str | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            body: bytes = answer.read()
            return body.decode()
    except OSError:
        return None


def test_the_lines_of_the_document_make_a_server_that_is_ready(tmp_path: Path) -> None:
    port = free_port()
    script = first_hour()
    assert script.count(" 8000") == script.count("--port 8000") == 1
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("MUSTERPOINT_", "DJANGO_"))}
    server = ChildProcess(name="the first hour", log=tmp_path / "log")
    server.launch(
        [
            "bash",
            "-e",
            "-c",
            script.replace("8000", str(port)).replace("python3 manage.py serve", "exec python3 manage.py serve"),
        ],
        env={**settings, "HOME": str(tmp_path)},
    )
    try:
        server.wait_ready(lambda: answered(f"http://127.0.0.1:{port}/readyz") is not None, timeout_s=SOON_S)

        said = (tmp_path / "log").read_text()
        assert f"http://127.0.0.1:{port}/accounts/welcome/#" in said
        assert "Traceback" not in said
        assert "<form" in (answered(f"http://127.0.0.1:{port}/accounts/login/") or "")
        assert (tmp_path / "musterpoint" / "secret_key").stat().st_mode & 0o077 == 0
    finally:
        server.end(signal.SIGTERM, timeout_s=60)
    assert server.wait_ended(timeout_s=1) == 0, (tmp_path / "log").read_text()
