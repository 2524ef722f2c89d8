"""Serve scripts and styles. What is there is read once a process, however often the middleware is built."""

from collections.abc import Callable
from typing import Any, ClassVar

from servestatic.middleware import ServeStaticMiddleware


class StaticFiles(ServeStaticMiddleware):
    """ServeStatic's middleware. It is built anew for each test client, and the folder takes a third of a second."""

    _known: ClassVar[dict[tuple[str, str], dict[str, Any]]] = {}

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
