"""What a durable command costs the server, beside what its frames cost those who send and read them.

How many become durable a second depends on the disk as much as on us, so that is told and not judged; pgbench with one
connection and no application says what the disk allows.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import uvloop

from tests.bench.rig.bounds import SERVER_CORE, bounded, migrated_postgis, place, served, take_client_core
from tests.bench.rig.crowd import Crowd, set_crowd
from tests.bench.rig.judging import need_program
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.rooms.writes import Written, write
from tests.bench.rig.seats import doors_to
from tests.support.services import PostgisServer

OPTIONS = {"clients": 50, "rooms": 50, "seconds": 4, "runs": 3}
# Of what both ends compute in the same run: a slower processor slows both. Measured 4.1 into one room, where each
# command is 50 deliveries, and 12 into 50 rooms.
MUST_ONE_ROOM, MUST_MANY_ROOMS = 5.5, 16.0
PROCESSES: dict[str, Callable[[Written], float]] = {
    "server": lambda one: one.server_cpu_s,
    "database": lambda one: one.database_cpu_s,
    "clients": lambda one: one.clients_cpu_s,
}
# The wait for the disk is what counts; the row is as long as an entry's content.
ROW = "INSERT INTO bench_rows (body) VALUES (repeat('x', 300));\n"


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Run all three in turns. Clients and database share a core; the server, and pgbench, have the other."""
    rows: list[float] = []
    written: dict[int, list[Written]] = {1: [], chosen.rooms: []}
    with migrated_postgis() as (postgis, empty, folder):
        template = {rooms: postgis.create_database(template=empty) for rooms in written}
        crowds = {
            rooms: set_crowd(postgis.url(name), var=folder, rooms=rooms, people=chosen.clients)
            for rooms, name in template.items()
        }
        take_client_core(postgis)
        for _ in range(chosen.runs):
            rows.append(rows_per_s(postgis, seconds=chosen.seconds))
            for rooms, name in template.items():
                database = postgis.create_database(template=name)
                written[rooms].append(_one(postgis, database, crowds[rooms], folder, chosen.seconds))
            said = ", ".join(f"{rooms} rooms {runs[-1].per_s:,.0f}/s" for rooms, runs in written.items())
            say(f"pgbench {rows[-1]:,.0f}/s, {said}")
    return _results(rows, written)


def _one(postgis: PostgisServer, database: str, crowd: Crowd, folder: Path, seconds: float) -> Written:
    database_url = postgis.url(database)
    with served(database_url, var=folder) as server:
        doors = doors_to(server.ws_url, crowd.people, database_url=database_url, var=folder)
        return uvloop.run(write(doors, seconds=seconds, server_pid=server.pid, database_pid=postgis.pid))


def rows_per_s(postgis: PostgisServer, *, seconds: float) -> float:
    """Return pgbench's transactions per second: one connection, one row of 300 bytes each."""
    with postgis.connect("postgres") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, body text)")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(ROW)
        script.flush()
        need_program(str(postgis.programs / "pgbench"))
        command = [str(postgis.programs / "pgbench"), "-n", "-c1", "-T", str(int(seconds)), "-f", script.name]
        command += ["-h", str(postgis.folder), "-U", "postgres", "postgres"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # Where our server would be: the database has the other core.
        place(process.pid, SERVER_CORE)
        told, _ = process.communicate()
    (line,) = [line for line in told.splitlines() if line.startswith("tps =")]
    return float(line.split()[2])


def _results(rows: list[float], written: dict[int, list[Written]]) -> list[Result]:
    baseline = median(rows)
    results = [Result("pgbench, one connection, rows of 300 bytes", baseline, "per s")]
    for rooms, runs in written.items():
        where = "one room" if rooms == 1 else f"{rooms} rooms"
        per_s = median([one.per_s for one in runs])
        results.append(bounded(f"durable commands into {where}", per_s, "per s", baseline=baseline))
        delivered = median([one.delivered / one.seconds for one in runs])
        results.append(Result(f"deliveries meanwhile, {where}", delivered, "per s"))
        cpu_ms = {
            who: median([cpu_of(one) * 1000 / max(one.acknowledged, 1) for one in runs])
            for who, cpu_of in PROCESSES.items()
        }
        must = MUST_ONE_ROOM if rooms == 1 else MUST_MANY_ROOMS
        what = f"server processor time per command ÷ the clients', {where}"
        results.append(bounded(what, cpu_ms["server"], "ms", baseline=cpu_ms["clients"], at_most=must))
        results.append(Result(f"database processor time per command, {where}", cpu_ms["database"], "ms"))
    return results


if __name__ == "__main__":
    sys.exit(run_bench("writes", measure, options=OPTIONS, arguments=sys.argv[1:]))
