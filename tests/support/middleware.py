"""Load the middleware once for all of a run's test clients: each would load its own, longer than most requests take."""

from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.signals import setting_changed
from django.test.client import AsyncClientHandler, ClientHandler

# Asynchronous only: a test client, which is not, would start a thread and an event loop for each request to come by it.
# Scripts and styles are asked for by browsers, of real servers.
STATIC_FILES = "coordination.web.middleware.static_files.StaticFiles"
LOADED = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")


def load_middleware_once() -> None:
    """Give every test client the chain of the first one of its kind, until a setting changes."""
    chains: dict[type, dict[str, object]] = {}
    setting_changed.connect(lambda **_changed: chains.clear(), weak=False)
    for kind in (ClientHandler, AsyncClientHandler):
        _remember(kind, chains)


def _remember(kind: Any, chains: dict[type, dict[str, object]]) -> None:
    load = kind.load_middleware

    def once(self: Any, *asked: Any, **named: Any) -> None:
        if type(self) not in chains:
            with patch.object(settings, "MIDDLEWARE", middleware_for(kind)):
                load(self, *asked, **named)
            chains[type(self)] = {name: getattr(self, name) for name in LOADED}
        for name, value in chains[type(self)].items():
            setattr(self, name, value)

    kind.load_middleware = once


def middleware_for(kind: type) -> list[str]:
    """Return the middleware that clients of this kind go through."""
    return [name for name in settings.MIDDLEWARE if kind is AsyncClientHandler or name != STATIC_FILES]
