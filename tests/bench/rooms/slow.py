"""Some of a room stop reading: what that does to the others, to the server's memory, and to themselves."""

import argparse
import sys
from collections.abc import Sequence

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.rooms.slow import Course, Outcome, stall
from tests.bench.rig.rooms.talk import Heard
from tests.bench.rig.seats import doors_to
from tests.support.services import AppServer

# At that pace the window of 128 entries is full after two seconds, and the five of patience end before the talk does.
OPTIONS = {"sockets": 300, "stalled": 50, "posts-per-s": 50, "seconds": 11, "runs": 1}
MUST_P99, MUST_BYTES = 1.2, 1024 * 1024
SLOW = 4408


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Talk to all, then to those who still read, on one server; as often as asked."""
    outcomes = []
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        crowd = set_crowd(url, var=folder, rooms=1, people=chosen.sockets)
        take_client_core(postgis)

        def once(server: AppServer) -> Outcome:
            doors = doors_to(server.ws_url, crowd.people, database_url=url, var=folder)
            course = Course(chosen.stalled, chosen.posts_per_s, chosen.seconds, server.pid)
            slow_people = crowd.people[-chosen.stalled :]
            return uvloop.run(
                stall(doors, course, lambda: doors_to(server.ws_url, slow_people, database_url=url, var=folder))
            )

        for _ in range(chosen.runs):
            with served(url, var=folder) as server:
                outcomes.append(once(server))
            say(_said(outcomes[-1]))
    return _results(chosen, outcomes)


def _said(one: Outcome) -> str:
    before, during = p99_ms(one.before), p99_ms(one.during)
    return (
        f"p99 {before:.1f} ms, then {during:.1f} ms; {one.bytes_each / 1024:.0f} KiB each; codes {set(one.close_codes)}"
    )


def p99_ms(seconds: Sequence[Heard]) -> float:
    """Return the p99 of a typical second: a hiccup of the machine spoils one second, not the comparison."""
    return median([one.to_each_p99_ms() for one in seconds])


def _results(chosen: argparse.Namespace, outcomes: Sequence[Outcome]) -> list[Result]:
    stalled = chosen.stalled * len(outcomes)
    unheard = sum(second.unheard for one in outcomes for second in one.during)
    codes = [code for one in outcomes for code in one.close_codes]
    return [
        bounded(
            "others' p99 while some do not read",
            median([p99_ms(one.during) for one in outcomes]),
            "ms",
            baseline=median([p99_ms(one.before) for one in outcomes]),
            at_most=MUST_P99,
        ),
        bounded("others' words unheard", unheard, "", at_most=0),
        bounded("memory per stalled socket", max(one.bytes_each for one in outcomes), "bytes", at_most=MUST_BYTES),
        bounded("stalled sockets closed with 4408", codes.count(SLOW), "", at_least=stalled),
        bounded("current after reconnecting", sum(one.current_again for one in outcomes), "", at_least=stalled),
        Result("time until they were current", median([one.return_s for one in outcomes]), "s"),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("slow", measure, options=OPTIONS, arguments=sys.argv[1:]))
