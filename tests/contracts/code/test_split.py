"""What runs on one database only is there, is said why, and is nothing that must hold on both."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError

from coordination.models import User
from tests.gates import POSTGIS, all_passes, is_by_the_clock, passes_alone
from tests.outcomes import Gate
from tests.support import backend, split
from tests.support.processes import ROOT
from tests.support.split import DEALT, ONCE, belongs_here, runs_once

TESTS = ROOT / "tests"
# Of these every file that asks for a database runs on both.
QUEUE = ("push/ledger", "push/outbox", "push/transports")
ON_BOTH = ("coordination/room", "coordination/sockets", "mou/access", "mou/foundation/database", "properties", *QUEUE)


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
    assert [folder for folder in ON_BOTH if folder.startswith(DEALT)] == []


@pytest.mark.parametrize("folder", DEALT)
def test_folders_that_are_dealt_are_there(folder: str) -> None:
    assert (TESTS / folder).exists()


@pytest.mark.parametrize("number", range(8))
def test_a_dealt_case_runs_on_one_database_and_what_commits_promises_or_is_refused_by_it_on_both(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealt = item_of("coordination/web/test_pages.py", f"test_page[{number}]")
    commits = item_of("coordination/web/test_pages.py", f"test_race[{number}]", transaction=True)
    promise = item_of("coordination/incident/test_rooms.py", f"test_promise_{number}")
    elsewhere = item_of("coordination/room/test_log.py", f"test_entry[{number}]")
    refused = item_of("coordination/web/test_pages.py", f"test_refused[{number}]")
    refused.function = asks_a_database_to_refuse

    monkeypatch.setattr(split, "DEALS", True)
    assert runs_of(dealt, monkeypatch) == 1
    assert [runs_of(one, monkeypatch) for one in (commits, promise, elsewhere, refused)] == [2, 2, 2, 2]
    monkeypatch.setattr(split, "DEALS", False)
    assert runs_of(dealt, monkeypatch) == 2


def asks_a_database_to_refuse() -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(username="twice")


def item_of(path: str, name: str, **marked: bool) -> Any:
    """Return as much of a test that asks for a database as dealing looks at."""
    marker = pytest.mark.django_db(**marked).mark
    markers = {"django_db": marker}
    return SimpleNamespace(
        path=TESTS / path, nodeid=f"tests/{path}::{name}", fixturenames=["db"], get_closest_marker=markers.get
    )


def runs_of(item: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return in how many of the two passes a test runs."""
    runs = 0
    for is_postgis in (False, True):
        monkeypatch.setattr(backend, "IS_POSTGIS", is_postgis)
        runs += belongs_here(item)
    return runs


def test_every_file_of_tests_is_in_one_piece_of_each_database() -> None:
    pieces = all_passes(Path("nowhere"), deals=True)
    of_postgis = [one for one in pieces if one.env.items() >= POSTGIS.items()]
    of_spatialite = [one for one in pieces if one not in of_postgis]
    files = list(TESTS.rglob("test_*.py"))

    assert len(files) > 300
    for piece_of_one in (of_postgis, of_spatialite):
        assert [path for path in files if sum(takes(piece, path) for piece in piece_of_one) != 1] == []


def test_what_is_promised_in_seconds_is_asked_alone_and_nowhere_else() -> None:
    marked = [str(path) for path in TESTS.rglob("test_*.py") if is_by_the_clock(path)]
    beside, alone = all_passes(Path("nowhere"), deals=True), passes_alone(Path("nowhere"), deals=True)

    assert len(marked) > 10
    assert [one.title for one in beside if "not by_the_clock" not in one.command] == []
    assert [set(marked) - set(one.command) for one in alone] == [set(), set()]
    assert [one.env.items() >= POSTGIS.items() for one in alone] == [False, True]


def takes(piece: Gate, path: Path) -> bool:
    """Tell whether a piece's command collects a file."""
    arguments = [one for one in piece.command if one.startswith(("tests", "--ignore="))]
    left_out = [one.removeprefix("--ignore=") for one in arguments if one.startswith("--ignore=")]
    named = [one for one in arguments if one.startswith("tests")] or ["tests"]
    return is_under(path, named) and not is_under(path, left_out)


def is_under(path: Path, folders: list[str]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)
