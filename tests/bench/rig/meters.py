"""What a benchmark reports: measures with their baselines, and the machine and processes they were taken on."""

import argparse
import contextlib
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.rig.judging import cores_of_others, too_busy
from tests.support.processes import PartMissing, ServiceError

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# Neither met nor missed.
UNJUDGED = 3
# What a server, a client or a browser that is late or ends makes of a run.
BROKEN_OFF = (AssertionError, OSError, RuntimeError, ServiceError, subprocess.SubprocessError)


@dataclass(frozen=True)
class Result:
    """One measure. `ratio` is value ÷ baseline; `must` says in words what is asked, `ok` whether it is met."""

    measure: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    must: str = ""
    ok: bool = True


def counted(measure: str, value: float, *, must_be: float | None = None, unit: str = "") -> Result:
    """Return a count; with `must_be` it has to be exactly that."""
    if must_be is None:
        return Result(measure, value, unit)
    return Result(measure, value, unit, must=f"= {must_be:g}", ok=value == must_be)


def compared(measure: str, value: float, *, unit: str, baseline: float, at_least: float | None = None) -> Result:
    """Return a measure beside its baseline of the same run; with `at_least` their ratio has to reach it."""
    ratio = value / baseline if baseline else 0.0
    must = f"ratio >= {at_least:g}" if at_least is not None else ""
    return Result(measure, value, unit, baseline, ratio, must, at_least is None or ratio >= at_least)


def median(values: Sequence[float]) -> float:
    """Return the middle of several runs: one that was disturbed does not count."""
    return statistics.median(values)


# --- the machine and its processes ------------------------------------------------------------------------------------
def machine() -> dict[str, object]:
    """Return what a reader must know to compare numbers."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": models[0].partition(": ")[2] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "load_1min": round(os.getloadavg()[0], 2),
    }


def pin(pid: int, core: int) -> None:
    """Keep a process on one core, so that server and clients do not take turns. With one core nothing is done."""
    if (os.cpu_count() or 1) < 2:
        return
    # Every thread has its own affinity; new ones inherit their parent's.
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):  # a thread that ended meanwhile
            os.sched_setaffinity(int(thread.name), {core})


def cpu_s(pid: int) -> float:
    """Return the processor time that a process has used, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def family_cpu_s(pid: int) -> float:
    """Return the processor time that a process and its children, those that still run, have used, seconds."""
    used_s = cpu_s(pid)
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with contextlib.suppress(OSError):  # one that has ended meanwhile
            used_s += cpu_s(int(child))
    return used_s


def rss_bytes(pid: int) -> int:
    """Return the memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- the report -------------------------------------------------------------------------------------------------------
def report(bench: str, results: Sequence[Result], *, as_json: bool, unjudged: str = "") -> int:
    """Print the results; return the exit code: 1 when a must is missed, 3 when that cannot be judged here.

    `unjudged`: why not, as a clause. Counts are judged all the same: no other work changes them.
    """
    about = machine()
    missed = [one for one in results if not one.ok and (not unjudged or one.unit == "")]
    is_judged = not unjudged or (bool(results) and all(one.ok for one in results)) or bool(missed)
    if as_json:
        document = {"bench": bench, "machine": about, "results": [asdict(one) for one in results]}
        print(json.dumps(document if is_judged else {**document, "unjudged": unjudged}))
    elif results:
        print(table(bench, about, results))
    if not is_judged:
        say(f"{bench} cannot be judged here: {unjudged}")
        return UNJUDGED
    return 1 if missed else 0


def table(bench: str, about: dict[str, object], results: Sequence[Result]) -> str:
    """Return the results for people."""
    lines = [f"{bench} on {about['cpu']}, {about['cores']} cores, Python {about['python']}"]
    width = max((len(one.measure) for one in results), default=0)
    for one in results:
        ratio = f"{one.ratio:8.2f} x {one.baseline:,.0f}" if one.ratio is not None else ""
        verdict = f"{one.must}: {'ok' if one.ok else 'MISSED'}" if one.must else ""
        lines.append(f"  {one.measure:<{width}} {one.value:>14,.1f} {one.unit:<16} {ratio:<24} {verdict}".rstrip())
    return "\n".join(lines)


def say(text: str) -> None:
    """Tell a person what is going on; standard output is kept for the result."""
    print(text, file=sys.stderr, flush=True)


def run_bench(
    name: str,
    measure: Callable[[argparse.Namespace], Sequence[Result]],
    *,
    options: dict[str, int],
    arguments: Sequence[str],
) -> int:
    """Parse a benchmark's options (whole numbers with defaults), measure, report."""
    parser = argparse.ArgumentParser(prog=f"manage.py bench {name}")
    parser.add_argument("--json", action="store_true", help="print JSON")
    for option, default in options.items():
        parser.add_argument(f"--{option}", type=int, default=default, help=f"({default})")
    chosen = parser.parse_args(arguments)
    # Whoever ends us ends what we started, too: as an exception, every server's context is left.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    busy = cores_of_others()
    try:
        results = measure(chosen)
    except PartMissing as missing:
        return report(name, [], as_json=chosen.json, unjudged=str(missing))
    except BROKEN_OFF as fault:
        if unjudged := too_busy(max(busy, cores_of_others())):
            return report(name, [], as_json=chosen.json, unjudged=f"{unjudged}, and it broke off: {fault}")
        say(f"{name} broke off: {fault}")
        return 1
    return report(name, results, as_json=chosen.json, unjudged=too_busy(max(busy, cores_of_others())))
