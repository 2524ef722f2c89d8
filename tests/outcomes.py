"""What came of each gate of a run: how many tests, which of them failed and with what words, and what is flaky.

The words stand once more below all else, a line for each test: of a long output a reader often has the end alone.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from tests.second_run import failed_tests

TESTS_FAILED = 1  # pytest's exit code when all ran and some failed
# Of a line's words, and of those of all lines together: more would push the first of them out of sight.
WORDS_AT_MOST, ALL_AT_MOST = 300, 4_000
LINES_AT_MOST = 40
LAST_LINES = 3
# As faulthandler writes of a process that crashes.
CRASHED, CURRENT, FRAMES_AT_MOST = "Fatal Python error: ", "Current thread ", 6


@dataclass(frozen=True)
class Gate:
    """One check: a program that exits 0 when all is well."""

    title: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    junit: Path | None = None
    cache: Path | None = None
    progress: Path | None = None


@dataclass(frozen=True)
class Counts:
    """How many tests ran, over all passes; one that failed and passed when it was asked again is `flaky` alone."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        both = zip(astuple(self), astuple(other), strict=True)
        return Counts(*(mine + others for mine, others in both))


@dataclass(frozen=True)
class Outcome:
    """How a gate ended, and what it said where that is kept. `again` is of those of its tests that were asked again."""

    gate: Gate
    exit_code: int
    seconds: float
    said: str = ""
    asked_again: tuple[str, ...] = ()
    again: "Outcome | None" = None

    @property
    def died(self) -> bool:
        """Tell whether a signal ended it: then it named no test, and many were not asked."""
        return self.exit_code < 0

    @property
    def flaky(self) -> list[str]:
        """Return the tests that failed, and passed when they were asked again; of a piece that died, the piece."""
        again = self.again
        if self.died:
            return [self.gate.title] if again is not None and again.is_good else []
        if again is None or again.exit_code not in (0, TESTS_FAILED) or counts_of(again.gate.junit).skipped:
            return []
        failed = failed_tests(again.gate.cache)
        return [one for one in self.asked_again if one not in failed]

    @property
    def is_good(self) -> bool:
        if self.died:
            return bool(self.flaky)
        if self.exit_code != TESTS_FAILED or counts_of(self.gate.junit).skipped:
            return self.exit_code == 0
        failed = failed_tests(self.gate.cache)
        return bool(failed) and sorted(failed) == sorted(self.flaky)

    @property
    def counts(self) -> Counts:
        flaky = len(self.flaky)
        if self.died and self.again is not None:
            return replace(self.again.counts, flaky=flaky)
        first = counts_of(self.gate.junit)
        return replace(first, failed=first.failed - flaky, flaky=flaky)


def counts_of(junit: Path | None) -> Counts:
    """Return the numbers of one pytest run; none when it ended before it could write them."""
    if junit is None or not junit.exists():
        return Counts()
    report = ET.parse(junit).getroot()
    # By their names: one that failed, and whose end failed as well, is one.
    every = {name_of(case) for case in report.iter("testcase")}
    failed = {name for name, _ in failed_cases(report)}
    skipped = {name_of(case) for case in report.iter("testcase") if case.find("skipped") is not None} - failed
    return Counts(len(every - failed - skipped), len(failed), len(skipped))


def closing_lines(outcomes: Iterable[Outcome]) -> list[str]:
    """Return a line for each test that failed, and for each other gate that did, with what it said; flaky ones last."""
    every = [one for outcome in outcomes for one in ([outcome, outcome.again] if outcome.died else [outcome])]
    bad = [outcome for outcome in every if outcome is not None and outcome.exit_code]
    told = [(name not in outcome.flaky, name, words) for outcome in bad for name, words in failures_of(outcome)]
    told.sort(key=lambda one: not one[0])
    shown = told[:LINES_AT_MOST]
    each = min(WORDS_AT_MOST, ALL_AT_MOST // max(len(shown), 1))
    lines = [
        f"{'failed' if has_failed else 'flaky'}: {name} · {shortened(words, each)}" for has_failed, name, words in shown
    ]
    return lines + ([f"failed: and {len(told) - len(shown)} more"] if len(told) > len(shown) else [])


def failures_of(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Yield what failed in a gate, by its name, and what it said of it; the gate itself where it names no test."""
    junit = outcome.gate.junit
    found: dict[str, str] = {}
    if junit is not None and junit.exists():
        for name, words in failed_cases(ET.parse(junit).getroot()):
            found.setdefault(name, words)
    yield from found.items()
    if not found:
        lines = [line for line in outcome.said.splitlines() if line.strip()]
        told = crash_in(lines) or lines[-LAST_LINES:]
        yield outcome.gate.title, " ".join(told) or f"ended with {outcome.exit_code}"


def crash_in(lines: Sequence[str]) -> list[str]:
    """Return with what a process crashed, and what its thread did then, the innermost frame first; else nothing."""
    at = next((number for number, line in enumerate(lines) if line.startswith(CRASHED)), None)
    if at is None:
        return []
    begin = next((number for number in range(at, len(lines)) if lines[number].startswith(CURRENT)), at)
    return [lines[at], *lines[begin + 1 : begin + 1 + FRAMES_AT_MOST]]


def failed_cases(report: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield each failure of a report: the test's name, and what was said of it."""
    for case in report.iter("testcase"):
        for fault in (*case.iter("failure"), *case.iter("error")):
            yield name_of(case), words_of(fault)


def words_of(fault: ET.Element) -> str:
    """Return what pytest marks as the error, the last where one led to another; of it, the message is one line."""
    block: list[str] = []
    is_inside = False
    for line in (fault.text or "").splitlines():
        is_error = line.startswith("E  ")
        if is_error:
            block = [*block, line[1:].strip()] if is_inside else [line[1:].strip()]
        is_inside = is_error
    return " ".join(block) or fault.get("message") or "no words"


def name_of(case: ET.Element) -> str:
    """Return a test's name as pytest is asked for it."""
    file, inside = case.get("file", ""), case.get("classname", "")
    classes = inside.removeprefix(file.removesuffix(".py").replace("/", ".")).strip(".")
    return "::".join(filter(None, (file, *classes.split("."), case.get("name"))))


def shortened(words: str, most: int) -> str:
    """Return words on one line, and no more of them than that."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
