"""The JavaScript library by itself: its own tests run under node, and it needs nothing that it does not bring."""

import json
import re
from pathlib import Path

import pytest

from tests.support.node import run_node
from tests.support.processes import ROOT

HERE = Path(__file__).resolve().parent
LIBRARY = ROOT / "coordination" / "clients" / "javascript"
SOURCES = LIBRARY / "static" / "coordination" / "client"
IMPORTS = re.compile(r"""^(?:import|export) .*?from "(.+?)";$""", re.MULTILINE)
# What only a page has. A library that asks for it does not run in Node.
OF_PAGES = re.compile(r"\b(?:querySelector|getElementById|innerHTML|localStorage|location\.(?:host|protocol)|csrf)\b")


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_librarys_own_tests_pass(script: str) -> None:
    done = run_node("--test", "--test-reporter=tap", script, folder=HERE)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_it_imports_nothing_from_outside_its_folder() -> None:
    imported = {
        (path, (path.parent / name).resolve())
        for path in SOURCES.rglob("*.js")
        for name in IMPORTS.findall(path.read_text())
    }

    assert len(imported) > 30
    assert {str(found) for _path, found in imported if SOURCES not in found.parents} == set()
    assert {str(path) for path, found in imported if not found.is_file()} == set()


def test_it_knows_nothing_of_pages() -> None:
    assert [str(path) for path in SOURCES.rglob("*.js") if OF_PAGES.search(path.read_text())] == []


def test_it_depends_on_no_package() -> None:
    described = json.loads((LIBRARY / "package.json").read_text())

    assert {"dependencies", "peerDependencies", "optionalDependencies"} & set(described) == set()
    assert (LIBRARY / described["exports"]["."]["default"]).is_file()
