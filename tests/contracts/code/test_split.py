"""What runs on one database only is there, is said why, and is nothing that must hold on both."""

from pathlib import Path

import pytest

from tests.gates import POSTGIS, Gate, all_passes
from tests.support.processes import ROOT
from tests.support.split import ONCE, runs_once

TESTS = ROOT / "tests"
# Of these every file that asks for a database runs on both.
ON_BOTH = ("coordination/room", "coordination/sockets", "coordination/incident", "properties", "push")


@pytest.mark.parametrize("pattern", ONCE)
def test_what_runs_once_is_there_and_proves_no_promise_race_or_access(pattern: str) -> None:
    found = list(TESTS.glob(pattern))

    assert found
    assert all(runs_once(path) for path in found)
    for path in found:
        assert "def test_promise_" not in path.read_text(), path
        assert not path.name.endswith(("_races.py", "_access.py", "access_walk.py", "personas.py")), path


def test_what_must_hold_on_both_databases_runs_on_both() -> None:
    must = [path for folder in ON_BOTH for path in (TESTS / folder).rglob("test_*.py")]

    assert len(must) > 50
    assert [path for path in must if runs_once(path)] == []


def test_every_file_of_tests_is_in_one_piece_of_each_database() -> None:
    pieces = all_passes(Path("nowhere"))
    of_postgis = [one for one in pieces if one.env.items() >= POSTGIS.items()]
    of_spatialite = [one for one in pieces if one not in of_postgis]
    files = list(TESTS.rglob("test_*.py"))

    assert len(files) > 300
    for piece_of_one in (of_postgis, of_spatialite):
        assert [path for path in files if sum(takes(piece, path) for piece in piece_of_one) != 1] == []


def takes(piece: Gate, path: Path) -> bool:
    """Tell whether a piece's command collects a file."""
    arguments = [one for one in piece.command if one.startswith(("tests", "--ignore="))]
    left_out = [one.removeprefix("--ignore=") for one in arguments if one.startswith("--ignore=")]
    named = [one for one in arguments if one.startswith("tests")] or ["tests"]
    return is_under(path, named) and not is_under(path, left_out)


def is_under(path: Path, folders: list[str]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)
