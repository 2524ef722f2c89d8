"""Let few requests compute at a time, and none while a room's command is under way: the interpreter has one lock."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from mou.foundation.lanes import COMMANDS, Computing, Lane, lane_here

# The longest that one question of a request, and a whole request, waits for commands: a room that never rests stops
# no other work.
QUESTION_S, REQUEST_S = 0.02, 0.25


class FewCompute:
    """Middleware. What waits for a process steps aside (`step_aside` of lanes.py); other lanes are small enough."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._computing = Computing(settings.LANES[Lane.COMPUTING])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lane = lane_here()
        if lane in (Lane.PRESSES, Lane.URGENT):
            with COMMANDS.under_way():
                return self._get_response(request)
        if lane not in (Lane.FILES, Lane.REQUESTS, Lane.SIGN_IN):
            return self._get_response(request)
        turn = nullcontext() if lane is Lane.SIGN_IN else self._computing.turn()
        with turn, connection.execute_wrapper(LetCommandsBy()):
            return self._get_response(request)


class LetCommandsBy:
    """Waits before a request's questions to the database while commands are under way."""

    def __init__(self) -> None:
        self._left_s = REQUEST_S

    def __call__(self, ask: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
        # Not within a transaction: a command may be waiting for a row that it holds.
        if self._left_s > 0 and not context["connection"].in_atomic_block:
            self._left_s -= COMMANDS.let_by(most_s=min(QUESTION_S, self._left_s))
        return ask(sql, params, many, context)
