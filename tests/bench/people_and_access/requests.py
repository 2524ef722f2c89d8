"""What requests cost: a list, a page, a press and what is unchanged, beside a bare view with a session and a file."""

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.maps.floors import Floor, write_floor
from tests.bench.rig.meters import Result, run_bench, say
from tests.support.services import AppServer, PostgisServer, migrate

OPTIONS = {"rounds": 40}
MUST_ME, MUST_UNCHANGED = 2.0, 0.5
OURS = {"DJANGO_SETTINGS_MODULE": "tests.bench.rig.requests.settings"}
BARE = {"DJANGO_SETTINGS_MODULE": "tests.bench.rig.requests.bare_settings"}
# Below the folder that those settings name.
FILE = "/floor.geojson"
IN_A_ROW, WARM = 5, 20
# Each finger may press 30 times a minute. What a press sets going would slow down what is asked after it.
PRESSES = 20

type Database = tuple[str, Path, PostgisServer | None]


@dataclass(frozen=True)
class Ask:
    """A request as it is sent again and again, over one connection that is kept."""

    line: http.client.HTTPConnection
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Callable[[], bytes] | None = None

    def once(self) -> http.client.HTTPResponse:
        method, body = ("GET", None) if self.body is None else ("POST", self.body())
        self.line.request(method, self.path, body=body, headers=self.headers)
        answer = self.line.getresponse()
        answer.read()
        return answer


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Measure on both databases, each with a server of ours and one of a single view."""
    results: list[Result] = []
    for name, database in {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}.items():
        with database() as (url, folder, postgis), ExitStack() as servers:
            floor = write_floor(url, var=folder)
            _keep_file(url, folder, floor)
            take_client_core(postgis)
            ours, bare = (servers.enter_context(served(url, var=folder, env=env)) for env in (OURS, BARE))
            results += _compared(name, _times(_asks(ours, bare, floor), chosen.rounds))
        say(f"{name} is done")
    return results


@contextmanager
def on_spatialite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"spatialite://{folder}/app.sqlite3"
        migrate(url, var=Path(folder))
        yield url, Path(folder), None


@contextmanager
def on_postgis() -> Iterator[Database]:
    with migrated_postgis() as (postgis, database, folder):
        yield postgis.url(database), folder, postgis


def _keep_file(url: str, folder: Path, floor: Floor) -> None:
    """Write the floor down as a file: a server learns of its files when it starts."""
    kept = folder / "measured"
    kept.mkdir()
    with served(url, var=folder, env=OURS) as server:
        line = http.client.HTTPConnection("127.0.0.1", server.port)
        line.request("GET", _plan(floor), headers=_session(floor))
        (kept / FILE.strip("/")).write_bytes(line.getresponse().read())


def _asks(ours: AppServer, bare: AppServer, floor: Floor) -> dict[str, Ask]:
    """Return what is asked, each answered as it should be once."""
    line, other = (http.client.HTTPConnection("127.0.0.1", one.port) for one in (ours, bare))
    mine = _session(floor)
    tag = Ask(line, _plan(floor), mine).once().headers["ETag"]
    as_json = {"X-Session-Token": floor.token, "Content-Type": "application/json"}
    asks = {
        "probe": Ask(line, "/healthz"),
        "file": Ask(line, FILE, mine),
        "bare": Ask(other, "/who", mine),
        "me": Ask(line, "/api/v1/me", mine),
        "unchanged": Ask(line, _plan(floor), {**mine, "If-None-Match": tag}),
        "list": Ask(line, "/api/v1/sites", mine),
        "page": Ask(line, "/", mine),
        "press": Ask(line, "/api/v1/panics", as_json, lambda: _press(floor)),
    }
    answered = {name: ask.once().status for name, ask in asks.items()}
    assert answered == dict.fromkeys(asks, 200) | {"unchanged": 304, "press": 201}, answered
    return asks


def _plan(floor: Floor) -> str:
    return f"/api/v1/levels/{floor.level_id}/plan"


def _session(floor: Floor) -> dict[str, str]:
    return {"Cookie": f"sessionid={floor.token}"}


def _press(floor: Floor) -> bytes:
    told = {"id": str(uuid4()), "type": "raise_panic", "site_id": floor.site_id, "is_exercise": False}
    return json.dumps(told | {"kind": "medical"}).encode()


def _times(asks: dict[str, Ask], rounds: int) -> dict[str, float]:
    """Return how long each takes in the middle, milliseconds; in turns, so that a busy moment meets all alike."""
    press, readings = asks["press"], {name: ask for name, ask in asks.items() if name != "press"}
    for ask in readings.values():
        _ms(ask, WARM)
    times: dict[str, list[float]] = {name: [] for name in readings}
    for _ in range(rounds):
        for name, ask in readings.items():
            times[name].append(_ms(ask, IN_A_ROW))
    times["press"] = [_ms(press, 1) for _ in range(PRESSES)]
    return {name: statistics.median(found) for name, found in times.items()}


def _ms(ask: Ask, count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        ask.once()
    return (time.perf_counter() - began) / count * 1e3


def _compared(name: str, times: dict[str, float]) -> list[Result]:
    probe, file, bare = times["probe"], times["file"], times["bare"]
    return [
        Result(f"/healthz, {name}", probe, "ms"),
        Result(f"a bare view with a session ÷ /healthz, {name}", bare, "ms", probe, bare / probe),
        bounded(f"/me ÷ a bare view with a session, {name}", times["me"], "ms", baseline=bare, at_most=MUST_ME),
        bounded(
            f"a floor that is unchanged (304) ÷ the same as a file, {name}",
            times["unchanged"],
            "ms",
            baseline=file,
            at_most=MUST_UNCHANGED,
        ),
        *(
            bounded(f"{what} ÷ a bare view with a session, {name}", times[key], "ms", baseline=bare)
            for key, what in {"list": "a list", "page": "the first page", "press": "a press"}.items()
        ),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("requests", measure, options=OPTIONS, arguments=sys.argv[1:]))
