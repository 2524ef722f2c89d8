"""Tell an app that it is too old, beside whatever it asked for; nothing is refused for that."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from coordination.app_versions import needed_version

# What an app says of itself, and what it is told.
APP_VERSION, APP_UPDATE = "X-App-Version", "X-App-Update"
INTERFACES = ("/api/", "/_allauth/")


class ToldToUpdate:
    """Middleware: answers of the interface, also refusals, bear the version that an old app should be updated to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if settings.APP_MINIMUM and request.path_info.startswith(INTERFACES):
            needed = needed_version(request.headers.get(APP_VERSION, ""), settings.APP_MINIMUM)
            if needed is not None:
                response.headers[APP_UPDATE] = needed
            # What a cache keeps for an old app is none of a new one's.
            patch_vary_headers(response, [APP_VERSION])
        return response
