"""A crowd of requests leaves no crowd of threads behind."""

import asyncio
import json
import threading

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from coordination.asgi import application
from coordination.sockets.asgi_types import Application, Message
from coordination.sockets.server import sync_request_thread
from coordination.sockets.server.sync_request_thread import SyncThreadHandler
from mou.foundation.lanes import Lane, Size
from tests.stage.devices.clients import until

pytestmark = pytest.mark.django_db(transaction=True)

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "query_string": b"",
    "root_path": "",
}


async def asked(path: str) -> int:
    """Ask for a page; return the status."""
    return int((await answer_of(application, path))[0]["status"])


async def answer_of(server: Application, path: str, *headers: tuple[bytes, bytes]) -> tuple[Message, bytes]:
    """Ask for a page; return how the answer begins, and its body."""
    heard: list[Message] = []
    messages: asyncio.Queue[Message] = asyncio.Queue()
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Message) -> None:
        heard.append(message)

    scope = {**SCOPE, "path": path, "raw_path": path.encode(), "headers": [(b"host", b"localhost"), *headers]}
    await server(scope, messages.get, send)
    return heard[0], b"".join(message.get("body", b"") for message in heard[1:])


async def test_threads_of_a_crowd_end_and_a_few_are_taken_over() -> None:
    statuses = await asyncio.gather(*(asked("/nothing/there") for _ in range(4 * sync_request_thread.KEPT_THREADS)))

    assert set(statuses) == {404}
    # Each thread goes to rest by itself, a moment after its answer.
    await until(
        lambda: len(request_threads()) <= sync_request_thread.KEPT_THREADS,
        timeout_s=20,
        what="the other threads had ended",
    )
    await until(
        lambda: len(sync_request_thread._IDLE[Lane.REQUESTS]) == len(request_threads()) > 0,
        timeout_s=20,
        what="every thread that was left waited for the next request",
    )


def request_threads() -> list[threading.Thread]:
    """Return the threads of requests that are alive, whoever started them."""
    return [one for one in threading.enumerate() if one.name.startswith("request requests")]


async def test_a_full_lane_says_when_to_come_again_as_page_or_problem_and_the_others_go_on(settings: Settings) -> None:
    settings.LANES = {**settings.LANES, Lane.REQUESTS: Size(1, waiting=1, wait_s=60)}
    gate = threading.Event()
    handler = SyncThreadHandler()

    def held(_request: HttpRequest) -> HttpResponse:
        gate.wait(60)
        return HttpResponse()

    handler._middleware_chain = held
    full = [asyncio.create_task(answer_of(handler, "/")) for _ in range(2)]
    await asyncio.sleep(0)
    page = await answer_of(handler, "/sites/", (b"accept-language", b"es"))
    program = await answer_of(handler, "/api/v1/sites")
    urgent = asyncio.create_task(answer_of(handler, "/api/v1/panics"))
    gate.set()

    assert [start["status"] for start, _ in (page, program, await urgent, await full[0], await full[1])] == [
        *[503] * 2,
        *[200] * 3,
    ]
    assert all((b"retry-after", b"2") in start["headers"] for start, _ in (page, program))
    assert "alarmas de pánico siguen" in page[1].decode()
    assert (b"cache-control", b"no-store") in page[0]["headers"]
    assert json.loads(program[1])["code"] == "server_busy"
