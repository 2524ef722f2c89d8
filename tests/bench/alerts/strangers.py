"""What people whose devices live at servers that never answer do to others' alarms, pages and sign-ins, beside none.

Strangers' servers and clients run, and do the same, while either side is measured: what they take of the machine is in
both. `--set-up 1` measures embedded on SQLite alone, 2 embedded on PostgreSQL, 3 deployed; 0 one after the other.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.rig.alerts.strangers import PASSWORD, Strain, asked, strained
from tests.bench.rig.bounds import all_precede, bounded
from tests.bench.rig.meters import Result, compared, family_cpu_s, median, run_bench, say
from tests.fakes.browser_push import FakePushService
from tests.fakes.dripping import DrippingServers, loopback_hosts
from tests.fakes.http import Received, Reply
from tests.stage.served import Stage, set_stage
from tests.support.processes import ROOT, wait_until
from tests.support.services import AppServer, PostgisServer, ValkeyServer, migrate

OPTIONS = {
    "accounts": 20,
    "endpoints": 200,
    "browsers": 40,
    "pages": 40,
    "sign-ins": 35,
    # Of each round: so each has more than a hundred of everything, and the slowest of all is not its 99th percentile.
    "turns": 3,
    "rounds": 5,
    # No round begins later than this: a set-up and its rounds are through in less than four minutes.
    "seconds": 130,
    "set-up": 0,
}
MUST = 1.5
PERCENT = 99
# An alarm that takes longer is no matter of a ratio.
ALARM_WITHIN_S = 60
# Rooms and pages have servers of their own, with a broker between them.
DEPLOYED = "PostgreSQL, deployed"
SET_UPS = ("SQLite", "PostgreSQL", DEPLOYED)


class TimedPushService(FakePushService):
    """A push service that notes when each browser had its last push."""

    def __init__(self) -> None:
        super().__init__()
        self.rule = self._timed
        self.came: dict[str, list[float]] = {}

    def _timed(self, request: Received) -> Reply:
        self.came.setdefault(request.path, []).append(time.monotonic())
        return Reply(201)


@dataclass
class Side:
    """Servers with their database and their browsers: one side has strangers among its people, the other none."""

    name: str
    server: AppServer
    # What answers pages: the same server, or where they are deployed apart, one of its own.
    pages: AppServer
    stage: Stage
    service: TimedPushService
    people: dict[str, Any]
    alarms: int = 0
    # Of each round.
    pushes_ms: list[list[float]] = field(default_factory=list)
    pages_ms: list[list[float]] = field(default_factory=list)
    sign_ins_ms: list[list[float]] = field(default_factory=list)
    # What strangers' servers and all clients used of the machine while this side was measured.
    elsewhere_s: float = 0.0

    def begin_round(self) -> None:
        for of_rounds in (self.pushes_ms, self.pages_ms, self.sign_ins_ms):
            of_rounds.append([])

    def measure(self, chosen: argparse.Namespace, *, tells_strangers: bool) -> None:
        """Raise an alarm, ask for pages and sign people in: one turn of a round."""
        before_s = time.process_time()
        self.pushes_ms[-1] += self.alarm(browsers=chosen.browsers, tells_strangers=tells_strangers)
        self.pages_ms[-1] += self.ask_pages(chosen.pages)
        self.sign_ins_ms[-1] += self.sign_in(chosen.sign_ins)
        self.elsewhere_s += time.process_time() - before_s

    def used_s(self) -> float:
        """Return the processor time that servers and workers have used."""
        return sum(family_cpu_s(pid) for pid in {self.server.pid, self.pages.pid})

    def alarm(self, *, browsers: int, tells_strangers: bool) -> list[float]:
        """Raise an alarm; return how long each browser that answers waited for its first push."""
        self.alarms += 1
        told = [*(self.people["hostile"] if tells_strangers else []), *self.people["good"]]
        committed_s = child(self.server.env, "tell", {"seq": self.alarms, "user_ids": told})
        count = self.alarms
        wait_until(
            lambda: sum(len(times) >= count for times in self.service.came.values()) == browsers,
            timeout_s=ALARM_WITHIN_S,
            what=f"{self.name}: alarm {count} reached every browser that answers",
        )
        return [1000 * (times[count - 1] - committed_s) for times in self.service.came.values()]

    def ask_pages(self, count: int) -> list[float]:
        token = self.stage.tokens["insider"]
        return [self._ask(("/api/v1/me", "/api/v1/incidents")[number % 2], token) for number in range(count)]

    def sign_in(self, count: int) -> list[float]:
        names = itertools.islice(itertools.cycle(self.people["names"]), count)
        bodies = [json.dumps({"username": name, "password": PASSWORD}) for name in names]
        return [self._ask("/_allauth/app/v1/auth/login", "", body.encode()) for body in bodies]

    def _ask(self, path: str, token: str, body: bytes | None = None) -> float:
        status, took_s = asked(f"{self.pages.url}{path}", token, body)
        if status != 200:
            raise AssertionError(f"{self.name}: {path} answered {status}")
        return 1000 * took_s


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Take turns between a server without strangers and one with them, in each set-up or in the one that is chosen."""
    all_precede()
    names = SET_UPS if chosen.set_up == 0 else (SET_UPS[chosen.set_up - 1],)
    results = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        postgis = None if names == SET_UPS[:1] else opened.enter_context(PostgisServer(durable=True))
        for name in names:
            urls = [
                f"spatialite:///{folder / one}.sqlite3"
                if postgis is None or name == SET_UPS[0]
                else postgis.url(postgis.create_database())
                for one in ("alone", "beside")
            ]
            results += on_database(chosen, name, urls, folder / name)
    return results


def on_database(chosen: argparse.Namespace, database: str, urls: Sequence[str], folder: Path) -> list[Result]:
    hosts = loopback_hosts(chosen.endpoints)
    with DrippingServers(hosts) as hostile, ExitStack() as opened:
        alone, beside = (
            opened.enter_context(side(chosen, database, name, url, folder / name, hostile))
            for name, url in zip(("alone", "beside strangers"), urls, strict=True)
        )
        say(f"{database}: served")
        # The first one after a start is no one's: connections begin.
        for one in (alone, beside):
            one.alarm(browsers=chosen.browsers, tells_strangers=False)
        # …and one that finds the strangers' lines filled.
        beside.alarm(browsers=chosen.browsers, tells_strangers=True)
        webhooks = [hostile.url(number) for number in range(chosen.endpoints)]
        tokens = beside.stage.crowd[: chosen.accounts]
        strain = Strain(beside.pages.url, beside.stage.room_id, tokens, webhooks)
        before_s = {one.name: one.used_s() for one in (alone, beside)}
        with strained(strain):
            take_rounds(chosen, alone, beside)
        used_s = [one.used_s() - before_s[one.name] for one in (alone, beside)]
    return [
        *results_of(database, alone, beside),
        compared(f"processor time beside strangers, {database}", used_s[1], unit="s", baseline=used_s[0]),
        compared(
            f"processor time of strangers and clients, {database}",
            beside.elsewhere_s,
            unit="s",
            baseline=alone.elsewhere_s,
        ),
        Result(f"calls of strangers' servers, {database}", len(hostile.asked), "calls"),
    ]


def take_rounds(chosen: argparse.Namespace, alone: Side, beside: Side) -> None:
    """Measure both sides in turns, the one first and then the other, until the rounds or the time are used up."""
    until_s = time.monotonic() + chosen.seconds
    for number in range(chosen.rounds):
        if number and time.monotonic() > until_s:
            say(f"{beside.name}: {number} rounds, then the time was over")
            return
        say(f"{beside.name}: round {number + 1}")
        for one in (alone, beside):
            one.begin_round()
        for turn in range(chosen.turns):
            for one in (alone, beside) if (number + turn) % 2 == 0 else (beside, alone):
                one.measure(chosen, tells_strangers=one is beside)


@contextmanager
def side(
    chosen: argparse.Namespace, database: str, name: str, url: str, var: Path, hostile: DrippingServers
) -> Iterator[Side]:
    """Serve a database with its push worker; strangers and others have their browsers."""
    var.mkdir(parents=True)
    migrate(url, var=var)
    stage = set_stage(url, var=var, crowd=2 * chosen.accounts)
    with TimedPushService() as service:
        # As of a maker: the operator has named it.
        env = {"MUSTERPOINT_PUSH_SERVICES": "127.0.0.1"}
        with ExitStack() as opened:
            broker = opened.enter_context(ValkeyServer()).url if database == DEPLOYED else None
            server = opened.enter_context(AppServer(url, broker, env=env, with_worker=True, var=var))
            pages = opened.enter_context(AppServer(url, broker, env=env, var=var)) if broker else server
            devices = {
                "hostile": [hostile.url(number) for number in range(chosen.endpoints)],
                "good": [f"{service.url}/browser/{number}" for number in range(chosen.browsers)],
                "keys": json.loads(service.subscription())["keys"],
            }
            people = child(server.env, "devices", devices)
            yield Side(f"{database}, {name}", server, pages, stage, service, people)


def child(env: Mapping[str, str], role: str, given: Mapping[str, object]) -> Any:
    """Run the other end with a server's settings; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.alerts.strangers", role],
        env={**env, "DJANGO_SETTINGS_MODULE": "coordination.settings"},
        cwd=ROOT,
        input=json.dumps(given),
        text=True,
        check=True,
        stdout=subprocess.PIPE,
        timeout=300,
    )
    return json.loads(done.stdout)


def results_of(database: str, alone: Side, beside: Side) -> list[Result]:
    """Hold each round's 99th percentile, the median of all rounds, against the same without strangers."""
    found = [
        bounded(
            f"p99 of {what} beside strangers, {database}",
            median([p99(one) for one in with_them]),
            "ms",
            baseline=median([p99(one) for one in without]),
            at_most=MUST,
        )
        for what, with_them, without in (
            ("first pushes", beside.pushes_ms, alone.pushes_ms),
            ("pages", beside.pages_ms, alone.pages_ms),
            ("sign-ins", beside.sign_ins_ms, alone.sign_ins_ms),
        )
    ]
    for one in found:
        say(f"{one.measure}: {one.value:.0f} ms, without them {one.baseline:.0f} ms")
    return found


def p99(values_ms: Sequence[float]) -> float:
    return sorted(values_ms)[min(len(values_ms) - 1, len(values_ms) * PERCENT // 100)]


if __name__ == "__main__":
    sys.exit(run_bench("strangers", measure, options=OPTIONS, arguments=sys.argv[1:]))
