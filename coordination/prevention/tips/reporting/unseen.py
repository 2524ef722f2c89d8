"""Middleware: below /tips/ the server is told nothing of who asks. Before all that could keep it."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REPORTING = "/tips/"
MINUTE_S = 60
# Everything else that a request brings is gone before any other code runs: address, agent, referrer, cookies.
KEPT_HEADERS = frozenset(
    {
        "HTTP_HOST",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_SEC_FETCH_SITE",
        "HTTP_X_FORWARDED_PROTO",
    }
)
GONE = frozenset({"REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER"})


class ReporterUnseen:
    """Strips requests for the reporters' pages, and what their answers would leave in a browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(REPORTING):
            return self._get_response(request)
        strip_sender(request)
        response = self._get_response(request)
        response.cookies.clear()
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


def strip_sender(request: HttpRequest) -> None:
    """Take away what a request says of who sent it, wherever Django keeps it."""
    for name in list(request.META):
        if name in GONE or (name.startswith("HTTP_") and name not in KEPT_HEADERS):
            del request.META[name]
    # A request over ASGI carries it a second time.
    scope = getattr(request, "scope", None)
    if scope is not None:
        setattr(request, "scope", {**scope, "client": None, "headers": []})  # noqa: B010 - not of every request


class ReportersUnlogged(logging.Filter):
    """Keeps requests for the reporters' pages out of the log: a line has its time to the millisecond.

    A fault of ours is logged all the same, at its minute, and says no address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is written; it may be changed."""
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest) or not request.path_info.startswith(REPORTING):
            return True
        if record.levelno < logging.ERROR:
            return False
        record.created, record.msecs = record.created // MINUTE_S * MINUTE_S, 0.0
        record.msg, record.args = "a page for reporters met a fault of our own", ()
        return True
