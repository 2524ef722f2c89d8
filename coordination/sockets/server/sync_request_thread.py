"""Django's way from ASGI to a view, with everything from the static files inwards in one go, in a thread that is kept.

Django starts a thread for each request and changes between it and the loop some twenty times: before and after every
middleware. And a new thread has no connection yet: with SQLite, opening one costs more than most requests need it for.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Lock

from asgiref.sync import AsyncToSync, ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import connections

from coordination.errors import CoordinationError
from coordination.sign_in.attempts.later import wait_answer
from coordination.sockets.asgi_types import Receive, Scope, Send
from coordination.sockets.server.request_lanes import RequestLanes, who_asks
from mou.lanes import Lane, work_in

# Threads of a lane that wait for a request, each with its connection where connections are kept. A crowd that comes at
# once gets more of them; what it leaves behind beyond these is ended.
KEPT_THREADS = 16
_IDLE: dict[Lane, deque[ThreadPoolExecutor]] = {lane: deque() for lane in Lane}
_resting = Lock()


class SyncThreadHandler(ASGIHandler):
    """Each request has a thread of its own, as in Django; the next of its lane takes it over with its connection."""

    def __init__(self) -> None:
        super().__init__()
        self._lanes = RequestLanes()

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Let middlewares that can do both do it the plain way, and take off the adapter that then lies on top."""
        super().load_middleware(is_async=False)
        chain = vars(self)["_middleware_chain"]
        assert isinstance(chain, AsyncToSync), "the static files are asynchronous only, so the outermost part is"
        self._middleware_chain = chain.awaitable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request in a thread that is nobody else's meanwhile, when it is its turn."""
        try:
            turn = await self._lanes.turn(scope["method"], scope["path"], who=who_asks(scope["headers"]))
        except CoordinationError as error:
            await _ask_to_wait(scope, send, error)
            return
        idle = _IDLE[turn.lane]
        thread = idle.pop() if idle else _thread_of(turn.lane)
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            # By the thread itself: whoever hung up may have left work behind in it that must end first.
            thread.submit(_rest, thread, turn.lane).add_done_callback(lambda _: turn.end_soon())


def _thread_of(lane: Lane) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix=f"request {lane}", initializer=work_in, initargs=(lane,))


def _rest(thread: ThreadPoolExecutor, lane: Lane) -> None:
    """Wait for the next request, or end; runs in the thread itself."""
    with _resting:
        if len(_IDLE[lane]) < KEPT_THREADS:
            _IDLE[lane].append(thread)
            return
    connections.close_all()
    thread.shutdown(wait=False)


async def _ask_to_wait(scope: Scope, send: Send, error: CoordinationError) -> None:
    """Answer that a lane is full, in the loop: it has no thread for that."""
    answer = wait_answer(ASGIRequest(scope, BytesIO()), error)
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
