"""Private services for tests and benchmarks: PostgreSQL with PostGIS, Valkey, and our own server.

Each is a context manager, lives in a temporary folder, listens on a free port or a private socket, and is ended by its
process id. Nothing here touches a service that was already running.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from tests.support.processes import ROOT, ChildProcess, PartMissing, ServiceError, free_port, tell_warden, wait_until

__all__ = ["AppServer", "PostgisServer", "ServiceError", "ValkeyServer", "free_port", "wait_until"]

# Short, lower-case and without symbolic links: a unix socket's path may have 107 bytes, and a URL's host has no case.
TEMPORARY = "/tmp"


class Service:
    """What all services share: a folder, a process, start, stop and kill9."""

    name = "service"
    ready_timeout_s = 60.0  # a machine that does much else at the same time
    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"musterpoint-{self.name}-", dir=TEMPORARY))
        tell_warden("folder", self.folder)
        self.process = ChildProcess(name=self.name, log=self.folder / "log.txt")

    @property
    def log(self) -> Path:
        return self.process.log

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        """Start it (again), at the same address as before, and wait until it answers."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask it to end and wait for that."""
        self.process.end(self.stop_signal)

    def kill9(self) -> None:
        """End it at once, as a crash would."""
        self.process.end(signal.SIGKILL)

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class PostgisServer(Service):
    """A PostgreSQL cluster with PostGIS on a private unix socket.

    Args:
        durable: True keeps fsync, for measurements and crash tests; False is faster, for everything else.
        copy_of: the data of a cluster at rest, to begin with a copy of it.
    """

    name = "postgis"
    # What was killed first reads all that it wrote since its last checkpoint.
    ready_timeout_s = 300.0
    stop_signal = signal.SIGINT  # "fast": open connections are ended, not waited for

    def __init__(self, *, durable: bool, copy_of: Path | None = None) -> None:
        super().__init__()
        self.durable = durable
        self.copy_of = copy_of
        self.programs = postgis_programs()
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        self._databases = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        if not self.data.exists():
            self._make_cluster()
        options = ["listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=200"]
        if not self.durable:
            options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
            # Tests ask of few rows: to compile a statement would take longer than to carry it out.
            options += ["jit=off"]
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for option in options:
            command += ["-c", option]
        wait_until(self._is_memory_free, timeout_s=180, what="the backends of a killed postmaster had gone")
        self.process.launch(command, user=self.user)
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)
        with self.connect("template1") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")

    def _is_memory_free(self) -> bool:
        """Tell whether the memory of a killed postmaster is free: a new one refuses to start before that."""
        lock_file = self.data / "postmaster.pid"
        lines = lock_file.read_text().splitlines() if lock_file.exists() else []
        if len(lines) < 7:
            return True
        memory_id = lines[6].split()[1]
        segments = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()]
        return not any(segment[1] == memory_id and segment[6] != "0" for segment in segments)

    def _make_cluster(self) -> None:
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        if self.copy_of is not None:
            subprocess.run(["cp", "-a", str(self.copy_of), str(self.data)], check=True)
            return
        initdb = [str(self.programs / "initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust"]
        initdb += ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(
            initdb,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
        )
        if done.returncode != 0:
            raise ServiceError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection of a superuser, in autocommit."""
        return psycopg.connect(
            host=str(self.folder), dbname=database, user="postgres", autocommit=True, connect_timeout=5
        )

    def url(self, database: str) -> str:
        """Return the value of MUSTERPOINT_DATABASE for a database of this cluster."""
        return f"postgis://postgres@{quote(str(self.folder), safe='')}/{database}"

    def create_database(self, *, template: str = "template1") -> str:
        """Make a copy of the database `template` and return its name. No client may be connected to the template."""
        self._databases += 1
        name = f"made_{self._databases}"
        # Copied file by file it takes half; a server that is durable would write all of it out before and after.
        strategy = "wal_log" if self.durable else "file_copy"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {strategy}")
        return name

    def drop_database(self, name: str) -> None:
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def postgis_programs() -> Path:
    """Return the folder of the newest PostgreSQL that has PostGIS; the one on PATH may be another."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*"), key=lambda path: -int(path.name)):
        if Path(f"/usr/share/postgresql/{folder.name}/extension/postgis.control").exists():
            return folder / "bin"
    raise PartMissing("no PostgreSQL with PostGIS under /usr/lib/postgresql: run `python3 manage.py test` once")


class ValkeyServer(Service):
    """A Valkey (or Redis) that keeps nothing: after a restart it is empty, at the same port."""

    name = "valkey"

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("valkey-server") or shutil.which("redis-server")
        if program is None:
            raise ServiceError("neither valkey-server nor redis-server: run `python3 manage.py test` once")
        options = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "appendonly": "no", "dir": str(self.folder)}
        self.process.launch([program, *(part for key, value in options.items() for part in (f"--{key}", value))])
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False


class AppServer(Service):
    """Our own server, started as a user would: `manage.py serve`, one process.

    Args:
        database_url: a migrated database.
        redis_url: the broker; None means the in-memory layer.
        env: more settings, such as {"MUSTERPOINT_LOG_LEVEL": "INFO"}.
        with_worker: also start the push worker; `pid` is then the parent of both.
        var: the folder of attachments and logs; None means one of its own. Servers of one district share it.
    """

    name = "app"

    def __init__(
        self,
        database_url: str,
        redis_url: str | None = None,
        *,
        env: Mapping[str, str] | None = None,
        with_worker: bool = False,
        var: Path | None = None,
    ) -> None:
        super().__init__()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}"
        self.with_worker = with_worker
        self.env = app_environment(database_url, redis_url, var=var or self.folder / "var", more=env or {})

    def start(self) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        if not self.with_worker:
            command.append("--no-worker")
        self.process.launch(command, env=self.env)
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def doings(self) -> str:
        """Have it write what each of its threads is doing; return the end of its log."""
        before = self.log.stat().st_size

        def has_said_all() -> bool:
            # The kernel may hand a signal to a thread that Python does not know: then none is the current one.
            os.kill(self.pid, signal.SIGUSR2)
            time.sleep(0.5)
            return b"Current thread" in self.log.read_bytes()[before:]

        wait_until(has_said_all, timeout_s=120, what="it said nothing")
        return self.process.log_end(size_bytes=20_000)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def app_environment(
    database_url: str, redis_url: str | None, *, var: Path, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of a test server: none of our settings leaks in from the caller's."""
    var.mkdir(parents=True, exist_ok=True)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MUSTERPOINT_")}
    ours = {
        "MUSTERPOINT_MODE": "test",
        "MUSTERPOINT_DATABASE": database_url,
        "MUSTERPOINT_REDIS": redis_url or "",
        "MUSTERPOINT_VAR": str(var),
        # A test that takes longer must not find an entry of the server's own among those that it counts.
        "MUSTERPOINT_COMMAND_ALARM_S": "86400",
    }
    return {**clean, **ours, **(more or {})}


def migrate(database_url: str, *, var: Path) -> None:
    """Bring a database to the newest schema, in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    env = app_environment(database_url, None, var=var)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode != 0:
        raise ServiceError(f"migrate failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
