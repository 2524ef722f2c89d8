"""How many entries a second one server process hands to the sockets of one room, beside others on this machine."""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.rig.meters import Result, compared, median, pin, run_bench, say
from tests.bench.rig.others.broadcasters import Launch, Launcher, install_broadcasters
from tests.bench.rig.rooms.listeners import Delivered, Order, run_listeners
from tests.stage.served import Stage, set_stage
from tests.support.processes import ChildProcess, free_port
from tests.support.services import AppServer, PostgisServer, app_environment, migrate

OPTIONS = {"sockets": 300, "posts": 400, "commands": 400, "runs": 3, "window": 4, "posters": 16}
SERVER_CORE, CLIENT_CORE = 0, 1
# Overhead of the frame around a body differs between the servers; each is given what makes its frame 300 bytes.
BODY_BYTES = {"tutorial": 288, "picows": 288, "ws": 289, "nats": 270, "feed": 220}
ONE_AT_A_TIME = ("picows", "ws", "nats", "feed")
MUST_TUTORIAL, MUST_PICOWS = 10.0, 0.6


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run each server as often as asked, taking turns so that what disturbs the machine disturbs all alike."""
    runs: dict[str, list[Delivered]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as tools:
        launchers = {**OUR_LAUNCHERS, **dict(install_broadcasters(Path(tools)))}
        for number in range(chosen.runs):
            for name in [name for name in BODY_BYTES if name in launchers]:
                runs[name].append(bare(chosen, name, launchers[name], window=chosen.window))
            for name in [name for name in ONE_AT_A_TIME if name in launchers]:
                runs[f"{name}_single"].append(bare(chosen, name, launchers[name], window=1))
            with tempfile.TemporaryDirectory() as folder:
                runs["spatialite"].append(_real(chosen, _spatialite(Path(folder)), Path(folder)))
            with PostgisServer(durable=True) as postgis, tempfile.TemporaryDirectory() as folder:
                runs["postgis"].append(_real(chosen, _postgis(postgis, Path(folder)), Path(folder)))
            say(f"run {number + 1}: " + ", ".join(f"{name} {done[-1].per_s:,.0f}/s" for name, done in runs.items()))
    return results_of(runs)


# --- one run of one server --------------------------------------------------------------------------------------------
def bare(chosen: argparse.Namespace, name: str, launcher: Launcher, *, window: int) -> Delivered:
    """Let a server without access and log hand posts out."""
    with bare_server(name, launcher) as (port, pid):
        return run_listeners(
            Order(
                url=f"ws://127.0.0.1:{port}/",
                sockets=chosen.sockets,
                # The tutorial needs a tenth of the work to show its pace.
                posts=chosen.posts // 4 if name == "tutorial" else chosen.posts,
                window=window,
                server_pid=pid,
                body_bytes=BODY_BYTES[name],
                acknowledges=name == "feed",
                speaks_nats=name == "nats",
                core=CLIENT_CORE,
            )
        )


@contextlib.contextmanager
def bare_server(name: str, launcher: Launcher) -> Iterator[tuple[int, int]]:
    """Run a server on its core; yield its port and process id."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = ChildProcess(name=name, log=Path(folder) / "log.txt")
        launch = launcher(port, Path(folder))
        process.launch(launch.command, env=launch.env)
        try:
            process.wait_ready(lambda: _listens(port), timeout_s=30)
            pin(process.pid, SERVER_CORE)
            yield port, process.pid
        finally:
            process.end(signal.SIGKILL)


def _ours(name: str) -> Launcher:
    def launcher(port: int, folder: Path) -> Launch:
        env = app_environment(f"spatialite://{folder}/unused.sqlite3", None, var=folder)
        return Launch([sys.executable, "-m", "tests.bench.rig.others.sample_servers", name, str(port)], env)

    return launcher


# Those that need nothing but our own environment.
OUR_LAUNCHERS = {name: _ours(name) for name in ("tutorial", "picows", "feed")}


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _real(chosen: argparse.Namespace, database_url: str, folder: Path) -> Delivered:
    """Our whole way: commands over sockets, access, log on disk, feed."""
    stage: Stage = set_stage(database_url, var=folder, crowd=chosen.sockets)
    with AppServer(database_url, var=folder) as server:
        pin(server.pid, SERVER_CORE)
        return run_listeners(
            Order(
                url=f"{server.ws_url}/ws/v1/rooms/{stage.room_id}",
                base_url=server.url,
                tokens=list(stage.crowd),
                sockets=chosen.sockets,
                posts=chosen.commands,
                window=chosen.posters,
                posters=chosen.posters,
                server_pid=server.pid,
                acknowledges=True,
                core=CLIENT_CORE,
            )
        )


def _spatialite(folder: Path) -> str:
    url = f"spatialite://{folder / 'app.sqlite3'}"
    migrate(url, var=folder)
    return url


def _postgis(postgis: PostgisServer, folder: Path) -> str:
    url = postgis.url(postgis.create_database())
    migrate(url, var=folder)
    return url


# --- results ----------------------------------------------------------------------------------------------------------
TITLES = {
    "tutorial": "Channels tutorial on daphne",
    "picows": "picows broadcast",
    "ws": "node ws broadcast",
    "nats": "nats-server",
    "feed": "our feed and server, without log",
    "picows_single": "picows broadcast, one at a time",
    "ws_single": "node ws broadcast, one at a time",
    "nats_single": "nats-server, one at a time",
    "feed_single": "our feed and server, one at a time",
    "spatialite": "ours with access and log, SpatiaLite",
    "postgis": "ours with access and log, PostGIS",
}
# What they are called in comparisons; they are left out where they cannot be had.
INSTALLED = {"ws": "node ws", "nats": "nats-server"}


def results_of(runs: Mapping[str, Sequence[Delivered]]) -> list[Result]:
    """Return the medians, and ours beside each baseline that could be had."""
    per_s = {name: median([one.per_s for one in done]) for name, done in runs.items()}
    per_cpu_s = {name: median([one.per_cpu_s for one in done]) for name, done in runs.items()}
    results = [Result(f"{TITLES[name]}: deliveries", value, "per s") for name, value in per_s.items()]
    results += [Result(f"{TITLES[name]}: per processor second", value, "per s") for name, value in per_cpu_s.items()]
    results += [Result(f"{TITLES[name]}: p99", median([d.p99_ms for d in done]), "ms") for name, done in runs.items()]
    results += [Result(f"{TITLES[name]}: frame", done[-1].frame_bytes, "bytes") for name, done in runs.items()]
    results += [
        Result(
            f"{TITLES[name]}: undelivered",
            sum(d.expected - d.deliveries for d in done),
            "",
            must="= 0",
            ok=all(d.expected == d.deliveries for d in done),
        )
        for name, done in runs.items()
    ]
    # Compared by what a delivery costs the server: the clock on the wall also measures whatever else the machine does.
    unit = "per processor s"
    tutorial, picows = per_cpu_s["tutorial"], per_cpu_s["picows"]
    feed = per_cpu_s["feed"]
    results.append(compared("feed ÷ tutorial", feed, unit=unit, baseline=tutorial, at_least=MUST_TUTORIAL))
    results.append(compared("feed ÷ picows", feed, unit=unit, baseline=picows, at_least=MUST_PICOWS))
    installed = [(name, title) for name, title in INSTALLED.items() if name in runs]
    results += [compared(f"feed ÷ {title}", feed, unit=unit, baseline=per_cpu_s[name]) for name, title in installed]
    # Nothing can be written together then: one system call for each entry and socket, as picows always does.
    single, ceiling = per_cpu_s["feed_single"], per_cpu_s["picows_single"]
    results.append(compared("feed ÷ picows, one at a time", single, unit=unit, baseline=ceiling))
    for name, title in installed:
        other = per_cpu_s[f"{name}_single"]
        results.append(compared(f"feed ÷ {title}, one at a time", single, unit=unit, baseline=other))
    for name in ("spatialite", "postgis"):
        ours = per_cpu_s[name]
        results.append(compared(f"{name} ÷ tutorial", ours, unit=unit, baseline=tutorial, at_least=MUST_TUTORIAL))
        results.append(compared(f"{name} ÷ picows", ours, unit=unit, baseline=picows, at_least=MUST_PICOWS))
    return results


if __name__ == "__main__":
    sys.exit(run_bench("fanout", measure, options=OPTIONS, arguments=sys.argv[1:]))
