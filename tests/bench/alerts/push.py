"""How long until the last of many phones has an alert, beside a plain loop; what a panic alert waits for; the board."""

import argparse
import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.rig.alerts.board import watched_board
from tests.bench.rig.meters import Result, compared, cpu_s, median, run_bench, say
from tests.fakes.fcm import FakeFcm
from tests.support.processes import ROOT, ChildProcess, free_port, wait_until
from tests.support.services import PostgisServer, app_environment, migrate

OPTIONS = {"devices": 2000, "routine": 50_000, "latency-ms": 40, "runs": 3}
MUST_LOOP = 3.0
MUST_DELAY_S = 2.0
MUST_IDLE = 1.0
MUST_SHOWN_S = 1.0
IDLE_FOR_S = 10
ALARMS = 5
GRAVE_DEVICES = 20
SLOW_PER_THOUSAND = 5
# Presses in a row that are news from one finger; and of so many phones one is gone.
PRESSES = 2
GONE_OF = 100
ROUTINE, LIFE_SAFETY = 0, 2


class Bench:
    """A database with people, a provider, and the settings that lead to both."""

    def __init__(self, folder: Path, database: str, env: dict[str, str], url: str) -> None:
        self.folder = folder
        self.database = database
        self.env = env
        self.url = url
        self._seq = 0

    def next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def load(self, *arguments: object) -> float:
        """Run the other end and return the instant that it names."""
        command = [sys.executable, "-m", "tests.bench.rig.alerts.push", *(str(one) for one in arguments)]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, capture_output=True, timeout=300)
        return float(json.loads(done.stdout))

    def seen(self, seq: int) -> tuple[int, float]:
        """Return how many messages of an entry the provider has accepted, and when the last one was."""
        with urllib.request.urlopen(f"{self.url}/seen?seq={seq}", timeout=10) as answer:
            document = json.load(answer)
        return int(document["count"]), float(document["last_at"])

    def last_of(self, seq: int, count: int) -> float:
        wait_until(lambda: self.seen(seq)[0] >= count, timeout_s=120, what=f"{count} messages did not arrive")
        return self.seen(seq)[1]

    @contextlib.contextmanager
    def worker(self) -> Iterator[int]:
        """A real worker, by its process id, that has sent something already: it runs all day before anything comes."""
        process = ChildProcess(name="push worker", log=self.folder / "worker.txt")
        process.launch([sys.executable, "-m", "django", "push_worker"], env=self.env)
        try:
            seq = self.next_seq()
            self.load("tell", seq, 1, ROUTINE, 1)
            self.last_of(seq, 1)
            yield process.pid
        finally:
            process.end(signal.SIGTERM)


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Take turns with the plain loop, on a provider that is even and on one with slow answers; then raise an alarm."""
    results = []
    for slow, name in ((0, "even provider"), (SLOW_PER_THOUSAND, f"{SLOW_PER_THOUSAND} in 1000 answers take a second")):
        with stage(chosen, slow_per_thousand=slow) as bench:
            bench.load("people", chosen.devices)
            pairs = [one_run(bench, chosen, name) for _ in range(chosen.runs)]
            if not slow:
                delay = delay_behind_routine(bench, chosen)
                idle, first = idle_worker(bench, chosen)
        results += in_results(pairs, chosen.devices, name)
    results += shown_on_the_board(chosen)
    waited = f"life safety behind {chosen.routine} routine"
    return [
        *results,
        Result(waited, delay, "s", must=f"at most {MUST_DELAY_S} s", ok=delay <= MUST_DELAY_S),
        Result("idle worker", idle, "% of a core", must=f"at most {MUST_IDLE} %", ok=idle <= MUST_IDLE),
        Result("an alarm to one phone, worker idle", first, "s"),
    ]


def one_run(bench: Bench, chosen: argparse.Namespace, name: str) -> tuple[float, float]:
    """Return the seconds from the commit to the last device, and those of the plain loop."""
    with bench.worker():
        seq = bench.next_seq()
        committed_at = bench.load("tell", seq, chosen.devices, LIFE_SAFETY, 1)
        ours = bench.last_of(seq, chosen.devices) - committed_at
    loop = plain_loop(bench, chosen)
    say(f"{name}: ours {ours:.2f} s, plain loop {loop:.2f} s")
    return ours, loop


def in_results(pairs: Sequence[tuple[float, float]], devices: int, name: str) -> list[Result]:
    took, loop = (median(values) for values in zip(*pairs, strict=True))
    return [
        Result(f"commit to the last device, {name}", took, "s"),
        Result(f"plain loop over send_each, {name}", loop, "s"),
        compared(
            f"devices per second, {name}", devices / took, unit="devices/s", baseline=devices / loop, at_least=MUST_LOOP
        ),
    ]


def plain_loop(bench: Bench, chosen: argparse.Namespace) -> float:
    seq = bench.next_seq()
    credentials = bench.env["MUSTERPOINT_FCM_CREDENTIALS"]
    began = bench.load("loop", seq, chosen.devices, credentials, bench.url)
    return bench.last_of(seq, chosen.devices) - began


def delay_behind_routine(bench: Bench, chosen: argparse.Namespace) -> float:
    """Return the seconds from the commit of an alarm to its last phone, while routine news is being sent."""
    with bench.worker():
        routine, grave = bench.next_seq(), bench.next_seq()
        bench.load("tell", routine, chosen.devices, ROUTINE, max(1, chosen.routine // chosen.devices))
        wait_until(lambda: bench.seen(routine)[0] > 500, timeout_s=120, what="the routine news did not begin")
        committed_at = bench.load("tell", grave, GRAVE_DEVICES, LIFE_SAFETY, 1)
        delay = bench.last_of(grave, GRAVE_DEVICES) - committed_at
        say(f"alarm after {delay:.2f} s, with {bench.seen(routine)[0]} routine sent")
        return delay


def idle_worker(bench: Bench, chosen: argparse.Namespace) -> tuple[float, float]:
    """Return what a worker costs that has nothing to do, and how soon after the commit it has told one phone."""
    with bench.worker() as pid:
        time.sleep(1)
        began, used = time.monotonic(), cpu_s(pid)
        time.sleep(IDLE_FOR_S)
        share = 100 * (cpu_s(pid) - used) / (time.monotonic() - began)
        delays = []
        for _ in range(ALARMS):
            seq = bench.next_seq()
            committed_at = bench.load("tell", seq, 1, LIFE_SAFETY, 1)
            delays.append(bench.last_of(seq, 1) - committed_at - chosen.latency_ms / 1000)
    say(f"idle worker {share:.1f} % of a core, alarm after {median(delays):.3f} s")
    return share, median(delays)


def shown_on_the_board(chosen: argparse.Namespace) -> list[Result]:
    """Return how soon an open board in Chromium shows what the provider answered, taken or refused, while all are told.

    Every phone of every press is one sample.
    """
    delays: list[float] = []
    with stage(chosen, slow_per_thousand=0) as bench:
        gone = max(1, chosen.devices // GONE_OF)
        board = watched_board(
            bench.database, env=bench.env, provider_url=bench.url, var=bench.folder, devices=chosen.devices, gone=gone
        )
        with board as watched:
            for number in range(PRESSES):
                # The first press finds out who is gone.
                phones = chosen.devices - (gone if number else 0)
                delays += watched.delays_s(watched.press(number), phones=phones)
    p99, most = sorted(delays)[int(0.99 * (len(delays) - 1))], max(delays)
    say(f"board: median {median(delays):.2f} s, p99 {p99:.2f} s, max {most:.2f} s of {len(delays)}")
    what = f"provider's answer to the open board, {chosen.devices} people"
    return [
        Result(f"{what}, p99", p99, "s"),
        Result(f"{what}, max", most, "s", must=f"at most {MUST_SHOWN_S} s", ok=most <= MUST_SHOWN_S),
    ]


@contextlib.contextmanager
def stage(chosen: argparse.Namespace, *, slow_per_thousand: int) -> Iterator[Bench]:
    """A durable database with people, and a provider on a core of its own."""
    with PostgisServer(durable=True) as postgis, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = postgis.url(postgis.create_database())
        migrate(database, var=folder)
        port = free_port()
        provider = ChildProcess(name="provider", log=folder / "provider.txt")
        answers = [str(port), str(chosen.latency_ms), str(slow_per_thousand)]
        provider.launch([sys.executable, "-m", "tests.bench.rig.others.fast_fcm", *answers])
        try:
            bench = Bench(folder, database, environment(database, folder, port), f"http://127.0.0.1:{port}")
            provider.wait_ready(lambda: is_up(bench), timeout_s=20)
            yield bench
        finally:
            provider.end(signal.SIGTERM)


def is_up(bench: Bench) -> bool:
    try:
        return bench.seen(0)[0] == 0
    except OSError:
        return False


def environment(database: str, folder: Path, port: int) -> dict[str, str]:
    account = FakeFcm()
    account.url = f"http://127.0.0.1:{port}"
    return {
        **app_environment(database, None, var=folder),
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
        "MUSTERPOINT_FCM_CREDENTIALS": str(account.credentials(folder)),
        "MUSTERPOINT_FCM_URL": account.url,
    }


if __name__ == "__main__":
    sys.exit(run_bench("push", measure, options=OPTIONS, arguments=sys.argv[1:]))
