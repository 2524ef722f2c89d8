"""Measure nothing, lose nothing: a room worked by many while servers are killed and the broker restarts."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.load_soak import Findings, Plan, soak
from tests.support.meters import Result, counted, run_bench, say
from tests.support.services import PostgisServer, migrate

OPTIONS = {"clients": 50, "commands": 2000, "kills": 1, "broker-restarts": 2, "cuts": 2, "seed": 1, "rounds": 1}


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run the plan, on a durable PostgreSQL, as many rounds as asked; counts are sums."""
    rounds = []
    with PostgisServer(durable=True) as postgis, tempfile.TemporaryDirectory() as folder:
        template = postgis.create_database()
        migrate(postgis.url(template), var=Path(folder))
        for number in range(chosen.rounds):
            plan = Plan(
                clients=chosen.clients,
                commands=chosen.commands,
                kills=chosen.kills,
                broker_restarts=chosen.broker_restarts,
                cut_connections=chosen.cuts,
                seed=chosen.seed + number,
                timeout_s=600,
            )
            findings = soak(plan, postgis, postgis.create_database(template=template))
            say(f"round {number + 1}: {findings.seconds:.0f} s, faults: {findings.faults() or 'none'}")
            rounds.append(findings)
    return results(chosen.commands * chosen.rounds, rounds)


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
