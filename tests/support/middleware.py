"""Load the middleware once for all of a run's test clients: each would load its own, longer than most requests take."""

from typing import Any

from django.core.signals import setting_changed
from django.test.client import AsyncClientHandler, ClientHandler

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
            load(self, *asked, **named)
            chains[type(self)] = {name: getattr(self, name) for name in LOADED}
        for name, value in chains[type(self)].items():
            setattr(self, name, value)

    kind.load_middleware = once
