"""The private services that other tests stand on do what their names say."""

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.support import backend
from tests.support.processes import ROOT
from tests.support.services import PostgisServer, ServiceError, ValkeyServer, free_port, wait_until


def has_ended(handle: int) -> bool:
    """Tell whether the process of a handle has ended, and let the handle go."""
    try:
        return bool(select.select([handle], [], [], 20)[0])
    finally:
        os.close(handle)


def ping(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"PING\r\n")
        return client.recv(5)


@pytest.mark.django_db
def test_the_pass_runs_on_the_database_it_names() -> None:
    assert connection.vendor == ("postgresql" if backend.IS_POSTGIS else "sqlite")


@pytest.mark.postgis
def test_a_killed_valkey_comes_back_at_the_same_port() -> None:
    with ValkeyServer() as server:
        first = server.pid
        server.kill9()
        with pytest.raises(OSError, match="refused"):
            ping(server.port)

        server.start()

        assert ping(server.port) == b"+PONG"
        assert server.pid != first


@pytest.mark.postgis
def test_a_durable_cluster_syncs_and_keeps_its_data_over_a_crash() -> None:
    with PostgisServer(durable=True) as server:
        with server.connect("postgres") as client:
            client.execute("CREATE TABLE kept (n int)")
            client.execute("INSERT INTO kept VALUES (7)")
        server.kill9()
        server.start()

        with server.connect("postgres") as client:
            assert client.execute("SELECT n FROM kept").fetchone() == (7,)
            assert client.execute("SHOW fsync").fetchone() == ("on",)


def test_each_migrated_database_is_a_test_s_own(migrated_postgis_url: str, postgis: PostgisServer) -> None:
    name = migrated_postgis_url.rpartition("/")[2]

    with postgis.connect(name) as client:
        assert client.execute("SELECT count(*) FROM coordination_user").fetchone() == (0,)


def test_waiting_is_bounded_and_says_for_what() -> None:
    with pytest.raises(ServiceError, match="the moon was not blue within 0 s"):
        wait_until(lambda: False, timeout_s=0.05, what="the moon was not blue")


def test_a_free_port_refuses_connections_until_somebody_listens() -> None:
    with pytest.raises(OSError, match="refused"):
        ping(free_port())


# A shell starts what runs in its background deaf to an interrupt, and so would be what such tests start.
STARTS_AND_WAITS = """
import signal, sys, time
from tests.support.services import Service

signal.signal(signal.SIGINT, signal.default_int_handler)

class Sleeper(Service):
    name = "sleeper"

    def start(self):
        self.process.launch([sys.executable, "-c", "import time; time.sleep(600)"])

with Sleeper() as one:
    print(one.pid, one.folder, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_no_server_and_no_folder_behind(how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", STARTS_AND_WAITS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        pid, _, folder = run.stdout.readline().strip().partition(" ")
        handle = os.pidfd_open(int(pid))
        run.send_signal(how)

    wait_until(lambda: not Path(folder).exists(), timeout_s=20, what="the folder went")
    assert has_ended(handle)
