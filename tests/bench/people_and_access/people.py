"""What taking 10,000 people in from a file costs beside the bare rows, and looking someone up among 50,000."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench.maps.map import on_postgis, on_spatialite
from tests.bench.rig import rosters
from tests.bench.rig.bounds import bounded
from tests.bench.rig.meters import Result, run_bench, say
from tests.bench.rig.people import timed

OPTIONS = {"people": 10_000, "directory": 50_000, "students": 10_000}
MUST = 5.0
# One person is found among many as among few; the rest is what a busy machine adds.
AT_MOST = 3.0
# On SQLite one writes at a time; a press has to be acknowledged long before someone presses again.
LONGEST_WAIT_MS = 2_000.0


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Measure on both databases: file and rows in the same run, one after the other."""
    results: list[Result] = []
    for name, database in {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}.items():
        with database() as (url, folder):
            found = timed(url, var=folder, people=chosen.people, directory=chosen.directory)
        say(f"{name}: {found}")
        for others, key in ((chosen.people, "one_middle_ms"), (chosen.directory, "one_ms")):
            title = f"finding one person among {others:,} ÷ among 1,000, {name}"
            results.append(bounded(title, found[key], "ms", baseline=found["one_small_ms"], at_most=AT_MOST))
        what = f"import of {chosen.people:,} people from a file ÷ their bare rows, {name}"
        waited = f"longest wait of another write during that import, {name}"
        results += [
            bounded(waited, found["longest_wait_ms"], "ms", at_most=LONGEST_WAIT_MS),
            bounded(what, found["import_s"], "s", baseline=found["rows_s"], at_most=MUST),
            bounded(f"a page of a directory of {chosen.directory:,} people, {name}", found["page_ms"], "ms"),
            bounded(f"a search in a directory of {chosen.directory:,} people, {name}", found["search_ms"], "ms"),
            *of_rosters(name, database, chosen.students),
        ]
    return results


def of_rosters(
    name: str, database: Callable[[], AbstractContextManager[tuple[str, Path]]], students: int
) -> list[Result]:
    """Measure a roster of so many students: its first set, and the next school year's."""
    with database() as (url, folder):
        found = rosters.timed(url, var=folder, students=students)
    say(f"{name}: {found}")
    results = []
    for key, what in (("first", "the first roster"), ("next", "the next year's roster")):
        waited = f"longest wait of another write while {what} of {students:,} students is stored, {name}"
        took = f"{what} of {students:,} students, read and stored ÷ bare rows of people and enrollments, {name}"
        results += [
            bounded(waited, found[f"{key}_longest_wait_ms"], "ms", at_most=LONGEST_WAIT_MS),
            bounded(took, found[f"{key}_s"], "s", baseline=found["rows_s"]),
        ]
    return results


if __name__ == "__main__":
    sys.exit(run_bench("people", measure, options=OPTIONS, arguments=sys.argv[1:]))
