"""Broker, database under load, a server that stands still, a full disk: nothing is lost, and all heals by itself."""

import asyncio
import contextlib
import json
import os
import resource
import signal
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from musterpoint_client.api import request_json

from coordination.sockets.hub import BEACON_S
from tests.stage.devices.clients import Frame, RawSocket, RoamingClient, knock, post, running, until, whole_log
from tests.stage.served import Stage, set_stage
from tests.support.processes import wait_until
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]


@dataclass(frozen=True)
class District:
    """Two servers with a database and a broker of their own, to be taken away."""

    postgis: PostgisServer
    valkey: ValkeyServer
    servers: tuple[AppServer, AppServer]
    stage: Stage
    var: Path

    def message(self) -> Frame:
        return {"type": "post_message", "id": str(uuid.uuid4()), "text": "a word", "audience": "everyone"}

    def say(self, number: int) -> int:
        """Post over HTTP to one of the servers. Raises: ApiProblem."""
        told = post(self.servers[number].url, self.stage.tokens["officer"], self.stage.room_id, self.message())
        return int(told["seq"])

    def attach(self, upload_id: str) -> None:
        """Put an uploaded file into the log. Raises: ApiProblem."""
        command = {"type": "attach_file", "id": str(uuid.uuid4()), "upload_id": upload_id}
        post(self.servers[0].url, self.stage.tokens["officer"], self.stage.room_id, command)

    def enter(self, number: int, name: str = "insider") -> RawSocket:
        """Open a socket to one of the servers, current from here on."""
        socket = knock(self.servers[number].url, self.stage.tokens[name], self.stage.room_id)
        socket.send('{"type":"hello"}')
        socket.next("presence")
        return socket

    def log(self) -> list[Frame]:
        return whole_log(self.servers[0].url, self.stage.tokens["insider"], self.stage.room_id)

    def ready(self, number: int) -> tuple[int, Frame]:
        """Return the status and the body of readyz."""
        try:
            with urllib.request.urlopen(f"{self.servers[number].url}/readyz", timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as failing:
            with failing:
                return failing.code, json.load(failing)


@pytest.fixture(scope="module")
def district(migrated_cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    var = tmp_path_factory.mktemp("var")
    with contextlib.ExitStack() as stack:
        postgis = stack.enter_context(PostgisServer(durable=True, copy_of=migrated_cluster))
        valkey = stack.enter_context(ValkeyServer())
        database = postgis.url("migrated")
        stage = set_stage(database, var=var, crowd=8)
        servers = [stack.enter_context(AppServer(database, valkey.url, var=var)) for _ in range(2)]
        yield District(postgis, valkey, (servers[0], servers[1]), stage, var)


@contextlib.asynccontextmanager
async def crowd(district: District) -> AsyncIterator[Sequence[RoamingClient]]:
    """Keep people connected, half of them at each server; at the end everybody has everything, once, in order."""
    urls = [server.url for server in district.servers]
    clients = [
        RoamingClient(urls, token, district.stage.room_id, start=number)
        for number, token in enumerate(district.stage.crowd)
    ]
    async with running(clients):
        await until(lambda: all(client.reconnects == 0 for client in clients), timeout_s=20, what="all were connected")
        yield clients
        head = len(await asyncio.to_thread(district.log))
        await until(lambda: all(client.seq >= head for client in clients), timeout_s=120, what="all were current")
    log = district.log()
    seq_of = {entry["content"]["command_id"]: entry["seq"] for entry in log if entry["type"] == "entry"}
    for client in clients:
        assert (client.faults.duplicated, client.faults.out_of_order) == ([], [])
        assert [client.entries[seq]["hash"] for seq in sorted(client.entries)] == [entry["hash"] for entry in log]
        assert client.acknowledged.items() <= seq_of.items()


# --- the broker -------------------------------------------------------------------------------------------------------
@pytest.mark.by_the_clock
def test_promise_4_without_the_broker_posts_succeed_and_arrive_at_the_other_server_with_a_beacon(
    district: District,
) -> None:
    socket = district.enter(1)
    district.valkey.kill9()
    try:
        began_s = time.monotonic()
        seq = district.say(0)
        posted_s = time.monotonic() - began_s
        socket.next("entry", seq=seq)
        arrived_s = time.monotonic() - began_s
        status = district.ready(0)
    finally:
        district.valkey.start()

    assert posted_s < 3
    assert arrived_s < posted_s + 2 * BEACON_S
    assert (status[0], status[1]["database"], status[1]["broker"]) == (200, "ok", "failing")
    wait_until(lambda: district.ready(0)[1]["broker"] == "ok", timeout_s=180, what="the broker was not seen to be back")


def test_promise_4_without_the_broker_a_long_poll_at_the_other_server_is_answered(district: District) -> None:
    head = len(district.log())
    path = f"/api/v1/rooms/{district.stage.room_id}/poll?after={head}&wait=20"

    async def story() -> Frame:
        token = district.stage.tokens["teacher"]
        polling = asyncio.create_task(asyncio.to_thread(request_json, district.servers[1].url, path, token=token))
        await asyncio.to_thread(district.say, 0)
        return dict(await polling)

    district.valkey.kill9()
    try:
        answer = asyncio.run(story())
    finally:
        district.valkey.start()

    assert [entry["seq"] for entry in answer["entries"]] == [head + 1]


@pytest.mark.by_the_clock
def test_after_the_broker_has_come_back_entries_are_quick_again_without_a_restart(district: District) -> None:
    socket = district.enter(1)
    district.valkey.kill9()
    district.valkey.start()

    def is_quick() -> bool:
        began_s = time.monotonic()
        seq = district.say(0)
        socket.next("entry", seq=seq)
        return time.monotonic() - began_s < 0.5

    # The next beacon subscribes again. Three in a row: one could be a beacon that came just then.
    wait_until(
        lambda: is_quick() and is_quick() and is_quick(), timeout_s=4 * BEACON_S, what="hints did not arrive again"
    )


# --- the database -----------------------------------------------------------------------------------------------------
async def test_promises_1_2_3_6_a_crash_of_the_database_under_load_loses_nothing_that_was_acknowledged(
    district: District,
) -> None:
    async with crowd(district) as clients:
        told: list[int] = []
        enough = asyncio.Event()

        async def write(client: RoamingClient) -> None:
            while not enough.is_set():
                told.append(await client.write("post_message", text="under load", audience="everyone"))

        writing = [asyncio.create_task(write(client)) for client in clients]
        await until(lambda: len(told) > 40, timeout_s=120, what="work began")
        await asyncio.to_thread(district.postgis.kill9)
        before = len(told)
        await asyncio.to_thread(district.postgis.start)
        await until(lambda: len(told) > before + 40, timeout_s=40, what="work went on")
        # Each ends with an answer: a command on its way could still join the log after it was read for comparison.
        enough.set()
        await asyncio.gather(*writing)

    assert len(told) == len(set(told))


# --- a server that stands still ---------------------------------------------------------------------------------------
async def test_promises_2_3_4_a_server_that_stood_still_for_ten_seconds_goes_on_and_its_people_catch_up(
    district: District,
) -> None:
    async with crowd(district) as clients:
        still = district.servers[1]
        os.kill(still.pid, signal.SIGSTOP)
        try:
            until_s = time.monotonic() + 10
            while time.monotonic() < until_s:
                await asyncio.to_thread(district.say, 0)
        finally:
            os.kill(still.pid, signal.SIGCONT)
        seq = await clients[0].write("post_message", text="all together again", audience="everyone")
        await until(lambda: all(client.seq >= seq for client in clients), timeout_s=20, what="all heard it")


# --- a disk that takes no more ----------------------------------------------------------------------------------------
def upload(district: District, body: bytes) -> tuple[int, Frame]:
    """Send a file; return the status and the answer."""
    # Long enough that no random file has it inside: three bytes would be found in one of thirty.
    edge = b"--edge-of-the-form"
    form = (
        edge + b'\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + body + b"\r\n" + edge + b"--\r\n"
    )
    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge.decode()[2:]}",
        "X-Session-Token": district.stage.tokens["officer"],
    }
    url = f"{district.servers[0].url}/api/v1/rooms/{district.stage.room_id}/uploads"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=form, headers=headers), timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def stored(district: District) -> set[Path]:
    return {path for path in (district.var / "media").rglob("*") if path.is_file()}


@contextlib.contextmanager
def no_space_beyond(pid: int, size_bytes: int) -> Iterator[None]:
    """Let a process write no file beyond a size: what a full disk does to it, without filling one."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_a_file_that_the_disk_does_not_take_is_refused_leaves_nothing_and_the_room_goes_on(district: District) -> None:
    body = os.urandom(60_000)
    before = stored(district)
    with no_space_beyond(district.servers[0].pid, 20_000):
        status, problem = upload(district, body)
        district.say(0)

    assert (status, problem["code"]) == (507, "storage_failed")
    assert stored(district) == before
    check_that_it_is_taken_now(district, body)


def test_a_file_that_cannot_even_be_received_leaves_nothing_and_the_room_goes_on(district: District) -> None:
    """A larger request waits in a temporary file; without space for that there is no one left to answer it."""
    body = os.urandom(600_000)
    before = stored(district)
    with no_space_beyond(district.servers[0].pid, 100_000):
        with pytest.raises(OSError, match=r"pipe|reset|closed"):
            upload(district, body)
        district.say(0)

    assert stored(district) == before
    check_that_it_is_taken_now(district, body)


def check_that_it_is_taken_now(district: District, body: bytes) -> None:
    before = stored(district)
    status, told = upload(district, body)
    assert status == 201
    assert [path.read_bytes() == body for path in stored(district) - before] == [True]
    district.attach(told["upload_id"])
