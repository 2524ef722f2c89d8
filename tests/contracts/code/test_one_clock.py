"""The product tells the time of day by one clock, Django's: what moves it moves doors and chores alike."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT

PARTS = ("coordination", "mapping", "mou", "push")
# Run in an app's process, without Django.
APART = "coordination/clients/"
OTHER_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def asks_another_clock(source: str) -> Iterator[int]:
    """Yield the lines that ask the machine for the time of day past Django's clock."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=asked) if (name, asked) in OTHER_CLOCKS:
                yield node.lineno


def ours() -> Iterator[Path]:
    for path in (one for part in PARTS for one in (ROOT / part).rglob("*.py")):
        if not path.relative_to(ROOT).as_posix().startswith(APART):
            yield path


def test_the_time_of_day_is_asked_of_one_clock() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path in ours() for line in asks_another_clock(path.read_text())]

    assert found == []


@pytest.mark.parametrize(
    ("source", "count"),
    [("at = datetime.now(UTC)", 1), ("clock = datetime.now", 1), ("date.today()", 1), ("timezone.now()", 0)],
)
def test_the_check_sees_what_it_is_for(source: str, count: int) -> None:
    assert len(list(asks_another_clock(source))) == count
