"""Let few requests compute at a time: with the interpreter's one lock, each more of them slows every room down."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mou.lanes import Computing, Lane, lane_here


class FewCompute:
    """Middleware. What waits for a process steps aside (mou.lanes.aside); other lanes are small enough."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._computing = Computing(settings.LANES[Lane.COMPUTING])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if lane_here() is not Lane.REQUESTS:
            return self._get_response(request)
        with self._computing.turn():
            return self._get_response(request)
