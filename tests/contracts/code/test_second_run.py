"""A failure is asked once more only where a busy machine can be its cause, and never hidden."""

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.gates import ask_again, pytest_gate, run_aside, say_summary
from tests.outcomes import ALL_AT_MOST, LINES_AT_MOST, WORDS_AT_MOST, Counts, Gate, Outcome, closing_lines
from tests.second_run import asked_again, failed_tests

PAGE, OTHER = "tests/end_to_end/pages/test_a.py::test_a", "tests/end_to_end/faults/test_b.py::test_b"
PROMISE = "tests/end_to_end/faults/test_c.py::test_promise_1"
IN_BROWSER = "tests/mapping/web/test_site_page_in_browser.py::test_e"
ELSEWHERE = "tests/coordination/room/test_log.py::test_d"


@pytest.mark.parametrize(
    ("pieces", "asked"),
    [
        ({"a": [PAGE]}, {"a": [PAGE]}),
        ({"a": [PAGE, OTHER], "b": [PAGE]}, {"a": [OTHER, PAGE], "b": [PAGE]}),
        ({"a": [IN_BROWSER]}, {"a": [IN_BROWSER]}),
        ({}, {}),
        ({"types": [], "a": [PAGE]}, {"a": [PAGE]}),
        ({"a": [PAGE, OTHER], "b": [PAGE, OTHER]}, {}),
        # What else has failed is not asked again, and keeps nothing from it.
        ({"a": [PAGE, PROMISE]}, {"a": [PAGE]}),
        ({"a": [PAGE], "b": [ELSEWHERE] * 9}, {"a": [PAGE]}),
        ({"a": ["tests/end_to_end/pages/test_a.py"]}, {}),  # a file that could not be read
    ],
)
def test_only_few_tests_that_drive_processes_are_asked_again_whatever_else_failed(
    pieces: dict[str, list[str]], asked: dict[str, list[str]]
) -> None:
    assert asked_again(pieces) == asked


def failed_piece(folder: Path, *names: str, skipped: int = 0, exit_code: int = 1) -> Outcome:
    """Return how a piece ended of which these tests failed and two passed."""
    (folder / "pages" / "v" / "cache").mkdir(parents=True)
    (folder / "pages" / "v" / "cache" / "lastfailed").write_text(json.dumps(dict.fromkeys(names, True)))
    junit = folder / "pages.xml"
    cases = [f'<testcase name="{name}"><failure message="Late." /></testcase>' for name in names]
    cases += [f'<testcase name="skipped {number}"><skipped /></testcase>' for number in range(skipped)]
    cases += [f'<testcase name="passed {number}" />' for number in range(2)]
    junit.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return Outcome(Gate("pages", [], env={"A": "b"}, junit=junit, cache=folder / "pages"), exit_code, 9.0)


def let_second_runs_fail(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[Gate]:
    """Let what is asked again end with these as failed; return the gates that are asked, as they come."""
    asked: list[Gate] = []

    def run(gate: Gate) -> Outcome:
        asked.append(gate)
        if names:
            assert gate.cache is not None
            (gate.cache / "v" / "cache").mkdir(parents=True)
            (gate.cache / "v" / "cache" / "lastfailed").write_text(json.dumps(dict.fromkeys(names, True)))
        return Outcome(gate, 1 if names else 0, 1.0)

    monkeypatch.setattr("tests.gates.run", run)
    return asked


@pytest.mark.parametrize(
    ("failing", "still", "is_good", "counts"),
    [
        ([PAGE], [], True, Counts(passed=2, flaky=1)),
        ([PAGE], [PAGE], False, Counts(passed=2, failed=1)),
        ([PAGE, OTHER], [PAGE], False, Counts(passed=2, failed=1, flaky=1)),
        ([PAGE, ELSEWHERE], [], False, Counts(passed=2, failed=1, flaky=1)),
    ],
)
def test_what_passes_alone_is_counted_apart_and_what_does_not_has_failed(
    failing: list[str],
    still: list[str],
    is_good: bool,
    counts: Counts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = let_second_runs_fail(monkeypatch, *still)
    failed, fine = failed_piece(tmp_path, *failing), Outcome(Gate("types", []), 0, 1.0)
    drive_processes = sorted(set(failing) - {ELSEWHERE})

    first, second = ask_again([failed, fine])

    assert [(gate.command[0], gate.env) for gate in asked] == [(sys.executable, {"A": "b"})]
    assert list(asked[0].command[-len(drive_processes) :]) == drive_processes
    assert (first.is_good, first.counts) == (is_good, counts)
    assert second is fine


def test_a_gate_that_names_no_test_stays_failed_and_keeps_no_test_from_being_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = let_second_runs_fail(monkeypatch)
    types = Outcome(Gate("types", []), 1, 1.0, said="Found 2 errors")

    page, same = ask_again([failed_piece(tmp_path, PAGE), types])

    assert len(asked) == 1
    assert page.is_good
    assert same is types
    assert say_summary([page, same], 10.0, unasked=0) == 1


def test_a_piece_that_did_not_come_to_its_end_is_not_asked_again(tmp_path: Path) -> None:
    ended_early = failed_piece(tmp_path, PAGE, exit_code=2)

    assert ask_again([ended_early]) == [ended_early]
    assert not ended_early.is_good


def test_a_piece_that_skipped_a_test_has_failed_though_what_failed_there_passes_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_second_runs_fail(monkeypatch)

    (piece,) = ask_again([failed_piece(tmp_path, PAGE, skipped=1)])

    assert not piece.is_good
    assert say_summary([piece], 10.0, unasked=0) == 1


def died_piece(folder: Path) -> Outcome:
    """Return how a piece ended that crashed."""
    gate = pytest_gate("rooms", folder, ["tests/a"], {"A": "b"})
    return Outcome(gate, -signal.SIGSEGV, 9.0, said=CRASH)


CRASH = """.....
Fatal Python error: Segmentation fault

Thread 0x00007f1 (most recent call first):
  File "/usr/lib/python3.13/threading.py", line 359 in wait

Current thread 0x00007f2 (most recent call first):
  File "site-packages/a/pool.py", line 7 in free
  File "tests/a/test_a.py", line 70 in test_a

Extension modules: a, b (total: 2)
"""


def test_a_piece_that_crashed_is_asked_once_more_as_a_whole_and_said_to_be_flaky(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = let_second_runs_fail(monkeypatch)
    piece = died_piece(tmp_path)

    (after,) = ask_again([piece])
    [line] = closing_lines([after])

    again = asked[0]
    assert again.command[-1] == "tests/a"
    assert again.junit != piece.gate.junit
    assert f"--junitxml={again.junit}" in again.command
    assert f"cache_dir={again.cache}" in again.command
    assert not {str(piece.gate.junit), str(piece.gate.cache)} & set(" ".join(again.command).replace("=", " ").split())
    assert (after.is_good, after.counts.flaky) == (True, 1)
    assert line.startswith("flaky: tests: rooms · Fatal Python error: Segmentation fault")
    assert 'pool.py", line 7 in free' in line
    assert "threading.py" not in line


def test_a_piece_that_crashed_and_fails_alone_has_failed_and_says_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_second_runs_fail(monkeypatch, ELSEWHERE)

    (after,) = ask_again([died_piece(tmp_path)])

    assert not after.is_good
    assert say_summary([after], 10.0, unasked=0) == 1
    assert [line.partition(" · ")[0] for line in closing_lines([after])] == [
        "failed: tests: rooms",
        "failed: once more, alone: tests: rooms",
    ]


def test_of_two_pieces_that_crashed_none_is_asked_again(tmp_path: Path) -> None:
    every = [died_piece(tmp_path), died_piece(tmp_path)]

    assert ask_again(every) == every
    assert not any(one.is_good for one in every)


# --- what is said last ------------------------------------------------------------------------------------------------
FAILING = """import pytest

def test_passes(): pass

@pytest.mark.parametrize("name", ["a.b"])
def test_says(name):
    raise AssertionError("It says\\n  'Nobody' and " + "more " * 100)

class TestInside:
    def test_compares(self): assert {"said": 1} == {"said": 2}

@pytest.fixture
def torn():
    yield
    raise OSError("gone")

def test_fails_twice(torn): raise AssertionError("first")

def test_asks_in_vain():
    try:
        raise OSError("the cause")
    except OSError as error:
        raise TimeoutError("nobody answered") from error
"""


@pytest.fixture
def failing_piece(tmp_path: Path) -> Outcome:
    """A run of pytest as a piece of the suite is one, of a file of which tests fail."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_failing.py").write_text(FAILING)
    outcome = run_aside(pytest_gate("failing", tmp_path, [str(tmp_path)], {}))
    assert outcome.exit_code == 1, outcome.said
    return outcome


def test_each_failure_is_said_once_more_in_one_line_by_the_name_that_asks_for_it(failing_piece: Outcome) -> None:
    lines = closing_lines([Outcome(Gate("ruff", []), 0, 1.0), failing_piece])

    names = sorted(line.removeprefix("failed: ").partition(" · ")[0] for line in lines)
    assert names == failed_tests(failing_piece.gate.cache)
    said = {line.partition("::")[2].partition(" · ")[0]: line.partition(" · ")[2] for line in lines}
    assert said["test_says[a.b]"].startswith("AssertionError: It says 'Nobody' and more more")
    assert len(said["test_says[a.b]"]) == WORDS_AT_MOST
    assert said["TestInside::test_compares"].startswith("AssertionError: assert {'said': 1} == {'said': 2}")
    assert said["test_fails_twice"] == "AssertionError: first"
    assert said["test_asks_in_vain"] == "TimeoutError: nobody answered"


def test_the_failures_stand_right_above_the_numbers_and_the_flaky_ones_are_named_as_such(
    failing_piece: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    names = failed_tests(failing_piece.gate.cache)
    again = Outcome(Gate("once more", [], cache=Path("nowhere")), 0, 1.0)
    piece = Outcome(failing_piece.gate, 1, 9.0, asked_again=(names[-1],), again=again)
    types = Outcome(Gate("types", []), 1, 1.0, said="a.py:1: error: one\n\na.py:2: error: two\nFound 2 errors\n\n")

    assert say_summary([piece, types], 10.0, unasked=0) == 1

    *_, first, second, third, fourth, flaky, number, numbers = capsys.readouterr().out.splitlines()
    said = [line.partition(" · ")[0] for line in (first, second, third)]
    assert sorted(said) == [f"failed: {name}" for name in names[:-1]]
    assert fourth == "failed: types · a.py:1: error: one a.py:2: error: two Found 2 errors"
    assert flaky.startswith(f"flaky: {names[-1]} · AssertionError: It says")
    assert (number, numbers) == ("1 flaky", "1 passed, 3 failed, 0 skipped")


def test_many_failures_take_no_more_of_the_end_than_a_reader_has_of_it() -> None:
    every = [Outcome(Gate(f"gate {number}", []), 1, 1.0, said="words " * 100) for number in range(LINES_AT_MOST + 5)]

    lines = closing_lines(every)

    assert len(lines) == LINES_AT_MOST + 1
    assert lines[-1] == "failed: and 5 more"
    assert sum(len(line.partition(" · ")[2]) for line in lines) <= ALL_AT_MOST
