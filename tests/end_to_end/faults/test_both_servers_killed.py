"""Both servers killed and started again: a page and the Python client are back within 3 s of a server's first answer.

Slow: each server starts twice.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.stage.devices.clients import RoamingClient, running, whole_log
from tests.stage.devices.kept_phone import incident_url
from tests.stage.devices.windows import Windows, watched_windows
from tests.stage.live_room import LiveRoom, live_room
from tests.support.processes import wait_until
from tests.support.services import AppServer, ValkeyServer

pytestmark = pytest.mark.e2e
BACK_WITHIN_S = 3.0
# Until waits no longer grow.
TRIES = 6


@pytest.fixture
def houses(migrated_postgis_url: str, valkey: ValkeyServer, tmp_path: Path) -> Iterator[tuple[LiveRoom, LiveRoom]]:
    """Two servers of one room; a test kills them."""
    with (
        live_room(migrated_postgis_url, redis_url=valkey.url, var=tmp_path) as one,
        AppServer(migrated_postgis_url, valkey.url, var=tmp_path) as second,
    ):
        yield one, LiveRoom(second, one.stage)


@pytest.fixture
def windows(browser: Browser, houses: tuple[LiveRoom, LiveRoom]) -> Iterator[Windows]:
    with watched_windows(browser, houses[0].url) as opened:
        yield opened


class Watched:
    """A page of the room: when it was welcomed, and how often it asked for a ticket that it did not get."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.welcomed_s: list[float] = []
        self.refused = 0
        page.on("websocket", self._watch_socket)
        page.on("requestfailed", lambda asked: self._note_failed(asked.url))

    def _watch_socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: self._note_frame(str(payload)))

    def _note_frame(self, text: str) -> None:
        if '"type":"welcome"' in text.replace(" ", "")[:400]:
            self.welcomed_s.append(time.monotonic())

    def _note_failed(self, url: str) -> None:
        self.refused += url.endswith("/ws-tickets")

    def is_after(self, tries: int) -> bool:
        self.page.wait_for_timeout(20)
        return self.refused >= tries

    def is_welcome(self, times: int) -> bool:
        self.page.wait_for_timeout(20)
        return len(self.welcomed_s) >= times


class Roaming(RoamingClient):
    """The Python client at one server: when it was welcomed, and how often it tried."""

    def __init__(self, house: LiveRoom, who: str) -> None:
        super().__init__([house.url], house.token(who), house.stage.room_id)
        self.welcomed_s: list[float] = []
        self.tries = 0

    async def _one_connection(self) -> None:
        self.tries += 1
        await super()._one_connection()

    def _watch(self, frame: dict[str, object]) -> None:
        if frame["type"] == "welcome":
            self.welcomed_s.append(time.monotonic())
        super()._watch(frame)


class InThread:
    """Clients in an event loop of their own: a page's test cannot have one."""

    def __init__(self, *clients: Roaming) -> None:
        self.clients = clients
        self.loop = asyncio.new_event_loop()
        self._ends = asyncio.Event()
        self._thread = threading.Thread(target=self.loop.run_until_complete, args=(self._run(),), daemon=True)

    async def _run(self) -> None:
        async with running(self.clients):
            await self._ends.wait()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self._ends.set)
        self._thread.join(30)
        self.loop.close()

    def say(self, client: Roaming, text: str) -> Future[int | None]:
        """Have a client post; what is returned has the entry's seq once it is acknowledged."""
        posting = client.command("post_message", text=text, audience="everyone")
        return asyncio.run_coroutine_threadsafe(posting, self.loop)


def started_again(house: LiveRoom) -> float:
    """Start a server and return when it first answered, monotonic seconds."""
    house.server.start()
    return time.monotonic()


def post(page: Page, text: str) -> None:
    page.fill("#composer textarea", text)
    page.press("#composer textarea", "Enter")


@pytest.mark.by_the_clock
@pytest.mark.postgis
def test_after_both_servers_were_killed_everybody_is_back_within_3_seconds_and_has_everything(
    houses: tuple[LiveRoom, LiveRoom], windows: Windows
) -> None:
    here, there = houses
    teacher, dispatcher = Roaming(here, "teacher"), Roaming(there, "dispatcher")
    page = windows.open(here.token("officer"))
    watched = Watched(page)
    with InThread(teacher, dispatcher) as clients, ThreadPoolExecutor(2) as others:
        page.goto(incident_url(here))
        wait_until(lambda: watched.is_welcome(1), timeout_s=60, what="the page was welcomed")
        wait_until(lambda: teacher.seq > 0 and dispatcher.seq > 0, timeout_s=60, what="the clients were connected")
        post(page, "Before it.")
        expect(page.locator(".entry-text", has_text="Before it.")).to_have_count(1)

        for house in houses:
            house.server.kill9()
        tried = [one.tries for one in (teacher, dispatcher)]
        said = [clients.say(one, f"Meanwhile, {n}.") for n in range(5) for one in (teacher, dispatcher)]
        post(page, "Typed meanwhile.")
        wait_until(lambda: watched.is_after(TRIES), timeout_s=120, what="the page had tried")
        wait_until(
            lambda: teacher.tries >= tried[0] + TRIES and dispatcher.tries >= tried[1] + TRIES,
            timeout_s=120,
            what="the clients had tried",
        )
        starting = [others.submit(started_again, house) for house in houses]
        wait_until(lambda: watched.is_welcome(2), timeout_s=180, what="the page was welcomed again")
        answered_s = [one.result(timeout=180) for one in starting]
        wait_until(
            lambda: len(teacher.welcomed_s) > 1 and len(dispatcher.welcomed_s) > 1,
            timeout_s=60,
            what="the clients were welcomed again",
        )
        seqs = [one.result(timeout=60) for one in said]
        expect(page.locator(".entry-text", has_text="Typed meanwhile.")).to_have_count(1)

    waited_s = {
        "page": watched.welcomed_s[1] - answered_s[0],
        "teacher": teacher.welcomed_s[1] - answered_s[0],
        "dispatcher": dispatcher.welcomed_s[1] - answered_s[1],
    }
    assert {who: s for who, s in waited_s.items() if s > BACK_WITHIN_S} == {}
    assert len(set(seqs)) == 10
    texts = [
        entry["content"]["event"].get("text")
        for entry in whole_log(here.url, here.token("officer"), here.stage.room_id)
        if "content" in entry
    ]
    expected = [f"Meanwhile, {n}." for n in range(5) for _ in "ab"] + ["Before it.", "Typed meanwhile."]
    assert sorted(one for one in texts if one in set(expected)) == sorted(expected)
    assert [one.faults.duplicated + one.faults.out_of_order for one in (teacher, dispatcher)] == [[], []]
