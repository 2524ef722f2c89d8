"""Let few sign-ins in at a time: before they take a database connection, memory or a core from the rooms."""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coordination.sign_in.later import APPS, SignInBusy, wait_answer

PAGES = "/accounts/"
SIGN_OUT = "/accounts/logout/"
# As many as hash at a time: whoever is let in works, and does not wait with a connection in hand.
AT_ONCE = 2
# A waiting request is a thread; beyond this many, waiting would not help anybody.
WAITING_MAX = 32


class SignInLanes:
    """Middleware, before everything that asks the database. What changes nothing, and signing out, passes freely."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._lanes = BoundedSemaphore(AT_ONCE)
        self._places = BoundedSemaphore(AT_ONCE + WAITING_MAX)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_hash(request):
            return self._get_response(request)
        if not self._places.acquire(blocking=False):
            return wait_answer(request, SignInBusy())
        try:
            return self._answer_in_lane(request)
        finally:
            self._places.release()

    def _answer_in_lane(self, request: HttpRequest) -> HttpResponse:
        if not self._lanes.acquire(timeout=settings.SIGN_IN_WAIT_S):
            return wait_answer(request, SignInBusy())
        try:
            return self._get_response(request)
        finally:
            self._lanes.release()


def _may_hash(request: HttpRequest) -> bool:
    path = request.path_info
    return request.method == "POST" and path.startswith((PAGES, APPS)) and path != SIGN_OUT
