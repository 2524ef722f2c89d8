"""Access that ends over HTTP ends on the open socket: silent and closed within a second, nothing after (promise 8)."""

import contextlib
import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.stage.devices.clients import RawSocket
from tests.stage.live_room import LiveRoom, Witness

pytestmark = pytest.mark.e2e
# The promise is one second; a machine that also runs other tests gets a little more.
WITHIN_S = 1.5
# To everyone: a responder's position is shown to responders unless they say so, and a principal watches.
HERE = {"type": "share_position", "lon": -98.5, "lat": 39.8, "accuracy_m": 5, "audience": "everyone"}


@pytest.fixture(scope="module")
def district_token(room: LiveRoom) -> str:
    return room.token("keeper")


REASON = {"reason": "Both sides want new words."}


def call(room: LiveRoom, method: str, path: str, token: str, body: object = None) -> tuple[int, Any]:
    """Make a request; return status and JSON."""
    asked = urllib.request.Request(
        f"{room.url}{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"X-Session-Token": token, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"null")


def police_agreement(room: LiveRoom, token: str) -> str:
    _, agreements = call(room, "GET", "/api/v1/memoranda", token)
    return next(str(one["id"]) for one in agreements if "Police" in json.dumps(one))


def terminate_agreement(room: LiveRoom, district_token: str) -> int:
    agreement_id = police_agreement(room, district_token)
    return call(room, "POST", f"/api/v1/memoranda/{agreement_id}/terminate", district_token, REASON)[0]


def end_membership(room: LiveRoom, _district_token: str) -> int:
    principal = room.token("insider")
    _, agencies = call(room, "GET", "/api/v1/agencies", principal)
    school = next(one["id"] for one in agencies if one["kind"] == "school")
    _, members = call(room, "GET", f"/api/v1/agencies/{school}/members", principal)
    teacher = next(one["id"] for one in members if "Teacher" in json.dumps(one))
    why = {"reason": "Moved away."}
    return call(room, "POST", f"/api/v1/agencies/{school}/members/{teacher}/end", principal, why)[0]


def sign_out(room: LiveRoom, _district_token: str) -> int:
    return call(room, "DELETE", "/_allauth/app/v1/auth/session", room.token("dispatcher"))[0]


@dataclass(frozen=True)
class Ending:
    """Whose access ends, how, and what HTTP and the socket say to it. Each case has a person of its own."""

    who: str
    end: Callable[[LiveRoom, str], int]
    status: int
    code: str
    close_code: int


ENDINGS = {
    "the agreement is terminated": Ending("officer", terminate_agreement, 204, "access_ended", 4403),
    "the membership is ended": Ending("teacher", end_membership, 204, "access_ended", 4403),
    # allauth answers a sign-out with what one is afterwards: not signed in, 401.
    "one signs out": Ending("dispatcher", sign_out, 401, "signed_out", 4401),
}


@pytest.mark.by_the_clock
@pytest.mark.parametrize("case", ENDINGS)
def test_promise_8_an_open_socket_is_silent_and_closed_within_a_second(
    room: LiveRoom, district_token: str, case: str
) -> None:
    ending = ENDINGS[case]
    watcher, socket = room.enter("insider"), room.enter(ending.who)
    watcher.next("state")
    socket.next("state")
    socket.send(json.dumps({"type": "command", "command": HERE | {"id": str(uuid4())}}))
    shown = watcher.next("positions")["positions"]

    with talk(room):
        socket.next("entry")
        status = ending.end(room, district_token)
        ended_s = time.monotonic()
        heard = list(heard_until_the_end(socket))

    assert status == ending.status
    assert heard[-1][0] - ended_s < WITHIN_S
    # The error and the close are the last; what came before them are frames.
    assert [what for _, what in heard if isinstance(what, str)] == [ending.code, str(ending.close_code)]
    if ending.code == "access_ended":
        assert watcher.next("positions")["gone"] == [one["participant_id"] for one in shown]
    watcher.close()
    assert call(room, "GET", f"/api/v1/rooms/{room.stage.room_id}/state", room.token(ending.who))[0] in (401, 404)
    assert Witness(room).hears_the_room(speaker="insider")


@contextlib.contextmanager
def talk(room: LiveRoom) -> Iterator[None]:
    """Keep the room busy inside the block, so that silence means something."""
    is_enough = threading.Event()

    def keep_talking() -> None:
        while not is_enough.wait(0.05):
            room.say("insider", "Still here.")

    talking = threading.Thread(target=keep_talking)
    talking.start()
    try:
        yield
    finally:
        is_enough.set()
        talking.join()


def heard_until_the_end(raw: RawSocket) -> Iterator[tuple[float, object]]:
    """Yield when and what came: frames, then the error's code and the close code as text."""
    while True:
        try:
            frame = raw.text()
        except ValueError:
            yield time.monotonic(), str(raw.close_code)
            return
        yield time.monotonic(), frame["problem"]["code"] if frame["type"] == "error" else frame


def test_promise_8_whoever_leaves_gets_the_entry_of_it_as_the_last(room: LiveRoom) -> None:
    socket = room.enter("insider")
    socket.next("state")
    command_id = str(uuid.uuid4())

    socket.send(json.dumps({"type": "command", "command": {"type": "leave_room", "id": command_id}}))
    heard = [what for _, what in heard_until_the_end(socket)]
    room.join("insider")

    assert heard[-2:] == ["access_ended", "4403"]
    assert isinstance(heard[-3], dict)
    assert heard[-3]["content"]["command_id"] == command_id


def test_whoever_may_not_end_an_agreement_ends_nobodys_access(room: LiveRoom, district_token: str) -> None:
    path = f"/api/v1/memoranda/{police_agreement(room, district_token)}/terminate"
    witness = Witness(room)

    status, _ = call(room, "POST", path, room.token("insider"), REASON)

    assert status in (403, 404)
    assert witness.hears_the_room(speaker="insider")
