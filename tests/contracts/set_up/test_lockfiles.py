"""Lock files pin every package by hash, agree with each other, and name no place where packages come from."""

import json
import re
from pathlib import Path

import pytest

from tests.support.processes import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt"]
SHELL = "coordination/clients/shell/"
NPM = ["package.json", "package-lock.json", ".npmrc"]
SOURCES = ["requirements.in", "requirements-dev.in", *NPM, *(SHELL + one for one in NPM), *LOCKS]


def blocks(path: Path) -> dict[str, str]:
    """Return each package's lines, by "name==version"."""
    found: dict[str, str] = {}
    name = ""
    for line in path.read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            name = line.split(" ")[0]
            found[name] = ""
        if name:
            found[name] += line + "\n"
    return found


@pytest.mark.parametrize("path", SOURCES)
def test_no_lock_or_source_names_an_address(path: str) -> None:
    text = (ROOT / path).read_text()

    assert not re.search(r"https?://|--index-url|--extra-index|--find-links|\"resolved\"|^registry", text, re.MULTILINE)


@pytest.mark.parametrize("path", LOCKS)
def test_every_package_is_pinned_and_has_hashes(path: str) -> None:
    packages = blocks(ROOT / path)

    assert len(packages) > 20
    assert [name for name in packages if not re.fullmatch(r"[a-z0-9._-]+==[^=]+", name)] == []
    assert [name for name, lines in packages.items() if "--hash=sha256:" not in lines] == []


def test_the_test_lock_holds_every_package_of_the_run_lock_at_the_same_version() -> None:
    run, test = (set(blocks(ROOT / path)) for path in LOCKS)

    assert run - test == set()


@pytest.mark.parametrize("folder", ["", SHELL])
def test_every_browser_library_has_an_integrity_hash(folder: str) -> None:
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]

    without = [
        name for name, entry in packages.items() if name and not entry.get("integrity", "").startswith("sha512-")
    ]
    assert without == []


@pytest.mark.parametrize("folder", ["", SHELL])
def test_the_browser_lock_follows_package_json(folder: str) -> None:
    wanted = json.loads((ROOT / folder / "package.json").read_text())
    locked = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"][""]

    for kind in ("dependencies", "devDependencies"):
        assert locked[kind] == wanted[kind]
