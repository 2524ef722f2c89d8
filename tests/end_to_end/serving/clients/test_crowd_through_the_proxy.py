"""A hundred people with our libraries, through nginx with TLS as it is deployed: kills lose, double and swap nothing.

Two servers with one database and one broker. Most people have the JavaScript library, a few to a process; the others
the Python one.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.stage.devices.clients import Frame, RoamingClient, post, running, until, verifier, whole_log
from tests.stage.served import Stage, set_stage
from tests.support.node import NODE
from tests.support.processes import PATIENCE, ROOT, wait_until
from tests.support.proxy import NginxProxy
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
HERE = Path(__file__).resolve().parent
LIBRARY = ROOT / "coordination/clients/javascript/static/coordination/client/index.js"
PROCESSES, PEOPLE_OF_EACH, IN_PYTHON = 4, 20, 20
SAID_BY_EACH, EVERY_S = 10, 2.0 * PATIENCE
LAST_WORD = "That was all."


@dataclass(frozen=True)
class Site:
    """Two servers behind the proxy, and who is in the room."""

    proxy: NginxProxy
    servers: tuple[AppServer, AppServer]
    stage: Stage

    def say(self, text: str) -> None:
        command = {"type": "post_message", "id": str(uuid.uuid4()), "text": text, "audience": "everyone"}
        post(self.proxy.url, self.stage.tokens["officer"], self.stage.room_id, command)

    def log(self) -> list[Frame]:
        return whole_log(self.proxy.url, self.stage.tokens["officer"], self.stage.room_id)

    def kill(self, *services: AppServer | NginxProxy) -> None:
        """Kill some of what runs at the same instant, and start it again."""
        for service in services:
            service.kill9()
        for service in services:
            service.start()


@pytest.fixture(scope="module")
def site(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    database = postgis.url(postgis.create_database(template=postgis_template))
    var = tmp_path_factory.mktemp("var")
    stage = set_stage(database, var=var, crowd=PROCESSES * PEOPLE_OF_EACH + IN_PYTHON)
    env = {"MUSTERPOINT_TLS": "true"}
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context(AppServer(database, valkey.url, env=env, var=var)) for _ in range(2))
        proxy = stack.enter_context(NginxProxy((one.port, two.port), pages=two.port))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        patch.setattr(urllib.request, "_opener", None)
        yield Site(proxy, (one, two), stage)


def people_of(site: Site, process: int) -> list[dict[str, Any]]:
    """Return what each person of a process of Node is and does."""
    first = process * PEOPLE_OF_EACH
    pace = {"count": SAID_BY_EACH, "every_ms": EVERY_S * 1000, "waits_ms": 90_000 * PATIENCE, "lastWord": LAST_WORD}
    place = {"origin": site.proxy.url, "roomId": site.stage.room_id}
    tokens = site.stage.crowd[first : first + PEOPLE_OF_EACH]
    return [{**place, **pace, "token": token, "who": f"node {first + n}"} for n, token in enumerate(tokens)]


@contextlib.contextmanager
def in_node(site: Site) -> Iterator[list[subprocess.Popen[str]]]:
    """Run the processes of Node; they trust the proxy's certificate."""
    command = [str(NODE), str(HERE / "crowd.mjs"), LIBRARY.as_uri()]
    env = {**os.environ, "NODE_EXTRA_CA_CERTS": str(site.proxy.certificate)}
    with contextlib.ExitStack() as stack:
        started = []
        for process in range(PROCESSES):
            node = stack.enter_context(
                subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    env=env,
                )
            )
            stack.callback(node.kill)
            assert node.stdin is not None
            node.stdin.write(json.dumps(people_of(site, process)))
            node.stdin.close()
            node.stdin = None
            started.append(node)
        yield started


def told_by(node: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Return what a process of Node prints at its end. Raises: AssertionError: it failed."""
    out, errors = node.communicate(timeout=180 * PATIENCE)
    assert node.returncode == 0, errors
    told: list[dict[str, Any]] = json.loads(out)
    return told


async def speak(client: RoamingClient, who: str) -> list[int]:
    """Say as much as those of Node do, without waiting for answers; return the seqs."""
    said = []
    for number in range(SAID_BY_EACH):
        said.append(asyncio.create_task(client.write("post_message", text=f"{who} {number}", audience="everyone")))
        await asyncio.sleep(EVERY_S)
    return await asyncio.gather(*said)


def ends_of(site: Site) -> list[Callable[[], None]]:
    """Return what goes wrong, in turn."""
    one, two = site.servers
    return [
        lambda: site.kill(one),
        site.proxy.reload,
        lambda: site.kill(two),
        lambda: site.kill(one, two),
        lambda: site.kill(site.proxy),
    ]


async def break_while_they_speak(site: Site, listener: RoamingClient) -> None:
    """Let go wrong one thing after the other, each when all have said more since the one before."""
    everyone = len(site.stage.crowd)

    def have_said(number: int) -> bool:
        said = texts_of(listener.entries.values())
        return sum(text.endswith(f" {number}") for text in said) == everyone

    for turn, happens in enumerate(ends_of(site)):
        await until(partial(have_said, turn), timeout_s=60, what=f"all have said {turn} again")
        await asyncio.to_thread(happens)


def texts_of(frames: Any) -> list[str]:
    entries = (frame for frame in frames if frame["type"] == "entry")
    return [entry["content"]["event"].get("text", "") for entry in entries]


async def test_promises_1_3_6_a_hundred_sockets_through_tls_lose_double_and_swap_nothing(site: Site) -> None:
    tokens = site.stage.crowd[PROCESSES * PEOPLE_OF_EACH :]
    clients = {f"python {n}": RoamingClient([site.proxy.url], one, site.stage.room_id) for n, one in enumerate(tokens)}
    with in_node(site) as nodes:
        async with running(list(clients.values())):
            speaking = [asyncio.create_task(speak(client, who)) for who, client in clients.items()]
            await break_while_they_speak(site, next(iter(clients.values())))
            acked = dict(zip(clients, await asyncio.gather(*speaking), strict=True))
            await asyncio.to_thread(wait_for_all, site)
            log = await asyncio.to_thread(site.log)
            await until(lambda: all(one.seq == len(log) for one in clients.values()), timeout_s=60, what="had all")
        told = [person for node in nodes for person in await asyncio.to_thread(told_by, node)]

    check_log(log)
    said: dict[str, list[tuple[str, int]]] = {who: [] for who in [*clients, *(f"node {n}" for n in range(len(told)))]}
    for frame in log:
        who, _, number = frame["content"]["event"].get("text", "").rpartition(" ")
        if who in said:
            said[who].append((number, frame["seq"]))
    for who, client in clients.items():
        check_python(client, log)
        assert said[who] == [(str(n), seq) for n, seq in enumerate(acked[who])]
    for number, person in enumerate(told):
        check_node(person, log)
        assert said[f"node {number}"] == [(str(n), seq) for n, seq in enumerate(person["acked"])]
    # Each of them was really cut off: by both servers' end, and the proxy's.
    assert min(person["phases"].count("lost") for person in told) >= 2
    assert min(client.reconnects for client in clients.values()) >= 2


def wait_for_all(site: Site) -> None:
    """Return when all that was to be said is in the log; then say the last word."""
    wait_until(
        lambda: (
            sum(text.startswith(("node ", "python ")) for text in texts_of(site.log()))
            == len(site.stage.crowd) * SAID_BY_EACH
        ),
        timeout_s=60,
        what="all was said",
    )
    site.say(LAST_WORD)


def check_log(log: list[Frame]) -> None:
    """Check that the server's own log is whole."""
    assert [frame["seq"] for frame in log] == list(range(1, len(log) + 1))
    assert verifier.verify(log) == log[-1]["hash"]
    assert texts_of(log)[-1] == LAST_WORD


def check_python(client: RoamingClient, log: list[Frame]) -> None:
    """Check that a client's copy is the log, that each entry came once and in its turn, and that nothing waits."""
    assert (client.faults.duplicated, client.faults.out_of_order, client.problems) == ([], [], [])
    assert [client.entries[seq] for seq in sorted(client.entries)] == log
    assert client.waits_for() == []


def check_node(person: dict[str, Any], log: list[Frame]) -> None:
    """Check the same of a client in Node; it has followed the chain itself, to the same end."""
    assert person["faults"] == []
    assert person["seqs"] == [frame["seq"] for frame in log]
    assert person["chain"] == {"seq": len(log), "hash": log[-1]["hash"]}
    assert person["currency"]["name"] == "current"
    assert person["unsent"] == 0
