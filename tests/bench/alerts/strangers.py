"""What people whose devices live at servers that never answer do to others' alarms, pages and sign-ins, beside none."""

import argparse
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
from tests.bench.rig.bounds import bounded
from tests.bench.rig.meters import Result, run_bench, say
from tests.fakes.browser_push import FakePushService
from tests.fakes.dripping import DrippingServers, loopback_hosts
from tests.fakes.http import Received, Reply
from tests.stage.served import Stage, set_stage
from tests.support.processes import ROOT, wait_until
from tests.support.services import AppServer, PostgisServer, ValkeyServer, migrate

OPTIONS = {"accounts": 20, "endpoints": 200, "browsers": 40, "pages": 60, "sign-ins": 10, "rounds": 5}
MUST = 1.5
PERCENT = 99
# Rooms and pages have servers of their own, with a broker between them.
DEPLOYED = "PostgreSQL, deployed"


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
    pushes_ms: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)
    sign_ins_ms: list[float] = field(default_factory=list)

    def alarm(self, *, browsers: int, tells_strangers: bool) -> None:
        """Raise an alarm; note how long each browser that answers waited for its first push."""
        self.alarms += 1
        told = [*(self.people["hostile"] if tells_strangers else []), *self.people["good"]]
        committed_s = child(self.server.env, "tell", {"seq": self.alarms, "user_ids": told})
        count = self.alarms
        wait_until(
            lambda: sum(len(times) >= count for times in self.service.came.values()) == browsers,
            timeout_s=300,
            what=f"{self.name}: alarm {count} reached every browser that answers",
        )
        self.pushes_ms += [1000 * (times[count - 1] - committed_s) for times in self.service.came.values()]

    def ask_pages(self, count: int) -> None:
        token = self.stage.tokens["insider"]
        for number in range(count):
            self.pages_ms.append(self._ask(("/api/v1/me", "/api/v1/incidents")[number % 2], token))

    def sign_in(self, count: int) -> None:
        for name in self.people["names"][:count]:
            body = json.dumps({"username": name, "password": PASSWORD}).encode()
            self.sign_ins_ms.append(self._ask("/_allauth/app/v1/auth/login", "", body))

    def _ask(self, path: str, token: str, body: bytes | None = None) -> float:
        status, took_s = asked(f"{self.pages.url}{path}", token, body)
        if status != 200:
            raise AssertionError(f"{self.name}: {path} answered {status}")
        return 1000 * took_s


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Take turns between a server without strangers and one with them, on each database."""
    results = []
    with PostgisServer(durable=True) as postgis, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for database, urls in (
            ("SQLite", [f"spatialite:///{folder / side}.sqlite3" for side in ("alone", "beside")]),
            ("PostgreSQL", [postgis.url(postgis.create_database()) for _ in range(2)]),
            (DEPLOYED, [postgis.url(postgis.create_database()) for _ in range(2)]),
        ):
            results += on_database(chosen, database, urls, folder / database)
    return results


def on_database(chosen: argparse.Namespace, database: str, urls: Sequence[str], folder: Path) -> list[Result]:
    hosts = loopback_hosts(chosen.endpoints)
    with DrippingServers(hosts) as hostile, ExitStack() as opened:
        alone, beside = (
            opened.enter_context(side(chosen, database, name, url, folder / name, hostile))
            for name, url in zip(("alone", "beside strangers"), urls, strict=True)
        )
        say(f"{database}: served")
        # The first one after a start is nobody's: connections begin.
        for one in (alone, beside):
            one.alarm(browsers=chosen.browsers, tells_strangers=False)
            one.pushes_ms.clear()
        # …and one that finds the strangers' lines filled.
        beside.alarm(browsers=chosen.browsers, tells_strangers=True)
        beside.pushes_ms.clear()
        webhooks = [hostile.url(number) for number in range(chosen.endpoints)]
        tokens = beside.stage.crowd[: chosen.accounts]
        strain = Strain(beside.pages.url, beside.stage.room_id, tokens, webhooks)
        with strained(strain):
            for number in range(chosen.rounds):
                say(f"{database}: round {number + 1}")
                for one in (alone, beside):
                    one.alarm(browsers=chosen.browsers, tells_strangers=one is beside)
                    one.ask_pages(chosen.pages)
                    one.sign_in(chosen.sign_ins)
        say(f"{database}: {len(hostile.asked)} calls of strangers' servers")
    return results_of(database, alone, beside)


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
    found = [
        bounded(
            f"p99 of {what} beside strangers, {database}", p99(with_them), "ms", baseline=p99(without), at_most=MUST
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
