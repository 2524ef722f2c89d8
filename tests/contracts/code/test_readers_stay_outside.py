"""The processes that serve, import and push load no library that decodes what others made: see decision 0067."""

import json
import subprocess
import sys

import pytest

from tests.support.processes import ROOT

# Two copies of GDAL in one process end it; and what is not there cannot be broken into.
OUTSIDE = {"pyogrio", "pyproj", "PIL", "ezdxf", "pypdfium2", "weasyprint", "pyhanko"}
# What lays out a print: it holds the interpreter for seconds, and every room would wait.
LAYS_OUT = {"mapping.exports.laid_out", "mapping.exports.sheets.sheet_map", "mapping.exports.sheets.labels.placing"}
PROGRAM = """
import importlib, json, os, pkgutil, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
import coordination.asgi, coordination.urls
for package in ("mapping.management.commands", "coordination.management.commands", "push.management.commands"):
    for found in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{found.name}")
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a process that serves and imports."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_what_serves_and_what_imports_loads_no_reader_of_foreign_files(loaded: set[str]) -> None:
    assert OUTSIDE & loaded == set()


def test_what_serves_loads_nothing_that_lays_out_a_print(loaded: set[str]) -> None:
    assert "mapping.exports.prints" in loaded
    assert LAYS_OUT & loaded == set()
