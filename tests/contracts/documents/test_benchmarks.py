"""The page of measurements names every benchmark and says what was measured as it was measured."""

import argparse
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from coordination.management.commands.bench import bench_names
from tests.bench.all import NAMES
from tests.bench.rig.judging import too_busy
from tests.bench.rig.meters import UNJUDGED, Result, report, run_bench
from tests.bench.rig.page import BEGIN, END, MEASURED, PAGE, number, write_page
from tests.support.processes import PartMissing

RESULT = {"measure": "time at 10 sockets", "value": 2.0, "unit": "s", "baseline": 1.0, "ratio": 2.0}
MACHINE = {"cpu": "A processor", "cores": 2, "python": "3.13", "load_1min": 0.1}


def test_every_benchmark_is_measured_by_all_and_named_on_the_page() -> None:
    text = PAGE.read_text()

    assert sorted([*NAMES, "all"]) == bench_names()
    assert [name for name in NAMES if f"| `{name}` |" not in text] == []


def test_the_page_shows_what_was_kept() -> None:
    text = PAGE.read_text()

    for file in sorted(MEASURED.glob("*.json")):
        for one in json.loads(file.read_text())[0]["results"]:
            assert f"| {one['measure']} | {number(one['value'])} |" in text


def test_writing_the_page_keeps_the_words_and_says_what_was_missed(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    met = {**RESULT, "must": "ratio <= 5", "ok": True}
    missed = {**RESULT, "measure": "time at 100 sockets", "must": "ratio <= 1", "ok": False}

    newest = {"bench": "join", "machine": MACHINE, "results": [met, missed]}
    before = {**newest, "results": [{**met, "ratio": 7.5, "ok": False}, {**missed, "ratio": 0.5, "ok": True}]}

    write_page([[newest, before]], page)

    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| time at 10 sockets | 2 | s | 1 | 2.00 | ratio ≤ 5 | met | **7.50** |" in text
    assert "| time at 100 sockets | 2 | s | 1 | 2.00 | ratio ≤ 1 | **missed** | 0.50 |" in text
    assert (tmp_path / "benchmarks" / "join-s.svg").exists()


def one(*, unit: str, ok: bool) -> Result:
    return Result("something", 2.0, unit, must="value <= 1", ok=ok)


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([one(unit="ms", ok=True)], 0),
        ([one(unit="ms", ok=False)], UNJUDGED),
        # No other work changes how often a server asks its database.
        ([one(unit="ms", ok=False), one(unit="", ok=False)], 1),
        ([], UNJUDGED),
    ],
)
def test_beside_other_work_what_is_met_counts_and_what_is_missed_does_not(
    results: Sequence[Result], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("join", results, as_json=True, unjudged="other work uses 1.7 of 2 cores") == code
    told = capsys.readouterr()
    assert ("cannot be judged here: other work" in told.err) is (code == UNJUDGED)
    assert ("unjudged" in json.loads(told.out)) is (code == UNJUDGED)
    assert report("join", [one(unit="ms", ok=False)], as_json=True) == 1


def refuse(error: Exception) -> Callable[[argparse.Namespace], Sequence[Result]]:
    def measure(_chosen: argparse.Namespace) -> Sequence[Result]:
        raise error

    return measure


@pytest.fixture
def same_signals() -> Iterator[None]:
    """A benchmark is a process of its own and says what ends it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("same_signals")
def test_a_machine_that_lacks_a_part_is_told_so_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    code = run_bench("pages", refuse(PartMissing("no Chromium")), options={}, arguments=[])

    assert code == UNJUDGED
    assert capsys.readouterr().err == "pages cannot be judged here: no Chromium\n"


@pytest.mark.usefixtures("same_signals")
def test_a_run_that_breaks_off_says_why_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    code = run_bench("push", refuse(TimeoutError("nothing came")), options={}, arguments=[])

    assert code in (1, UNJUDGED)
    assert "broke off: nothing came" in capsys.readouterr().err


def test_a_little_work_of_others_changes_nothing() -> None:
    assert too_busy(0.1) == ""
    assert too_busy(1.5).startswith("other work uses 1.5 of ")
