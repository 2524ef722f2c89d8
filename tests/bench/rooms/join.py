"""How long until all are current again after everybody was cut off, beside a server that only sends stored frames."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import Crowd, set_crowd
from tests.bench.rig.meters import Result, cpu_s, median, run_bench, say
from tests.bench.rig.others.baselines import baseline
from tests.bench.rig.rooms.join import stored_storm, storm, tail_of
from tests.bench.rig.seats import doors_to
from tests.bench.rig.statements import Asked, asked_of, forget_statements, reads
from tests.support.services import PostgisServer

OPTIONS = {"behind": 500, "runs": 3}
SIZES = (10, 100, 1000)
MUST_RATIO, MUST_READS = 5, 10
# Everybody of the crowd reads with the same eyes; the school's staff would be a second kind of reader.
AUDIENCES = 1
STATE_TABLE = 'FROM "room_roomobject"'


@dataclass(frozen=True)
class Storm:
    """One storm's time and what it asked the database."""

    seconds: float
    server_cpu_s: float
    reads: int
    states: int


@dataclass
class Scene:
    """A room with a log, whose server is started anew for each storm: nothing is warm."""

    postgis: PostgisServer
    database: str
    folder: Path
    crowd: Crowd
    head: int

    def storm(self, size: int, *, after: int | None) -> Storm:
        url = self.postgis.url(self.database)
        with served(url, var=self.folder) as server:
            doors = doors_to(server.ws_url, self.crowd.people[:size], database_url=url, var=self.folder)
            forget_statements(self.postgis)
            before_s = cpu_s(server.pid)
            seconds = uvloop.run(storm(doors, after=after, head=self.head))
            asked = asked_of(self.postgis, self.database)
            return Storm(seconds, cpu_s(server.pid) - before_s, reads(asked), states_of(asked))

    def tail(self, behind: int) -> list[bytes]:
        url = self.postgis.url(self.database)
        with served(url, var=self.folder) as server:
            (door,) = doors_to(server.ws_url, self.crowd.people[:1], database_url=url, var=self.folder)
            return uvloop.run(tail_of(door, after=self.head - behind, head=self.head))


def states_of(asked: Sequence[Asked]) -> int:
    """Return how often a room's state was read: once for each state that is encoded."""
    return sum(one.calls for one in asked if one.is_read and not one.is_by_the_clock and STATE_TABLE in one.text)


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Storm a cold server and the baseline in turns; then once with clients that have nothing."""
    ours: dict[int, list[Storm]] = {size: [] for size in SIZES}
    stored: dict[int, list[float]] = {size: [] for size in SIZES}
    with migrated_postgis(counts_statements=True) as (postgis, database, folder):
        crowd = set_crowd(postgis.url(database), var=folder, rooms=1, people=max(SIZES), entries=chosen.behind)
        scene = Scene(postgis, database, folder, crowd, head_of(postgis, database))
        take_client_core(postgis)
        shelf = folder / "frames.txt"
        shelf.write_bytes(b"\n".join(scene.tail(chosen.behind)))
        for size in [*SIZES[:-1], *[SIZES[-1]] * chosen.runs]:
            with baseline("stored", str(shelf)) as (url, _):
                stored[size].append(uvloop.run(stored_storm(url, sockets=size, frames=chosen.behind)))
            ours[size].append(scene.storm(size, after=scene.head - chosen.behind))
            say(f"{size}: ours {ours[size][-1]}, stored {stored[size][-1]:.2f} s")
        fresh = scene.storm(max(SIZES), after=None)
        say(f"fresh: {fresh}")
    return _results(ours, stored, fresh)


def head_of(postgis: PostgisServer, database: str) -> int:
    """Return how long the only room's log is."""
    with postgis.connect(database) as connection:
        row = connection.execute("SELECT max(head_seq) FROM room_room").fetchone()
    assert row is not None
    return int(str(row[0]))


def _results(ours: dict[int, list[Storm]], stored: dict[int, list[float]], fresh: Storm) -> list[Result]:
    largest = max(SIZES)
    seconds = {size: median([one.seconds for one in runs]) for size, runs in ours.items()}
    baselines = {size: median(runs) for size, runs in stored.items()}
    results = [
        bounded(
            f"time until all are current at {size} sockets",
            seconds[size],
            "s",
            baseline=baselines[size],
            at_most=MUST_RATIO if size == largest else None,
        )
        for size in SIZES
    ]
    most_reads = max(one.reads for one in ours[largest])
    return [
        *results,
        *(Result(f"picows with stored frames at {size} sockets", baselines[size], "s") for size in SIZES),
        Result("server processor time of the largest storm", median([one.server_cpu_s for one in ours[largest]]), "s"),
        bounded("database reads of the largest storm", most_reads, "", at_most=MUST_READS),
        Result("time until all have the state", fresh.seconds, "s"),
        # No bound: those who were cut off ask for what they missed. A room's state is one read for each kind of thing.
        Result("database reads when all want the state", fresh.reads, ""),
        bounded("states built for all", fresh.states, "", at_most=AUDIENCES),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("join", measure, options=OPTIONS, arguments=sys.argv[1:]))
