"""What runs on one database only is there, is said why, and is nothing that must hold on both."""

import pytest

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
