"""Promise 6 between two servers: one stands still with a copy of a command, and the other is asked meanwhile.

Slow because only a process of its own can stand still.
"""

import json
import threading
import uuid
from collections.abc import Iterator

import pytest
from musterpoint_client.problems import ApiProblem

from tests.stage.devices.clients import Frame, RawSocket, post, whole_log
from tests.stage.live_room import LiveRoom, live_room
from tests.support.processes import standing_still
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e

WORDS = "We go out by the north door."


@pytest.fixture(scope="module")
def houses(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveRoom, LiveRoom]]:
    """Two servers with one room; its incident is open before and after each test."""
    url, folder = postgis.url(postgis.create_database(template=postgis_template)), tmp_path_factory.mktemp("two")
    with (
        live_room(url, redis_url=valkey.url, var=folder) as one,
        AppServer(url, valkey.url, var=folder) as second,
    ):
        # Only who is in command closes an incident.
        turn(one, "claim_command")
        yield one, LiveRoom(second, one.stage)


def a_post() -> Frame:
    return {"type": "post_message", "id": str(uuid.uuid4()), "text": WORDS}


def turn(house: LiveRoom, word: str) -> None:
    post(
        house.url, house.token("insider"), house.stage.room_id, {"type": word, "id": str(uuid.uuid4()), "reason": "so"}
    )


def answer_of(house: LiveRoom, command: Frame) -> str | int:
    """Send a command over HTTP; return its seq, or why it was refused."""
    try:
        return int(post(house.url, house.token("officer"), house.stage.room_id, command)["seq"])
    except ApiProblem as refused:
        return str(refused.code)


def send(socket: RawSocket, command: Frame) -> None:
    socket.send(json.dumps({"type": "command", "command": command}))


def heard_of(socket: RawSocket, kind: str, command: Frame) -> Frame:
    """Return the answer to a command on a socket; other answers are passed over."""
    while (frame := socket.next(kind))["id"] != command["id"]:
        pass
    return frame


def is_logged(house: LiveRoom, command: Frame) -> bool:
    log = whole_log(house.url, house.token("insider"), house.stage.room_id)
    return any(one["content"]["command_id"] == command["id"] for one in log if one["type"] == "entry")


def test_promise_6_what_one_server_refused_is_refused_by_another_that_stood_still_with_a_copy(
    houses: tuple[LiveRoom, LiveRoom],
) -> None:
    """By the time it goes on the incident is open again: nothing else than what was answered stands in the way."""
    still, goes_on = houses
    held_back, over_http = a_post(), a_post()
    socket = still.enter("officer")
    socket.next("presence")
    late: list[str | int] = []
    asking = threading.Thread(target=lambda: late.append(answer_of(still, over_http)))

    with standing_still(still.server.pid):
        send(socket, held_back)
        asking.start()
        turn(goes_on, "close_incident")
        refused = [answer_of(goes_on, one) for one in (held_back, over_http)]
        turn(goes_on, "reopen_incident")

    asking.join()
    nack = heard_of(socket, "nack", held_back)
    assert refused == ["incident_closed"] * 2
    assert (nack["problem"]["code"], late) == ("incident_closed", ["incident_closed"])
    assert not is_logged(goes_on, held_back)
    assert not is_logged(goes_on, over_http)
    # Said anew it is a command of its own.
    send(socket, again := a_post())
    assert heard_of(socket, "ack", again)["seq"]
    socket.close()


def test_promise_6_a_copy_in_a_connection_that_was_cut_meanwhile_has_no_effect(
    houses: tuple[LiveRoom, LiveRoom],
) -> None:
    still, goes_on = houses
    held_back = a_post()
    socket = still.enter("officer")
    socket.next("presence")

    with standing_still(still.server.pid):
        send(socket, held_back)
        socket.close()
        turn(goes_on, "close_incident")
        refused = answer_of(goes_on, held_back)
        turn(goes_on, "reopen_incident")

    # It was in front of this one at the door.
    assert still.say("teacher", "Who is at the door?") > 0
    assert refused == "incident_closed"
    assert not is_logged(goes_on, held_back)


def test_promise_6_what_one_server_accepted_is_a_repeat_for_another_that_stood_still_with_a_copy(
    houses: tuple[LiveRoom, LiveRoom],
) -> None:
    still, goes_on = houses
    held_back = a_post()
    socket = still.enter("officer")
    socket.next("presence")

    with standing_still(still.server.pid):
        send(socket, held_back)
        seq = answer_of(goes_on, held_back)
        turn(goes_on, "close_incident")

    assert heard_of(socket, "ack", held_back)["seq"] == seq
    turn(goes_on, "reopen_incident")
    socket.close()
