"""What apps are answered below /_allauth/: as allauth answers, in the forms of our own answers.

Where it gives no stable code, one is given; an instant is a text, as everywhere, and a flag is true or false.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from coordination.errors import CoordinationError
from coordination.room.wire.frames import encode_json, problem_from_error, time_text
from coordination.room.wire.model import Json
from coordination.sign_in.attempts.later import TooManyAttempts, wait_answer
from mou.foundation.labelled import gettext_noop as _

PROBLEM = "application/problem+json"
# allauth says these in seconds since 1970.
INSTANTS = frozenset({"at", "created_at", "last_used_at"})


class SignedInAlready(CoordinationError):
    """Use that session, or sign it out."""

    code, status, title = "signed_in_already", 409, _("The request carries the token of a session that is signed in.")


class SessionOver(CoordinationError):
    """Forget the token, and sign in without it."""

    code, status, title = "session_over", 410, _("The token's session has ended.")


class NoCodeAsked(CoordinationError):
    """None was asked for, or it was tried too often, or is older than a quarter of an hour: ask for another one."""

    code, status, title = "no_code_asked", 409, _("No code of a mail is waited for with this token.")


def answer_app(
    view_class: type[APIView], *, conflict: type[CoordinationError] = SignedInAlready
) -> Callable[..., HttpResponse]:
    """Return a view for apps.

    Args:
        conflict: what a 409 of the view says.
    """
    view = view_class.as_api_view(client=Client.APP)
    meant = {error.status: error for error in (conflict, SessionOver, TooManyAttempts)}

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
        except ImmediateHttpResponse as early:
            answer = early.response
        except CoordinationError as error:
            return wait_answer(request, error)
        _write_our_forms(answer)
        meaning = meant.get(answer.status_code)
        return answer if meaning is None or _has_errors(answer) else _with_code(request, answer, meaning())

    return answered


def _write_our_forms(answer: HttpResponse) -> None:
    """Write instants and flags of an answer as every other answer has them."""
    if answer.headers.get("Content-Type") == "application/json":
        answer.content = json.dumps(_in_our_forms(json.loads(answer.content))).encode()


def _in_our_forms(part: Json) -> Json:
    if isinstance(part, list):
        return [_in_our_forms(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _in_our_forms(value) for key, value in part.items()}
    for key, value in part.items():
        if key in INSTANTS and isinstance(value, int | float):
            found[key] = time_text(datetime.fromtimestamp(value, UTC))
        elif key == "is_authenticated":
            found[key] = bool(value)
    return found


def _has_errors(answer: HttpResponse) -> bool:
    """Tell whether an answer is a problem already, or says what is wrong by field."""
    return answer.headers["Content-Type"] == PROBLEM or b'"errors"' in answer.content


def _with_code(request: HttpRequest, answer: HttpResponse, error: CoordinationError) -> HttpResponse:
    """Return what allauth answered as problem details. What else it said stays: who reads only that reads on."""
    if error.retry_after_s is not None:
        return wait_answer(request, error)
    problem = json.loads(encode_json(problem_from_error(error)))
    answer.content = json.dumps(json.loads(answer.content or b"{}") | problem).encode()
    answer.headers["Content-Type"] = PROBLEM
    return answer
