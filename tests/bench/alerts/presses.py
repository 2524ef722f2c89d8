"""How long the newest of many panic presses takes, beside the first ones: on the worst day a whole school presses."""

import argparse
import statistics
import sys
from collections.abc import Sequence

from tests.bench.maps.map import on_postgis, on_spatialite
from tests.bench.rig.bounds import bounded, served, take_client_core
from tests.bench.rig.meters import Result, run_bench, say
from tests.stage.maps.large_plan import presses_s, write_school

OPTIONS = {"presses": 1000, "looked-at": 100}
MUST = 2.0


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Press again and again at one school, on both databases."""
    results: list[Result] = []
    for name, database in {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}.items():
        with database() as (url, folder):
            take_client_core()
            with served(url, var=folder) as server:
                school = write_school(server.env)
                waited_s = presses_s(server.url, school, go_on=lambda count: count < chosen.presses)
        first, last = (statistics.median(one) * 1e3 for one in _ends(waited_s, chosen.looked_at))
        say(f"{name}: the slowest of {len(waited_s)} presses took {max(waited_s) * 1e3:.0f} ms")
        what = f"median of the last {chosen.looked_at} of {chosen.presses:,} presses ÷ of the first, {name}"
        results.append(bounded(what, last, "ms", baseline=first, at_most=MUST))
    return results


def _ends(waited_s: Sequence[float], count: int) -> tuple[Sequence[float], Sequence[float]]:
    return waited_s[:count], waited_s[-count:]


if __name__ == "__main__":
    sys.exit(run_bench("presses", measure, options=OPTIONS, arguments=sys.argv[1:]))
