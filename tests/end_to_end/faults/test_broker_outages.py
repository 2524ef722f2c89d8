"""The broker stops, freezes or is killed: people sign in, press and talk, and the proxy leaves every process in.

The real Valkey. Frozen is the worst: it takes every connection and says nothing.
"""

import contextlib
import json
import os
import signal
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import cast

import pytest
from channels.layers import channel_layers
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.contrib.auth.hashers import make_password

from coordination.room import fanout
from coordination.sockets.hub import BEACON_S
from coordination.vocabulary import Audience
from tests.bench.rig.crowd import Crowd, set_crowd
from tests.stage.devices.clients import RawSocket, knock
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]

PASSWORD = "correct horse battery"
ROOMS = 6


@dataclass(frozen=True)
class Site:
    """A server with a broker of its own, and a person in each of six rooms."""

    server: AppServer
    valkey: ValkeyServer
    crowd: Crowd

    def call(self, method: str, path: str, body: object = None, *, token: str = "") -> tuple[int, object, float]:
        """Return the status, the answer and how long it took."""
        headers = {"Content-Type": "application/json", **({"X-Session-Token": token} if token else {})}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.server.url}{path}", data, method=method, headers=headers)
        began_s = monotonic()
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer), monotonic() - began_s

    def ready(self) -> tuple[tuple[int, str, str], float]:
        """Return what readyz answers: its status, the database, the broker; and how long it took."""
        status, told, took_s = self.call("GET", "/readyz")
        parts = cast("dict[str, str]", told)
        return (status, parts["database"], parts["broker"]), took_s

    def enter(self, number: int) -> RawSocket:
        """Open a socket in the room of a person."""
        person = self.crowd.people[number]
        socket = knock(self.server.url, person.session_key, person.room_id)
        socket.send('{"type":"hello"}')
        socket.next("presence")
        return socket


@pytest.fixture(scope="module")
def site(postgis: PostgisServer, postgis_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    name = postgis.create_database(template=postgis_template)
    var = tmp_path_factory.mktemp("var")
    crowd = set_crowd(postgis.url(name), var=var, rooms=ROOMS, people=ROOMS)
    with postgis.connect(name) as database:
        values = [make_password(PASSWORD), crowd.people[0].user_id]
        database.execute("UPDATE coordination_user SET password = %s, username = 'on-call' WHERE id = %s", values)
    with ValkeyServer() as valkey, AppServer(postgis.url(name), valkey.url, var=var) as server:
        yield Site(server, valkey, crowd)


@contextlib.contextmanager
def stopped(valkey: ValkeyServer) -> Iterator[None]:
    valkey.stop()
    try:
        yield
    finally:
        valkey.start()


@contextlib.contextmanager
def killed(valkey: ValkeyServer) -> Iterator[None]:
    valkey.kill9()
    try:
        yield
    finally:
        valkey.start()


@contextlib.contextmanager
def frozen(valkey: ValkeyServer) -> Iterator[None]:
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(valkey.pid, signal.SIGCONT)


type Outage = Callable[[ValkeyServer], contextlib.AbstractContextManager[None]]
every_outage = pytest.mark.parametrize("outage", [stopped, killed, frozen])


@every_outage
@pytest.mark.by_the_clock
def test_people_sign_in_without_the_broker(site: Site, outage: Outage) -> None:
    with outage(site.valkey):
        status, told, took_s = site.call(
            "POST", "/_allauth/app/v1/auth/login", {"username": "on-call", "password": PASSWORD}
        )

    assert (status, cast("dict[str, dict[str, bool]]", told)["meta"]["is_authenticated"]) == (200, True)
    assert took_s < 3


@every_outage
@pytest.mark.by_the_clock
def test_a_process_without_the_broker_is_ready_and_says_what_it_lacks(site: Site, outage: Outage) -> None:
    with outage(site.valkey):
        without, took_s = site.ready()

    assert without == (200, "ok", "failing")
    assert took_s < 3
    assert site.ready()[0] == (200, "ok", "ok")


@every_outage
@pytest.mark.by_the_clock
def test_a_command_is_taken_at_once_without_the_broker_and_reaches_its_own_process(site: Site, outage: Outage) -> None:
    socket, person = site.enter(1), site.crowd.people[1]
    command = {"type": "post_message", "id": str(uuid.uuid4()), "text": "a word", "audience": "everyone"}
    path = f"/api/v1/rooms/{person.room_id}/commands"
    with outage(site.valkey):
        status, told, took_s = site.call("POST", path, command, token=person.session_key)
        socket.next("entry", seq=cast("dict[str, int]", told)["seq"], timeout_s=3)

    assert status == 200
    assert took_s < 3
    socket.close()


@every_outage
@pytest.mark.by_the_clock
def test_a_panic_press_opens_its_room_at_once_without_the_broker(site: Site, outage: Outage) -> None:
    person = site.crowd.people[2]
    sites = cast("list[dict[str, str]]", site.call("GET", "/api/v1/sites", token=person.session_key)[1])
    press = {"type": "raise_panic", "id": str(uuid.uuid4()), "site_id": sites[0]["id"], "is_exercise": False}
    with outage(site.valkey):
        status, told, took_s = site.call("POST", "/api/v1/panics", press, token=person.session_key)
        room_id = cast("dict[str, str]", told)["room_id"]
        state = site.call("GET", f"/api/v1/rooms/{room_id}/state", token=person.session_key)[1]

    assert status == 201
    assert took_s < 3
    assert cast("dict[str, dict[str, object]]", state)["objects"]["panic_alerts"]
    told_again = site.call("POST", "/api/v1/panics", press, token=person.session_key)[1]
    assert cast("dict[str, str]", told_again)["room_id"] == room_id


@pytest.mark.by_the_clock
def test_rooms_that_are_opened_while_the_broker_is_silent_open_soon_and_their_beacons_keep_time(
    postgis: PostgisServer, postgis_template: str, tmp_path: Path
) -> None:
    """It must be slow: three beacons of five seconds. A server of its own, so that no room was opened before."""
    name = postgis.create_database(template=postgis_template)
    crowd = set_crowd(postgis.url(name), var=tmp_path, rooms=ROOMS, people=ROOMS)
    with ValkeyServer() as valkey, AppServer(postgis.url(name), valkey.url, var=tmp_path) as server:
        site = Site(server, valkey, crowd)
        with frozen(valkey):
            began_s = monotonic()
            sockets = [site.enter(number) for number in range(ROOMS)]
            opened_s = monotonic() - began_s
            sockets[-1].next("beacon")
            heard_s = []
            for _ in range(3):
                before_s = monotonic()
                sockets[-1].next("beacon", timeout_s=120)
                heard_s.append(monotonic() - before_s)
        for socket in sockets:
            socket.close()

    assert opened_s < 2 * ROOMS
    assert max(heard_s) < BEACON_S + 2


@pytest.mark.by_the_clock
def test_a_process_without_feeds_tells_a_silent_broker_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker or a command rings through the channel layer, right after it has committed."""
    with ValkeyServer() as valkey, frozen(valkey):
        monkeypatch.setattr(channel_layers, "backends", {"default": RedisPubSubChannelLayer(hosts=[valkey.url])})
        note = fanout.EphemeralUpdate(uuid.uuid4(), uuid.uuid4(), None, Audience.EVERYONE)
        began_s = monotonic()

        fanout.Doorbell().share(note)

        assert monotonic() - began_s < fanout.LAYER_S + 2
