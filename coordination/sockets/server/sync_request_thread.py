"""Django's way from ASGI to a view, with everything from the static files inwards in one go, in a thread that is kept.

Django starts a thread for each request and changes between it and the loop some twenty times: before and after every
middleware. And a new thread has no connection yet: with SQLite, opening one costs more than most requests need it for.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from asgiref.sync import AsyncToSync, ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler
from django.db import connections

from coordination.sockets.asgi_types import Receive, Scope, Send

# Threads that wait for a request, each with its connection where connections are kept. A crowd that comes at once gets
# more of them; what it leaves behind beyond these is ended.
KEPT_THREADS = 16
_IDLE: deque[ThreadPoolExecutor] = deque()
_resting = Lock()


class SyncThreadHandler(ASGIHandler):
    """Each request has a thread of its own, as in Django; the next one takes it over with its connection."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Let middlewares that can do both do it the plain way, and take off the adapter that then lies on top."""
        super().load_middleware(is_async=False)
        chain = vars(self)["_middleware_chain"]
        assert isinstance(chain, AsyncToSync), "the static files are asynchronous only, so the outermost part is"
        self._middleware_chain = chain.awaitable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request in a thread that is nobody else's meanwhile."""
        thread = _IDLE.pop() if _IDLE else ThreadPoolExecutor(1, thread_name_prefix="request")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            # By the thread itself: whoever hung up may have left work behind in it that must end first.
            thread.submit(_rest, thread)


def _rest(thread: ThreadPoolExecutor) -> None:
    """Wait for the next request, or end; runs in the thread itself."""
    with _resting:
        if len(_IDLE) < KEPT_THREADS:
            _IDLE.append(thread)
            return
    connections.close_all()
    thread.shutdown(wait=False)
