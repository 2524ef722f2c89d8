"""The set-up runs on any system Python, needs nothing installed, and trusts contents instead of times."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from coordination.setup import bootstrap, system_parts
from tests.support.processes import ROOT

BEFORE_SET_UP = [
    "manage.py",
    "coordination/__init__.py",
    "coordination/setup/__init__.py",
    "coordination/setup/bootstrap.py",
    "coordination/setup/face_folders.py",
    "coordination/setup/system_parts.py",
]


def top_level_imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", BEFORE_SET_UP)
def test_set_up_code_is_python_3_9_and_imports_the_standard_library_only(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(), feature_version=(3, 9))

    assert top_level_imports(tree) <= sys.stdlib_module_names | {"coordination"}


def test_the_locked_requirement_of_one_package_keeps_its_hashes_and_no_neighbour() -> None:
    block = bootstrap.locked_requirement(ROOT / "requirements.txt", "uv")

    assert block.startswith("uv==")
    assert "--hash=sha256:" in block
    assert block.count("==") == 1


def test_what_pip_is_told_reaches_uv_and_what_uv_is_told_wins(tmp_path: Path) -> None:
    places = f"{tmp_path} {tmp_path}/gone https://wheels.example/"
    pip = {"index-url": "https://mirror.example/simple", "find-links": places, "cert": "/ca.pem"}

    env = bootstrap.uv_environment({"SSL_CERT_FILE": "/mine.pem", "PATH": "/bin"}, pip)

    assert env["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    # pip passes over a folder that is not there; uv would end with it.
    assert env["UV_FIND_LINKS"] == f"{tmp_path},https://wheels.example/"
    assert env["SSL_CERT_FILE"] == "/mine.pem"
    assert "UV_INDEX" not in env


def test_uv_and_npm_trust_whom_this_machine_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "machine.pem").write_text("")
    monkeypatch.setattr(bootstrap, "TRUSTED", (tmp_path / "none.pem", tmp_path / "machine.pem"))

    assert bootstrap.uv_environment({}, {})["SSL_CERT_FILE"] == str(tmp_path / "machine.pem")
    assert bootstrap.npm_environment({}, {})["NODE_EXTRA_CA_CERTS"] == str(tmp_path / "machine.pem")
    assert bootstrap.npm_environment({}, {"cert": "/pip.pem"})["NODE_EXTRA_CA_CERTS"] == "/pip.pem"
    assert bootstrap.npm_environment({"NODE_EXTRA_CA_CERTS": "/mine.pem"}, {})["NODE_EXTRA_CA_CERTS"] == "/mine.pem"


def test_code_is_compiled_beside_its_source_whatever_else_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", Path(sys.executable))
    (tmp_path / "good.py").write_text("x = 1\n")
    (tmp_path / "broken.py").write_text("x = = 1\n")

    bootstrap.compile_python([tmp_path])

    assert [path.name for path in tmp_path.rglob("*.pyc")] == [f"good.{sys.implementation.cache_tag}.pyc"]
    assert not (tmp_path / "elsewhere").exists()


def test_a_digest_follows_contents_and_not_times(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a")
    first = bootstrap.digest_of([lock])

    lock.touch()
    assert bootstrap.digest_of([lock]) == first
    lock.write_text("b")
    assert bootstrap.digest_of([lock]) != first


def test_a_torn_stamp_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "setup.json")
    (tmp_path / "setup.json").write_text('{"kind": "te')

    assert bootstrap.read_stamp() == {}


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"

    secret = bootstrap.secret_of(path)

    assert len(secret) >= 50
    assert bootstrap.secret_of(path) == secret
    assert path.stat().st_mode & 0o077 == 0


def test_the_demo_never_uses_a_configured_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTERPOINT_DATABASE", "postgis://real")
    monkeypatch.setenv("MUSTERPOINT_DEMO_VAR", str(tmp_path))

    demo = bootstrap.environment_for("demo", [])
    serve = bootstrap.environment_for("serve", [])

    assert demo["MUSTERPOINT_DATABASE"] == f"spatialite://{tmp_path / 'demo.sqlite3'}"
    assert serve["MUSTERPOINT_DATABASE"] == "postgis://real"


def test_a_snap_stub_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSTERPOINT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\nexec /snap/bin/chromium\n")
    stub.chmod(0o755)
    assert system_parts.find_chromium() is None

    real = tmp_path / "chromium"
    real.write_text("#!/bin/sh\nexec /usr/lib/chromium/chromium\n")
    real.chmod(0o755)
    assert system_parts.find_chromium() == str(real)


def test_the_python_that_is_found_loads_spatialite() -> None:
    python = system_parts.find_python()

    assert python is not None
    assert system_parts.is_success([python, "-c", system_parts.SPATIALITE_PROBE])


def test_a_second_start_starts_nothing() -> None:
    program = (
        "import subprocess, sys\n"
        "from coordination.setup import bootstrap\n"
        "def refuse(*a, **k): raise AssertionError('a program was started')\n"
        "subprocess.run = subprocess.Popen = refuse\n"
        "bootstrap.set_up('run')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
