"""Who administers has said lately who they are: the question of every request, and the page that asks anew."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coordination.sign_in.sessions.duties import STATE
from mou.administrative_acts import asked_by
from mou.errors import SignInTooOld

# Where agencies ask so, and everywhere else. Source of the first: CJIS Security Policy 5.9.5, IA-11.
RECENT_WHERE_LOCKED_S, RECENT_S = 300, 1800
# The session of an app's token: the request's own is that of a cookie.
SESSION = "session_of_token"
# Below it programs ask, and are answered with a problem.
PROGRAMS = "/api/"


class AsksAgain:
    """Middleware. What is marked as an administrative act asks it, whatever the door; a page is led to the question."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_by(lambda: check_recent(request)):
            return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask who it is, and then go on with what was posted."""
        if not isinstance(error, SignInTooOld) or request.path_info.startswith(PROGRAMS):
            return None
        response: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))
        return response


def check_recent(request: HttpRequest) -> None:
    """Refuse a request whose session has not said lately who it is. No query. Raises: SignInTooOld."""
    session: Any = getattr(request, SESSION, request.session)
    limit_s = RECENT_WHERE_LOCKED_S if STATE in session else RECENT_S
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    if not records or time.time() - records[-1]["at"] > limit_s:
        raise SignInTooOld("Say once more who you are: this session is too old for what administrators do.")
