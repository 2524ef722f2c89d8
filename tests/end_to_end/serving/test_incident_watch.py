"""A new incident reaches those who watch within a second: in the same process, and in another one over the broker."""

import time
import uuid
from collections.abc import Iterator

import pytest
from musterpoint_client.api import request_json

from coordination.room.entrance import VOUCHED_S
from tests.stage.devices.clients import Frame, RawSocket, ticket_for
from tests.stage.live_room import LiveRoom, live_room
from tests.support.processes import standing_still
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
# What the page promises; measured from before the request that opens it.
WITHIN_S = 1.0


@pytest.fixture(scope="module")
def houses(
    postgis: PostgisServer, postgis_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveRoom, LiveRoom]]:
    """Two servers of one district, with a broker between them."""
    url, folder = postgis.url(postgis.create_database(template=postgis_template)), tmp_path_factory.mktemp("watch")
    with (
        ValkeyServer() as broker,
        live_room(url, redis_url=broker.url, var=folder) as one,
        AppServer(url, broker.url, var=folder) as second,
    ):
        yield one, LiveRoom(second, one.stage)


def watch(house: LiveRoom) -> RawSocket:
    """Watch as the dispatcher, from the moment on at which everything that is open was told."""
    offers = ["muster.v1", f"ticket.{ticket_for(house.url, house.token('dispatcher'))}"]
    socket = RawSocket(house.url, "/ws/v1/incidents", offers=offers)
    socket.send('{"type":"hello"}')
    # What changes just now may be told before it.
    while not socket.next("incidents")["is_all"]:
        pass
    return socket


def open_at(house: LiveRoom) -> str:
    """Open an exercise at the school; return its id."""
    command: Frame = {
        "type": "open_incident",
        "id": str(uuid.uuid4()),
        "site_id": house.stage.site_id,
        "is_exercise": True,
        "incident_type": "FSMOKE",
        "severity": "minor",
        "title": "Smoke in the gym",
    }
    return str(request_json(house.url, "/api/v1/incidents", token=house.token("insider"), body=command)["incident_id"])


def hear_of(socket: RawSocket, incident_id: str) -> None:
    while incident_id not in [one["incident_id"] for one in socket.next("incidents")["incidents"]]:
        pass


@pytest.mark.by_the_clock
@pytest.mark.parametrize("at", [0, 1], ids=["same process", "another process"])
def test_an_incident_that_opens_is_told_within_a_second(houses: tuple[LiveRoom, LiveRoom], at: int) -> None:
    socket = watch(houses[at])
    took_s = []

    for _ in range(5):
        began_s = time.monotonic()
        incident_id = open_at(houses[0])
        hear_of(socket, incident_id)
        took_s.append(time.monotonic() - began_s)

    print(f"told after {[round(one, 3) for one in took_s]} s")
    assert max(took_s) < WITHIN_S
    socket.close()


def test_promise_8_a_process_that_stood_still_tells_nobody_of_incidents_whose_session_has_ended(
    houses: tuple[LiveRoom, LiveRoom],
) -> None:
    """Stands last: the dispatcher is signed out."""
    here, there = houses
    gone = watch(there)

    with standing_still(there.server.pid):
        here.sign_out("dispatcher")
        here.say("insider", "Not for who has gone.")
        time.sleep(VOUCHED_S)

    heard = gone.rest()
    assert [frame for frame in heard if frame["type"] == "incidents"] == []
    assert heard[-1]["problem"]["code"] == "signed_out"
