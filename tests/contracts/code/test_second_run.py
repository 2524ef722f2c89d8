"""A failure is asked once more only where a busy machine can be its cause, and never hidden."""

import json
import sys
from pathlib import Path

import pytest

from tests.gates import Counts, Gate, Outcome, ask_again
from tests.second_run import may_be_asked_again

PAGE, OTHER = "tests/end_to_end/pages/test_a.py::test_a", "tests/end_to_end/faults/test_b.py::test_b"
PROMISE = "tests/end_to_end/faults/test_c.py::test_promise_1"


@pytest.mark.parametrize(
    ("pieces", "may"),
    [
        ([[PAGE]], True),
        ([[PAGE, OTHER], [PAGE]], True),
        ([["tests/mapping/web/test_site_page_in_browser.py::test_e"]], True),
        ([], False),
        ([[PAGE], []], False),  # the types failed, or a run ended before it could say
        ([[PAGE, OTHER], [PAGE, OTHER]], False),
        ([[PAGE, PROMISE]], False),
        ([[PAGE], ["tests/coordination/room/test_log.py::test_d"]], False),
        ([["tests/end_to_end/pages/test_a.py"]], False),  # a file that could not be read
    ],
)
def test_only_few_tests_that_drive_processes_are_asked_again(pieces: list[list[str]], may: bool) -> None:
    assert may_be_asked_again(pieces) is may


@pytest.mark.parametrize(
    ("passes_alone", "counts"), [(True, Counts(passed=2, flaky=1)), (False, Counts(passed=2, failed=1))]
)
def test_what_passes_alone_is_counted_apart_and_what_does_not_has_failed(
    passes_alone: bool, counts: Counts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def run(gate: Gate) -> Outcome:
        asked.append(gate)
        return Outcome(gate, 0 if passes_alone else 1, 1.0)

    monkeypatch.setattr("tests.gates.run", run)
    (tmp_path / "v" / "cache").mkdir(parents=True)
    (tmp_path / "v" / "cache" / "lastfailed").write_text(json.dumps({PAGE: True}))
    junit = tmp_path / "pages.xml"
    junit.write_text('<testsuites><testsuite tests="3" failures="1" errors="0" skipped="0" /></testsuites>')
    failed = Outcome(Gate("pages", [], env={"A": "b"}, junit=junit, cache=tmp_path), 1, 9.0)
    fine = Outcome(Gate("types", []), 0, 1.0)

    first, second = ask_again([failed, fine])

    assert [(gate.command[0], gate.command[-1], gate.env) for gate in asked] == [(sys.executable, PAGE, {"A": "b"})]
    assert (first.is_good, first.counts) == (passes_alone, counts)
    assert second is fine


def test_a_piece_that_did_not_come_to_its_end_is_not_asked_again(tmp_path: Path) -> None:
    (tmp_path / "v" / "cache").mkdir(parents=True)
    (tmp_path / "v" / "cache" / "lastfailed").write_text(json.dumps({PAGE: True}))
    ended_early = Outcome(Gate("pages", [], cache=tmp_path), 2, 9.0)

    assert ask_again([ended_early]) == [ended_early]
