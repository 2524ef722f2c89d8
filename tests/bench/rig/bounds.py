"""Hold a measure to a bound, and give server, clients and database their cores."""

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rig.meters import Result, pin, say
from tests.support.services import AppServer, PostgisServer, migrate

SERVER_CORE, CLIENT_CORE = 0, 1
BACKENDS_EVERY_S = 0.2
# Of sessions among each other: a server as its unit lets it go before a database, and who asks comes from elsewhere.
DEPLOYED, PRECEDENCE, ELSEWHERE = -19, -15, -10
# As the weights of their units are to the database's: a half and a fifth.
PUSH, PAGES = -12, -8
# What the units of these say is CPUWeight=idle.
IDLE_WORKERS = (
    "import_worker",
    "mou.foundation.bounded_process.fork_server",
    "coordination.sign_in.attempts.hashing_program",
)
# Where the system keeps its groups of processes: version 2, or the processors' own tree of version 1.
CONTROL_GROUPS = (Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup"))


def bounded(
    measure: str,
    value: float,
    unit: str,
    *,
    baseline: float | None = None,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Result:
    """Return a measure that must keep a bound: its ratio to the baseline where there is one, else the value itself."""
    ratio = None if baseline is None else value / baseline if baseline else float("inf")
    judged = value if ratio is None else ratio
    name = "value" if ratio is None else "ratio"
    if at_most is not None:
        return Result(measure, value, unit, baseline, ratio, f"{name} <= {at_most:g}", judged <= at_most)
    if at_least is not None:
        return Result(measure, value, unit, baseline, ratio, f"{name} >= {at_least:g}", judged >= at_least)
    return Result(measure, value, unit, baseline, ratio)


def place(pid: int, core: int) -> None:
    """Keep a process on a core and, where the system permits it, let it go before whatever else the machine does.

    Servers, baselines, clients and database all get the same precedence: it keeps others' work out of the comparison.
    """
    pin(pid, core)
    precede(pid)


def precede(pid: int, niceness: int = PRECEDENCE) -> None:
    """Let a process, and those of its session, go before whatever else the machine does."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness))


@contextmanager
def deployed(*, rooms: int, pages: int, others: Sequence[int]) -> Iterator[None]:
    """Give servers and workers, and all that they have started, what their units in deploy/ give them, for the block.

    Where the system lets us make no group that goes behind everything, such workers get the weight of the pages.
    """
    precede(rooms, DEPLOYED)
    precede(pages, PAGES)
    with _idle_group() as group:
        for child in (*others, *_descendants(rooms)):
            said = Path(f"/proc/{child}/cmdline").read_text().split("\0")
            if "push_worker" in said:
                precede(child, PUSH)
            elif any(worker in said for worker in IDLE_WORKERS):
                _go_behind(child, group)
        yield


def _go_behind(pid: int, group: Path | None) -> None:
    precede(pid, PAGES)
    if group is not None:
        for one in (pid, *_descendants(pid)):
            (group / "cgroup.procs").write_text(str(one))


@contextmanager
def _idle_group() -> Iterator[Path | None]:
    """Make a group of processes that whatever else wakes up interrupts; its members must end with the block."""
    tree = next((one for one in CONTROL_GROUPS if (one / "cgroup.procs").exists()), CONTROL_GROUPS[-1])
    group = tree / f"musterpoint-bench-{os.getpid()}"
    try:
        group.mkdir()
        (group / "cpu.idle").write_text("1")
    except OSError as refused:
        say(f"nothing goes behind everything here, as CPUWeight=idle would have it: {refused}")
        yield None
        return
    try:
        yield group
    finally:
        # Who is left, the workers' parent among them, ends in the group from which it came.
        for pid in (group / "cgroup.procs").read_text().split():
            with contextlib.suppress(OSError):
                (tree / "cgroup.procs").write_text(pid)
        group.rmdir()


def take_client_core(postgis: PostgisServer | None = None) -> None:
    """Move this process, and the database, to the clients' core, with all that they start; servers have their own.

    Call it when everything is set up: until then both cores are welcome.
    """
    place(os.getpid(), CLIENT_CORE)
    if postgis is not None:
        threading.Thread(target=_place_backends, args=[postgis.pid], daemon=True).start()


def all_precede() -> None:
    """Let this process and all that it starts go before the rest of the machine's work, each on any core."""
    threading.Thread(target=_precede_descendants, daemon=True).start()


def _precede_descendants() -> None:
    """Again and again: each server, worker and connection of the database is in a session of its own."""
    while True:
        for pid in (os.getpid(), *_descendants(os.getpid())):
            _put_forward(pid)
        time.sleep(BACKENDS_EVERY_S)


def _put_forward(pid: int) -> None:
    """Put a session before the rest of the machine, if no one has yet: by as much as it gives way to others of ours."""
    with contextlib.suppress(OSError, ValueError):
        niceness = int(Path(f"/proc/{pid}/autogroup").read_text().rpartition(" ")[2])
        if niceness >= 0:
            precede(pid, min(PRECEDENCE + niceness, -1))


def _descendants(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):  # one that has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _descendants(child)


def _place_backends(postmaster: int) -> None:
    """Place the database's processes, again and again: each connection brings a new one, in a session of its own."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children")
    placed: set[int] = set()
    with contextlib.suppress(OSError):  # the database has ended, and so do we
        while True:
            for pid in {postmaster, *map(int, children.read_text().split())} - placed:
                with contextlib.suppress(FileNotFoundError):  # a backend that has ended meanwhile
                    place(pid, CLIENT_CORE)
                placed.add(pid)
            time.sleep(BACKENDS_EVERY_S)


@contextmanager
def served(
    database_url: str,
    *,
    var: Path,
    redis_url: str | None = None,
    core: int | None = SERVER_CORE,
    env: Mapping[str, str] | None = None,
) -> Iterator[AppServer]:
    """Run our server on its core; its log's end is shown when something goes wrong."""
    server = AppServer(database_url, redis_url, env=env, var=var)
    try:
        with server:
            if core is not None:
                place(server.pid, core)
            yield server
    except Exception as error:
        # The folder, and the log with it, is gone by now if it could not be read before.
        with contextlib.suppress(OSError):
            error.add_note(server.process.log_end())
        raise


@contextmanager
def migrated_postgis(*, counts_statements: bool = False) -> Iterator[tuple[PostgisServer, str, Path]]:
    """Run PostgreSQL with synchronous_commit=on; yield it, a migrated empty database's name, and a folder for files."""
    with PostgisServer(durable=True) as postgis, tempfile.TemporaryDirectory() as folder:
        if counts_statements:
            with postgis.connect("postgres") as connection:
                connection.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
                connection.execute("ALTER SYSTEM SET pg_stat_statements.max = 5000")
            postgis.stop()
            postgis.start()
            with postgis.connect("postgres") as connection:
                connection.execute("CREATE EXTENSION pg_stat_statements")
        database = postgis.create_database()
        migrate(postgis.url(database), var=Path(folder))
        yield postgis, database, Path(folder)
