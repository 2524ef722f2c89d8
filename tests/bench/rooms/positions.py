"""Everybody in one room shares their position once a second and sees everybody: what that costs the server."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.others.taky import install_taky, taky
from tests.bench.rig.rooms.positions import Seen, share, share_by_tak
from tests.bench.rig.seats import doors_to

OPTIONS = {"seconds": 5, "runs": 3, "also": 0}  # also: one more size, to see how it goes on
SIZES = (10, 100, 200, 500, 1000)
TAKY_SIZE = 200
MUST_TAKY, MUST_GROWTH, MUST_AGE_S = 0.1, 2.3, 1.5


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Grow one room from 10 to 1,000 people on one server, and run taky with 200."""
    sizes = [*SIZES, chosen.also] if chosen.also else SIZES
    runs: dict[int, list[Seen]] = {people: [] for people in sizes}
    relayed: list[Seen] = []
    with tempfile.TemporaryDirectory() as tools, migrated_postgis() as (postgis, database, folder):
        program = install_taky(Path(tools))
        url = postgis.url(database)
        crowd = set_crowd(url, var=folder, rooms=1, people=max(sizes))
        take_client_core(postgis)
        with served(url, var=folder) as server:
            for people in [size for _ in range(chosen.runs) for size in sizes]:
                doors = doors_to(server.ws_url, crowd.people[:people], database_url=url, var=folder)
                runs[people].append(uvloop.run(share(doors, seconds=chosen.seconds, server_pid=server.pid)))
                say(_said(f"{people} people", runs[people][-1]))
        for _ in range(chosen.runs if program else 0):
            assert program is not None
            with taky(program) as (port, pid):
                many = share_by_tak(port, people=TAKY_SIZE, seconds=chosen.seconds, server_pid=pid)
                relayed.append(uvloop.run(many))
            say(_said("taky", relayed[-1]))
    return _results(runs, relayed)


def _said(who: str, seen: Seen) -> str:
    return f"{who}: {seen.cpu_per_s:.1%} of a core, {seen.got / seen.expected:.1%} seen, oldest {seen.oldest_s:.2f} s"


def _results(runs: dict[int, list[Seen]], relayed: list[Seen]) -> list[Result]:
    cost = {people: median([one.cpu_per_s * 100 for one in seen]) for people, seen in runs.items()}
    results = [
        Result(f"server processor time at {people} people", value, "% of a core") for people, value in cost.items()
    ]
    for people, seen in runs.items():
        age_s = median([one.oldest_s for one in seen])
        results.append(bounded(f"oldest position on arrival at {people} people", age_s, "s", at_most=MUST_AGE_S))
    for people, seen in runs.items():
        share_of_all = median([one.got / one.expected for one in seen])
        results.append(bounded(f"positions seen of those shared at {people} people", share_of_all, "", at_least=0.99))
    if relayed:
        taky_cost = median([one.cpu_per_s * 100 for one in relayed])
        results.append(
            bounded("ours at 200 ÷ taky at 200", cost[TAKY_SIZE], "% of a core", baseline=taky_cost, at_most=MUST_TAKY)
        )
        delivered = median([one.got / one.expected for one in relayed])
        results.append(Result("taky: positions delivered in time", delivered, ""))
    else:
        results.append(Result("taky could not be installed", 0, "", must="a baseline", ok=False))
    results.append(
        bounded("cost at 1,000 ÷ cost at 500", cost[1000], "% of a core", baseline=cost[500], at_most=MUST_GROWTH)
    )
    return results


if __name__ == "__main__":
    sys.exit(run_bench("positions", measure, options=OPTIONS, arguments=sys.argv[1:]))
