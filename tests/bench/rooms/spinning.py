"""How long a post takes to everybody while two other programs take every core they can, beside a bare broadcaster."""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvloop

from tests.bench.maps.map import on_spatialite
from tests.bench.rig.bounds import all_precede, bounded, served
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.others.baselines import baseline
from tests.bench.rig.rooms.talk import Heard
from tests.bench.rig.seats import Door, doors_to
from tests.bench.rooms.latency import heard_as_echo, heard_in_room
from tests.support.processes import ChildProcess

OPTIONS = {"sockets": 400, "posts-per-s": 20, "seconds": 10, "runs": 3, "spinning": 2}
MUST = 2.0
SPIN = [sys.executable, "-c", "while True: pass"]


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Talk in our room and on the bare broadcaster in turns, beside the spinners."""
    all_precede()
    ours, bare = list[Heard](), list[Heard]()
    with on_spatialite() as (url, folder):
        crowd = set_crowd(url, var=folder, rooms=1, people=chosen.sockets)
        with (
            served(url, var=folder, core=None) as server,
            baseline("durable", str(folder / "words.sqlite3"), core=None) as (bare_url, _),
            spinning(chosen.spinning),
        ):
            for _ in range(chosen.runs):
                doors = doors_to(server.ws_url, crowd.people, database_url=url, var=folder)
                ours.append(uvloop.run(heard_in_room(doors, chosen)))
                bare.append(uvloop.run(heard_as_echo(Door(bare_url, ""), chosen.sockets, chosen)))
                say(f"p99 to each: ours {ours[-1].to_each_p99_ms():.0f} ms, bare {bare[-1].to_each_p99_ms():.0f} ms")
    ours_ms, bare_ms = (median([one.to_each_p99_ms() for one in runs]) for runs in (ours, bare))
    middle_ms, bare_middle_ms = (median([middle(one) for one in runs]) for runs in (ours, bare))
    name = f"{chosen.sockets} sockets beside {chosen.spinning} spinning processes"
    return [
        bounded(f"p99 from post to each of {name}", ours_ms, "ms", baseline=bare_ms, at_most=MUST),
        bounded(f"median from post to each of {name}", middle_ms, "ms", baseline=bare_middle_ms),
        bounded("words that someone did not hear", sum(one.unheard for one in ours), "", at_most=0),
    ]


def middle(heard: Heard) -> float:
    """Return how long it took in the middle."""
    return heard.to_each_ms[len(heard.to_each_ms) // 2]


@contextlib.contextmanager
def spinning(count: int) -> Iterator[None]:
    """Let processes spin for the time of the block."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        for number in range(count):
            spinner = ChildProcess(name="spinner", log=Path(folder) / f"{number}.txt")
            spinner.launch(SPIN)
            stack.callback(spinner.end, signal.SIGKILL)
        yield


if __name__ == "__main__":
    sys.exit(run_bench("spinning", measure, options=OPTIONS, arguments=sys.argv[1:]))
