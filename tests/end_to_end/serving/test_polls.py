"""Windows of one person in a network without sockets: a newer poll ends an older one, and never at once."""

import json
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from coordination.sockets.long_poll import LEAST_WAIT_S, MAX_WAIT_S
from tests.stage.devices.clients import whole_log
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    with room_on_copy(spatialite_template, tmp_path) as opened:
        yield opened


def polled(room: LiveRoom, after: int) -> tuple[int, float]:
    """Poll as the officer; return how many entries came, and after how many seconds."""
    url = f"{room.url}/api/v1/rooms/{room.stage.room_id}/poll?after={after}&wait={MAX_WAIT_S:.0f}"
    asked = urllib.request.Request(url, headers={"X-Session-Token": room.token("officer")})
    began_s = time.monotonic()
    with urllib.request.urlopen(asked, timeout=120) as response:
        return len(json.load(response)["entries"]), time.monotonic() - began_s


def test_the_third_poll_of_a_person_ends_one_which_has_waited_a_while_and_two_go_on(room: LiveRoom) -> None:
    """Windows that ask again at once would else end each other's polls without a pause."""
    head = len(whole_log(room.url, room.token("officer"), room.stage.room_id))
    with ThreadPoolExecutor(3) as windows:
        polls = [windows.submit(polled, room, head) for _ in range(3)]
        ended = wait(polls, return_when=FIRST_COMPLETED).done
        room.say("insider", "news")

    [(count, waited_s)] = [one.result() for one in ended]
    assert count == 0
    assert LEAST_WAIT_S <= waited_s < MAX_WAIT_S
    assert sorted(one.result()[0] for one in polls) == [0, 1, 1]
