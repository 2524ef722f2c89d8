"""Measure nothing, break nothing: files of every kind, spoiled in thousands of ways, are read or refused."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.rig.fuzzing.run import Run, fuzz
from tests.bench.rig.meters import Result, counted, run_bench, say

OPTIONS = {
    "cases": 100,  # of each kind of file, in each round
    "seed": 1,
    "minutes": 10,  # no round begins after so long
    "rounds": 1,
}


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Spoil and read, round after round with new seeds; what ends a process or was not foreseen is kept as a file."""
    kept = Path(tempfile.mkdtemp(prefix="musterpoint-fuzz-"))
    run = Run(kept, within_s=60.0 * chosen.minutes)
    for number in range(chosen.rounds):
        fuzz(run, count=chosen.cases, seed=chosen.seed + number)
    for line in run.faults:
        say(line)
    return [
        counted("files read", run.read),
        counted("files refused", run.refused),
        counted("errors that no one foresaw", run.unforeseen, must_be=0),
        counted("processes ended by a file", run.ended, must_be=0),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("fuzz", measure, options=OPTIONS, arguments=sys.argv[1:]))
