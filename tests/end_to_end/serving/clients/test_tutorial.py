"""docs/tutorial.md is run block by block, as a reader would, and prints what it says.

It takes a server, a worker and a stand-in for Google's push service, each a process of its own.
"""

import os
import re
import shlex
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.loaded_demo import demo_env, loaded_demo
from tests.support.processes import ROOT, ChildProcess, free_port

pytestmark = pytest.mark.e2e
PAGE = (ROOT / "docs" / "tutorial.md").read_text()
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROVIDER, SERVER = "127.0.0.1:8099", "127.0.0.1:8000"
# So many seconds for all of it: a reader has fifteen minutes.
PATIENCE_S = 300


@dataclass(frozen=True)
class Block:
    """A block of code: its language, what stands behind that, and the code."""

    language: str
    name: str
    text: str


BLOCKS = [Block(language, name, text) for language, name, text in BLOCK.findall(PAGE)]


def addresses_in(text: str, ports: dict[str, int]) -> str:
    for address, port in ports.items():
        text = text.replace(address, f"127.0.0.1:{port}")
    return text


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@pytest.fixture
def ports() -> dict[str, int]:
    return {PROVIDER: free_port(), SERVER: free_port()}


@pytest.fixture
def folder(tmp_path: Path, ports: dict[str, int]) -> Iterator[Path]:
    """A reader's folder in which the first two terminals run."""
    loaded_demo(tmp_path / "demo")
    for name in ("manage.py", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "var").mkdir()
    with ExitStack() as running:
        for name, key, ready in (("first", PROVIDER, "/token"), ("second", SERVER, "/readyz")):
            [block] = [one for one in BLOCKS if one.name == f"{name} terminal"]
            command = addresses_in(block.text.strip(), ports).replace("python3 manage.py", f"python3 {ROOT}/manage.py")
            started = command.replace("push_sandbox", f"push_sandbox --port {ports[key]}")
            started = re.sub(r"demo$", f"demo --port {ports[key]}", started)
            process = ChildProcess(name=name, log=tmp_path / f"{name}.log")
            # `exec`: what ends is the program and not the shell around it.
            line = f"cd {shlex.quote(str(tmp_path))} && {re.sub(r'python3', 'exec python3', started, count=1)}"
            process.launch(["bash", "-c", line], env=demo_env(tmp_path / "demo"))
            running.callback(process.end, signal.SIGINT)
            url = f"http://127.0.0.1:{ports[key]}{ready}"
            process.wait_ready(lambda url=url: answers(url), timeout_s=120)  # type: ignore[misc]
        yield tmp_path


def told_apart(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def test_the_tutorial_runs_line_by_line_and_prints_what_it_says(folder: Path, ports: dict[str, int]) -> None:
    script, expected = ["set -eu -o pipefail"], []
    for number, block in enumerate(BLOCKS):
        if block.language == "python":
            (folder / block.name).write_text(block.text)
        elif block.language == "sh" and not block.name:
            script += [f"echo '== {number}'", addresses_in(block.text, ports)]
        elif block.language == "text":
            expected.append((number - 1, told_apart(block.text)))
    env = {key: value for key, value in os.environ.items() if not key.startswith("MUSTERPOINT_")}

    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    printed = {
        int(part.partition("\n")[0]): told_apart(part.partition("\n")[2]) for part in done.stdout.split("== ")[1:]
    }
    assert done.stderr == ""
    assert done.returncode == 0
    differing = {number: (printed[number], lines) for number, lines in expected if printed[number] != lines}
    assert differing == {}
    assert len(expected) >= 10


def test_every_block_of_the_tutorial_is_run_or_compared() -> None:
    """A block in another language, or behind no command, would be one that no test has seen."""
    kinds = {(one.language, bool(one.name)) for one in BLOCKS}
    before = [BLOCKS[number - 1] for number, one in enumerate(BLOCKS) if one.language == "text"]

    assert kinds == {("sh", True), ("sh", False), ("python", True), ("text", False)}
    assert {(one.language, one.name) for one in before} == {("sh", "")}
