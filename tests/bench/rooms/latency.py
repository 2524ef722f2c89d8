"""How long a message takes from the one who posts it to the last of all, beside an echo that keeps no log."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.others.baselines import baseline
from tests.bench.rig.rooms.talk import EchoSeat, Heard, ListeningSeat, Stopwatch, talk
from tests.bench.rig.seats import Door, connect, doors_to, sit_down, stand_up

OPTIONS = {"posts-per-s": 20, "seconds": 6, "runs": 3}
SIZES = (10, 100, 500)
MUST = 6
SPEAKERS = 10
SETTLE_S = 2.5


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Talk on our server and on the echo in turns, the largest room as often as asked, the others once."""
    ours: dict[int, list[Heard]] = {size: [] for size in SIZES}
    echoed: dict[int, list[Heard]] = {size: [] for size in SIZES}
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        crowd = set_crowd(url, var=folder, rooms=1, people=max(SIZES))
        take_client_core(postgis)
        with served(url, var=folder) as server, baseline("echo") as (echo_url, _):
            for size in [*SIZES[:-1], *[SIZES[-1]] * chosen.runs]:
                doors = doors_to(server.ws_url, crowd.people[:size], database_url=url, var=folder)
                ours[size].append(uvloop.run(heard_in_room(doors, chosen)))
                echoed[size].append(uvloop.run(heard_as_echo(Door(echo_url, ""), size, chosen)))
                p99_ms, echo_ms = ours[size][-1].to_all_p99_ms(), echoed[size][-1].to_all_p99_ms()
                say(f"{size}: ours {p99_ms:.1f} ms, echo {echo_ms:.1f} ms, unheard {ours[size][-1].unheard}")
    return _results(ours, echoed)


async def heard_in_room(doors: Sequence[Door], chosen: argparse.Namespace) -> Heard:
    watch = Stopwatch(len(doors))
    seats = await sit_down(doors, lambda _: ListeningSeat(watch))
    await asyncio.sleep(SETTLE_S)  # presence of those who came in
    heard = await talk(seats[:SPEAKERS], watch, per_s=chosen.posts_per_s, seconds=chosen.seconds)
    stand_up(seats)
    return heard


async def heard_as_echo(door: Door, size: int, chosen: argparse.Namespace) -> Heard:
    watch = Stopwatch(size)
    seats = [await connect(door, EchoSeat(watch)) for _ in range(size)]
    heard = await talk(seats[:SPEAKERS], watch, per_s=chosen.posts_per_s, seconds=chosen.seconds)
    for seat in seats:
        if seat.transport is not None:
            seat.transport.disconnect(graceful=False)
    return heard


def _results(ours: dict[int, list[Heard]], echoed: dict[int, list[Heard]]) -> list[Result]:
    results = [
        bounded(
            f"p99 from post until all have it at {size} sockets",
            median([one.to_all_p99_ms() for one in ours[size]]),
            "ms",
            baseline=median([one.to_all_p99_ms() for one in echoed[size]]),
            at_most=MUST if size == max(SIZES) else None,
        )
        for size in SIZES
    ]
    for size in SIZES:
        middle_ms = median([one.to_all_ms[len(one.to_all_ms) // 2] for one in ours[size]])
        results.append(Result(f"median until all have it at {size} sockets", middle_ms, "ms"))
    unheard = sum(one.unheard for runs in ours.values() for one in runs)
    return [*results, bounded("words that someone did not hear", unheard, "", at_most=0)]


if __name__ == "__main__":
    sys.exit(run_bench("latency", measure, options=OPTIONS, arguments=sys.argv[1:]))
