"""What a floor costs beside a static file, a viewport beside SQL by hand, an import beside GDAL; paint and packs."""

import argparse
import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.judging import chromium_here, need_program
from tests.bench.rig.maps.floors import PACKS, Floor, timed, timed_imports, write_floor
from tests.bench.rig.meters import Result, run_bench, say
from tests.stage.devices.windows import Windows, chromium
from tests.support.services import AppServer, migrate

OPTIONS = {"rounds": 40, "paints": 5}
MUST_FLOOR, MUST_VIEWPORT = 3.0, 1.5
# By the plan. Of a sample GDAL has fewer corners to write than of a real building, and we have as many rooms to store.
MUST_IMPORT = {"high school": 6.0, "faculty": 5.0}
# The server's own settings and one folder of static files more.
ENV = {"DJANGO_SETTINGS_MODULE": "tests.bench.rig.maps.settings"}
STATIC = "/static/measured/floor.geojson"
IN_A_ROW = 5
LAST_ROOM = ".leaflet-container path >> nth=399"
PAINTED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done({
  first: performance.getEntriesByName('first-contentful-paint')[0].startTime, all: performance.now() }))))"""

type Database = tuple[str, Path]


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Measure on both databases, each with its own server."""
    need_program("ogr2ogr")
    results: list[Result] = []
    for name, databases in {"SpatiaLite": on_spatialite, "PostGIS": on_postgis}.items():
        with databases() as (url, folder):
            results += _floor_and_paint(name, url, folder, chosen)
        with databases() as (url, folder):
            results += _district(name, timed("district", url, var=folder))
        with databases() as (url, folder):
            results += _viewport(name, timed("small", url, var=folder))
        with databases() as (url, folder):
            results += _imports(name, timed_imports(url, var=folder))
        say(f"{name} is done")
    return results


def _imports(name: str, found: dict[str, dict[str, float]]) -> list[Result]:
    results = []
    for plan, took in found.items():
        measured = f"import of a {plan} of {took['features']:,.0f} features ÷ ogr2ogr to GeoPackage, {name}"
        ours, theirs = took["import_s"], took["ogr2ogr_s"]
        results.append(bounded(measured, ours, "s", baseline=theirs, at_most=MUST_IMPORT[plan]))
    return results


@contextmanager
def on_spatialite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"spatialite://{folder}/app.sqlite3"
        migrate(url, var=Path(folder))
        yield url, Path(folder)


@contextmanager
def on_postgis() -> Iterator[Database]:
    with migrated_postgis() as (postgis, database, folder):
        yield postgis.url(database), folder


# --- a floor ----------------------------------------------------------------------------------------------------------
def _floor_and_paint(name: str, url: str, folder: Path, chosen: argparse.Namespace) -> list[Result]:
    floor = write_floor(url, var=folder)
    file = folder / "measured" / "floor.geojson"
    file.parent.mkdir()
    # The server learns of its static files when it starts.
    with served(url, var=folder, env=ENV) as server:
        file.write_bytes(_get(server, floor, f"/api/v1/levels/{floor.level_id}/plan", {})[1])
    with served(url, var=folder, env=ENV) as server:
        results = _floors(name, server, floor, chosen.rounds)
        if name == "SpatiaLite":
            results += _paints(server, floor, chosen.paints)
    return results


def _floors(name: str, server: AppServer, floor: Floor, rounds: int) -> list[Result]:
    take_client_core()
    plan = f"/api/v1/levels/{floor.level_id}/plan"
    etag, content = _get(server, floor, plan, {})
    assert content == _get(server, floor, STATIC, {})[1]
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    cookie = {"Cookie": f"sessionid={floor.token}"}
    asks: dict[str, tuple[str, dict[str, str]]] = {
        "static": (STATIC, cookie),
        "warm": (plan, cookie),
        "unchanged": (plan, cookie | {"If-None-Match": etag}),
    }
    times: dict[str, list[float]] = {key: [] for key in asks}
    for _ in range(rounds):
        for key, (path, headers) in asks.items():
            began = time.perf_counter()
            for _ in range(IN_A_ROW):
                line.request("GET", path, headers=headers)
                line.getresponse().read()
            times[key].append((time.perf_counter() - began) / IN_A_ROW * 1e3)
    middle = {key: statistics.median(found) for key, found in times.items()}
    static, size = middle["static"], f"{len(content) / 1024:.0f} KiB"
    return [
        bounded(
            f"a floor warm ÷ a static file of {size}, {name}", middle["warm"], "ms", baseline=static, at_most=MUST_FLOOR
        ),
        bounded(f"a floor that is unchanged (304), {name}", middle["unchanged"], "ms", baseline=static),
    ]


def _get(server: AppServer, floor: Floor, path: str, headers: dict[str, str]) -> tuple[str, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    line.request("GET", path, headers={"Cookie": f"sessionid={floor.token}", **headers})
    answer = line.getresponse()
    assert answer.status == http.HTTPStatus.OK, answer.status
    return answer.headers.get("ETag", ""), answer.read()


def _paints(server: AppServer, floor: Floor, paints: int) -> list[Result]:
    program = chromium_here()
    first, whole = [], []
    with chromium(program) as browser:
        for _ in range(paints):
            windows = Windows(browser, server.url)
            page = windows.open(floor.token)
            page.goto(f"{server.url}/sites/{floor.site_id}")
            page.wait_for_selector(LAST_ROOM, state="attached")
            painted = page.evaluate(PAINTED)
            first.append(painted["first"])
            whole.append(painted["all"])
            windows.close()
    return [
        Result("first paint of the page with a floor of 400 rooms", statistics.median(first), "ms"),
        Result("until all 400 rooms are drawn, nothing cached", statistics.median(whole), "ms"),
    ]


# --- a district -------------------------------------------------------------------------------------------------------
def _district(name: str, found: dict[str, float]) -> list[Result]:
    packs = f"offline packs for {PACKS} schools, {found['pack_bytes'] / 1024:.0f} KiB each, {name}"
    return [*_viewport(name, found), Result(packs, found["packs"], "s")]


def _viewport(name: str, found: dict[str, float]) -> list[Result]:
    by_hand, rooms = found["by_hand"] * 1e3, f"{found['found']:.0f} rooms in a viewport over {found['of']:,.0f}"
    return [
        bounded(f"{rooms} ÷ SQL by hand, {name}", found["ours"] * 1e3, "ms", baseline=by_hand, at_most=MUST_VIEWPORT),
        bounded(f"{rooms}, asked for the first time, {name}", found["first"] * 1e3, "ms", baseline=by_hand),
    ]


if __name__ == "__main__":
    sys.exit(run_bench("map", measure, options=OPTIONS, arguments=sys.argv[1:]))
