"""Serve scripts and styles, piece by piece, with the headers that stand on every answer.

What is there is read once a process, however often a handler of requests is built: that takes a third of a second.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import Redirect, StaticFile
from servestatic.utils import run_async_in_thread


class StaticFiles(ServeStaticMiddleware):
    """ServeStatic's middleware, asked by itself and not on the way to a page: it is asynchronous, and pages are not."""

    _known: ClassVar[dict[tuple[str, str], dict[str, Any]]] = {}

    def __init__(self) -> None:
        super().__init__(_nothing_else)
        self._security = SecurityMiddleware(lambda _: HttpResponse())

    async def file_at(self, path: str) -> StaticFile | Redirect | None:
        """Return the file of an address, if there is one; sources are looked up at each request."""
        if self.autorefresh:
            found: StaticFile | Redirect | None = await run_async_in_thread(self.find_file, path)
            return found
        known: StaticFile | Redirect | None = self.files.get(path)
        return known

    async def answer(self, file: StaticFile | Redirect, request: HttpRequest) -> HttpResponseBase:
        """Return a file as the answer to a request, or that it is unchanged."""
        response = await self.aserve(file, request)
        return self._security.process_response(request, response)

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Add the files below a folder."""
        self._add_once(("folder", str(root)), lambda: super(StaticFiles, self).add_files(root, prefix))

    def add_files_from_manifest(self) -> None:
        """Add the files that the manifest names, by both names."""
        self._add_once(("manifest", self.static_prefix), super().add_files_from_manifest)

    def _add_once(self, key: tuple[str, str], add: Callable[[], None]) -> None:
        """Add what was found when this process first asked; sources are looked up at each request instead."""
        if self.autorefresh:
            add()
            return
        if key not in self._known:
            before = dict(self.files)
            add()
            self._known[key] = {url: file for url, file in self.files.items() if before.get(url) is not file}
        self.files.update(self._known[key])


async def _nothing_else(_request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("it is asked for files alone")
