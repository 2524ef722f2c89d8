"""What it costs to find around which schools posts were written, beside SQL by hand with a spatial index."""

import argparse
import sys
from collections.abc import Sequence

from tests.bench.maps.map import on_postgis, on_spatialite
from tests.bench.rig.bounds import bounded
from tests.bench.rig.maps.fences import timed
from tests.bench.rig.meters import Result, run_bench, say

OPTIONS = {"posts": 100_000, "parcels": 200}
MUST = 1.5


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Measure on both databases, both ways in one process and in turns."""
    results = []
    for name, databases in {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}.items():
        with databases() as (url, folder):
            found = timed(url, var=folder, posts=chosen.posts, parcels=chosen.parcels)
        say(f"{name}: {found}")
        measured = f"{chosen.posts:,} posts and {chosen.parcels} parcels ÷ SQL by hand, {name}"
        results.append(bounded(measured, found["ours"] * 1e3, "ms", baseline=found["by_hand"] * 1e3, at_most=MUST))
    return results


if __name__ == "__main__":
    sys.exit(run_bench("fences", measure, options=OPTIONS, arguments=sys.argv[1:]))
