"""How long a room's acknowledgements take while everything else has much to do, beside how long they take alone."""

import argparse
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.alerts.push import ROUTINE, Bench, environment, is_up
from tests.bench.rig.bounds import (
    ELSEWHERE,
    all_precede,
    deployed,
    migrated_postgis,
    precede,
)
from tests.bench.rig.meters import Result, run_bench, say
from tests.bench.rig.rooms.beside import POSTERS, beside_others, in_words, post, strain_of
from tests.bench.rig.rooms.strain import strained
from tests.stage.served import set_stage
from tests.support.drawings import command_line
from tests.support.processes import ROOT, ChildProcess, free_port
from tests.support.services import AppServer, ValkeyServer

OPTIONS = {"seconds": 20, "posts-per-s": 20, "runs": 3, "prints": 24, "sign-ins": 10, "imports": 10, "queue": 20_000}
HASHING = "coordination.sign_in.attempts.hashing_program"
DEVICES = 2000
FCM_ANSWERS = ("40", "0")


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Post alone and under strain, in turns, on the servers and workers of deploy/."""
    all_precede()
    alone, beside, done = list[list[float]](), list[list[float]](), Counter[str]()
    with migrated_postgis() as (postgis, database, folder), ValkeyServer() as valkey:
        url = postgis.url(database)
        stage = set_stage(url, var=folder, crowd=max(chosen.prints, POSTERS))
        port = free_port()
        env = environment(url, folder, port) | {"MUSTERPOINT_TLS": "true", "MUSTERPOINT_REDIS": valkey.url}
        push = Bench(folder, url, env, f"http://127.0.0.1:{port}")
        with _provider(push, folder, port) as provider:
            push.load("people", DEVICES)
            rooms = AppServer(url, valkey.url, env=env, var=folder, with_worker=True)
            pages = AppServer(url, valkey.url, env=env, var=folder)
            with rooms, pages, _hashing(pages.env, folder) as hashing:
                precede(provider, ELSEWHERE)
                strain = strain_of(pages, stage, chosen, exports=folder / "exports")
                with deployed(rooms=rooms.pid, pages=pages.pid, others=[hashing]):
                    for _ in range(chosen.runs):
                        alone.append(post(rooms, stage, chosen))
                        push.load("tell", push.next_seq(), DEVICES, ROUTINE, chosen.queue // DEVICES)
                        with strained(strain, env=env) as counted:
                            beside.append(post(rooms, stage, chosen))
                        done += counted
                        say(f"alone {in_words(alone[-1])}, beside {in_words(beside[-1])}; {dict(counted)}")
                pushed = sum(push.seen(seq)[0] for seq in range(1, chosen.runs + 1))
    return [*beside_others(alone, beside, done), Result("pushes meanwhile", pushed, "")]


@contextmanager
def _provider(push: Bench, folder: Path, port: int) -> Iterator[int]:
    """Run the provider's stand-in; yield its process."""
    provider = ChildProcess(name="provider", log=folder / "provider.txt")
    provider.launch([sys.executable, "-m", "tests.bench.rig.others.fast_fcm", str(port), *FCM_ANSWERS])
    try:
        provider.wait_ready(lambda: is_up(push), timeout_s=20)
        yield provider.pid
    finally:
        provider.end(signal.SIGTERM)


@contextmanager
def _hashing(env: Mapping[str, str], folder: Path) -> Iterator[int]:
    """Run the hashing worker; yield its process."""
    worker = ChildProcess(name="hashing worker", log=folder / "hashing.txt")
    worker.launch([sys.executable, str(ROOT / "manage.py"), "hash_worker"], env=env)
    try:
        worker.wait_ready(lambda: HASHING in command_line(worker.pid), timeout_s=20)
        yield worker.pid
    finally:
        worker.end(signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(run_bench("lanes", measure, options=OPTIONS, arguments=sys.argv[1:]))
