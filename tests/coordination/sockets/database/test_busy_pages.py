"""What a busy server says to a person: in words, with a clock, and with what their form had sent."""

import asyncio
import threading
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from coordination.sign_in.attempts.later import FORM_MAX_BYTES
from coordination.sockets.asgi_types import Message
from coordination.sockets.server.sync_request_thread import SyncThreadHandler
from mou.foundation.lanes import Lane, Size
from tests.coordination.sockets.database.test_sync_request_thread import SCOPE

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "application/x-www-form-urlencoded"
BUSY, OK = 503, 200


class Fields(HTMLParser):
    """The fields of the form that sends again, in their order; None where the page has no such form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and "data-again" in given:
            self.found = []
        if tag == "input" and self.found is not None:
            self.found.append((given["name"] or "", given["value"] or ""))


class FullServer:
    """A server with one turn in each of two lanes, which is taken, as is the place of who waits."""

    def __init__(self, settings: Settings) -> None:
        small = Size(1, waiting=1, wait_s=60)
        settings.LANES = {**settings.LANES, Lane.REQUESTS: small, Lane.SIGN_IN: small}
        self.gate = threading.Event()
        self.handler = SyncThreadHandler()
        self.handler._middleware_chain = self._held
        self.under_way: list[asyncio.Task[tuple[int, str]]] = []

    def _held(self, _request: HttpRequest) -> HttpResponse:
        self.gate.wait(60)
        return HttpResponse()

    async def __aenter__(self) -> Self:
        for path in ("/sites/", "/accounts/login/"):
            self.under_way += [asyncio.create_task(self.sends("POST", path, b"")) for _ in range(2)]
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gate.set()
        await asyncio.gather(*self.under_way)

    async def sends(self, method: str, path: str, body: bytes, *, kind: str = FORM) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        heard: list[Message] = []
        messages: asyncio.Queue[Message] = asyncio.Queue()
        messages.put_nowait({"type": "http.request", "body": body, "more_body": False})

        async def send(message: Message) -> None:
            heard.append(message)

        headers = [
            (b"host", b"localhost"),
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        scope = {**SCOPE, "method": method, "path": path, "raw_path": path.encode(), "headers": headers}
        await self.handler(scope, messages.get, send)
        return heard[0]["status"], b"".join(message.get("body", b"") for message in heard[1:]).decode()


async def test_a_form_that_finds_no_turn_is_held_in_the_page_and_sends_itself_again(settings: Settings) -> None:
    said = [
        ("step", "add"),
        ("name", 'Hall "B" </form><script>'),
        ("name", "Über uns"),
        ("about", "two\r\nlines"),
        ("no", ""),
    ]

    async with FullServer(settings) as server:
        status, page = await server.sends("POST", "/sites/", urlencode(said).encode())

    assert status == BUSY
    assert Fields(page).found == said
    assert "<script>" not in page.partition("<form")[2].partition("</form")[0]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=" + b"x" * FORM_MAX_BYTES, FORM),
        (b"&".join(b"a=1" for _ in range(2000)), FORM),
        (
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nb\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
async def test_what_a_page_cannot_hold_is_said(settings: Settings, body: bytes, kind: str) -> None:
    async with FullServer(settings) as server:
        status, page = await server.sends("POST", "/sites/", body, kind=kind)

    assert (status, Fields(page).found) == (BUSY, None)
    assert "go back" in page


async def test_a_password_is_not_written_into_a_page(settings: Settings) -> None:
    async with FullServer(settings) as server:
        status, page = await server.sends("POST", "/accounts/login/", b"login=nurse&password=opensesame")

    assert (status, Fields(page).found) == (BUSY, None)
    assert "opensesame" not in page
    assert "nurse" not in page


async def test_nor_is_one_of_a_form_elsewhere(settings: Settings) -> None:
    """A welcome, one's address, another system's key: they wait in the lane of every other request."""
    async with FullServer(settings) as server:
        status, page = await server.sends("POST", "/sites/", b"name=Roster&secret=opensesame")

    assert (status, Fields(page).found) == (BUSY, None)
    assert "opensesame" not in page
    assert "password does not stay" in page


async def test_a_page_that_finds_no_turn_comes_again_by_itself_also_without_scripts(settings: Settings) -> None:
    async with FullServer(settings) as server:
        status, page = await server.sends("GET", "/sites/", b"")

    assert status == BUSY
    assert "data-again" in page
    assert '<noscript><meta http-equiv="refresh"' in page


async def test_a_press_is_never_shown_it(settings: Settings) -> None:
    """Not its page, not its places, not the press itself: they have a lane that nothing else fills."""
    async with FullServer(settings) as server:
        asked = [
            asyncio.create_task(server.sends(method, path, b""))
            for method, path in (
                ("GET", "/panic"),
                ("POST", "/api/v1/panics"),
                ("GET", "/api/v1/sites/0191f000-0000-7000-8000-0000000000aa/panic-places"),
            )
        ]
        server.gate.set()
        answers = await asyncio.gather(*asked)

    assert [status for status, _ in answers] == [OK] * 3
