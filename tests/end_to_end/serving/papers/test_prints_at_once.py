"""Twenty-four prints at once, of one officer and of many, on a real PostGIS: the rooms of the process go on.

Slow because the papers are drawn by real processes; those are held where they are while the room is tried.
"""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stage.live_room import LiveRoom, live_room
from tests.support.drawings import held_drawers
from tests.support.services import PostgisServer, ValkeyServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]
PRINTS = 24
COMMANDS = 12
SOON_S = 180


@pytest.fixture(scope="module")
def room(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveRoom]:
    var: Path = tmp_path_factory.mktemp("var")
    database = postgis.url(postgis.create_database(template=postgis_template))
    with live_room(database, redis_url=valkey.url, crowd=PRINTS, var=var) as found:
        yield found


def printed(room: LiveRoom, token: str, number: int) -> tuple[int, str | None]:
    """Ask for a print that no one has asked for; return the status and Retry-After."""
    paper, training = (("letter", "tabloid")[number % 2], ("false", "true")[number // 2 % 2])
    path = f"/api/v1/sites/{room.stage.site_id}/export?kind=pdf&paper={paper}&training={training}"
    headers = {"X-Session-Token": token, "Accept-Language": ("en", "es")[number // 4 % 2]}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{room.url}{path}", headers=headers), timeout=SOON_S
        ) as answer:
            answer.read()
            return answer.status, None
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers["Retry-After"]


@contextmanager
def held_prints(room: LiveRoom, tokens: list[str], *, drawers: int) -> Iterator[list[Future[tuple[int, str | None]]]]:
    """Have everybody ask at once, and hold the processes that draw until the end of the block."""
    held: list[int] = []
    with ThreadPoolExecutor(PRINTS) as people:
        wanted = [people.submit(printed, room, token, number) for number, token in enumerate(tokens)]
        held += held_drawers(room.server.pid, drawers)
        try:
            yield wanted
        finally:
            for drawer in held:
                os.kill(drawer, signal.SIGCONT)


def acknowledged_within(room: LiveRoom) -> list[float]:
    """Post into the room and return how long each acknowledgement took, the longest last. Raises: ApiProblem."""
    took = []
    for _ in range(COMMANDS):
        began = time.monotonic()
        room.say("teacher", "Is anybody there?")
        took.append(time.monotonic() - began)
    return sorted(took)


def test_one_officer_who_asks_for_all_at_once_gets_one_and_is_told_when_to_come_again(room: LiveRoom) -> None:
    with held_prints(room, [room.token("officer")] * PRINTS, drawers=1) as wanted:
        took = acknowledged_within(room)

    found = [one.result(SOON_S) for one in wanted]
    assert found.count((200, None)) == 1
    assert found.count((429, "10")) == PRINTS - 1
    assert took[-1] < 1.0


def test_many_who_ask_at_once_wait_for_their_turn_and_no_room_waits_for_them(room: LiveRoom) -> None:
    """More of them than the process has connections to the database."""
    with held_prints(room, list(room.stage.crowd), drawers=2) as wanted:
        took = acknowledged_within(room)

    found = {one.result(SOON_S) for one in wanted}
    assert found <= {(200, None), (503, "60")}
    assert took[-1] < 1.0
