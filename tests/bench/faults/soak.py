"""Lose nothing, leak nothing: rooms worked by many, and by people who come and go, while everything fails that can.

`--minutes 60 --rate 4` is an hour at night speed: one round, four commands a second of all together.
"""

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench.rig.meters import Result, counted, run_bench, say
from tests.bench.rig.soaking.soak import FAULTS, Findings, Plan, soak
from tests.bench.rig.soaking.stores import PostgisStore, SpatialiteStore, Store
from tests.bench.rig.soaking.trouble import small_disk
from tests.support.services import PostgisServer, migrate

OPTIONS = {
    "clients": 50,
    "commands": 2000,
    "seed": 1,
    "rounds": 10,  # a round is some hundred thousand deliveries: a million together
    "limit": 600,  # seconds that a round may take
    "minutes": 0,  # go on with new rounds for as long; with a rate: one round that takes as long
    "rate": 0,  # commands per second of all together; 0 is as fast as they are answered
    "spatialite": 0,  # 1: one server over SpatiaLite, without broker and database server
    "kill": 1,
    "broker": 2,
    "cut": 2,
    "freeze": 1,
    "database": 1,
    "disk": 1,
    "clock": 1,
}
KINDS = ("kill", "broker", "cut", "freeze", "database", "disk", "clock")


# What can befall one server over SpatiaLite.
ALONE = {"kill", "cut", "freeze", "clock"}


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run the plan, on a durable PostgreSQL or on SpatiaLite, as many rounds as asked; counts are sums."""
    rounds: list[Findings] = []
    until_s = time.monotonic() + 60 * chosen.minutes
    with contextlib.ExitStack() as stack:
        new_store = _spatialite(stack) if chosen.spatialite else _postgis(stack, has_small_disk=bool(chosen.disk))
        while len(rounds) < (1 if chosen.rate else chosen.rounds) or (not chosen.rate and time.monotonic() < until_s):
            plan = _plan(chosen, seed=chosen.seed + len(rounds))
            with new_store() as (store, postgis):
                rounds.append(soak(plan, store, postgis))
            say(f"round {len(rounds)}: {rounds[-1].seconds:.0f} s, faults: {rounds[-1].faults() or 'none'}")
    return results(plan.commands * len(rounds), rounds)


def _plan(chosen: argparse.Namespace, *, seed: int) -> Plan:
    troubles = {kind: getattr(chosen, kind) for kind in KINDS if not chosen.spatialite or kind in ALONE}
    return Plan(
        chosen.clients,
        60 * chosen.minutes * chosen.rate or chosen.commands,
        troubles=troubles,
        seed=seed,
        # What an outage or a busy machine holds up is not made up for.
        timeout_s=max(chosen.limit, 180 * chosen.minutes) if chosen.rate else chosen.limit,
        rate=chosen.rate,
        pause_s=2.0 if chosen.rate else 0.5,
        servers=1 if chosen.spatialite else 2,
    )


type NewStore = Callable[[], AbstractContextManager[tuple[Store, PostgisServer | None]]]


def _postgis(stack: contextlib.ExitStack, *, has_small_disk: bool) -> NewStore:
    postgis = PostgisServer(durable=True)
    if has_small_disk:
        stack.enter_context(small_disk(postgis.folder))
    stack.enter_context(postgis)
    template = postgis.create_database()
    migrate(postgis.url(template), var=_folder(stack))

    @contextlib.contextmanager
    def new() -> Iterator[tuple[Store, PostgisServer | None]]:
        store = PostgisStore(postgis, postgis.create_database(template=template))
        yield store, postgis
        postgis.drop_database(store.database)

    return new


def _spatialite(stack: contextlib.ExitStack) -> NewStore:
    @contextlib.contextmanager
    def new() -> Iterator[tuple[Store, PostgisServer | None]]:
        folder = _folder(stack)
        store = SpatialiteStore(folder / "app.sqlite3")
        migrate(store.url, var=folder)
        yield store, None

    return new


def _folder(stack: contextlib.ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="musterpoint-soak-")))


def results(commands: int, rounds: Sequence[Findings]) -> list[Result]:
    """Return the counts of all rounds together."""

    def total(name: str) -> float:
        values = [getattr(one, name) for one in rounds]
        return float(sum(len(value) if isinstance(value, list) else value for value in values))

    first, most, last = (max(one.memory_bytes[number] for one in rounds) / 2**20 for number in range(3))
    return [
        counted("commands posted", total("posted"), must_be=commands),
        counted("commands acknowledged", total("acknowledged"), must_be=commands),
        counted("entries delivered", total("delivered")),
        counted("reconnects", total("reconnects")),
        counted("time", total("seconds"), unit="s"),
        counted("changes of who may", total("changes")),
        counted("claims of the oracle", total("claims")),
        counted("memory of a server after a minute", first, unit="MiB"),
        counted("memory of a server at the most", most, unit="MiB"),
        counted("memory of a server at the end", last, unit="MiB"),
        *(counted(name.replace("_", " "), total(name), must_be=0) for name in FAULTS),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("soak", measure, options=OPTIONS, arguments=sys.argv[1:]))
