"""Turn every error into RFC 9457 problem details, once. What a client sees never quotes a foreign error."""

import json
import logging
import sys
from functools import cache

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import server_error
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from coordination.errors import CoordinationError, FrameTooLarge, HiddenText, NotAuthenticated, RoomNotFound, TryLater
from coordination.room.registry import named_commands
from coordination.room.wire.frames import encode_json, problem_from_error, problem_type
from coordination.room.wire.model import HIDDEN
from coordination.sign_in.attempts.later import away_error, wait_answer
from mapping.errors import MappingError
from mou.errors import MouError
from mou.foundation.database.away import is_away
from mou.foundation.input_faults import place_of, pointer_to, sentence_of
from mou.foundation.labelled import Reason, ToldWords, WordedError, words_told
from mou.foundation.labelled import gettext_noop as _
from push.errors import PushError

log = logging.getLogger(__name__)
# Below these, programs ask; everywhere else people look at pages.
PROBLEM = "application/problem+json"
PROGRAMS = ("/api/", "/_allauth/")


class NotFoundHere(CoordinationError):
    code, status, title = "not_found", 404, _("There is nothing here for you.")


class CsrfFailed(CoordinationError):
    code, status, title = "csrf_failed", 403, _("Send the CSRF token of your session.")


class RequestRefused(CoordinationError):
    code, status, title = "bad_request", 400, _("The request is not of the form the interface describes.")


class MethodNotAllowed(CoordinationError):
    """The header `Allow` names the methods that are taken."""

    code, status, title = "method_not_allowed", 405, _("This address does not take this method.")


class BadField(CoordinationError):
    code, status, title = "bad_command", 422, _("The request is not of the form the interface describes.")


class UnexpectedFault(CoordinationError):
    """A mistake of ours; the server's log says which."""

    code, status, title = "server_error", 500, _("The server failed at this request; its log says why.")


def problem_response(error: CoordinationError) -> HttpResponse:
    """Return our error as application/problem+json."""
    told = words_told(error, error.title, error.detail)
    body = encode_json(problem_from_error(error))
    return HttpResponse(body, status=error.status, content_type=PROBLEM, headers=_headers_of(error, told))


def _headers_of(error: WordedError, told: ToldWords) -> dict[str, str]:
    waits = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return {**waits, "Content-Language": told.language}


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer an address below /api/ that leads nowhere."""
    return problem_response(NotFoundHere())


@csrf_exempt
def fault_answer(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error, wherever it was raised: a problem to a program, a page to a person.

    Where the database is what failed, both are asked to come again; Django has written the cause into the log.
    """
    if (met := sys.exception()) is not None and is_away(met):
        return wait_answer(request, away_error(met))
    if request.path_info.startswith(PROGRAMS):
        return problem_response(UnexpectedFault())
    return server_error(request)


def foreign_problem(error: WordedError, detail: str) -> HttpResponse:
    """Return an error of a lower package; its code and status are as stable as ours."""
    title = error.title or error.code.replace("_", " ").capitalize()
    # Raised without words of its own, an error says its code.
    said = detail if detail not in ("", error.code) else title
    reason = error.args[0] if error.args and isinstance(error.args[0], Reason) else said
    told = words_told(error, title, reason)
    problem: dict[str, object] = {
        "type": problem_type(error.code),
        "title": told.title,
        "status": error.status,
        "code": error.code,
        "detail": told.detail,
    }
    if error.pointer:
        problem["errors"] = [{"pointer": error.pointer, "detail": told.detail}]
    if asks := getattr(error, "asks", ""):
        # What a request for a second person says.
        problem["asks"] = asks
    headers = _headers_of(error, told)
    return HttpResponse(json.dumps(problem), status=error.status, content_type=PROBLEM, headers=headers)


def register_errors(api: NinjaAPI) -> None:
    """Teach the API every error it can meet."""
    _register_ours(api)
    _register_foreign(api)
    _register_unexpected(api)


def _register_ours(api: NinjaAPI) -> None:
    @api.exception_handler(CoordinationError)
    def ours(request: HttpRequest, error: CoordinationError) -> HttpResponse:
        return problem_response(error)

    @api.exception_handler(MappingError)
    @api.exception_handler(MouError)
    @api.exception_handler(PushError)
    def of_a_lower_package(request: HttpRequest, error: MappingError | MouError | PushError) -> HttpResponse:
        return foreign_problem(error, str(error))


def _register_foreign(api: NinjaAPI) -> None:
    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem_response(_first_complaint(error))

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem_response(NotAuthenticated())

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem_response(NotFoundHere())

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem_response(FrameTooLarge("The body is larger than this server takes."))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        # What our parser refuses arrives wrapped: the reason is the cause.
        if isinstance(error.__cause__, CoordinationError):
            return problem_response(error.__cause__)
        return problem_response(CsrfFailed() if error.status_code == CsrfFailed.status else RequestRefused())

    @api.exception_handler(DatabaseError)
    def no_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
        log.warning("request without database: %s: %s", type(error).__name__, error if is_away(error) else "refused")
        return problem_response(away_error(error) if is_away(error) else TryLater())


def _register_unexpected(api: NinjaAPI) -> None:
    @api.exception_handler(BadRequest)
    @api.exception_handler(SuspiciousOperation)
    def malformed(request: HttpRequest, error: BadRequest | SuspiciousOperation) -> HttpResponse:
        return problem_response(RequestRefused())

    @api.exception_handler(Exception)
    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        # Django writes the log, tells who listens to faults, and asks `fault_answer`; with DEBUG it shows the trace.
        raise error


def _first_complaint(error: ValidationError) -> CoordinationError:
    first = error.errors[0]
    place = place_of(first)
    # ninja begins with where the value came from; a path that is not a UUID names nothing that exists.
    if place[:1] == ["path"]:
        return RoomNotFound("There is nothing here for you.")
    if place[:1] == ["body"]:
        # "body", the parameter's name, then perhaps the union's tag: none of them is in the document.
        place = place[3:] if _begins_with_tag(place[2:]) else place[2:]
    kind = HiddenText if first.get("type") == HIDDEN else BadField
    return kind(sentence_of(first), pointer=pointer_to(place))


def _begins_with_tag(place: list[str | int]) -> bool:
    """Say whether a place begins with the tag of a union: like a command's name, with a field of an object after it.

    Alone, it is one only as the word of a command: what is wrong with that is wrong with all of it.
    """
    first = str(place[0]) if place else ""
    if len(place) == 1:
        return first in command_words()
    return len(place) > 1 and "_" in first and first.islower() and not isinstance(place[1], int)


@cache
def command_words() -> frozenset[str]:
    """Return the words of all commands."""
    return frozenset(one.word for one in named_commands())
