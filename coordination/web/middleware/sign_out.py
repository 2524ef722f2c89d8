"""Empty the browser's storage when the server takes the session's cookie away: by sign-out, or because it has ended."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# The kept maps and the service worker. Cookies are left: they say language and theme, and nothing of anybody.
STORAGE = '"storage"'


class ClearsStorage:
    """Stands outside of the sessions, and so sees every way in which one ends. The pages delete for themselves too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie.value == "":
            response["Clear-Site-Data"] = STORAGE
        return response
