"""How far a run of pytest is, written to a file for a person who waits for several runs at once.

A plugin: tests/gates.py names the file in MUSTERPOINT_TEST_PROGRESS. Each line is one word: how many tests there are,
then what came of each that has ended.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

PROGRESS_FILE = "MUSTERPOINT_TEST_PROGRESS"


class Progress:
    """Writes a line for each test that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._has_failed = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._write(str(len(session.items)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._has_failed |= report.failed
        if report.when == "teardown":
            self._write("failed" if self._has_failed else "ended")
            self._has_failed = False

    def _write(self, word: str) -> None:
        with self._path.open("a") as file:
            print(word, file=file)


def pytest_configure(config: pytest.Config) -> None:
    # Runs that a test starts are not what is waited for.
    path = os.environ.pop(PROGRESS_FILE, None)
    if path:
        config.pluginmanager.register(Progress(Path(path)))


def how_far(path: Path | None) -> str:
    """Return how many tests of a run have ended, and how many of them failed; nothing before it knows its tests."""
    words = path.read_text().split() if path is not None and path.exists() else []
    if not words:
        return ""
    failed = Counter(words)["failed"]
    return f"{len(words) - 1} of {words[0]}" + (f", {failed} FAILED" if failed else "")
