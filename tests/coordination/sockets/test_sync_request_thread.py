"""A crowd of requests leaves no crowd of threads behind."""

import asyncio
import threading

import pytest

from coordination.asgi import application
from coordination.sockets.asgi_types import Message
from coordination.sockets.server import sync_request_thread
from tests.stage.clients import until

pytestmark = pytest.mark.django_db(transaction=True)

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/healthz",
    "raw_path": b"/healthz",
    "query_string": b"",
    "root_path": "",
    "headers": [(b"host", b"localhost")],
}


async def asked() -> int:
    """Ask once whether the process is well; return the status."""
    heard: list[Message] = []
    messages: asyncio.Queue[Message] = asyncio.Queue()
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Message) -> None:
        heard.append(message)

    await application(dict(SCOPE), messages.get, send)
    return int(heard[0]["status"])


async def test_threads_of_a_crowd_end_and_a_few_are_taken_over() -> None:
    statuses = await asyncio.gather(*(asked() for _ in range(4 * sync_request_thread.KEPT_THREADS)))

    assert set(statuses) == {200}
    # Each thread goes to rest by itself, a moment after its answer.
    await until(
        lambda: len(request_threads()) <= sync_request_thread.KEPT_THREADS,
        timeout_s=20,
        what="the other threads had ended",
    )
    await until(
        lambda: len(sync_request_thread._IDLE) == len(request_threads()) > 0,
        timeout_s=20,
        what="every thread that was left waited for the next request",
    )


def request_threads() -> list[threading.Thread]:
    """Return the threads of requests that are alive, whoever started them."""
    return [one for one in threading.enumerate() if one.name.startswith("request")]
