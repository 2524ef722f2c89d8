"""How long a panic press waits while a very large plan is stored, beside how long it waits alone."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench.maps.map import Database, on_postgis, on_spatialite
from tests.bench.rig.bounds import bounded, served, take_client_core
from tests.bench.rig.meters import Result, run_bench, say
from tests.stage.maps.large_plan import presses_s, store_rooms, write_school

OPTIONS = {"rooms": 199_000, "alone": 200}
MUST = 3.0


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Press alone and beside a plan that is being stored, on both databases."""
    databases = {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}
    return [one for name, database in databases.items() for one in _pressed(name, database, chosen)]


def _pressed(
    name: str, database: Callable[[], AbstractContextManager[Database]], chosen: argparse.Namespace
) -> list[Result]:
    with database() as (url, folder), tempfile.TemporaryDirectory() as logs:
        take_client_core()
        with served(url, var=folder) as server:
            school = write_school(server.env)
            alone = presses_s(server.url, school, go_on=lambda count: count < chosen.alone)
            child = store_rooms(server.env, school, rooms=chosen.rooms, log=Path(logs) / "storing.txt")
            beside = presses_s(server.url, school, go_on=lambda _: child.is_running)
            code = child.wait_ended(timeout_s=60)
            assert code == 0, child.log_end()
    say(f"{name}: {len(beside)} presses, the slowest {max(beside) * 1e3:.0f} ms; alone {max(alone) * 1e3:.0f} ms")
    what = f"p99 of a panic press while {chosen.rooms:,} rooms are stored ÷ alone, {name}"
    middle = f"median of a panic press while {chosen.rooms:,} rooms are stored ÷ alone, {name}"
    return [
        bounded(what, _p99(beside) * 1e3, "ms", baseline=_p99(alone) * 1e3, at_most=MUST),
        bounded(middle, statistics.median(beside) * 1e3, "ms", baseline=statistics.median(alone) * 1e3),
    ]


def _p99(waited: Sequence[float]) -> float:
    return sorted(waited)[min(len(waited) - 1, int(len(waited) * 0.99))]


if __name__ == "__main__":
    sys.exit(run_bench("storing", measure, options=OPTIONS, arguments=sys.argv[1:]))
