"""A first start on a machine of a stranger: two at once, a source of packages that is broken, a folder to read only.

The set-up runs in processes of its own, in a copy of what it needs; the programs that it calls are scripts that write
down what they were asked.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mou.foundation.bounded_process.confinement import NO_ONE
from tests.support.processes import ROOT, wait_until

SOON_S = 120.0
COPIED = ("manage.py", "coordination/__init__.py", "coordination/setup", "requirements.txt", "requirements-dev.txt")
ASKED = '#!/bin/sh\necho "${0##*/} $*" >>$ASKED\n'
# It goes on once the test says so.
UV = ASKED + "until [ -e $ASKED.go ]; do sleep 0.05; done\n"
NPM = ASKED + "mkdir -p node_modules\n"
DJANGO = """
import os, pathlib
with open(os.environ["ASKED"], "a") as asked: asked.write("collectstatic\\n")
pathlib.Path("var/static").mkdir(parents=True)
pathlib.Path("var/static/staticfiles.json").write_text("{}")
"""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A copy of what a set-up is made of, where other users may look."""
    with tempfile.TemporaryDirectory(prefix="musterpoint-checkout-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for path in (*COPIED, "package-lock.json"):
            (folder / path).parent.mkdir(exist_ok=True)
            copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copy
            copy(ROOT / path, folder / path)
        for compiled in folder.rglob("__pycache__"):
            shutil.rmtree(compiled)
        yield folder


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def with_environment(checkout: Path) -> Path:
    """The copy, with an environment whose programs only write down what they were asked."""
    venv = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    script(venv / "bin" / "uv", UV)
    script(venv / "bin" / "npm", NPM)
    (django,) = venv.glob("lib/python*/site-packages")
    (django / "django").mkdir()
    (django / "django" / "__main__.py").write_text(DJANGO)
    return checkout


def starting(checkout: Path, kind: str, said: Path) -> "subprocess.Popen[bytes]":
    code = f"from coordination.setup.bootstrap import set_up; set_up({kind!r})"
    env = {**os.environ, "ASKED": str(checkout / "asked")}
    with said.open("wb") as file:
        return subprocess.Popen([sys.executable, "-c", code], cwd=checkout, env=env, stderr=file)


def test_of_two_first_starts_one_sets_up_and_the_other_takes_nothing_away(
    with_environment: Path, tmp_path: Path
) -> None:
    asked = with_environment / "asked"
    with starting(with_environment, "test", tmp_path / "first") as first:
        wait_until(asked.exists, timeout_s=SOON_S, what="the first installs packages")
        with starting(with_environment, "run", tmp_path / "second") as second:
            waits = "another start is setting up"
            wait_until(lambda: waits in (tmp_path / "second").read_text(), timeout_s=SOON_S, what="the second waits")
            (with_environment / "asked.go").touch()
            ended = (first.wait(SOON_S), second.wait(SOON_S))

    done = [line.split()[:2] for line in asked.read_text().splitlines()]
    assert ended == (0, 0), (tmp_path / "first").read_text() + (tmp_path / "second").read_text()
    assert done == [["uv", "pip"], ["npm", "ci"], ["collectstatic"]]
    assert "requirements-dev.txt" in asked.read_text()
    assert json.loads((with_environment / ".venv" / "setup.json").read_text())["kind"] == "test"


APT_GET = """#!/bin/sh
echo "$1" >>$ASKED
[ "$1" != "$FAILS" ] && [ "$1" != "$FAILS_TOO" ] && exit 0
echo "E: no $1 today" >&2
exit 100
"""
APT_CACHE = "#!/bin/sh\necho '  Candidate: 1.0'\n"
SUDO = '#!/bin/sh\nwhile case $1 in *=*) true;; *) false;; esac; do shift; done\nexec "$@"\n'
INSTALL = "from coordination.setup.system_parts import *; install_packages_of_the_system([('gdal-bin',)])"


def installing(folder: Path, **fails: str) -> "subprocess.CompletedProcess[str]":
    for name, text in (("apt-get", APT_GET), ("apt-cache", APT_CACHE), ("sudo", SUDO)):
        script(folder / name, text)
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "ASKED": str(folder / "asked"), **fails}
    return subprocess.run(
        [sys.executable, "-c", INSTALL], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=SOON_S
    )


def test_a_list_of_packages_that_cannot_be_read_does_not_end_a_set_up(tmp_path: Path) -> None:
    done = installing(tmp_path, FAILS="update")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text().split() == ["update", "install"]
    assert "not every package list could be read" in done.stderr


def test_where_nothing_can_be_installed_both_failures_are_told(tmp_path: Path) -> None:
    done = installing(tmp_path, FAILS="update", FAILS_TOO="install")

    assert done.returncode == 1
    assert "E: no install today" in done.stderr
    assert "E: no update today" in done.stderr


def as_somebody_else(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run manage.py as a user who may write nothing in the folder."""
    other = NO_ONE if os.geteuid() == 0 else None
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=checkout, user=other, group=other,
        extra_groups=None if other is None else [], env={"PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=False, timeout=SOON_S,
    )  # fmt: skip


def test_a_folder_that_may_only_be_read_is_named_with_a_way_out(checkout: Path) -> None:
    checkout.chmod(0o555)

    done = as_somebody_else(checkout, "demo")

    checkout.chmod(0o755)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"into {checkout}, and this user cannot" in done.stderr
    assert f"cp -r {checkout}" in done.stderr


DEMO = "from coordination.setup.bootstrap import demo_folder; demo_folder(once=False)"


def test_a_demo_whose_folder_may_only_be_read_says_how_to_name_another(checkout: Path, tmp_path: Path) -> None:
    (checkout / "var").mkdir(mode=0o555)
    code = f"import os, sys\nif os.geteuid() == 0: os.setuid({NO_ONE})\n{DEMO}"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False, timeout=SOON_S
    )

    assert "SetupError: the demo keeps its database in" in done.stderr
    assert "MUSTERPOINT_DEMO_VAR=" in done.stderr
