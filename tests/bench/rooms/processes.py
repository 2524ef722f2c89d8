"""Two server processes over Valkey on two cores, beside one: how much more they can hand out.

On a machine with two cores, clients, database and broker work on the same cores as the servers, so the clock cannot
tell. What a process can hand out is limited by its core: deliveries per second of the busier process's processor time,
with one post at a time for both, so that neither saves work by committing or handing out many entries in one go.
"""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served
from tests.bench.rig.crowd import Crowd, set_crowd
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.rooms.spread import Place, Spread, spread
from tests.bench.rig.seats import doors_to
from tests.support.services import PostgisServer, ValkeyServer

OPTIONS = {"sockets": 300, "speakers": 16, "posts-per-s": 40, "seconds": 5, "runs": 7}
MUST = 1.8


@dataclass
class Scene:
    """A room with its people, copied anew for each run."""

    postgis: PostgisServer
    template: str
    folder: Path
    crowd: Crowd
    redis_url: str

    def run(self, processes: int, chosen: argparse.Namespace) -> Spread:
        """Spread the people evenly over so many processes, each on a core of its own, and let some of each talk."""
        url = self.postgis.url(self.postgis.create_database(template=self.template))
        with contextlib.ExitStack() as stack:
            servers = [
                stack.enter_context(served(url, var=self.folder, redis_url=self.redis_url, core=number))
                for number in range(processes)
            ]
            doors = doors_to("", self.crowd.people, database_url=url, var=self.folder)
            places = [
                Place(servers[number % processes].ws_url, servers[number % processes].pid, door)
                for number, door in enumerate(doors)
            ]
            pace = {"speakers": chosen.speakers, "per_s": chosen.posts_per_s, "seconds": chosen.seconds}
            return uvloop.run(spread(places, **pace))


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run one process and two, in turns."""
    one: list[Spread] = []
    two: list[Spread] = []
    with migrated_postgis() as (postgis, database, folder), ValkeyServer() as valkey:
        crowd = set_crowd(postgis.url(database), var=folder, rooms=1, people=chosen.sockets)
        scene = Scene(postgis, database, folder, crowd, valkey.url)
        for _ in range(chosen.runs):
            one.append(scene.run(1, chosen))
            two.append(scene.run(2, chosen))
            say(f"one {one[-1].per_busiest_cpu_s:,.0f}, two {two[-1].per_busiest_cpu_s:,.0f} per processor second")
    return _results(one, two)


def _results(one: Sequence[Spread], two: Sequence[Spread]) -> list[Result]:
    single = median([run.per_busiest_cpu_s for run in one])
    double = median([run.per_busiest_cpu_s for run in two])
    return [
        Result("one process: deliveries per second of its processor time", single, "per s"),
        bounded(
            "two processes: deliveries per second of the busier one's processor time",
            double,
            "per s",
            baseline=single,
            at_least=MUST,
        ),
        bounded(
            "two processes: deliveries per second of both processes' time",
            median([run.per_cpu_s for run in two]),
            "per s",
            baseline=single,
        ),
        bounded("words that someone did not hear", sum(run.heard.unheard for run in [*one, *two]), "", at_most=0),
        Result("one process: p99 to each", median([run.heard.to_each_p99_ms() for run in one]), "ms"),
        Result("two processes: p99 to each", median([run.heard.to_each_p99_ms() for run in two]), "ms"),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("processes", measure, options=OPTIONS, arguments=sys.argv[1:]))
