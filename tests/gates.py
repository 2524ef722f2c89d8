"""Run every gate: style, types, layers, migrations, and the suite on both databases. `manage.py test` ends up here.

Without arguments everything runs, also after a failure, and the summary says what failed; with --undealt alone, each
test that asks a database on both; with --public-data alone, the cases with real public data. Other arguments are
pytest's, on SpatiaLite, or with --postgis on PostgreSQL and Valkey.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

from coordination.setup.bootstrap import LIBRARIES, OUR_CODE, compile_python
from tests.outcomes import TESTS_FAILED, Counts, Gate, Outcome, closing_lines
from tests.progress import PROGRESS_FILE, how_far
from tests.second_run import asked_again, failed_tests
from tests.support import public_data

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
# Some tests wait for seconds to pass: three pieces at a time keep two cores busy.
LANES = 3
UNASKED = "unasked"
# What is promised in seconds is asked when nothing else runs: beside two other pieces a second says nothing of us.
BY_THE_CLOCK = "by_the_clock"
# What a file imports that has cases with public data; of mapping, fixtures have some.
PUBLIC_DATA = "tests.support.public_data"
# So often a line says how far the pieces are.
TELLS_EACH_S = 20
PAGES, ENDS, COORDINATION = "tests/end_to_end/pages", "tests/end_to_end", "tests/coordination"
WALK, MAPPING = f"{COORDINATION}/access_walk", "tests/mapping"
EVERY_PAGE, PAGES_OF_INCIDENTS = f"{PAGES}/test_every_page.py", f"{PAGES}/incident"
PAGES_OF_MAPS = (f"{PAGES}/maps", f"{PAGES}/offline")
PAGES_OF_CARE = (f"{PAGES}/prevention", f"{PAGES}/agreements")
FAULTS = (f"{ENDS}/faults", f"{ENDS}/play")
ROOMS = tuple(f"{COORDINATION}/{one}" for one in ("incident", "room", "sockets", "drills"))
POSTGIS = {"MUSTERPOINT_TEST_BACKEND": "postgis"}
SCRIPTS_AND_STYLES = [f"{folder}/**/*.{{js,mjs,css}}" for folder in ("coordination", "mapping", "mou", "tests")]
# The suite starts some hundred servers: what is compiled is kept, also where the machine would rather not have it kept.
# It lies beside its source, where bounded processes look, which may write none.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": ""}

# A title, what pytest is asked for, and whether PostgreSQL answers.
type Piece = tuple[str, Sequence[str], bool]


def all_gates(folder: Path) -> list[Gate]:
    """Return the gates in the order in which they run: the quick ones first."""
    python = sys.executable
    blank = {"MUSTERPOINT_MODE": "test", "MUSTERPOINT_DATABASE": f"spatialite://{folder / 'blank.sqlite3'}"}
    migrations = [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    return [
        Gate("ruff check", [python, "-m", "ruff", "check"]),
        Gate("ruff format", [python, "-m", "ruff", "format", "--check"]),
        Gate("prettier", node_program("prettier/bin/prettier.cjs", "--check", "--log-level=warn", *SCRIPTS_AND_STYLES)),
        Gate("layers", [str(PROGRAMS / "lint-imports"), "--no-cache"]),
        Gate("migrations", migrations, env=blank),
        Gate("types of scripts", node_program("typescript/bin/tsc", "-p", "tsconfig.json")),
        Gate("types of the service worker", node_program("typescript/bin/tsc", "-p", "tsconfig.worker.json")),
        Gate("types", [python, "-m", "mypy"]),
    ]


def node_program(path: str, *arguments: str) -> list[str]:
    """Return the command of a program that npm installed."""
    return [str(PROGRAMS / "node"), str(ROOT / "node_modules" / path), *arguments]


def all_passes(folder: Path, *, deals: bool) -> list[Gate]:
    """Return the pieces of the suite, the longest first: whichever lane is free takes the next.

    Which tests run on both databases, and which are dealt, says tests/support/split.py. Every file belongs to one piece
    of each database. None takes a tenth of the whole, so that no lane is left alone at the end.
    """
    pieces: list[Piece] = [
        ("mapping, SpatiaLite", [MAPPING], False),
        ("rooms and exercises, PostGIS", ROOMS, True),
        ("all else, PostGIS", ignoring(ENDS, COORDINATION), True),
        ("from end to end, SpatiaLite", [ENDS, *ignoring(PAGES, *FAULTS)], False),
        ("coordination, PostGIS", [COORDINATION, *ignoring(WALK, *ROOMS)], True),
        ("all else, SpatiaLite", ignoring(ENDS, COORDINATION, MAPPING), False),
        ("coordination, SpatiaLite", [COORDINATION, *ignoring(WALK, *ROOMS)], False),
        ("access walk, SpatiaLite", [WALK], False),
        ("from end to end, PostGIS", [ENDS], True),
        ("rooms and exercises, SpatiaLite", ROOMS, False),
        ("pages of maps, and without a network", PAGES_OF_MAPS, False),
        ("faults and plays, SpatiaLite", FAULTS, False),
        ("every page", [EVERY_PAGE], False),
        ("pages of incidents", [PAGES_OF_INCIDENTS], False),
        ("access walk, PostGIS", [WALK], True),
        ("other pages", [PAGES, *ignoring(EVERY_PAGE, PAGES_OF_INCIDENTS, *PAGES_OF_MAPS, *PAGES_OF_CARE)], False),
        ("pages of prevention and agreements", PAGES_OF_CARE, False),
    ]
    beside_others = [(title, ["-m", f"not {BY_THE_CLOCK}", *paths], flag) for title, paths, flag in pieces]
    return pytest_gates(beside_others, folder, deals=deals)


def passes_alone(folder: Path, *, deals: bool) -> list[Gate]:
    """Return the pieces that run one after the other, after all else."""
    marked = [str(file) for file in sorted((ROOT / "tests").rglob("test_*.py")) if is_by_the_clock(file)]
    asked = ["-m", BY_THE_CLOCK, *marked]
    pieces: list[Piece] = [("by the clock, SpatiaLite", asked, False), ("by the clock, PostGIS", asked, True)]
    return pytest_gates(pieces, folder, deals=deals)


def is_by_the_clock(file: Path) -> bool:
    return f"@pytest.mark.{BY_THE_CLOCK}\n" in file.read_text()


def pytest_gates(pieces: Sequence[Piece], folder: Path, *, deals: bool) -> list[Gate]:
    dealt = {"MUSTERPOINT_TEST_DEALT": "yes" if deals else ""}
    return [pytest_gate(title, folder, asked, dealt | (POSTGIS if flag else {})) for title, asked, flag in pieces]


def ignoring(*folders: str) -> list[str]:
    return [f"--ignore={one}" for one in folders]


def pytest_gate(title: str, folder: Path, arguments: Sequence[str], env: Mapping[str, str]) -> Gate:
    junit, cache, progress = (folder / f"{title}{end}" for end in (".xml", " cache", ".progress"))
    command = [sys.executable, "-m", "pytest", "-q", "-ptests.progress", "--durations=10"]
    # Of the two forms of a report, this one says a test's file.
    command += [f"--junitxml={junit}", "-o", "junit_family=xunit1", "-o", f"cache_dir={cache}", *arguments]
    # Under CI a skip is a failure (tests/conftest.py): here no one may overlook one.
    whole = {"CI": "true", "MUSTERPOINT_TEST_TEMPLATES": str(folder / "templates"), PROGRESS_FILE: str(progress)}
    whole |= {"MUSTERPOINT_TEST_UNASKED": str(folder / UNASKED), "MUSTERPOINT_TEST_PATIENCE": str(LANES)}
    return Gate(f"tests: {title}", command, env={**whole, **env}, junit=junit, cache=cache, progress=progress)


def run(gate: Gate) -> Outcome:
    """Run one gate with its output passed through."""
    say_title(gate)
    began = time.monotonic()
    exit_code = subprocess.run(gate.command, cwd=ROOT, env=env_of(gate), check=False).returncode
    return Outcome(gate, exit_code, time.monotonic() - began)


def run_together(gates: Sequence[Gate]) -> list[Outcome]:
    """Run gates side by side: each one's output is shown when it ends, and between them how far they are."""
    outcomes: dict[Future[Outcome], Outcome] = {}
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=LANES) as pool:
        asked = [pool.submit(run_aside, gate) for gate in gates]
        while len(outcomes) < len(asked):
            ended = wait(set(asked) - set(outcomes), timeout=TELLS_EACH_S, return_when=FIRST_COMPLETED).done
            for one in ended:
                outcomes[one] = one.result()
                say_title(outcomes[one].gate)
                print(outcomes[one].said, flush=True)
            under_way = [gate for gate, one in zip(gates, asked, strict=True) if one.running()]
            say_how_far(under_way, time.monotonic() - began, left=sum(not one.done() for one in asked))
    return [outcomes[one] for one in asked]


def say_how_far(under_way: Sequence[Gate], seconds: float, *, left: int) -> None:
    parts = [f"{gate.title.removeprefix('tests: ')} {how_far(gate.progress)}".strip() for gate in under_way]
    print(f"[{seconds // 60:2.0f}:{seconds % 60:02.0f}] {left} to go: {' · '.join(parts)}", flush=True)


def run_aside(gate: Gate) -> Outcome:
    """Run one gate and keep its output."""
    began = time.monotonic()
    done = subprocess.run(
        gate.command,
        cwd=ROOT,
        env=env_of(gate),
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return Outcome(gate, done.returncode, time.monotonic() - began, said=done.stdout)


def env_of(gate: Gate) -> dict[str, str]:
    return {**os.environ, **BYTECODE, **gate.env}


def say_title(gate: Gate) -> None:
    print(f"\n=== {gate.title} ".ljust(120, "="), flush=True)


def run_everything(*, deals: bool) -> int:
    """Run all gates and print the summary; return 1 when any failed."""
    began = time.monotonic()
    compile_python([LIBRARIES, *OUR_CODE, ROOT / "tests"])
    with tempfile.TemporaryDirectory(prefix="musterpoint-gates-") as folder:
        gates = [*all_gates(Path(folder)), *all_passes(Path(folder), deals=deals)]
        beside = run_together(gates)
        alone = [run(gate) for gate in passes_alone(Path(folder), deals=deals)]
        outcomes = ask_again([*beside, *alone])
        return say_summary(outcomes, time.monotonic() - began, unasked=unasked_in(Path(folder) / UNASKED))


def say_summary(outcomes: Sequence[Outcome], seconds: float, *, unasked: int) -> int:
    """Print what came of each gate, and last what failed and the numbers; return 1 when any failed."""
    counts = sum((outcome.counts for outcome in outcomes), Counts())
    print("\n=== summary ".ljust(120, "="))
    for outcome in outcomes:
        verdict = "ok    " if outcome.is_good else "FAILED"
        print(f"{verdict} {outcome.gate.title:<39} {outcome.seconds:7.1f} s")
    print(f"       {'all':<39} {seconds:7.1f} s")
    if counts.flaky:
        print("What is flaky failed beside other pieces and passed alone: mend it.")
    if unasked:
        print(public_data.unasked_sentence(unasked))
    say_what_failed(outcomes)
    print(f"{counts.flaky} flaky")
    return say_numbers(outcomes)


def with_public_data() -> list[str]:
    """Return where cases with public data stand: to collect all other tests takes longer than to ask these."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    elsewhere = [file for file in files if not file.is_relative_to(ROOT / MAPPING)]
    return [MAPPING, *(str(file) for file in elsewhere if PUBLIC_DATA in file.read_text())]


def say_what_failed(outcomes: Sequence[Outcome]) -> None:
    """Print a line for each failure, where whoever sees the end of a long output alone finds them."""
    for line in closing_lines(outcomes):
        print(line)


def say_numbers(outcomes: Sequence[Outcome]) -> int:
    """Print the last line, which is for whoever counts: what is flaky has neither passed nor failed."""
    counts = sum((outcome.counts for outcome in outcomes), Counts())
    print(f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped", flush=True)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def unasked_in(told: Path) -> int:
    """Return how many cases the passes left out for want of public data; one of both databases counts once."""
    return len(set(told.read_text().splitlines())) if told.exists() else 0


def run_public_data() -> int:
    """Run the cases with real public data alone, on both databases; where there is none, say so and be content."""
    if not public_data.is_here():
        print(public_data.missing_sentence())
        print("0 passed, 0 failed, 0 skipped", flush=True)
        return 0
    asked = ["-m", "public_data", *with_public_data()]
    with tempfile.TemporaryDirectory(prefix="musterpoint-gates-") as folder:
        passes: dict[str, dict[str, str]] = {"SpatiaLite": {}, "PostGIS and Valkey": POSTGIS}
        outcomes = [run(pytest_gate(f"public data, {on}", Path(folder), asked, env)) for on, env in passes.items()]
        say_what_failed(outcomes)
        return say_numbers(outcomes)


def ask_again(outcomes: list[Outcome]) -> list[Outcome]:
    """Ask the tests that failed once more where tests/second_run.py allows it; return all outcomes."""
    # What ended early may not have said all that failed.
    to_the_end = [outcome for outcome in outcomes if outcome.exit_code == TESTS_FAILED]
    asked = asked_again({outcome.gate.title: failed_tests(outcome.gate.cache) for outcome in to_the_end})
    died = [outcome for outcome in outcomes if outcome.died and outcome.gate.junit is not None]
    whole = died if len(died) == 1 else []
    return [with_second_run(outcome, asked.get(outcome.gate.title, []), whole=outcome in whole) for outcome in outcomes]


def with_second_run(outcome: Outcome, tests: Sequence[str], *, whole: bool) -> Outcome:
    if whole:
        return replace(outcome, again=run(whole_again(outcome.gate)))
    if not tests:
        return outcome
    return replace(outcome, asked_again=tuple(tests), again=run(once_more(outcome.gate, tests)))


def whole_again(gate: Gate) -> Gate:
    """Return a gate that asks all tests of another one whose process died, with files of its own."""
    assert gate.cache is not None
    assert gate.junit is not None
    title = f"once more, alone: {gate.title}"
    junit, cache = (gate.cache.with_name(f"{title}{end}") for end in (".xml", " cache"))
    renamed = {f"--junitxml={gate.junit}": f"--junitxml={junit}", f"cache_dir={gate.cache}": f"cache_dir={cache}"}
    command = [renamed.get(one, one) for one in gate.command]
    return Gate(title, command, env=gate.env, junit=junit, cache=cache)


def once_more(gate: Gate, tests: Sequence[str]) -> Gate:
    """Return a gate that asks some tests of another one."""
    title = f"once more, alone: {gate.title}"
    assert gate.cache is not None
    junit, cache = (gate.cache.with_name(f"{title}{end}") for end in (".xml", " cache"))
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={junit}", "-o", f"cache_dir={cache}", *tests]
    return Gate(title, command, env=gate.env, junit=junit, cache=cache)


def main(arguments: Sequence[str]) -> int:
    rest = [argument for argument in arguments if argument != "--postgis"]
    if not arguments or list(arguments) == ["--undealt"]:
        return run_everything(deals=not arguments)
    if list(arguments) == ["--public-data"]:
        return run_public_data()
    env = POSTGIS if "--postgis" in arguments else {}
    return run(Gate("tests", [sys.executable, "-m", "pytest", *rest], env=dict(env))).exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
