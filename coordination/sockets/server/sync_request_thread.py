"""Django's way from ASGI to a view and back in one go, in a thread that is kept: no other change of thread.

Django starts a thread for each request and changes between it and the loop some twenty times: before and after every
middleware. Each change costs as much as a question to the database. And a new thread has no connection yet: with
SQLite, opening one costs more than most requests need it for. Files are served in the loop, and need no such thread.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.db import connections
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, get_resolver, set_script_prefix
from servestatic.responders import Redirect, StaticFile

from coordination.errors import CoordinationError
from coordination.sign_in.attempts.later import holds_form, wait_answer
from coordination.sockets.asgi_types import Message, Receive, Scope, Send
from coordination.sockets.server.request_lanes import RequestLanes, Turn, who_asks
from coordination.web.static_files import StaticFiles
from mou.foundation.lanes import Lane, work_in

# Threads of a lane that wait for a request, each with its connection where connections are kept. A crowd that comes at
# once gets more of them; what it leaves behind beyond these is ended.
KEPT_THREADS = 16
_IDLE: dict[Lane, deque[ThreadPoolExecutor]] = {lane: deque() for lane in Lane}
_resting = Lock()
# So many turns of the loop until it has read what lay on a connection when they began: one to ask, one to read.
LOOK_TURNS = 2
INTERFACE = "/api/"
# So many addresses of which it is remembered which view answers.
KEPT_MATCHES = 2000
SAFE = ("GET", "HEAD", "OPTIONS")


class SyncThreadHandler(ASGIHandler):
    """Each request has a thread of its own, as in Django; the next of its lane takes it over with its connection."""

    _middleware_chain: Callable[[HttpRequest], HttpResponseBase]

    def __init__(self) -> None:
        super().__init__()
        self._lanes = RequestLanes()
        self._files = StaticFiles()

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Load a chain in which nothing changes to another thread."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request when it is its turn, in a thread that no other request uses meanwhile."""
        try:
            turn = await self._lanes.turn(scope["method"], scope["path"], who=who_asks(scope["headers"]))
        except CoordinationError as error:
            await self._send_refusal(error, scope, receive, send)
            return
        thread = ThreadInTurn(turn)
        try:
            body = thread.body = await self.read_body(receive)
            file = await self._files.file_at(scope["path"])
            if file is not None:
                answering = self._send_file(file, scope, body, send)
            else:
                answering = self._send_answer(thread, scope, body, send)
            await self._unless_gone(answering, receive)
        except RequestAborted:
            pass  # it was given up before it had come
        finally:
            thread.end_unless_begun()

    async def _send_refusal(self, error: CoordinationError, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask to come again. It takes no thread: what is read is the little that a page holds of a form."""
        body: IO[bytes] = BytesIO()
        try:
            if holds_form(ASGIRequest(scope, body)):
                body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            messages = list(_messages_of(wait_answer(ASGIRequest(scope, body), error)))
        await _send_all(send, messages)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return the view of an address. Matches of the API are cached: they repeat, and there are some hundred."""
        # Matches of pages are not: reporters of tips have pages whose addresses must leave no trace.
        if not request.path_info.startswith(INTERFACE):
            match: ResolverMatch = super().resolve_request(request)
            return match
        request.resolver_match = _match_of(settings.ROOT_URLCONF, request.path_info)
        return request.resolver_match

    async def _unless_gone(self, answering: Coroutine[Any, Any, None], receive: Receive) -> None:
        """Answer, unless the client hangs up before that."""
        try:
            async with asyncio.TaskGroup() as tasks:
                listening = tasks.create_task(self.listen_for_disconnect(receive))
                await answering
                listening.cancel()
        except* RequestAborted:
            pass

    async def _send_answer(self, thread: "ThreadInTurn", scope: Scope, body: IO[bytes], send: Send) -> None:
        if scope["method"] not in SAFE:
            # A client that has hung up by now does not want it done, and may be asking another server.
            for _ in range(LOOK_TURNS):
                await asyncio.sleep(0)
        # It asks for a pool of threads, and only submits to it.
        executor = cast("ThreadPoolExecutor", thread)
        answer = sync_to_async(self._answer, thread_sensitive=False, executor=executor)
        await _send_all(send, await answer(scope, body))

    def _answer(self, scope: Scope, body: IO[bytes]) -> Sequence[Message]:
        """Return the messages of a request's answer: all of Django, in the request's thread."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        response = refusal if request is None else self.get_response(request)
        assert response is not None, "what is no request has its refusal"
        setattr(response, "_handler_class", type(self))  # noqa: B010 - Django's own: the sender of request_finished
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        try:
            return list(_messages_of(response))
        finally:
            # Before it is sent: whatever it held, its connection first of all, is for the next one.
            response.close()

    async def _send_file(self, file: StaticFile | Redirect, scope: Scope, body: IO[bytes], send: Send) -> None:
        """Send a file as its reader takes it, in the loop. It holds no connection, and Django is not told of it."""
        response = await self._files.answer(file, ASGIRequest(scope, body))
        await self.send_response(response, send)


@lru_cache(KEPT_MATCHES)
def _match_of(urlconf: str, path: str) -> ResolverMatch:
    """Look an address up. Matches are never changed, so they are cached; a failure is not."""
    return get_resolver(urlconf).resolve(path)


class ThreadInTurn(Executor):
    """The thread of one request: taken when there is something to do, and left to the next one by itself."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._has_begun = False
        # What the request brought: the work may go on reading it when the client has stopped waiting.
        self.body: IO[bytes] | None = None

    def submit[**Given, Result](
        self, work: Callable[Given, Result], /, *args: Given.args, **named: Given.kwargs
    ) -> Future[Result]:
        """Do the one thing that this thread is for."""
        self._has_begun = True
        lane = self._turn.lane
        idle = _IDLE[lane]
        thread = idle.pop() if idle else _thread_of(lane)
        done = thread.submit(work, *args, **named)
        # By the thread itself: a request whose client hung up may have left work behind in it that must end first.
        done.add_done_callback(lambda _: self._end(thread, was_used=not done.cancelled()))
        return done

    def end_unless_begun(self) -> None:
        """End the turn of a request for which no thread was needed."""
        if not self._has_begun:
            self._leave()

    def _end(self, thread: ThreadPoolExecutor, *, was_used: bool) -> None:
        if was_used:
            _rest_thread(thread, self._turn.lane)
        else:
            _IDLE[self._turn.lane].append(thread)  # by the loop, which must not close a connection of the thread's
        self._leave()

    def _leave(self) -> None:
        if self.body is not None:
            self.body.close()
        self._turn.end_soon()


def _thread_of(lane: Lane) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix=f"request {lane}", initializer=work_in, initargs=(lane,))


def _rest_thread(thread: ThreadPoolExecutor, lane: Lane) -> None:
    """Wait for the next request, or end; runs in the thread itself."""
    with _resting:
        if len(_IDLE[lane]) < KEPT_THREADS:
            _IDLE[lane].append(thread)
            return
    connections.close_all()
    thread.shutdown(wait=False)


def _messages_of(response: HttpResponseBase) -> Iterator[Message]:
    """Yield an answer as the server takes it."""
    headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"set-cookie", one.OutputString().encode("ascii")) for one in response.cookies.values()]
    yield {"type": "http.response.start", "status": response.status_code, "headers": headers}
    # A file is read here, so that the maker of the answer may close it afterwards.
    pieces = [piece for part in response for piece, _ in ASGIHandler.chunk_bytes(part)] or [b""]
    for number, piece in enumerate(pieces, 1):
        yield {"type": "http.response.body", "body": piece, "more_body": number < len(pieces)}


async def _send_all(send: Send, messages: Sequence[Message] | Iterator[Message]) -> None:
    for message in messages:
        await send(message)
