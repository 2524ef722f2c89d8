"""What an open socket costs that no one uses: memory, processor time, reads; beside daphne with an empty consumer."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.meters import Result, cpu_s, rss_bytes, run_bench, say
from tests.bench.rig.others.baselines import baseline
from tests.bench.rig.seats import Door, Seat, connect, doors_to, sit_down, stand_up
from tests.bench.rig.statements import asked_of, forget_statements
from tests.support.services import PostgisServer

# Twice the thirty seconds after which each socket is asked whether it is alive, and twelve beacons.
OPTIONS = {"seconds": 60, "sockets": 1000}
WARM = 200  # the first sockets also pay for what a process loads once
MUST_KIB, MUST_CPU, MUST_READS_PER_S = 40, 2.0, 2.0
SETTLE_S = 4.0
KIB = 1024


@dataclass(frozen=True)
class Idle:
    """What a process with idle sockets was seen to use."""

    kib_per_socket: float
    cpu_percent: float


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Open the sockets, let all settle, watch."""
    with migrated_postgis(counts_statements=True) as (postgis, database, folder):
        url = postgis.url(database)
        crowd = set_crowd(url, var=folder, rooms=1, people=chosen.sockets + WARM)
        take_client_core(postgis)
        with served(url, var=folder) as server:
            first = doors_to(server.ws_url, crowd.people[:WARM], database_url=url, var=folder)
            more = doors_to(server.ws_url, crowd.people[WARM:], database_url=url, var=folder)
            ours = uvloop.run(_watch(first, more, server.pid, chosen.seconds, postgis))
            statements = asked_of(postgis, database)
        with baseline("empty") as (empty_url, pid):
            least = uvloop.run(_watch_empty(Door(empty_url, ""), chosen.sockets, pid, chosen.seconds))
    reads_per_s = sum(one.calls for one in statements if one.is_read) / chosen.seconds
    for one in statements[:6]:
        say(f"{one.calls:5} x {one.text[:100]!r}")
    sockets = chosen.sockets
    return [
        Result(f"memory per socket, daphne with an empty consumer, at {sockets} sockets", least.kib_per_socket, "KiB"),
        bounded(f"memory per socket at {sockets} sockets", ours.kib_per_socket, "KiB", at_most=MUST_KIB),
        Result("idle processor time, daphne with the same pings", least.cpu_percent, "% of a core"),
        bounded("idle processor time", ours.cpu_percent, "% of a core", baseline=least.cpu_percent, at_most=MUST_CPU),
        bounded("idle database reads", reads_per_s, "per s", at_most=MUST_READS_PER_S),
    ]


async def _watch(first: Sequence[Door], more: Sequence[Door], pid: int, seconds: float, postgis: PostgisServer) -> Idle:
    seats = await sit_down(first, lambda _: Seat(after=0))
    await asyncio.sleep(SETTLE_S)
    before = rss_bytes(pid)
    seats += await sit_down(more, lambda _: Seat(after=0))
    await asyncio.sleep(SETTLE_S)
    kib = (rss_bytes(pid) - before) / KIB / len(more)
    # What is open is as many as the measure says; the first ones were there to be subtracted.
    stand_up(seats[:WARM])
    await asyncio.sleep(SETTLE_S)
    forget_statements(postgis)
    cpu = await _cpu_percent(pid, seconds)
    stand_up(seats[WARM:])
    return Idle(kib, cpu)


async def _watch_empty(door: Door, sockets: int, pid: int, seconds: float) -> Idle:
    seats = [await connect(door, Seat()) for _ in range(WARM)]
    await asyncio.sleep(1)
    before = rss_bytes(pid)
    seats += [await connect(door, Seat()) for _ in range(sockets)]
    await asyncio.sleep(1)
    kib = (rss_bytes(pid) - before) / KIB / sockets
    cpu = await _cpu_percent(pid, seconds)
    stand_up(seats)
    return Idle(kib, cpu)


async def _cpu_percent(pid: int, seconds: float) -> float:
    before_s = cpu_s(pid)
    await asyncio.sleep(seconds)
    return (cpu_s(pid) - before_s) / seconds * 100


if __name__ == "__main__":
    sys.exit(run_bench("idle", measure, options=OPTIONS, arguments=sys.argv[1:]))
