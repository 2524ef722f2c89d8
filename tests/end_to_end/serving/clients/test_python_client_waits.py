"""The Python library and a server that has no time: what is held back, in which order it comes again."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from musterpoint_client.problems import ApiProblem
from musterpoint_client.room import sending
from musterpoint_client.room.connection import Connection
from musterpoint_client.room.room_client import RoomClient
from musterpoint_client.session import Session

from tests.stage.devices.clients import Frame, until

pytestmark = pytest.mark.e2e
SOON_S = 0.01


class Line(Connection):
    """A connection that keeps what is sent over it."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, frame: Frame) -> None:
        if frame["type"] == "command":
            self.sent.append(frame["command"]["id"])


class Script:
    """A client on a line, and what its server says."""

    def __init__(self, **options: Any) -> None:
        self.client = RoomClient(Session("http://127.0.0.1:1", "token"), str(uuid.uuid4()), **options)
        self.line = Line()

    def asked(self, *ids: str, kind: str = "post_message") -> None:
        for one in ids:
            self.client.outbox.add({"type": kind, "id": one})

    async def welcome(self, *, window: int = 64) -> None:
        await self.client._take_welcome({"head": 0, "window": window}, self.line)

    async def ack(self, *ids: str) -> None:
        for one in ids:
            await self.client._take_ack({"id": one, "seq": 1}, self.line)

    async def nack(self, command_id: str, code: str, retry_after_s: float | None = SOON_S) -> None:
        waits = {} if retry_after_s is None else {"retry_after_s": retry_after_s}
        status = 503 if code == "try_later" else 429
        await self.client._take_nack(
            {"id": command_id, "problem": {"code": code, "status": status, **waits}}, self.line
        )

    async def sends(self, *ids: str) -> None:
        """Wait until just these have been sent, in this order, since the last time."""
        await until(lambda: len(self.line.sent) >= len(ids), timeout_s=5, what=f"{ids} were sent")
        assert self.line.sent == list(ids)
        self.line.sent.clear()


async def open_line(**options: Any) -> Script:
    """Return a client that has seen its server take a command."""
    script = Script(**options)
    script.asked("first")
    await script.welcome()
    await script.sends("first")
    await script.ack("first")
    return script


async def test_a_new_connection_is_tried_with_one_command_before_the_rest_is_sent() -> None:
    script = Script()
    script.asked("a", "b", "c")

    await script.welcome()
    await script.sends("a")
    await script.ack("a")

    await script.sends("b", "c")


async def test_what_is_refused_for_now_comes_again_in_its_old_place_one_by_one_until_it_is_taken() -> None:
    script = await open_line()
    script.asked("a", "b", "c")
    await script.client.sending.send_waiting()
    await script.sends("a", "b", "c")

    await script.nack("a", "try_later")
    script.asked("d")
    await script.client.sending.send_waiting()
    await script.nack("b", "try_later")
    await asyncio.sleep(5 * SOON_S)
    assert script.line.sent == []  # c is not answered yet: nothing may overtake it
    await script.ack("c")

    await script.sends("a")
    await script.nack("a", "try_later")
    await script.sends("a")
    await script.ack("a")
    await script.sends("b", "d")


async def test_with_a_window_of_one_nothing_is_sent_behind_what_may_be_refused() -> None:
    script = await open_line(window=1)
    script.asked("a", "b")
    await script.client.sending.send_waiting()
    await script.sends("a")

    await script.nack("a", "try_later")
    await script.sends("a")
    await script.ack("a")
    await script.sends("b")


@pytest.mark.parametrize("code", ["too_many_incidents", "too_many_presses", "code_of_a_later_server"])
async def test_a_limit_keeps_its_command_for_later_and_holds_up_no_other(code: str) -> None:
    script = await open_line()
    script.asked("a", "b")
    await script.client.sending.send_waiting()
    await script.sends("a", "b")

    await script.nack("a", code, retry_after_s=0.2)
    script.asked("c")
    await script.client.sending.send_waiting()
    await script.sends("c")
    await script.ack("b", "c")

    await script.sends("a")
    assert list(script.client.outbox.commands) == ["a"]


async def test_what_is_refused_for_good_is_not_kept() -> None:
    script = await open_line()
    script.asked("a")
    await script.client.sending.send_waiting()

    await script.nack("a", "bad_command", retry_after_s=None)

    assert script.client.outbox.commands == {}


async def test_a_press_waits_for_nothing_that_was_refused() -> None:
    script = await open_line()
    script.asked("a")
    await script.client.sending.send_waiting()
    await script.nack("a", "try_later", retry_after_s=60)
    script.line.sent.clear()

    script.asked("b")
    script.asked("press", kind="raise_panic")
    await script.client.sending.send_waiting()

    assert script.line.sent == ["press"]
    script.client.sending.cancel_resume()


async def test_a_press_that_is_refused_for_now_is_kept_and_not_sent_at_once() -> None:
    script = await open_line()
    script.asked("press", kind="raise_panic")
    await script.client.sending.send_waiting()
    await script.sends("press")

    await script.nack("press", "try_later", retry_after_s=0.2)
    await script.client.sending.send_waiting()
    assert script.line.sent == []

    await script.sends("press")


async def test_a_refusal_without_a_time_is_waited_for_by_a_time_of_the_clients_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "TRY_LATER_S", SOON_S)
    script = await open_line()
    script.asked("a")
    await script.client.sending.send_waiting()
    await script.sends("a")

    await script.nack("a", "try_later", retry_after_s=None)

    await script.sends("a")


async def waits_of(connections: list[Callable[[Any], None]], monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how long a client waits after each of these connections, without the jitter."""
    client, waits, left = RoomClient(Session("http://127.0.0.1:1", "token"), "room"), [], [*connections]

    async def connect() -> None:
        if not left:
            raise ApiProblem({"code": "not_found"})
        left.pop(0)(client)
        raise OSError

    async def sleep(wait_s: float) -> None:
        waits.append(wait_s)

    monkeypatch.setattr(client, "_one_connection", connect)
    monkeypatch.setattr("musterpoint_client.room.room_client.asyncio.sleep", sleep)
    monkeypatch.setattr("musterpoint_client.room.room_client.random.uniform", lambda low, _high: low)
    await client.run()
    return waits


def refused(_client: Any) -> None:
    """The server is not there."""


async def test_the_pauses_grow_and_begin_again_after_a_welcome_also_where_no_one_says_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    welcome: Frame = {"head": 0, "window": 64}

    def welcomed(client: Any) -> None:
        with pytest.raises(StopIteration):
            client._take_welcome(welcome, Line()).send(None)

    waits = await waits_of([*[refused] * 7, welcomed, refused, welcomed], monkeypatch)

    assert waits == [0.2, 0.4, 0.8, 1.5, 1.5, 1.5, 1.5, 0.2, 0.4, 0.2]
