"""Answers of the interface are of one person: no cache on their way keeps them, unless they say themselves for whom."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

INTERFACES = ("/api/", "/_allauth/")


class KeptByNobody:
    """Middleware for everything below an interface's address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.path_info.startswith(INTERFACES):
            # What may be kept and asked for again says so with its ETag: plans and exports, privately.
            response.headers.setdefault("Cache-Control", "private, no-cache" if "ETag" in response else "no-store")
            patch_vary_headers(response, ["Cookie", "X-Session-Token"])
        return response
