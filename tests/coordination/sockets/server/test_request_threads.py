"""A request costs one change of thread and few queries, whatever it asks for; and nothing is lost by that."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.utils import CursorWrapper
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from coordination.asgi import application
from coordination.offline.shell import shell_files
from coordination.sockets.asgi_types import Application, Message
from coordination.sockets.database.threads import in_database
from coordination.sockets.server import sync_request_thread
from coordination.sockets.server.request_lanes import RequestLanes
from coordination.sockets.server.sync_request_thread import KEPT_THREADS, SyncThreadHandler
from mou.foundation.lanes import Lane
from tests.coordination.sockets.test_long_poll import until_it_waits
from tests.factories.cast import make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.devices.clients import until
from tests.stage.full_room import Stage
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db(transaction=True)

GONE: Message = {"type": "http.disconnect"}
# The most queries of each once it has been asked before; what a person may is asked under the epoch each time.
MOST_QUERIES = {
    "a probe": 0,
    "who I am": 3,
    "a list": 3,
    "a floor that is unchanged": 3,
    "a page": 18,
    # Four of them are for copies of it: that all are answered alike. One takes the numbers of its entries.
    "a press": 39,
}


@dataclass
class Asked:
    """A request as a server brings it, and what it was answered."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    server: Application = application
    heard: list[Message] = field(default_factory=list)
    coming: "asyncio.Queue[Message]" = field(default_factory=asyncio.Queue)

    async def answer(self) -> "Asked":
        self.coming.put_nowait({"type": "http.request", "body": self.body, "more_body": False})
        await self.answer_what_comes()
        return self

    async def answer_what_comes(self) -> None:
        headers = {"host": "localhost", "content-length": str(len(self.body)), **self.headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": self.method,
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": b"",
            "root_path": "",
            "client": ("127.0.0.1", 1),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
        await self.server(scope, self.coming.get, self.take)

    async def take(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def status(self) -> int:
        return int(self.heard[0]["status"])

    @property
    def said(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode() for name, value in self.heard[0]["headers"]}


@dataclass
class Counted:
    """What was done for a request."""

    changes: int = 0
    queries: list[str] = field(default_factory=list)


@contextmanager
def counted(patch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Count work that the loop gives to threads, and what the requests' threads ask the database."""
    found, loop_thread = Counted(), threading.current_thread()
    submit, execute = ThreadPoolExecutor.submit, CursorWrapper.execute

    def submitted(self: ThreadPoolExecutor, *work: Any, **named: Any) -> Any:
        found.changes += threading.current_thread() is loop_thread
        return submit(self, *work, **named)

    def executed(self: CursorWrapper, sql: str, params: Any = None) -> Any:
        if threading.current_thread().name.startswith("request"):
            found.queries.append(sql)
        return execute(self, sql, params)

    with patch.context() as within:
        within.setattr(ThreadPoolExecutor, "submit", submitted)
        within.setattr(CursorWrapper, "execute", executed)
        yield found


@dataclass(frozen=True)
class People:
    """Whose requests are counted, and what they ask about."""

    officer: str
    teacher: str
    site_id: str
    plan: str


def people() -> People:
    cast = make_cast()
    stored = make_plan(cast.site, draw_level(draw_space()))
    plan = f"/api/v1/levels/{stored.levels[0].level_id}/plan"
    return People(session_of(cast.officer), session_of(cast.teacher), str(cast.site.pk), plan)


def press(told: People) -> Asked:
    body = {"id": str(uuid4()), "type": "raise_panic", "site_id": told.site_id, "kind": "medical", "is_exercise": False}
    headers = {"X-Session-Token": told.teacher, "Content-Type": "application/json"}
    return Asked("/api/v1/panics", method="POST", headers=headers, body=json.dumps(body).encode())


def requests_of(told: People, tag: str) -> dict[str, Callable[[], Asked]]:
    cookie = {"Cookie": f"sessionid={told.officer}"}
    return {
        "a probe": lambda: Asked("/healthz"),
        "who I am": lambda: Asked("/api/v1/me", headers=cookie),
        "a list": lambda: Asked("/api/v1/sites", headers=cookie),
        "a floor that is unchanged": lambda: Asked(told.plan, headers={**cookie, "If-None-Match": tag}),
        "a page": lambda: Asked("/", headers=cookie),
        "a press": lambda: press(told),
    }


async def test_every_kind_of_request_changes_threads_once_and_asks_few_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = await in_database(people)
    first = await Asked(told.plan, headers={"Cookie": f"sessionid={told.officer}"}).answer()
    statuses: dict[str, int] = {}
    changes: dict[str, int] = {}
    queries: dict[str, list[str]] = {}

    for kind, asked in requests_of(told, first.said["etag"]).items():
        await asked().answer()
        with counted(monkeypatch) as found:
            statuses[kind] = (await asked().answer()).status
        changes[kind], queries[kind] = found.changes, found.queries

    assert statuses == dict.fromkeys(MOST_QUERIES, 200) | {"a floor that is unchanged": 304, "a press": 201}
    assert changes == dict.fromkeys(MOST_QUERIES, 1)
    assert {kind: asked for kind, asked in queries.items() if len(asked) > MOST_QUERIES[kind]} == {}


async def test_a_file_goes_out_with_the_headers_of_every_answer_and_takes_no_thread_of_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = next(one for one in shell_files() if not one.language)
    page = await Asked("/accounts/login/").answer()
    taken: list[object] = []
    monkeypatch.setattr(sync_request_thread.ThreadInTurn, "submit", lambda *work: taken.append(work))

    answers = [await Asked(file.url).answer(), await Asked(file.url, method="HEAD").answer()]

    assert [one.status for one in answers] == [200, 200]
    for name in ("x-content-type-options", "referrer-policy", "cross-origin-opener-policy"):
        assert {one.said[name] for one in answers} == {page.said[name]}
    assert b"".join(one["body"] for one in answers[0].heard[1:] if one.get("body"))
    assert taken == []


async def test_what_an_answer_holds_is_let_go_before_it_is_sent_and_goes_out_whole() -> None:
    held = BytesIO(b"x" * (3 * SyncThreadHandler.chunk_size + 1))
    handler = SyncThreadHandler()
    handler._middleware_chain = lambda _: FileResponse(held)
    asked = Asked("/", server=handler)
    was_closed: list[bool] = []

    async def take(message: Message) -> None:
        was_closed.append(held.closed)
        asked.heard.append(message)

    asked.take = take  # type: ignore[method-assign]  # of this one
    await asked.answer()

    assert set(was_closed) == {True}
    assert sum(len(one["body"]) for one in asked.heard[1:]) == 3 * SyncThreadHandler.chunk_size + 1
    assert [one["more_body"] for one in asked.heard[1:]] == [True, True, True, False]


async def test_the_language_of_one_request_is_not_that_of_the_next_in_the_same_thread() -> None:
    seen: list[tuple[str, str | None]] = []
    handler = SyncThreadHandler()
    inner = handler._middleware_chain

    def noted(request: HttpRequest) -> HttpResponseBase:
        seen.append((threading.current_thread().name, get_language()))
        return inner(request)

    handler._middleware_chain = noted
    for language in ("es", "en", ""):
        asked = Asked("/accounts/login/", headers={"Accept-Language": language}, server=handler)
        # A server gives each request a task of its own.
        await asyncio.create_task(asked.answer())

    assert len({name for name, _ in seen}) == 1
    assert [language for _, language in seen] == [get_language()] * 3


# --- clients that hang up ---------------------------------------------------------------------------------------------
async def test_what_is_given_up_before_its_turn_is_not_carried_out() -> None:
    handler, done = noting_handler()
    given_up, meant = (Asked(path, method="POST", server=handler) for path in ("/given-up", "/meant"))
    given_up.coming.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    given_up.coming.put_nowait(GONE)

    await given_up.answer_what_comes()
    await meant.answer()

    assert done == ["/meant"]
    assert given_up.heard == []
    assert queue_of(handler)._under_way == 0


async def test_a_poll_that_is_given_up_waits_no_longer(stage: Stage) -> None:
    token = await in_database(stage.session, "officer")
    head = (await in_database(lambda: type(stage.room).objects.get(pk=stage.room.pk))).head_seq
    polling = Asked(f"/api/v1/rooms/{stage.room.id}/poll", headers={"X-Session-Token": token})
    polling.server = with_query(application, f"after={head}&wait=25")
    waiting = asyncio.create_task(polling.answer())
    await until_it_waits(stage)

    polling.coming.put_nowait(GONE)
    await asyncio.wait_for(waiting, timeout=10)

    assert polling.heard == []


async def test_a_thread_that_was_not_needed_any_more_and_its_turn_are_there_for_the_next() -> None:
    (handler, done), gate = noting_handler(), threading.Event()
    busy = sync_request_thread._thread_of(Lane.REQUESTS)
    busy.submit(gate.wait, 60)
    idle = sync_request_thread._IDLE[Lane.REQUESTS]
    idle.append(busy)
    given_up = Asked("/given-up", server=handler)
    asking = asyncio.create_task(given_up.answer())
    await until(lambda: busy not in idle, timeout_s=20, what="a request had taken the thread")
    given_up.coming.put_nowait(GONE)
    await asyncio.wait_for(asking, timeout=10)
    was_back = busy in idle
    gate.set()

    meant = await Asked("/meant", server=handler).answer()

    assert was_back
    assert done == ["/meant"]
    assert meant.status == 200
    await until(lambda: queue_of(handler)._under_way == 0, timeout_s=20, what="the turns had ended")
    assert len(idle) <= KEPT_THREADS + 1


def noting_handler() -> tuple[SyncThreadHandler, list[str]]:
    """Return one whose requests do nothing, and the paths of those that were carried out."""
    done: list[str] = []

    def noted(request: HttpRequest) -> HttpResponse:
        done.append(request.path)
        return HttpResponse()

    handler = SyncThreadHandler()
    handler._middleware_chain = noted
    return handler, done


def queue_of(handler: SyncThreadHandler) -> Any:
    lanes: RequestLanes = handler._lanes
    return lanes._queues[Lane.REQUESTS]


def with_query(server: Application, query: str) -> Application:
    return lambda scope, receive, send: server({**scope, "query_string": query.encode()}, receive, send)
