"""Measure nothing, lose nothing: a room worked by many while servers, broker and database fail in every way."""

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.rig.meters import Result, counted, run_bench, say
from tests.bench.rig.soaking.soak import Findings, Plan, soak
from tests.bench.rig.soaking.trouble import small_disk
from tests.support.services import PostgisServer, migrate

OPTIONS = {
    "clients": 50,
    "commands": 2000,
    "seed": 1,
    "rounds": 10,  # a round is some hundred thousand deliveries: a million together
    "limit": 600,  # seconds that a round may take
    "minutes": 0,  # go on with new rounds for as long
    "kill": 1,
    "broker": 2,
    "cut": 2,
    "freeze": 1,
    "database": 1,
    "disk": 1,
    "clock": 1,
}
KINDS = ("kill", "broker", "cut", "freeze", "database", "disk", "clock")


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run the plan, on a durable PostgreSQL, as many rounds as asked; counts are sums."""
    rounds: list[Findings] = []
    until_s = time.monotonic() + 60 * chosen.minutes
    postgis = PostgisServer(durable=True)
    troubles = {kind: getattr(chosen, kind) for kind in KINDS}
    with contextlib.ExitStack() as stack:
        if chosen.disk:
            stack.enter_context(small_disk(postgis.folder))
        stack.enter_context(postgis)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        template = postgis.create_database()
        migrate(postgis.url(template), var=folder)
        while len(rounds) < chosen.rounds or time.monotonic() < until_s:
            seed = chosen.seed + len(rounds)
            plan = Plan(chosen.clients, chosen.commands, troubles=troubles, seed=seed, timeout_s=chosen.limit)
            database = postgis.create_database(template=template)
            rounds.append(soak(plan, postgis, database))
            postgis.drop_database(database)
            say(f"round {len(rounds)}: {rounds[-1].seconds:.0f} s, faults: {rounds[-1].faults() or 'none'}")
    return results(chosen.commands * len(rounds), rounds)


def results(commands: int, rounds: Sequence[Findings]) -> list[Result]:
    """Return the counts of all rounds together."""

    def total(name: str) -> float:
        values = [getattr(one, name) for one in rounds]
        return float(sum(len(value) if isinstance(value, list) else value for value in values))

    faults = ["refused", "lost", "duplicated", "out_of_order", "unequal_logs", "broken_chains", "unequal_states"]
    return [
        counted("commands posted", total("posted"), must_be=commands),
        counted("commands acknowledged", total("acknowledged"), must_be=commands),
        counted("entries delivered", total("delivered")),
        counted("reconnects", total("reconnects")),
        counted("time", total("seconds"), unit="s"),
        *(counted(name.replace("_", " "), total(name), must_be=0) for name in faults),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("soak", measure, options=OPTIONS, arguments=sys.argv[1:]))
