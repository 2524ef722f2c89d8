"""The incident page on a phone with a slow line: until it is usable, what it fetches, and what a full room costs it."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.rig.bounds import bounded, served, take_client_core
from tests.bench.rig.judging import chromium_here
from tests.bench.rig.meters import Result, run_bench, say
from tests.bench.rig.phone.processor import threads_ms, used_since
from tests.bench.rig.phone.stage import ROOMS, PhoneStage, set_phone_stage
from tests.bench.rig.seats import doors_to
from tests.stage.devices.windows import PHONE, Windows, chromium
from tests.support.processes import ROOT
from tests.support.services import AppServer, migrate

OPTIONS = {"runs": 3, "units": 200, "entries": 500, "seconds": 20, "away": 61}
LITTLE_ENTRIES, LITTLE_PEOPLE = 64, 10
# Fast 3G as the developer tools of Chromium throttle it, and a phone of the middle.
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
SLOWER = 4
SETTLED_MS = 6000
MUST_COLD_S, MUST_RETURN_S, MUST_REQUESTS, MUST_KB = 4.0, 1.5, 20, 250
MUST_BUSY, MUST_TASK_MS, MUST_KEY_MS = 25.0, 100, 100
# Usable: every room is drawn, the state is current, and entries can be read.
WATCH = f"""
addEventListener("DOMContentLoaded", () => {{
  const look = () => {{
    const drawn = document.querySelectorAll(".leaflet-container path").length >= {ROOMS};
    const current = document.querySelector("#chip")?.dataset.state === "current";
    const read = document.querySelectorAll("#timeline .entry").length >= 40;
    if (drawn && current && read) requestAnimationFrame(() => {{ globalThis.usableAt = performance.now(); }});
    else setTimeout(look, 20);
  }};
  look();
}});
globalThis.longTasks = []; globalThis.keys = [];
new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((one) => one.duration)))
  .observe({{ type: "longtask" }});
new PerformanceObserver((list) => globalThis.keys.push(...list.getEntries().filter((one) => one.name === "keydown")
  .map((one) => one.duration))).observe({{ type: "event", durationThreshold: 16 }});
"""


@dataclass
class Load:
    """One load of the page."""

    usable_s: float = 0.0
    first_paint_s: float = 0.0
    requests: int = 0
    wire_bytes: int = 0


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Load the page again and again, then keep a full room open."""
    program = chromium_here()
    # Loads have both cores, as a phone has several. Chromium slows the page's thread down by spinning beside it: on one
    # core that would hold up its other threads, which draw, fetch and run the worker.
    with (
        _school(people=LITTLE_PEOPLE, entries=LITTLE_ENTRIES) as (server, stage, _url, _var),
        chromium(program) as browser,
    ):
        loads = [_cold_and_return(browser, server, stage, away_s=chosen.away) for _ in range(chosen.runs)]
        used = [_used_by_loads(browser, server, stage) for _ in range(chosen.runs)]
    # Beside a server that works all the time, each gets a core before whatever else the machine does.
    take_client_core()
    with (
        _school(people=chosen.units + 1, entries=max(0, chosen.entries - chosen.units)) as opened,
        chromium(program) as browser,
    ):
        busy = _full_room(browser, *opened, seconds=chosen.seconds)
    return [*_of_loads(loads), *_of_use(used), *busy]


@contextmanager
def _school(*, people: int, entries: int) -> Iterator[tuple[AppServer, PhoneStage, str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        url, var = f"spatialite://{folder}/app.sqlite3", Path(folder)
        migrate(url, var=var)
        stage = set_phone_stage(url, var=var, people=people, entries=entries)
        with served(url, var=var) as server:
            yield server, stage, url, var


# --- loads ------------------------------------------------------------------------------------------------------------
def _cold_and_return(browser: Browser, server: AppServer, stage: PhoneStage, *, away_s: int) -> tuple[Load, Load]:
    windows = Windows(browser, server.url)
    page = windows.open(stage.token, size=PHONE)
    page.add_init_script(WATCH)
    address = f"{server.url}/incidents/{stage.incident_id}"
    cold = _load(page, address)
    # What the page still fetches in peace, as a phone does that is held for a while.
    page.wait_for_timeout(away_s * 1000)
    page.goto("about:blank")
    again = _load(page, address)
    windows.close()
    say(
        f"cold {cold.usable_s:.2f} s, {cold.requests} requests, {cold.wire_bytes / 1000:.0f} kB; "
        f"on return {again.usable_s:.2f} s, {again.requests} requests, {again.wire_bytes / 1000:.0f} kB"
    )
    return cold, again


def _used_by_loads(browser: Browser, server: AppServer, stage: PhoneStage) -> tuple[float, float]:
    """Return the milliseconds of the page's thread until it is usable, with nothing cached and on return.

    The processor is not slowed down: the brake counts as work.
    """
    windows = Windows(browser, server.url)
    page = windows.open(stage.token, size=PHONE)
    page.add_init_script(WATCH)
    used = []
    for _ in range(2):
        before = threads_ms(browser)
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", LINE)
        page.goto(f"{server.url}/incidents/{stage.incident_id}", wait_until="commit")
        page.wait_for_function("() => globalThis.usableAt", timeout=60_000)
        used.append(used_since(before, browser))
        tools.detach()
        # Until the worker has what it keeps.
        page.wait_for_timeout(SETTLED_MS)
        page.goto("about:blank")
    windows.close()
    return used[0], used[1]


def _of_use(used: Sequence[tuple[float, float]]) -> list[Result]:
    cold, again = zip(*used, strict=True)
    what = "processor time of the page's thread until usable, processor not slowed down"
    return [Result(f"{what}, nothing cached", min(cold), "ms"), Result(f"{what}, on return", min(again), "ms")]


def _load(page: Page, address: str) -> Load:
    tools = _slow_phone(page)
    load = Load()
    from_cache: set[str] = set()
    tools.on("Network.requestServedFromCache", lambda told: from_cache.add(told["requestId"]))
    tools.on("Network.loadingFinished", lambda told: _count(load, told, from_cache))
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => globalThis.usableAt", timeout=60_000)
    load.usable_s = page.evaluate("usableAt") / 1000
    load.first_paint_s = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    tools.detach()
    return load


def _count(load: Load, told: dict[str, Any], from_cache: set[str]) -> None:
    # What a cache or a script answered took nothing from the line.
    if told["requestId"] not in from_cache and told["encodedDataLength"] > 0:
        load.requests += 1
        load.wire_bytes += int(told["encodedDataLength"])


def _slow_phone(page: Page) -> CDPSession:
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return tools


def _of_loads(loads: Sequence[tuple[Load, Load]]) -> list[Result]:
    cold, again = [one for one, _ in loads], [one for _, one in loads]
    middle = statistics.median
    phone = "a phone, Fast 3G, a quarter of the processor"
    return [
        Result(f"first paint, {phone}", middle([one.first_paint_s for one in cold]), "s"),
        bounded(f"usable, nothing cached, {phone}", middle([one.usable_s for one in cold]), "s", at_most=MUST_COLD_S),
        bounded(f"usable on return, {phone}", middle([one.usable_s for one in again]), "s", at_most=MUST_RETURN_S),
        bounded("requests, nothing cached", middle([one.requests for one in cold]), "", at_most=MUST_REQUESTS),
        bounded("on the wire, nothing cached", middle([one.wire_bytes / 1000 for one in cold]), "kB", at_most=MUST_KB),
        Result("requests on return", middle([one.requests for one in again]), ""),
        Result("on the wire on return", middle([one.wire_bytes / 1000 for one in again]), "kB"),
    ]


# --- a full room ------------------------------------------------------------------------------------------------------
def _full_room(
    browser: Browser, server: AppServer, stage: PhoneStage, url: str, var: Path, *, seconds: int
) -> list[Result]:
    doors = doors_to(server.ws_url, stage.people, database_url=url, var=var)
    walking = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.rig.phone.walking", str(seconds * 3 + 30), str(stage.lon), str(stage.lat)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert walking.stdin is not None
    assert walking.stdout is not None
    try:
        walking.stdin.write(json.dumps([[door.url, door.ticket] for door in doors]))
        walking.stdin.close()
        assert walking.stdout.readline().strip() == "walking"
        return _watched(browser, server, stage, seconds=seconds)
    finally:
        walking.terminate()
        walking.wait()


def _watched(browser: Browser, server: AppServer, stage: PhoneStage, *, seconds: int) -> list[Result]:
    windows = Windows(browser, server.url)
    page = windows.open(stage.token, size=PHONE)
    page.add_init_script(WATCH)
    page.goto(f"{server.url}/incidents/{stage.incident_id}")
    page.wait_for_function("() => globalThis.usableAt", timeout=60_000)
    page.wait_for_function("document.querySelectorAll('.leaflet-marker-icon').length >= 1")
    page.wait_for_timeout(5000)
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.wait_for_timeout(2000)
    field = page.locator("#composer textarea")
    field.focus()
    # The first touch makes sounds ready, once in a page.
    page.keyboard.press("x")
    page.wait_for_timeout(2000)
    page.evaluate("longTasks.length = 0, keys.length = 0")
    before = _busy_s(tools)
    for number in range(seconds * 2):
        page.keyboard.press("x" if number % 8 else "Space")
        page.wait_for_timeout(500)
    busy_s, wall_s = (after - at for after, at in zip(_busy_s(tools), before, strict=True))
    tasks, keys = page.evaluate("longTasks"), page.evaluate("keys")
    windows.close()
    units = f"{len(stage.people)} units at 1 Hz, a quarter of the processor"
    # The browser tells of keys only from sixteen milliseconds on: those that are not told were quicker.
    quick = [16.0] * (seconds * 2 - len(keys))
    p95 = statistics.quantiles([*keys, *quick], n=20)[-1]
    longest = max(tasks, default=0)
    say(f"main thread {busy_s / wall_s:.0%}, {len(tasks)} long tasks, the longest {longest:.0f} ms, {p95=:.0f} ms")
    return [
        bounded(f"main thread, {units}", busy_s / wall_s * 100, "%", at_most=MUST_BUSY),
        bounded(f"longest task, {units}", longest, "ms", at_most=MUST_TASK_MS),
        Result(f"tasks over 50 ms in {seconds} s, {units}", len(tasks), ""),
        bounded(f"from key to paint, 95 of 100, {units}", p95, "ms", at_most=MUST_KEY_MS),
    ]


def _busy_s(tools: CDPSession) -> tuple[float, float]:
    found = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    return found["TaskDuration"], found["Timestamp"]


if __name__ == "__main__":
    sys.exit(run_bench("pages", measure, options=OPTIONS, arguments=sys.argv[1:]))
